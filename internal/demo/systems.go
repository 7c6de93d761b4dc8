package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// What users see in the systems themselves, without the provider.

// invoice is an invoice in Teamwork.
type invoice struct {
	ID        string            `json:"id"`
	Number    string            `json:"number"`
	FixedCost string            `json:"fixed-cost"`
	TotalCost string            `json:"total-cost"`
	Hours     string            `json:"total-time-decimal"`
	Currency  string            `json:"currency-code"`
	Status    string            `json:"status"`
	LineItems []json.RawMessage `json:"line-items"`
	Expenses  []json.RawMessage `json:"expenses"`
}

// ask sends a request as a user of the system would, and decodes the response.
func (s *story) ask(ctx context.Context, method, path, body string, answer any) error {
	text, err := s.sandbox.Call(ctx, method, path, []byte(body))
	fmt.Fprintf(s.screen.log, "\n%s %s %s\n%s\n", method, path, body, text)
	if err != nil || answer == nil {
		return err
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("read the response to %s %s: %w", method, path, err)
	}
	return nil
}

// invoices returns the invoices of a Teamwork project with a number.
func (s *story) invoices(ctx context.Context, project int, number string) ([]invoice, error) {
	var list struct {
		Invoices []invoice `json:"invoices"`
	}
	if err := s.ask(ctx, http.MethodGet, fmt.Sprintf("/teamwork/projects/%d/invoices.json?type=all", project), "", &list); err != nil {
		return nil, err
	}
	var found []invoice
	for _, each := range list.Invoices {
		if each.Number == number {
			found = append(found, each)
		}
	}
	return found, nil
}

// invoice returns the complete invoice of a Teamwork project with a number,
// which must be unique.
func (s *story) invoice(ctx context.Context, project int, number string) (invoice, error) {
	found, err := s.invoices(ctx, project, number)
	if err != nil {
		return invoice{}, err
	}
	if len(found) != 1 {
		return invoice{}, fmt.Errorf("teamwork has %d invoices with the number %s, want one", len(found), number)
	}
	var single struct {
		Invoice invoice `json:"invoice"`
	}
	err = s.ask(ctx, http.MethodGet, "/teamwork/invoices/"+found[0].ID+".json", "", &single)
	return single.Invoice, err
}

// records counts the records of each kind that the demo creates.
type records struct {
	invoices, expenses, templates, wethod int
}

func (s *story) count(ctx context.Context) (counted records, err error) {
	var teamwork struct {
		Invoices []json.RawMessage `json:"invoices"`
		Expenses []json.RawMessage `json:"expenses"`
	}
	var intacct struct {
		Rows []json.RawMessage `json:"ia::result"`
	}
	var wethod []json.RawMessage
	query := `{"object": "projects/project-billing-template", "fields": ["key"]}`
	for _, request := range []struct {
		method, path, body string
		answer             any
	}{
		{http.MethodGet, "/teamwork/projects/1149/invoices.json?type=all", "", &teamwork},
		{http.MethodGet, "/teamwork/projects/1149/expenses.json", "", &teamwork},
		{http.MethodPost, "/intacct/ia/api/v1/services/core/query", query, &intacct},
		{http.MethodGet, "/wethod/api/invoices", "", &wethod},
	} {
		if err := s.ask(ctx, request.method, request.path, request.body, request.answer); err != nil {
			return records{}, err
		}
	}
	return records{len(teamwork.Invoices), len(teamwork.Expenses), len(intacct.Rows), len(wethod)}, nil
}

// writes counts the requests that changed something in Teamwork, by method and
// path, since the counts were last reset.
func (s *story) writes(ctx context.Context) (map[string]int, error) {
	var stats map[string]map[string]map[string]int
	if err := s.ask(ctx, http.MethodGet, "/sandbox/stats", "", &stats); err != nil {
		return nil, err
	}
	sent := map[string]int{}
	for method, paths := range stats["teamwork"] {
		for path, n := range paths {
			if method != http.MethodGet {
				sent[method+" "+path] = n
			}
		}
	}
	return sent, nil
}

// forget resets the sandbox's counts of requests.
func (s *story) forget(ctx context.Context) error {
	return s.ask(ctx, http.MethodDelete, "/sandbox/stats", "", nil)
}
