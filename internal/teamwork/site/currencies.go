package site

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// currencyList is the site's list of currencies, read once per run.
type currencyList struct {
	reading sharedcall.Group[[]api.Currency]

	mu       sync.Mutex
	list     []api.Currency
	failure  error // why it cannot be read
	isWarned bool
}

// CurrencyCodes returns the site's currencies. It makes one call per run, even if the
// call fails.
func (s *Site) CurrencyCodes(ctx context.Context) ([]api.Currency, error) {
	if list, err := s.currencies.known(); list != nil || err != nil {
		return list, err
	}
	return s.currencies.reading.Do(ctx, "", func(ctx context.Context) ([]api.Currency, error) {
		if list, err := s.currencies.known(); list != nil || err != nil {
			return list, err
		}
		list, err := s.Client.CurrencyCodes(ctx)
		s.currencies.mu.Lock()
		defer s.currencies.mu.Unlock()
		s.currencies.list, s.currencies.failure = list, err
		return list, err
	})
}

func (l *currencyList) known() ([]api.Currency, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.list, l.failure
}

// firstCurrencyWarning returns true once per run, so that a failure is reported only once.
func (s *Site) firstCurrencyWarning() bool {
	s.currencies.mu.Lock()
	defer s.currencies.mu.Unlock()
	first := !s.currencies.isWarned
	s.currencies.isWarned = true
	return first
}

// CheckCurrency reports a code that is not on the site's list. If the list cannot be
// read, it returns a warning, once per run, rather than stop the plan. A rejected
// credential is an error, since nothing else would work either.
func (s *Site) CheckCurrency(ctx context.Context, at path.Path, code string) diag.Diagnostics {
	known, err := s.CurrencyCodes(ctx)
	switch {
	case transport.HasStatus(err, http.StatusUnauthorized):
		return Explain("could not read the currency codes", err)
	case err != nil:
		if !s.firstCurrencyWarning() {
			return nil
		}
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(at, "Currency codes were not checked", Detail(err))}
	}
	if problem := unknownCurrency(code, known); problem != "" {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Unknown currency code", problem)}
	}
	return nil
}

// unknownCurrency explains that a code is not on the site's list, and suggests codes
// that differ in one letter or have the same letters. It returns "" for a code on the list.
func unknownCurrency(code string, known []api.Currency) string {
	var near []string
	for _, currency := range known {
		if string(currency.Code) == code {
			return ""
		}
		if levenshtein.Distance(string(currency.Code), code, nil) == 1 || sameLetters(string(currency.Code), code) {
			near = append(near, fmt.Sprintf("%s (%s)", currency.Code, currency.Name))
		}
	}
	text := fmt.Sprintf("This Teamwork site has no currency code %q.", code)
	if len(near) > 0 {
		text += " Did you mean " + strings.Join(near[:min(len(near), maxNearMisses)], " or ") + "?"
	}
	return text + " For all codes, see the data source billing_teamwork_currency_codes."
}

// maxNearMisses is the maximum number of currencies that a message suggests.
const maxNearMisses = 6

// sameLetters reports whether two codes differ only in the order of their letters.
func sameLetters(a, b string) bool {
	sorted := func(text string) string {
		letters := []byte(text)
		slices.Sort(letters)
		return string(letters)
	}
	return sorted(a) == sorted(b)
}
