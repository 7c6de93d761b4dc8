package main

import (
	"context"
	"encoding/json"
	"net/http"
)

// editInvoice does what a person does in Teamwork: change an invoice.
func (s *story) editInvoice(ctx context.Context, id, description string) error {
	body, err := json.Marshal(map[string]any{"invoice": map[string]string{"description": description}})
	if err != nil {
		return err
	}
	_, err = s.sandbox.Call(ctx, http.MethodPut, "/teamwork/invoices/"+id+".json", body)
	return err
}

// stats are the sandbox's counts of requests.
func (s *story) stats(ctx context.Context) (string, error) {
	answer, err := s.sandbox.Call(ctx, http.MethodGet, "/sandbox/stats", nil)
	return string(answer), err
}
