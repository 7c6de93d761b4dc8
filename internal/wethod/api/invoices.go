package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Statuses of an invoice (contract section 9.4). They change through
// SendInvoice, SetPaid and SetUnpaid only.
const (
	StatusDraft = "draft"
	StatusSent  = "sent"
	StatusPaid  = "paid"
)

// Invoice is an invoice as lists and single reads have it (contract section 3). "" stands for
// null, missing and "" on the wire, which mean the same.
type Invoice struct {
	ID        lenient.Integer `json:"id"`
	CreatedAt lenient.Text    `json:"created_at"` // RFC 3339, with or without a fraction, in any offset
	UpdatedAt lenient.Text    `json:"updated_at"` // likewise

	// Status is draft, sent or paid; others pass, since the API calls itself a beta.
	Status        lenient.Text `json:"status"`
	InvoiceNumber lenient.Text `json:"invoice_number"`
	PurchaseOrder lenient.Text `json:"purchase_order"`

	// Value is the amount. In which currency, and whether with VAT, Wethod does not say.
	Value lenient.Text `json:"value"`
	// ExchangeRate is the invoice's own rate, where it has one.
	ExchangeRate lenient.Text `json:"exchange_rate"`

	IssueDate   lenient.Text `json:"issue_date"`   // YYYY-MM-DD
	PaymentDate lenient.Text `json:"payment_date"` // YYYY-MM-DD
	Notes       lenient.Text `json:"notes"`

	ProjectID     lenient.Text `json:"project_id"`
	BudgetAreaUID lenient.Text `json:"budget_area_uid"` // joins to nothing else of the API
	VATRateID     lenient.Text `json:"vat_rate_id"`
	PaymentTermID lenient.Text `json:"payment_term_id"`
}

// Key is the id as text.
func (i Invoice) Key() string { return strconv.FormatInt(int64(i.ID), 10) }

// GetInvoice reads one invoice: GET /api/invoices/{id} (contract section 9.1).
// transport.IsNotFound(err) when there is none; 403 does not say whether there is.
func (c *Client) GetInvoice(ctx context.Context, id string) (Invoice, error) {
	request := transport.Request{Method: http.MethodGet, Path: invoicePath(id, "")}
	found, answer, err := c.invoice(ctx, request, id)
	if err == nil && found.ID < 1 {
		return Invoice{}, c.wire.Lacking(request, answer, "the answer has no invoice in it")
	}
	return found, err
}

// CreateInvoice makes an invoice and returns it: POST /api/invoices (contract
// section 9.2). Fields that are null are left out. It is never repeated after a
// failure that may have taken effect: see transport.MayHaveTakenEffect.
func (c *Client) CreateInvoice(ctx context.Context, fields InvoiceFields) (Invoice, error) {
	request := transport.Request{Method: http.MethodPost, Path: pathInvoices, Body: fields.withoutNulls()}
	created, answer, err := c.invoice(ctx, request, "")
	if err == nil && created.ID < 1 {
		return Invoice{}, c.wire.Lacking(request, answer, "the answer does not say which id the new invoice has")
	}
	return created, err
}

// UpdateInvoice writes the fields that are not left out: PATCH
// /api/invoices/{id} (contract section 9.3). Doing so twice is doing it once. It
// returns the invoice, unless the answer has none.
func (c *Client) UpdateInvoice(ctx context.Context, id string, fields InvoiceFields) (Invoice, error) {
	updated, _, err := c.invoice(ctx, transport.Request{
		Method: http.MethodPatch, Path: invoicePath(id, ""), Body: fields, Retry: transport.RetryAlways,
	}, id)
	return updated, err
}

// DeleteInvoice deletes an invoice: DELETE /api/invoices/{id} (contract section
// 9.1). transport.IsNotFound(err) when it is gone already; an answer that says
// more than nothing leaves open whether it is.
func (c *Client) DeleteInvoice(ctx context.Context, id string) error {
	request := transport.Request{Method: http.MethodDelete, Path: invoicePath(id, "")}
	answer, err := c.call(ctx, request, nil)
	if err == nil && !answer.IsEmpty() {
		return c.wire.Unconfirmed(request, answer)
	}
	return err
}

// SendInvoice mails an invoice to a contact: POST /api/invoices/{id}:send
// (contract section 9.4). Doing so twice mails twice, so it is repeated only
// where the service refused it for too many requests.
func (c *Client) SendInvoice(ctx context.Context, id string, contactID int64) (Invoice, error) {
	body := struct {
		InvoiceContactID int64 `json:"invoice_contact_id"`
	}{contactID}
	return c.act(ctx, id, "send", body)
}

// SetPaid sets an invoice to paid on a day, YYYY-MM-DD; "" = today, as the
// service has it: POST /api/invoices/{id}:set-paid (contract section 9.4).
func (c *Client) SetPaid(ctx context.Context, id, date string) (Invoice, error) {
	body := struct {
		PaymentDate string `json:"payment_date,omitempty"`
	}{date}
	return c.act(ctx, id, "set-paid", body)
}

// SetUnpaid sets a paid invoice back to sent: POST /api/invoices/{id}:set-unpaid
// (contract section 9.4).
func (c *Client) SetUnpaid(ctx context.Context, id string) (Invoice, error) {
	return c.act(ctx, id, "set-unpaid", nil)
}

// act changes the status of an invoice, which it returns, unless the answer has none.
func (c *Client) act(ctx context.Context, id, action string, body any) (Invoice, error) {
	changed, _, err := c.invoice(ctx, transport.Request{Method: http.MethodPost, Path: invoicePath(id, ":"+action), Body: body}, id)
	return changed, err
}

// invoice sends a request that is answered with an invoice, which has the given
// id; "" = any.
func (c *Client) invoice(ctx context.Context, request transport.Request, id string) (Invoice, *transport.Answer, error) {
	var found Invoice
	answer, err := c.call(ctx, request, &found)
	switch {
	case err != nil:
		return Invoice{}, answer, err
	case id != "" && found.ID != 0 && !naturalkey.SameID(found.Key(), id):
		return Invoice{}, answer, c.wire.Lacking(request, answer, "asked for invoice %s, the service gave invoice %s", id, found.Key())
	}
	return found, answer, nil
}

// invoicePath is the path of an invoice, or of an action on it. The colon of an
// action stays a colon (contract section 6).
func invoicePath(id, action string) string { return pathInvoices + "/" + url.PathEscape(id) + action }
