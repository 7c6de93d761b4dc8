package acceptance_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// errorsFor returns the errors in an output that concern the resource or data
// source at address.
func errorsFor(output, address string) string {
	var found []string
	for _, part := range strings.Split(output, "\nError: ")[1:] {
		if strings.Contains(part, "with "+address+",") {
			found = append(found, part)
		}
	}
	return strings.Join(found, "\nError: ")
}

// mentions matches requests whose body or path contains one of the words.
func mentions(words ...string) func(sandbox.Request) bool {
	return func(request sandbox.Request) bool {
		for _, word := range words {
			if strings.Contains(request.Body, word) || strings.HasSuffix(request.Path, word) {
				return true
			}
		}
		return false
	}
}

// badFields is an error in the format of the specification with details about fields.
func badFields(targets ...string) sandbox.Fault {
	details := make([]string, len(targets))
	for i, target := range targets {
		details[i] = fmt.Sprintf(`{"code":"invalidRequest","message":"bad value %d","errorId":"REST-1043","target":%q,`+
			`"additionalInfo":{"messageId":"IA.NOT_A_VALID_FIELD","placeholders":{"FIELD":"x"},"propertySet":{}}}`, i+1, target)
	}
	return sandbox.Reply(400, nil, `{"ia::result":{"ia::error":{"code":"invalidRequest","message":"Payload contains errors","errorId":"REST-1064",`+
		`"supportId":"sQrM9%7EYdh5","additionalInfo":{"messageId":"IA.PAYLOAD_CONTAINS_ERRORS","placeholders":[],"propertySet":[]},`+
		`"details":[`+strings.Join(details, ",")+`]}},"ia::meta":{"totalCount":1,"totalSuccess":0,"totalError":1}}`)
}

