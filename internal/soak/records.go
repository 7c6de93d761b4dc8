package main

import (
	"encoding/json"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// held is a record as a system holds it.
type held struct {
	name  string
	whole string // everything that is known of it
}

// recordsOf gives the records of a kind that the systems of a box hold, by id.
func recordsOf(box *sandbox.Box, kind string) map[string]held {
	found := map[string]held{}
	if kind == "invoice" {
		for _, invoice := range box.Teamwork().Invoices() {
			found[strconv.Itoa(invoice.ID)] = held{name: invoice.Number, whole: text(invoice)}
		}
		return found
	}
	for _, template := range box.Intacct().BillingTemplates() {
		found[template.Key] = held{name: template.Name, whole: text(template)}
	}
	return found
}

// text writes a record out, so that any two can be compared.
func text(record any) string {
	written, err := json.Marshal(record)
	if err != nil {
		panic(err) // plain values can be written
	}
	return string(written)
}
