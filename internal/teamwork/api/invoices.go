package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Statuses of an invoice (contract section 2.2). Only CompleteInvoice and
// UncompleteInvoice change them.
const (
	StatusActive    = "active"
	StatusCompleted = "completed"
)

// Invoice holds what lists and single reads of an invoice have in common. Every
// value is the site's own text; "" means that the value is missing.
type Invoice struct {
	ID          lenient.Text `json:"id"`
	ProjectID   lenient.Text `json:"project-id"`
	ProjectName lenient.Text `json:"project-name"`
	CompanyID   lenient.Text `json:"company-id"`
	CompanyName lenient.Text `json:"company-name"`

	Number       lenient.Text `json:"number"`
	DisplayDate  lenient.Text `json:"display-date"` // YYYYMMDD
	Description  lenient.Text `json:"description"`
	PONumber     lenient.Text `json:"po-number"`
	FixedCost    lenient.Text `json:"fixed-cost"` // decimal; "" or zero = billed by time and expenses
	CurrencyCode lenient.Text `json:"currency-code"`
	Status       lenient.Text `json:"status"`
	Pricing      lenient.Text `json:"pricing"`  // determine or fixed
	DueDate      lenient.Text `json:"due-date"` // undocumented

	TotalTime        lenient.Text `json:"total-time"`         // minutes
	TotalTimeDecimal lenient.Text `json:"total-time-decimal"` // hours
	TotalCost        lenient.Text `json:"total-cost"`
	TimeCost         lenient.Text `json:"time-cost"`     // lists only
	ExpensesCost     lenient.Text `json:"expenses-cost"` // lists only

	DateCreated lenient.Text `json:"date-created"` // RFC 3339
	DateUpdated lenient.Text `json:"date-updated"`

	CreatedByUserID        lenient.Text `json:"created-by-user-id"`
	CreatedByUserFirstname lenient.Text `json:"created-by-user-firstname"`
	CreatedByUserLastname  lenient.Text `json:"created-by-user-lastname"`
	// EditedByUserID is "update-by-user-id" on the wire, unlike the names of that
	// user.
	EditedByUserID          lenient.Text `json:"update-by-user-id"`
	EditedByUserFirstname   lenient.Text `json:"edited-by-user-firstname"`
	EditedByUserLastname    lenient.Text `json:"edited-by-user-lastname"`
	ExportedDate            lenient.Text `json:"exported-date"`
	ExportedByUserID        lenient.Text `json:"exported-by-user-id"`
	ExportedByUserFirstname lenient.Text `json:"exported-by-user-firstname"`
	ExportedByUserLastname  lenient.Text `json:"exported-by-user-lastname"`
}

// ListedID returns the invoice's ID.
func (i Invoice) ListedID() string { return string(i.ID) }

// InvoiceQuery selects invoices. The zero value means all active invoices of all
// active projects, as on the wire.
type InvoiceQuery struct {
	// ProjectID restricts the list to one project; 0 = all projects.
	ProjectID int64
	// Type is active, completed, or all. The client always sends it, since the
	// site hides completed invoices by default. "" = active.
	Type string
	// ProjectStatus is active, archived, or all; "" = the site's default. It has
	// no effect with a ProjectID.
	ProjectStatus string
}

// Invoices lists invoices: GET /invoices.json or GET /projects/{id}/invoices.json
// (contract sections 1 and 5).
func (c *Client) Invoices(query InvoiceQuery) List[Invoice] {
	request := transport.Request{Method: http.MethodGet, Path: "/invoices.json", Query: url.Values{}}
	if query.ProjectID != 0 {
		request.Path = fmt.Sprintf("/projects/%d/invoices.json", query.ProjectID)
	}
	request.Query.Set("type", cmp.Or(query.Type, StatusActive))
	if query.ProjectStatus != "" {
		request.Query.Set("projectStatus", query.ProjectStatus)
	}
	return List[Invoice]{
		wire: c.wire, request: request, noun: "invoices",
		member: func(answer *listAnswer[Invoice]) *lenient.List[Invoice] { return answer.Invoices },
	}
}

// InvoiceDetail is an invoice as a single read returns it: with the time logs and
// expenses that it bills.
type InvoiceDetail struct {
	Invoice
	LineItems lenient.List[LineItem] `json:"line-items"`
	Expenses  lenient.List[Expense]  `json:"expenses"` // the key is missing if there are none
}

