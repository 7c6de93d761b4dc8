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
	// TimeLogTotals are amounts that replace hours at their rate, by the ids of
	// time logs.
	TimeLogTotals map[string]json.Number `json:"timelogTotals,omitempty"`
}

// addedEntries are ids in one text, with commas between them.
type addedEntries struct {
	TimeLogs string `json:"timelogs,omitempty"`
	Expenses string `json:"expenses,omitempty"`
}

// LineItems are existing entries that go on an invoice.
type LineItems struct {
	TimeLogIDs, ExpenseIDs []int64
	// Totals are amounts, as decimal text in the invoice's currency, that replace
	// hours at their rate, by the ids of time logs.
	Totals map[int64]string
}

// AddLineItems puts existing time logs and expenses on an invoice by one
// request: PUT /invoices/{id}/lineitems.json (contract section 1, line items).
// Nothing is documented that takes them off again. The official samples send one
// kind at a time; the body has a place for both.
//
// Whether adding an entry twice bills it twice is not documented, so a request
// is repeated only where the site refused it for too many requests. After any
// failure that MayHaveTakenEffect the invoice has to be read to know. Errors:
// *transport.APIError, *transport.NoAnswerError; transport.IsNotFound(err) when
// the invoice is gone, transport.IsRejected(err) when the
// site does not take the entries.
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

// totalsOnTheWire writes amounts as JSON numbers with every digit that they have.
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
