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

func invoiceRecords(box *sandbox.Box) map[string]held {
	found := map[string]held{}
	for _, invoice := range box.Teamwork().Invoices() {
		found[strconv.Itoa(invoice.ID)] = held{name: invoice.Number, whole: text(invoice)}
	}
	return found
}

func copyInvoices(own, other *sandbox.Box) {
	for _, invoice := range own.Teamwork().Invoices() {
		invoice.Description = "a stranger's"
		invoice.DateCreated = invoice.DateCreated.AddDate(-1, 0, 0)
		invoice.DateUpdated = invoice.DateCreated
		other.Teamwork().AddInvoice(invoice)
	}
}

func templateRecords(box *sandbox.Box) map[string]held {
	found := map[string]held{}
	for _, template := range box.Intacct().BillingTemplates() {
		found[template.Key] = held{name: template.Name, whole: text(template)}
	}
	return found
}

func copyTemplates(own, other *sandbox.Box) {
	for _, template := range own.Intacct().BillingTemplates() {
		template.Description = "a stranger's"
		other.Intacct().AddTemplate(template)
	}
}

// text writes a record out, so that any two can be compared.
func text(record any) string {
	written, err := json.Marshal(record)
	if err != nil {
		panic(err) // plain values can be written
	}
	return string(written)
}
