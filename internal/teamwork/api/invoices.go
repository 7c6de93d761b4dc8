package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Statuses of an invoice (contract section 2.2). They change through
// CompleteInvoice and UncompleteInvoice only.
const (
	StatusActive    = "active"
	StatusCompleted = "completed"
)

// Invoice is an invoice as lists and single reads have it in common. Every
// value is the site's own text; "" is a value that is missing.
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
	// EditedByUserID is "update-by-user-id" on the wire, unlike the names
	// that go with it.
	EditedByUserID          lenient.Text `json:"update-by-user-id"`
	EditedByUserFirstname   lenient.Text `json:"edited-by-user-firstname"`
	EditedByUserLastname    lenient.Text `json:"edited-by-user-lastname"`
	ExportedDate            lenient.Text `json:"exported-date"`
	ExportedByUserID        lenient.Text `json:"exported-by-user-id"`
	ExportedByUserFirstname lenient.Text `json:"exported-by-user-firstname"`
	ExportedByUserLastname  lenient.Text `json:"exported-by-user-lastname"`
}

// InvoiceDetail is an invoice as a single read has it: with the time logs and
// expenses that it bills.
type InvoiceDetail struct {
	Invoice
	LineItems lenient.List[LineItem] `json:"line-items"`
	Expenses  lenient.List[Expense]  `json:"expenses"` // the key is absent when there are none
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
	Rate          lenient.Text `json:"rate"` // an hour
	Cost          lenient.Text `json:"cost"`
	DateLoggedUTC lenient.Text `json:"date-logged-utc"`
	Date          lenient.Text `json:"date"`
}

// UnmarshalJSON reads both spellings of the user's names: the older
// documentation has user-firstname, the newer user-first-name (contract
// section 2.2).
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

// Expense is an expense that an invoice bills.
type Expense struct {
	ID                     lenient.Text `json:"id"`
	InvoiceID              lenient.Text `json:"invoice-id"`
	Name                   lenient.Text `json:"name"`
	Description            lenient.Text `json:"description"`
	Cost                   lenient.Text `json:"cost"`
	Date                   lenient.Text `json:"date"` // YYYYMMDD
	CreatedByUserID        lenient.Text `json:"created-by-user-id"`
	CreatedByUserFirstname lenient.Text `json:"created-by-user-firstname"`
	CreatedByUserLastname  lenient.Text `json:"created-by-user-lastname"`
}

// InvoiceFields are the fields of an invoice that can be written. All of them
// are sent each time, "" to clear one (contract section 2.4), but the currency
// code: left out when it is "", so that the site chooses.
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
// Errors: *Error; IsNotFound(err) when there is none.
func (c *Client) GetInvoice(ctx context.Context, id string) (*InvoiceDetail, error) {
	request := transport.Request{Method: http.MethodGet, Path: invoicePath(id, "")}
	var result struct {
		Invoice *InvoiceDetail `json:"invoice"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	switch {
	case err != nil:
		return nil, err
	case result.Invoice == nil || result.Invoice.ID == "":
		return nil, c.wire.Lacking(request, answer, "the answer has no invoice in it")
	case naturalkey.IsID(id) && naturalkey.IsID(string(result.Invoice.ID)) && !naturalkey.SameID(string(result.Invoice.ID), id):
		return nil, c.wire.Lacking(request, answer, "asked for invoice %s, the site gave invoice %s", id, result.Invoice.ID)
	}
	return result.Invoice, nil
}

// CreateInvoice makes an invoice in a project and returns its id:
// POST /projects/{id}/invoices.json (contract section 2.3). It is never
// repeated after a failure that may have taken effect: see MayHaveTakenEffect.
func (c *Client) CreateInvoice(ctx context.Context, projectID int64, fields InvoiceFields) (string, error) {
	request := transport.Request{
		Method: http.MethodPost,
		Path:   fmt.Sprintf("/projects/%d/invoices.json", projectID),
		Body:   invoiceEnvelope{Invoice: fields},
	}
	var result struct {
		ID lenient.Text `json:"id"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	if err != nil {
		return "", err
	}
	// The id is in the body as a number or as text, or only in a header of that name.
	for _, id := range []string{string(result.ID), answer.Header.Get("id")} {
		if naturalkey.IsID(id) {
			return id, nil
		}
	}
	return "", c.wire.Lacking(request, answer, "the answer does not say which id the new invoice has")
}

// UpdateInvoice writes an invoice's fields: PUT /invoices/{id}.json. A
// completed invoice has to be reopened first (contract section 2.5).
func (c *Client) UpdateInvoice(ctx context.Context, id string, fields InvoiceFields) error {
	return c.write(ctx, http.MethodPut, invoicePath(id, ""), invoiceEnvelope{Invoice: fields})
}

// DeleteInvoice deletes an invoice: DELETE /invoices/{id}.json. IsNotFound(err)
// when it is gone already; an answer that does not say STATUS OK, or nothing at
// all, leaves open whether it is.
func (c *Client) DeleteInvoice(ctx context.Context, id string) error {
	request := transport.Request{Method: http.MethodDelete, Path: invoicePath(id, "")}
	var said lenient.Object
	answer, err := c.wire.Call(ctx, request, &said)
	if err == nil && !answer.IsEmpty() && !strings.EqualFold(said.Text("STATUS"), "OK") {
		return c.wire.Unconfirmed(request, answer)
	}
	return err
}

// CompleteInvoice marks an invoice as completed: PUT /invoices/{id}/complete.json.
// It is not idempotent on the wire as far as is known (contract section 2.5),
// so callers compare the status first.
func (c *Client) CompleteInvoice(ctx context.Context, id string) error {
	return c.write(ctx, http.MethodPut, invoicePath(id, "/complete"), nil)
}

// UncompleteInvoice marks an invoice as not completed: PUT
// /invoices/{id}/uncomplete.json. Like CompleteInvoice it is not idempotent.
func (c *Client) UncompleteInvoice(ctx context.Context, id string) error {
	return c.write(ctx, http.MethodPut, invoicePath(id, "/uncomplete"), nil)
}

// write sends a write whose answer says nothing but that it worked.
func (c *Client) write(ctx context.Context, method, path string, body any) error {
	_, err := c.wire.Call(ctx, transport.Request{Method: method, Path: path, Body: body}, nil)
	return err
}