// Every format and every status at once, each for a different template to
// create.
func TestTemplateErrors_ofCreatesAreReadable(t *testing.T) {
	reply := sandbox.Reply
	tests := map[string]struct {
		fault   sandbox.Fault
		phrases []string
	}{
		"shape_a": {badFields(""), []string{
			"Sage Intacct: could not create the template", "Sage Intacct responded with 400 Bad Request: Payload contains errors", "[code invalidRequest]",
			"[error ID REST-1064]", "[message ID IA.PAYLOAD_CONTAINS_ERRORS]", "[support ID sQrM9%7EYdh5]",
			"(POST /objects/projects/project-billing-template)", "- bad value 1 [code invalidRequest] [error ID REST-1043] [message ID IA.NOT_A_VALID_FIELD]",
		}},
		"shape_b": {
			reply(422, nil, `{"ia::error":{"code":"operationFailed","message":"The operation failed","details":[{"code":"BL01001973",`+
				`"message":"No such luck","correction":"Try harder"}]},"ia::meta":{"totalError":1}}`),
			[]string{"422 Unprocessable Entity: The operation failed [code operationFailed]", "- No such luck. Try harder [code BL01001973]"},
		},
		"shape_c": {
			reply(403, nil, `{"ia::error":{"code":"GW-0011","message":"Not for you","details":{"requestId":"rq-77"}}}`),
			[]string{"403 Forbidden: Not for you [code GW-0011] [support ID rq-77]", "Grant the credential's user permission for Intacct's Projects application"},
		},
		"shape_d": {
			reply(400, nil, `{"error":{"code":"invalidKey","message":"Bare","errorId":"REST-1","supportId":"s-1"}}`),
			[]string{"400 Bad Request: Bare [code invalidKey] [error ID REST-1] [support ID s-1]"},
		},
		"shape_e": {
			reply(400, nil, `{"error":"invalid_request","error_description":"Something is missing"}`),
			[]string{"400 Bad Request: Something is missing [code invalid_request]"},
		},
		"shape_f":       {reply(405, http.Header{"Content-Type": {"text/plain"}}, "Nope, says\nthe proxy"), []string{"405 Method Not Allowed: Nope, says the proxy"}},
		"description":   {badFields("/description"), []string{`description = "Design and build"`, "/description: bad value 1"}},
		"status":        {badFields("/status"), []string{"could not create", "/status: bad value 1"}},
		"milestones":    {badFields("/milestones/1/percentCompleted"), []string{"milestones = [", "/milestones/1/percentCompleted: bad value 1"}},
		"two_fields":    {badFields("/name", "/milestones/0/description"), []string{"milestones = [", "/milestones/0/description: bad value 2", `name = "T-two_fields"`, "/name: bad value 1"}},
		"no_attribute":  {badFields("/testDate"), []string{"could not create", "- /testDate: bad value 1"}},
		"array":         {reply(400, nil, `{"ia::error":[{"code":"a","message":"First"},{"code":"b","message":"Second"}]}`), []string{"First [code a]", "- Second [code b]"}},
		"in_a_success":  {reply(201, nil, `{"ia::result":{"ia::error":{"code":"x","message":"Not really"}}}`), []string{"responded with 201 Created: Not really [code x]"}},
		"unauthorized":  {sandbox.ErrorStatus(401), []string{"401 Unauthorized", "client_secret, username or access_token"}},
		"not_found":     {sandbox.ErrorStatus(404), []string{"404 Not Found: Not Found [code notFound]"}},
		"too_many":      {sandbox.RateLimited(sandbox.RetryAfterSeconds, time.Minute), []string{"429 Too Many Requests: Rate limit exceeded [code GW-0010]", "Lower intacct.max_concurrent_requests"}},
		"server_error":  {sandbox.ErrorStatus(500), []string{"500 Internal Server Error: Internal Server Error [code GW-0001]", "[support ID"}},
		"sign_in_page":  {sandbox.HTMLPage(), []string{"the response cannot be read", "Please sign in", "Check that intacct.base_url is the address of the API with its version"}},
		"redirect":      {sandbox.Redirect("https://elsewhere.example.com/x?token=1"), []string{"redirects to elsewhere.example.com", "intacct.base_url"}},
		"nothing_in_it": {reply(201, nil, `{"ia::meta":{"totalCount":1}}`), []string{"the response does not contain the key of the new billing template"}},
		"no_answer":     {sandbox.Cut(), []string{"No response from Sage Intacct to POST /objects/projects/project-billing-template"}},
	}
	books := newBooks(t)
	var blocks []string
	for name, test := range tests {
		blocks = append(blocks, templateNamed(name, values{"milestones": stages("50", "100")}))
		books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, Times: sandbox.Always, When: mentions(`"T-` + name + `"`), Fault: test.fault})
	}
	w := newWorkspace(t)
	w.configure(books.configWith(values{"max_retries": "0"}, blocks...))
	output := w.fails("apply", "-auto-approve")
	for name, test := range tests {
		w.mustSay(errorsFor(output, templateType+"."+name), test.phrases...)
	}
	if strings.Contains(output, "token=1") {
		t.Errorf("the output has the query of the redirect:\n%s", output)
	}
	if made := books.created(); len(made) > 0 {
		t.Errorf("made are %v", made)
	}
}

