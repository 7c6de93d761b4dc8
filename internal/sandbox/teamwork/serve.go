package teamwork

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

// The path templates of the site (contract 1).
const (
	PathInvoices        = "/invoices.json"
	PathProjectInvoices = "/projects/{id}/invoices.json"
	PathInvoice         = "/invoices/{id}.json"
	PathComplete        = "/invoices/{id}/complete.json"
	PathUncomplete      = "/invoices/{id}/uncomplete.json"
	PathLineItems       = "/invoices/{id}/lineitems.json"
	PathCurrencyCodes   = "/currencycodes.json"
	PathInvoiceMetric   = "/projects/api/v3/projects/metrics/invoice.json"
)

// The path templates of expenses, of time, and of their metric (contract, "Expenses", "Time entries" and "Metrics").
const (
	PathExpenses           = "/expenses.json"
	PathProjectExpenses    = "/projects/{id}/expenses.json"
	PathExpense            = "/expenses/{id}.json"
	PathTimeEntries        = "/time_entries.json"
	PathProjectTimeEntries = "/projects/{id}/time_entries.json"
	PathTaskTimeEntries    = "/tasks/{id}/time_entries.json"
	PathTimeEntry          = "/time_entries/{id}.json"
	PathTimeLogs           = "/projects/api/v3/time.json"
	PathProjectTimeLogs    = "/projects/api/v3/projects/{id}/time.json"
	PathTimeLog            = "/projects/api/v3/time/{id}.json"
	PathUnbilledMetric     = "/projects/api/v3/projects/metrics/unbilled.json"
)

// call is a request to one operation.
type call struct {
	id    int // the ID in the path, or 0 if it is not a whole number
	query url.Values
	body  []byte
}

// reply is the response of an operation.
type reply struct {
	status int
	header map[string]string
	body   any
}

// operation is one method on one path.
type operation struct {
	method    string
	template  string
	takesBody bool
	run       func(*Site, call) (reply, *problem)
}

// operations lists all operations of the site.
func operations() []operation {
	return []operation{
		{http.MethodGet, PathInvoices, false, (*Site).listInvoices},
		{http.MethodPost, PathInvoices, true, (*Site).createInvoice},
		{http.MethodGet, PathProjectInvoices, false, (*Site).listProjectInvoices},
		{http.MethodPost, PathProjectInvoices, true, (*Site).createProjectInvoice},
		{http.MethodGet, PathInvoice, false, (*Site).getInvoice},
		{http.MethodPut, PathInvoice, true, (*Site).updateInvoice},
		{http.MethodDelete, PathInvoice, false, (*Site).deleteInvoice},
		{http.MethodPut, PathComplete, false, (*Site).completeInvoice},
		{http.MethodPut, PathUncomplete, false, (*Site).uncompleteInvoice},
		{http.MethodPut, PathLineItems, true, (*Site).addLineItems},
		{http.MethodGet, PathCurrencyCodes, false, (*Site).listCurrencyCodes},
		{http.MethodGet, PathInvoiceMetric, false, (*Site).countOpenInvoices},
		{http.MethodGet, PathExpenses, false, (*Site).listExpenses},
		{http.MethodPost, PathExpenses, true, (*Site).createExpense},
		{http.MethodGet, PathProjectExpenses, false, (*Site).listProjectExpenses},
		{http.MethodPost, PathProjectExpenses, true, (*Site).createProjectExpense},
		{http.MethodGet, PathExpense, false, (*Site).getExpense},
		{http.MethodPut, PathExpense, true, (*Site).updateExpense},
		{http.MethodDelete, PathExpense, false, (*Site).deleteExpense},
		{http.MethodGet, PathTimeEntries, false, (*Site).listTimeEntries},
		{http.MethodGet, PathProjectTimeEntries, false, (*Site).listProjectTimeEntries},
		{http.MethodGet, PathTaskTimeEntries, false, (*Site).listTaskTimeEntries},
		{http.MethodGet, PathTimeEntry, false, (*Site).getTimeEntry},
		{http.MethodGet, PathTimeLogs, false, (*Site).listTimeLogs},
		{http.MethodGet, PathProjectTimeLogs, false, (*Site).listProjectTimeLogs},
		{http.MethodGet, PathTimeLog, false, (*Site).getTimeLog},
		{http.MethodPatch, PathTimeLog, true, (*Site).patchTimeLog},
		{http.MethodGet, PathUnbilledMetric, false, (*Site).countUnbilledExpenses},
	}
}

