package wethod

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/route"
)

// The path templates of the service (contract sections 1, 6 and 9).
const (
	PathInvoices  = "/api/invoices"
	PathInvoice   = "/api/invoices/{id}"
	PathSend      = "/api/invoices/{id}:send"
	PathSetPaid   = "/api/invoices/{id}:set-paid"
	PathSetUnpaid = "/api/invoices/{id}:set-unpaid"
	PathContacts  = "/api/invoice-contacts"
	PathContact   = "/api/invoice-contacts/{id}"
	PathProjects  = "/api/projects"
	PathProject   = "/api/projects/{id}"
)

// call is a request to one operation.
type call struct {
	id    int // the ID in the path
	query url.Values
	body  []byte
}

// reply is the response of an operation. A nil body means no body.
type reply struct {
	status int
	body   any
}

// operation is one method on one path.
type operation struct {
	method    string
	template  string
	takesBody bool
	run       func(*Service, call) (reply, *problem)
}

// operations lists all operations of the service. Templates without an action come after those with one, whose paths
// they match too.
func operations() []operation {
	return []operation{
		{http.MethodGet, PathInvoices, false, (*Service).listInvoices},
		{http.MethodPost, PathInvoices, true, (*Service).createInvoice},
		{http.MethodPost, PathSend, true, (*Service).sendInvoice},
		{http.MethodPost, PathSetPaid, true, (*Service).setPaid},
		{http.MethodPost, PathSetUnpaid, false, (*Service).setUnpaid},
		{http.MethodGet, PathInvoice, false, (*Service).getInvoice},
		{http.MethodPatch, PathInvoice, true, (*Service).updateInvoice},
		{http.MethodDelete, PathInvoice, false, (*Service).deleteInvoice},
		{http.MethodGet, PathContacts, false, (*Service).listContacts},
		{http.MethodGet, PathContact, false, (*Service).getContact},
		{http.MethodGet, PathProjects, false, (*Service).listProjects},
		{http.MethodGet, PathProject, false, (*Service).getProject},
	}
}

// Templates returns the path templates of the service.
func (s *Service) Templates() []string {
	var templates []string
	for _, operation := range s.operations {
		if !slices.Contains(templates, operation.template) {
			templates = append(templates, operation.template)
		}
	}
	return templates
}

// ServeHTTP handles a request to the service.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, refusal := s.answer(r)
	switch {
	case refusal != nil:
		writeJSON(w, refusal.status, errorBody{Key: key(refusal.status), Message: refusal.message, Failures: refusal.failures})
	case answer.body == nil:
		w.WriteHeader(answer.status)
	default:
		writeJSON(w, answer.status, answer.body)
	}
}

// answer finds and runs the requested operation.
func (s *Service) answer(r *http.Request) (reply, *problem) {
	if refusal := admit(r); refusal != nil {
		return reply{}, refusal
	}
	chosen, id, refusal := s.choose(r)
	if refusal != nil {
		return reply{}, refusal
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return reply{}, invalid([]failure{{Field: "query", Message: err.Error()}})
	}
	body, refusal := readBody(r, chosen.takesBody)
	if refusal != nil {
		return reply{}, refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return chosen.run(s, call{id: id, query: query, body: body})
}

// choose returns the operation for the path and method of a request, and the ID in the path, which consists of digits
// (contract section 6).
func (s *Service) choose(r *http.Request) (operation, int, *problem) {
	isThere := false
	for _, operation := range s.operations {
		values, fits := route.Match(operation.template, r.URL.Path)
		id, err := strconv.Atoi(values["id"])
		if _, hasID := values["id"]; !fits || hasID && (err != nil || strings.Trim(values["id"], "0123456789") != "") {
			continue
		}
		if operation.method == r.Method {
			return operation, id, nil
		}
		isThere = true
	}
	if isThere {
		return operation{}, 0, &problem{status: http.StatusMethodNotAllowed, message: r.Method + " is not possible here"}
	}
	return operation{}, 0, &problem{status: http.StatusNotFound, message: "There is nothing at " + r.URL.Path}
}

// readBody returns the body of a request, which must declare JSON. It refuses a body if the operation takes none.
func readBody(r *http.Request, isTaken bool) ([]byte, *problem) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, invalid([]failure{{Field: "body", Message: err.Error()}})
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case len(body) == 0:
		return nil, nil
	case !isTaken:
		return nil, invalid([]failure{{Field: "body", Message: "This request takes no body."}})
	case err != nil || kind != "application/json":
		return nil, invalid([]failure{{Field: "Content-Type", Message: "This value should be application/json."}})
	}
	return body, nil
}

// admit checks the token and the headers. The causes of 412 are not documented; here it is a missing header, or one
// with an unknown value (contract 5).
func admit(r *http.Request) *problem {
	if scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); !strings.EqualFold(scheme, "Bearer") || token != Token {
		return &problem{status: http.StatusUnauthorized, message: "The access token is missing, wrong or revoked"}
	}
	for name, value := range map[string]string{"Wethod-Company": Company, "Wethod-Version": Version} {
		if !slices.Equal(r.Header.Values(name), []string{value}) {
			return &problem{status: http.StatusPreconditionFailed, message: "The header " + name + " is missing or its value is not known"}
		}
	}
	return nil
}

// writeJSON responds with value as JSON, without escaping text for HTML.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // every value consists of strings and numbers, and it does not matter if the client has disconnected
}
