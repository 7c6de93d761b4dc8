package api

import (
	"context"
	"net/http"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Currency is a currency on the site's list. The list is not ISO 4217: it contains
// RMB and withdrawn currencies and lacks new ones, and two entries can have the same
// name (contract section 2.6).
type Currency struct {
	Code lenient.Text `json:"code"`
	Name lenient.Text `json:"name"`
}

// CurrencyCodes lists the currencies that invoices of the site can use, in the
// site's order: GET /currencycodes.json. The list is not paged.
func (c *Client) CurrencyCodes(ctx context.Context) ([]Currency, error) {
	request := transport.Request{Method: http.MethodGet, Path: "/currencycodes.json"}
	var result struct {
		CurrencyCodes *lenient.List[Currency] `json:"currency-codes"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	if err != nil {
		return nil, err
	}
	if result.CurrencyCodes == nil || len(*result.CurrencyCodes) == 0 {
		return nil, c.wire.Lacking(request, answer, "the response contains no list of currency codes")
	}
	return *result.CurrencyCodes, nil
}