// Only 404 means that a template was deleted. Any other response to a refresh
// is an error, and the state stays.
func TestTemplateErrors_ofReadsKeepTheState(t *testing.T) {
	tests := map[string]struct {
		fault   sandbox.Fault
		phrases []string
	}{
		"unauthorized": {sandbox.ErrorStatus(401), []string{"401 Unauthorized", "client_secret"}},
		"forbidden":    {sandbox.ErrorStatus(403), []string{"403 Forbidden", "Projects application"}},
		"gone":         {sandbox.ErrorStatus(410), []string{"410 Gone"}},
		"too_many":     {sandbox.RateLimited(sandbox.RetryAfterSeconds, time.Minute), []string{"429 Too Many Requests", "Lower intacct.max_concurrent_requests"}},
		"server_error": {sandbox.ErrorStatus(500), []string{"500 Internal Server Error", "[code GW-0001]"}},
		"sign_in_page": {sandbox.HTMLPage(), []string{"cannot be read", "Please sign in", "intacct.base_url"}},
		"redirect":     {sandbox.Redirect("https://elsewhere.example.com/"), []string{"redirects to elsewhere.example.com", "intacct.base_url"}},
		"empty":        {sandbox.Reply(200, nil, ""), []string{"does not contain a billing template"}},
		"in_a_success": {sandbox.Reply(200, nil, `{"ia::error":{"code":"notFound","message":"Not here"}}`), []string{"responded with 200 OK: Not here [code notFound]"}},
		"no_answer":    {sandbox.Cut(), []string{"No response from Sage Intacct to GET /objects/projects/project-billing-template/"}},
	}
	books := newBooks(t)
	blocks := []string{templateNamed("other", nil), templateNamed("missing", nil)}
	for name := range tests {
		blocks = append(blocks, templateNamed(name, nil))
	}
	configuration := books.configWith(values{"max_retries": "0", "reads": `"single"`}, blocks...)
	w := newWorkspace(t)
	w.configure(configuration)
	w.apply()
	key := map[string]string{}
	for _, template := range books.created() {
		key[strings.TrimPrefix(template.Name, "T-")] = template.Key
	}
	for name, test := range tests {
		books.Script(sandbox.Rule{Method: http.MethodGet, Path: intacct.PathTemplate, Times: sandbox.Always, When: mentions("/" + key[name]), Fault: test.fault})
	}
	output := w.fails("plan")
	for name, test := range tests {
		w.mustSay(errorsFor(output, templateType+"."+name), append([]string{"Sage Intacct: could not read template " + key[name]}, test.phrases...)...)
	}
	if wrong := errorsFor(output, templateType+".other"); wrong != "" {
		t.Errorf("errors where nothing was wrong:\n%s", wrong)
	}
	books.ClearScript()
	books.Intacct().DeleteTemplate(key["missing"])
	for name, planned := range w.plannedStages() {
		if want := map[bool]string{true: "create", false: "no-op"}[name == "missing"]; planned != want {
			t.Errorf("%s: planned is %s, want %s", name, planned, want)
		}
	}
}

func TestTemplateErrors_ofUpdatesPointAtAttributesAndKeepTheState(t *testing.T) {
	tests := map[string]struct {
		fault   sandbox.Fault
		changes values
		phrases []string
	}{
		"description": {badFields("/description"), values{"description": `"Other"`}, []string{"could not update template", `description = "Other"`, "/description: bad value 1"}},
		"basis":       {badFields("/basedOn"), values{"based_on": `"plannedHours"`}, []string{`based_on = "plannedHours"`}},
		"milestones": {
			badFields("/milestones/0/percentCompleted"), values{"milestones": stages("60", "100")},
			[]string{`milestones = [`, "/milestones/0/percentCompleted: bad value 1"},
		},
		"rule": {
			sandbox.Reply(422, nil, `{"ia::error":{"code":"operationFailed","message":"In use","details":[{"code":"BL01","message":"No"}]}}`),
			values{"status": `"inactive"`}, []string{"422 Unprocessable Entity: In use", "- No [code BL01]"},
		},
		"forbidden": {sandbox.ErrorStatus(403), values{"status": `"inactive"`}, []string{"403 Forbidden", "Projects application"}},
		"failed":    {sandbox.ErrorStatus(503), values{"status": `"inactive"`}, []string{"503 Service Unavailable"}},
		"lost":      {sandbox.Cut(), values{"status": `"inactive"`}, []string{"No response from Sage Intacct to PATCH"}},
	}
	books := newBooks(t)
	var before, after []string
	for name, test := range tests {
		before = append(before, templateNamed(name, values{"milestones": stages("50", "100")}))
		changes := values{"milestones": stages("50", "100")}
		maps.Copy(changes, test.changes)
		after = append(after, templateNamed(name, changes))
	}
	w := newWorkspace(t)
	w.configure(books.config(before...))
	w.apply()
	for _, template := range books.created() {
		books.Script(sandbox.Rule{
			Method: http.MethodPatch, Path: intacct.PathTemplate, Times: sandbox.Always, When: mentions("/" + template.Key),
			Fault: tests[strings.TrimPrefix(template.Name, "T-")].fault,
		})
	}
	w.configure(books.configWith(values{"max_retries": "0"}, after...))
	output := w.fails("apply", "-auto-approve")
	for name, test := range tests {
		w.mustSay(errorsFor(output, templateType+"."+name), test.phrases...)
	}
	books.ClearScript()
	w.configure(books.config(before...))
	w.plansNothing()
}
