package wethod

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// PathInvoices is the one path of the service (contract 1).
const PathInvoices = "/api/invoices"

// Templates gives the path templates that the service knows.
func (s *Service) Templates() []string { return []string{PathInvoices} }

// ServeHTTP answers a request to the service.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	list, refusal := s.answer(r)
	if refusal != nil {
		writeJSON(w, refusal.status, errorBody{Key: key(refusal.status), Message: refusal.message, Failures: refusal.failures})
		return
	}
	writeJSON(w, http.StatusOK, list)
}

// answer gives the list that a request asks for.
func (s *Service) answer(r *http.Request) ([]map[string]any, *problem) {
	if refusal := s.admit(r); refusal != nil {
		return nil, refusal
	}
	if r.URL.Path != PathInvoices {
		return nil, &problem{status: http.StatusNotFound, message: "There is nothing at " + r.URL.Path}
	}
	if r.Method != http.MethodGet {
		return nil, &problem{status: http.StatusMethodNotAllowed, message: "The sandbox lists invoices and does nothing else with them"}
	}
	parameters, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, invalid([]failure{{Field: "query", Message: err.Error()}})
	}
	wanted, failures := readSelection(parameters)
	if len(failures) > 0 {
		return nil, invalid(failures)
	}
	return s.list(wanted), nil
}

// admit checks token, headers and permission. What leads to 412 is not documented; here it is a header that is missing
// or has a value the service does not know (contract 5).
func (s *Service) admit(r *http.Request) *problem {
	if scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); !strings.EqualFold(scheme, "Bearer") || token != Token {
		return &problem{status: http.StatusUnauthorized, message: "The access token is missing, wrong or revoked"}
	}
	for name, value := range map[string]string{"Wethod-Company": Company, "Wethod-Version": Version} {
		if !slices.Equal(r.Header.Values(name), []string{value}) {
			return &problem{status: http.StatusPreconditionFailed, message: "The header " + name + " is missing or its value is not known"}
		}
	}
	if s.permitted() == NoPermission {
		return &problem{status: http.StatusForbidden, message: "You need the permission invoices.view or invoices.view_other"}
	}
	return nil
}

func (s *Service) permitted() Permission {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.permission
}

// list gives the page of the invoices that a selection asks for.
func (s *Service) list(wanted selection) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*Invoice
	for _, invoice := range s.invoices {
		isVisible := s.permission == ViewOther || invoice.ProjectID == OwnProject
		if isVisible && wanted.admits(invoice) {
			found = append(found, invoice)
		}
	}
	slices.SortFunc(found, latestFirst)
	from := min(wanted.offset, len(found))
	to := min(from+wanted.limit, len(found))
	page := []map[string]any{}
	for _, invoice := range found[from:to] {
		page = append(page, invoice.render())
	}
	return page
}

// latestFirst orders invoices by their last change, the latest first. The contract promises no order (contract 4), so
// this is one that a client which counts on ids does not expect.
func latestFirst(a, b *Invoice) int {
	if order := b.updated().Compare(a.updated()); order != 0 {
		return order
	}
	return a.ID - b.ID
}

// writeJSON answers with value as JSON, in which text is not escaped for HTML.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // every value is made of texts and numbers; a client that is gone is no concern
}
