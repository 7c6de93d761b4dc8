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

// Statuses of an invoice (contract section 9.4). They change only through
// SendInvoice, SetPaid and SetUnpaid.
const (
	StatusDraft = "draft"
	StatusSent  = "sent"
	StatusPaid  = "paid"
)

// Invoice is an invoice as lists and single reads return it (contract section 3). "" stands for null, missing and "" on the
// wire, which mean the same.
type Invoice struct {
	ID        lenient.Integer `json:"id"`
	CreatedAt lenient.Text    `json:"created_at"` // RFC 3339, with or without a fraction, in any offset
	UpdatedAt lenient.Text    `json:"updated_at"` // same format

	// Status is draft, sent or paid. Other values pass, because the API calls itself a beta.
	Status        lenient.Text `json:"status"`
	InvoiceNumber lenient.Text `json:"invoice_number"`
	PurchaseOrder lenient.Text `json:"purchase_order"`

	// Value is the amount. Wethod does not state its currency or whether it includes VAT.
	Value lenient.Text `json:"value"`
	// ExchangeRate is the invoice's own rate, if it has one.
	ExchangeRate lenient.Text `json:"exchange_rate"`

	IssueDate   lenient.Text `json:"issue_date"`   // YYYY-MM-DD
	PaymentDate lenient.Text `json:"payment_date"` // YYYY-MM-DD
	Notes       lenient.Text `json:"notes"`

	ProjectID     Reference    `json:"project_id"`
	BudgetAreaUID lenient.Text `json:"budget_area_uid"` // not used anywhere else in the API
	VATRateID     Reference    `json:"vat_rate_id"`
	PaymentTermID Reference    `json:"payment_term_id"`
}

// Key returns the ID as text.
func (i Invoice) Key() string { return strconv.FormatInt(int64(i.ID), 10) }

// GetInvoice reads one invoice: GET /api/invoices/{id} (contract section 9.1).
// transport.IsNotFound(err) if it does not exist. A 403 does not tell whether it
// exists.
func (c *Client) GetInvoice(ctx context.Context, id string) (Invoice, error) {
	request := transport.Request{Method: http.MethodGet, Path: invoicePath(id, "")}
	found, answer, err := c.invoice(ctx, request, id)
	if err == nil && found.ID < 1 {
		return Invoice{}, c.wire.Lacking(request, answer, "the response contains no invoice")
	}
	return found, err
}

// CreateInvoice creates an invoice and returns it: POST /api/invoices (contract
// section 9.2). Null fields are omitted. It is never retried after a failure
// that may have taken effect: see transport.MayHaveTakenEffect.
func (c *Client) CreateInvoice(ctx context.Context, fields InvoiceFields) (Invoice, error) {
	request := transport.Request{Method: http.MethodPost, Path: pathInvoices, Body: fields.withoutNulls()}
	created, answer, err := c.invoice(ctx, request, "")
	if err == nil && created.ID < 1 {
		return Invoice{}, c.wire.Lacking(request, answer, "the response does not contain the ID of the new invoice")
	}
	return created, err
}

// UpdateInvoice writes the fields that are not omitted: PATCH
// /api/invoices/{id} (contract section 9.3). It is idempotent. It returns the
// invoice, unless the response has none.
func (c *Client) UpdateInvoice(ctx context.Context, id string, fields InvoiceFields) (Invoice, error) {
	updated, _, err := c.invoice(ctx, transport.Request{
		Method: http.MethodPatch, Path: invoicePath(id, ""), Body: fields, Retry: transport.RetryAlways,
	}, id)
	return updated, err
}

// DeleteInvoice deletes an invoice: DELETE /api/invoices/{id} (contract section
// 9.1). transport.IsNotFound(err) if it is already deleted. A response with a
// body leaves open whether it is.
func (c *Client) DeleteInvoice(ctx context.Context, id string) error {
	request := transport.Request{Method: http.MethodDelete, Path: invoicePath(id, "")}
	answer, err := c.call(ctx, request, nil)
	if err == nil && !answer.IsEmpty() {
		return c.wire.Unconfirmed(request, answer)
	}
	return err
}

// SendInvoice emails an invoice to a contact: POST /api/invoices/{id}:send
// (contract section 9.4). Sending twice emails twice, so it is retried only
// after the service refused it for too many requests.
func (c *Client) SendInvoice(ctx context.Context, id string, contactID int64) (Invoice, error) {
	body := struct {
		InvoiceContactID int64 `json:"invoice_contact_id"`
	}{contactID}
	return c.act(ctx, id, "send", body)
}

// SetPaid sets an invoice to paid on a day, YYYY-MM-DD; "" = today by the
// service's clock: POST /api/invoices/{id}:set-paid (contract section 9.4).
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

// act changes the status of an invoice and returns the invoice, unless the response has none.
func (c *Client) act(ctx context.Context, id, action string, body any) (Invoice, error) {
	changed, _, err := c.invoice(ctx, transport.Request{Method: http.MethodPost, Path: invoicePath(id, ":"+action), Body: body}, id)
	return changed, err
}

// invoice sends a request that returns an invoice, which must have the given
// ID; "" = any.
func (c *Client) invoice(ctx context.Context, request transport.Request, id string) (Invoice, *transport.Answer, error) {
	var found Invoice
	answer, err := c.call(ctx, request, &found)
	switch {
	case err != nil:
		return Invoice{}, answer, err
	case id != "" && found.ID != 0 && !naturalkey.SameID(found.Key(), id):
		return Invoice{}, answer, c.wire.Lacking(request, answer, "the response contains invoice %[2]s instead of invoice %[1]s", id, found.Key())
	}
	return found, answer, nil
}

// invoicePath returns the path of an invoice, or of an action on it. The colon
// of an action is not escaped (contract section 6).
func invoicePath(id, action string) string { return pathInvoices + "/" + url.PathEscape(id) + action }
