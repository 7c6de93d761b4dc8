package main

import (
	"encoding/json"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// held is a record as a system holds it.
type held struct {
	name  string
	whole string // everything that is known of it
}

// recordsOf gives the records of a kind that the systems of a box hold, by id.
func recordsOf(box *sandbox.Box, kind string) map[string]held {
	found := map[string]held{}
	switch kind {
	case "invoice":
		for _, invoice := range box.Teamwork().Invoices() {
			found[strconv.Itoa(invoice.ID)] = held{name: invoice.Number, whole: text(invoice)}
		}
		return found
	case "bill":
		for _, invoice := range box.Wethod().Invoices() {
			found[strconv.Itoa(invoice.ID)] = held{name: *invoice.InvoiceNumber, whole: text(invoice)}
		}
		return found
	}
	for _, template := range box.Intacct().BillingTemplates() {
		found[template.Key] = held{name: template.Name, whole: text(template)}
	}
	return found
}

// emptySandbox are the options of a campaign's sandbox: it has no records, and its
// Wethod company sets drafts to paid.
func emptySandbox(faults sandbox.Faults) sandbox.Options {
	return sandbox.Options{Seed: sandbox.SeedEmpty, Faults: faults, Wethod: wethod.Options{Shapes: wethod.Shapes{PaysDrafts: true}}}
}

// text writes a record out, so that any two can be compared.
func text(record any) string {
	written, err := json.Marshal(record)
	if err != nil {
		panic(err) // plain values can be written
	}
	return string(written)
}
