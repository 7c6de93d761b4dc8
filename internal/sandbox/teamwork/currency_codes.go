package teamwork

import (
	"net/http"
	"strings"
)

// currencyCode is one entry of the system's own list of currencies.
type currencyCode struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// currencyCodes returns the list.
func currencyCodes() []currencyCode {
	var codes []currencyCode
	for line := range strings.Lines(currencyCodeLines) {
		code, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		codes = append(codes, currencyCode{Code: code, Name: name})
	}
	return codes
}

// listCurrencyCodes handles GET /currencycodes.json, which returns the whole list without pages.
func (s *Site) listCurrencyCodes(call) (reply, *problem) {
	return reply{
		status: http.StatusOK,
		body:   currencyCodeList{Status: s.readStatus(), CurrencyCodes: currencyCodes()},
	}, nil
}
