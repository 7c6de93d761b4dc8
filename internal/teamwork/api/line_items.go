package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// lineItemsEnvelope is the body of a request that adds existing time logs or
// expenses to an invoice (contract section 1, line items).
type lineItemsEnvelope struct {
	LineItems lineItems `json:"lineitems"`
}

type lineItems struct {
	Add addedEntries `json:"add"`
	// TimeLogTotals maps time log IDs to amounts that replace hours times rate.
	TimeLogTotals map[string]json.Number `json:"timelogTotals,omitempty"`
}

// addedEntries holds comma-separated IDs.
type addedEntries struct {
	TimeLogs string `json:"timelogs,omitempty"`
	Expenses string `json:"expenses,omitempty"`
}

// LineItems are existing entries to add to an invoice.
type LineItems struct {
	TimeLogIDs, ExpenseIDs []int64
	// Totals maps time log IDs to amounts, as decimal text in the invoice's currency,
	// that replace hours times rate.
	Totals map[int64]string
}

// AddLineItems adds existing time logs and expenses to an invoice in one request:
// PUT /invoices/{id}/lineitems.json (contract section 1, line items). No way to
// remove them again is documented. The official samples send one kind at a time; the
// body can hold both.
//
// Whether adding an entry twice bills it twice is not documented, so the client
// retries a request only after a rate-limit refusal. After any failure that
// MayHaveTakenEffect, read the invoice to find out. Errors: *transport.APIError,
// *transport.NoAnswerError; transport.IsNotFound(err) if the invoice does not exist,
// transport.IsRejected(err) if the site does not accept the entries.
func (c *Client) AddLineItems(ctx context.Context, invoiceID string, entries LineItems) error {
	totals, err := totalsOnTheWire(entries.Totals)
	if err != nil {
		return err
	}
	added := lineItems{
		Add:           addedEntries{TimeLogs: commaSeparated(entries.TimeLogIDs), Expenses: commaSeparated(entries.ExpenseIDs)},
		TimeLogTotals: totals,
	}
	_, err = c.wire.Call(ctx, transport.Request{
		Method: http.MethodPut,
		Path:   invoicePath(invoiceID, "/lineitems"),
		Body:   lineItemsEnvelope{LineItems: added},
		Retry:  transport.RetryLimited,
	}, nil)
	return err
}

// totalsOnTheWire converts amounts to JSON numbers and keeps every digit.
func totalsOnTheWire(totals map[int64]string) (map[string]json.Number, error) {
	numbers := make(map[string]json.Number, len(totals))
	for id, text := range totals {
		amount, err := decimal.NewFromString(text)
		if err != nil {
			return nil, fmt.Errorf("the total of time log %d: %w", id, err)
		}
		numbers[strconv.FormatInt(id, 10)] = json.Number(amount.StringFixed(max(0, -amount.Exponent())))
	}
	return numbers, nil
}

func commaSeparated(ids []int64) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, ",")
}