// Templates returns the path templates of the site.
func (s *Site) Templates() []string {
	var templates []string
	for _, operation := range s.operations {
		if !slices.Contains(templates, operation.template) {
			templates = append(templates, operation.template)
		}
	}
	return templates
}

// ServeHTTP handles a request to the site.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The backend of v1 sets cookies (contract 8, quirk 14).
	w.Header().Set("Set-Cookie", "tw-auth=sandbox-session; Path=/; HttpOnly")
	if problem := s.countRequest(w.Header()); problem != nil {
		s.WriteError(w, r, problem.status, problem.message)
		return
	}
	answer, problem := s.answer(r)
	if problem != nil {
		for name, value := range problem.header {
			w.Header().Set(name, value)
		}
		s.WriteError(w, r, problem.status, problem.message)
		return
	}
	for name, value := range answer.header {
		w.Header().Set(name, value)
	}
	writeJSON(w, answer.status, answer.body)
}

// answer finds and runs the requested operation.
func (s *Site) answer(r *http.Request) (reply, *problem) {
	if len(r.Header.Values("Cookie")) > 0 {
		return reply{}, refuse(http.StatusBadRequest, "the request has a cookie in addition to the credentials")
	}
	if !authenticated(r) {
		return reply{}, unauthorized()
	}
	chosen, values, problem := s.choose(r)
	if problem != nil {
		return reply{}, problem
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return reply{}, refuse(http.StatusBadRequest, "the query cannot be read: %v", err)
	}
	body, problem := readBody(r, chosen.takesBody)
	if problem != nil {
		return reply{}, problem
	}
	return chosen.run(s, call{id: wholeNumber(values["id"]), query: query, body: body})
}

// choose returns the operation for the path and method of a request.
func (s *Site) choose(r *http.Request) (operation, route.Values, *problem) {
	var allowed []string
	for _, operation := range s.operations {
		values, fits := route.Match(operation.template, r.URL.Path)
		if fits && operation.method == r.Method {
			return operation, values, nil
		}
		if fits {
			allowed = append(allowed, operation.method)
		}
	}
	if len(allowed) > 0 {
		refusal := refuse(http.StatusMethodNotAllowed, "%s is not possible here", r.Method)
		refusal.header = map[string]string{"Allow": strings.Join(allowed, ", ")}
		return operation{}, nil, refusal
	}
	return operation{}, nil, refuse(http.StatusNotFound, "there is nothing at %s", r.URL.Path)
}

// readBody returns the body of a request. It refuses a body if the operation takes none. Otherwise the request must
// declare JSON (contract 3).
func readBody(r *http.Request, taken bool) ([]byte, *problem) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "the body cannot be read: %v", err)
	}
	if !taken {
		if len(body) > 0 {
			return nil, refuse(http.StatusUnprocessableEntity, "this request takes no body")
		}
		return nil, nil
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return nil, refuse(http.StatusUnprocessableEntity, "the Content-Type of the body must be application/json")
	}
	return body, nil
}

// wholeNumber parses an ID in its canonical spelling. Other text returns 0, which no record has.
func wholeNumber(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || strconv.Itoa(number) != text {
		return 0
	}
	return number
}

// writeJSON responds with value as JSON, without escaping text for HTML.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // every value consists of strings and numbers, and it does not matter if the client has disconnected
}
