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
	whole string // all of its values
}

func recordsOfInvoices(box *sandbox.Box) map[string]held {
	found := map[string]held{}
	for _, invoice := range box.Teamwork().Invoices() {
		found[strconv.Itoa(invoice.ID)] = held{name: invoice.Number, whole: text(invoice)}
	}
	return found
}

func recordsOfExpenses(box *sandbox.Box) map[string]held {
	found := map[string]held{}
	for _, expense := range box.Teamwork().Expenses() {
		if expense.ID > lastSeeded {
			found[strconv.Itoa(expense.ID)] = held{name: expense.Name, whole: text(expense)}
		}
	}
	return found
}

func recordsOfTemplates(box *sandbox.Box) map[string]held {
	found := map[string]held{}
	for _, template := range box.Intacct().BillingTemplates() {
		found[template.Key] = held{name: template.Name, whole: text(template)}
	}
	return found
}

func copyInvoices(own, other *sandbox.Box) {
	for _, invoice := range own.Teamwork().Invoices() {
		invoice.Description = strangers
		invoice.DateCreated = invoice.DateCreated.AddDate(-1, 0, 0)
		invoice.DateUpdated = invoice.DateCreated
		other.Teamwork().AddInvoice(invoice)
	}
}

func copyExpenses(own, other *sandbox.Box) {
	for _, expense := range own.Teamwork().Expenses() {
		if expense.ID > lastSeeded {
			expense.Description = strangers
			other.Teamwork().AddExpense(expense)
		}
	}
}

func copyTemplates(own, other *sandbox.Box) {
	for _, template := range own.Intacct().BillingTemplates() {
		template.Description = strangers
		other.Intacct().AddTemplate(template)
	}
}

// strangers is the description of records that someone else created.
const strangers = "a stranger's"

func recordsOfBills(box *sandbox.Box) map[string]held {
	found := map[string]held{}
	for _, invoice := range box.Wethod().Invoices() {
		found[strconv.Itoa(invoice.ID)] = held{name: *invoice.InvoiceNumber, whole: text(invoice)}
	}
	return found
}

func copyBills(own, other *sandbox.Box) {
	for _, invoice := range own.Wethod().Invoices() {
		invoice.Notes, invoice.CreatedAt = new(strangers), "2020-01-31T10:00:00+00:00"
		other.Wethod().AddInvoice(invoice)
	}
}

// emptySandbox returns the options of a campaign's sandbox: it has no records, and
// its Wethod company allows setting drafts to paid.
func emptySandbox(faults sandbox.Faults) sandbox.Options {
	return sandbox.Options{Seed: sandbox.SeedEmpty, Faults: faults, Wethod: wethod.Options{Shapes: wethod.Shapes{PaysDrafts: true}}}
}

// text formats a record so that any two can be compared.
func text(record any) string {
	written, err := json.Marshal(record)
	if err != nil {
		panic(err) // plain values can always be encoded
	}
	return string(written)
}