// LineItem is a time log that an invoice bills.
type LineItem struct {
	ID            lenient.Text `json:"id"`
	TaskID        lenient.Text `json:"task-id"`
	TaskName      lenient.Text `json:"task-name"`
	UserID        lenient.Text `json:"user-id"`
	UserFirstname lenient.Text `json:"user-firstname"`
	UserLastname  lenient.Text `json:"user-lastname"`
	Billable      lenient.Text `json:"billable"` // "1" or "0"
	Description   lenient.Text `json:"description"`
	Minutes       lenient.Text `json:"minutes"`
	Hours         lenient.Text `json:"hours"`
	DecimalHours  lenient.Text `json:"decimal-hours"`
	Rate          lenient.Text `json:"rate"` // per hour
	Cost          lenient.Text `json:"cost"`
	DateLoggedUTC lenient.Text `json:"date-logged-utc"`
	Date          lenient.Text `json:"date"`
}

// UnmarshalJSON reads both spellings of the user's names: user-firstname in the older
// documentation, user-first-name in the newer (contract section 2.2).
func (l *LineItem) UnmarshalJSON(data []byte) error {
	type plain LineItem
	both := struct {
		*plain
		UserFirstName lenient.Text `json:"user-first-name"`
		UserLastName  lenient.Text `json:"user-last-name"`
	}{plain: (*plain)(l)}
	if err := json.Unmarshal(data, &both); err != nil {
		return err
	}
	if l.UserFirstname == "" {
		l.UserFirstname = both.UserFirstName
	}
	if l.UserLastname == "" {
		l.UserLastname = both.UserLastName
	}
	return nil
}

// InvoiceFields are the writable fields of an invoice. The client always sends all of
// them, "" to clear one (contract section 2.4). The exception is the currency code:
// if it is "", the client omits it, so that the site chooses.
type InvoiceFields struct {
	Number       string `json:"number"`
	DisplayDate  string `json:"display-date"` // YYYYMMDD
	Description  string `json:"description"`
	PONumber     string `json:"po-number"`
	FixedCost    string `json:"fixed-cost"` // decimal, or "" for none
	CurrencyCode string `json:"currency-code,omitempty"`
}

type invoiceEnvelope struct {
	Invoice InvoiceFields `json:"invoice"`
}

// GetInvoice reads one invoice: GET /invoices/{id}.json (contract section 1).
// Errors: *Error; IsNotFound(err) if it does not exist.
func (c *Client) GetInvoice(ctx context.Context, id string) (*InvoiceDetail, error) {
	request := transport.Request{Method: http.MethodGet, Path: invoicePath(id, "")}
	var result struct {
		Invoice *InvoiceDetail `json:"invoice"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	if err != nil {
		return nil, err
	}
	found, err := asked(c.wire, request, answer, id, "invoice", result.Invoice)
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// CreateInvoice creates an invoice in a project and returns its ID:
// POST /projects/{id}/invoices.json (contract section 2.3). The client never retries
// it after a failure that may have taken effect: see MayHaveTakenEffect.
func (c *Client) CreateInvoice(ctx context.Context, projectID int64, fields InvoiceFields) (string, error) {
	request := transport.Request{
		Method: http.MethodPost,
		Path:   fmt.Sprintf("/projects/%d/invoices.json", projectID),
		Body:   invoiceEnvelope{Invoice: fields},
	}
	return c.create(ctx, request, "invoice")
}

// UpdateInvoice writes an invoice's fields: PUT /invoices/{id}.json. A completed
// invoice must be reopened first (contract section 2.5).
func (c *Client) UpdateInvoice(ctx context.Context, id string, fields InvoiceFields) error {
	return c.put(ctx, invoicePath(id, ""), invoiceEnvelope{Invoice: fields})
}

// DeleteInvoice deletes an invoice: DELETE /invoices/{id}.json. IsNotFound(err) if it
// was already deleted. A response that is neither STATUS OK nor empty does not
// confirm the deletion.
func (c *Client) DeleteInvoice(ctx context.Context, id string) error {
	return c.remove(ctx, invoicePath(id, ""))
}

// CompleteInvoice marks an invoice as completed: PUT /invoices/{id}/complete.json.
// As far as is known, it is not idempotent on the wire (contract section 2.5), so
// callers compare the status first.
func (c *Client) CompleteInvoice(ctx context.Context, id string) error {
	return c.put(ctx, invoicePath(id, "/complete"), nil)
}

// UncompleteInvoice marks an invoice as not completed: PUT
// /invoices/{id}/uncomplete.json. Like CompleteInvoice, it is not idempotent.
func (c *Client) UncompleteInvoice(ctx context.Context, id string) error {
	return c.put(ctx, invoicePath(id, "/uncomplete"), nil)
}
