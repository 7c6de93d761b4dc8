package intacct

import (
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/route"
)

// The path templates of the company (contract 1, 4 and 8).
const (
	PathTemplates  = "/objects/projects/project-billing-template"
	PathTemplate   = "/objects/projects/project-billing-template/{key}"
	PathMilestones = "/objects/projects/project-billing-template-milestone"
	PathMilestone  = "/objects/projects/project-billing-template-milestone/{key}"
	PathQuery      = "/services/core/query"
	PathModel      = "/services/core/model"
	PathToken      = "/oauth2/token"
	PathRevoke     = "/oauth2/revoke"
	PathIntrospect = "/oauth2/introspect"
)

// headerEntity scopes a request to an entity. Without it, the entity of the token applies (contract 4).
const headerEntity = "X-IA-API-Param-Entity"

// call is a request to one operation.
type call struct {
	method string
	key    string // the key in the path
	scope  string // the ID of the entity that the request is scoped to, or empty at the top level
	query  url.Values
	header http.Header
	body   []byte
}

// operation is one method on one path.
type operation struct {
	method   string
	template string
	run      func(*Company, call) (response, *problem)
	traits
}

// traits are the properties that differ between operations.
type traits struct {
	open       bool     // requires no access token
	takesBody  bool     // as JSON; open operations read their bodies themselves
	idempotent bool     // supports the Idempotency-Key
	parameters []string // allowed in the query
}

// operations lists all operations of the company.
func operations() []operation {
	read, oauth := traits{}, traits{open: true}
	write, query := traits{takesBody: true, idempotent: true}, traits{takesBody: true}
	return []operation{
		{http.MethodGet, PathTemplates, (*Company).listTemplates, read},
		{http.MethodPost, PathTemplates, (*Company).createTemplate, write},
		{http.MethodGet, PathTemplate, (*Company).getTemplate, read},
		{http.MethodPatch, PathTemplate, (*Company).updateTemplate, write},
		{http.MethodDelete, PathTemplate, (*Company).deleteTemplate, read},
		{http.MethodGet, PathMilestones, (*Company).listMilestones, read},
		{http.MethodGet, PathMilestone, (*Company).getMilestone, read},
		{http.MethodPost, PathQuery, (*Company).query, query},
		{http.MethodGet, PathModel, (*Company).model, traits{parameters: []string{"name"}}},
		{http.MethodPost, PathToken, (*Company).issueToken, oauth},
		{http.MethodPost, PathRevoke, (*Company).revokeTokens, oauth},
		{http.MethodPost, PathIntrospect, (*Company).introspectToken, oauth},
	}
}

// Templates returns the path templates of the company.
func (c *Company) Templates() []string {
	var templates []string
	for _, operation := range c.operations {
		if !slices.Contains(templates, operation.template) {
			templates = append(templates, operation.template)
		}
	}
	return templates
}

// ServeHTTP handles a request to the company.
func (c *Company) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	present := visitOf(r)
	if present == nil {
		ctx, end := c.Attend(r.Context(), r)
		defer end(0, nil, "")
		r = r.WithContext(ctx)
		present = visitOf(r)
	}
	if present.refused {
		c.overLimit().send(w)
		return
	}
	answer, problem := c.answer(r, present)
	if problem != nil {
		answer = c.refusal(problem)
	}
	answer.header = c.withThrottle(answer.header)
	answer.send(w)
}

// answer runs the requested operation, if the request is allowed to.
func (c *Company) answer(r *http.Request, present *visit) (response, *problem) {
	open := strings.HasPrefix(r.URL.Path, "/oauth2/")
	scope := ""
	if !open {
		var problem *problem
		if scope, problem = c.scopeOf(r.Header); problem != nil {
			return response{}, problem
		}
	}
	chosen, key, problem := c.choose(r)
	if problem != nil {
		return response{}, problem
	}
	request := call{method: r.Method, key: key, scope: scope, header: r.Header}
	if request.query, problem = readQuery(r, chosen); problem != nil {
		return response{}, problem
	}
	if request.body, problem = readBody(r, chosen); problem != nil {
		return response{}, problem
	}
	if idempotencyKey := r.Header.Get(headerIdempotency); idempotencyKey != "" && chosen.idempotent {
		return c.runOnce(idempotencyKey, r.URL.Path, chosen, request, present)
	}
	return chosen.run(c, request)
}

// scopeOf checks the token of a request and returns the ID of the entity that the request is scoped to.
func (c *Company) scopeOf(header http.Header) (string, *problem) {
	scope, problem := c.authenticate(header)
	if problem != nil {
		return "", problem
	}
	if header.Get("Prefer") != "" {
		return "", malformed("Prefer %s is not supported here", header.Get("Prefer"))
	}
	wanted := header.Get(headerEntity)
	if wanted == "" {
		return scope, nil
	}
	if !c.knowsEntity(wanted) || scope != "" && scope != wanted {
		return "", refuse(c.options.Shapes.unknownEntity(), codeInvalidRequest,
			"The entity %s does not exist, or the user has no access to it", wanted)
	}
	return wanted, nil
}

// choose returns the operation for the path and method of a request, and the key in the path. An unknown path is not a
// missing record, so the status is not 404 (contract 7.2).
func (c *Company) choose(r *http.Request) (operation, string, *problem) {
	var allowed []string
	for _, operation := range c.operations {
		values, fits := route.Match(operation.template, r.URL.Path)
		if fits && operation.method == r.Method {
			return operation, values["key"], nil
		}
		if fits {
			allowed = append(allowed, operation.method)
		}
	}
	if len(allowed) > 0 {
		refusal := refuse(http.StatusMethodNotAllowed, codeInvalidRequest, "%s is not possible here", r.Method)
		refusal.header = map[string]string{"Allow": strings.Join(allowed, ", ")}
		return operation{}, "", refusal
	}
	return operation{}, "", malformed("There is nothing at %s", r.URL.Path)
}

// readQuery returns the parameters of a request. It refuses undocumented parameters: plain lists support neither filter
// nor order nor start (contract 1).
func readQuery(r *http.Request, chosen operation) (url.Values, *problem) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, malformed("The query cannot be read: %v", err)
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !slices.Contains(chosen.parameters, name) {
			return nil, malformed("The parameter %s is not known", name)
		}
		if len(query[name]) > 1 {
			return nil, malformed("The parameter %s is given more than once", name)
		}
	}
	return query, nil
}

// readBody returns the body of a request. It refuses a body if the operation takes none. Otherwise the request must
// declare JSON (contract 1).
func readBody(r *http.Request, chosen operation) ([]byte, *problem) {
	body, err := io.ReadAll(r.Body)
	switch {
	case err != nil:
		return nil, malformed("The body cannot be read: %v", err)
	case chosen.open:
		return body, nil
	case !chosen.takesBody && len(body) > 0:
		return nil, malformed("A %s request takes no payload", r.Method)
	case !chosen.takesBody:
		return nil, nil
	case len(body) == 0:
		return nil, noPayload(r.Method)
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return nil, malformed("The content type is not valid")
	}
	return body, nil
}
