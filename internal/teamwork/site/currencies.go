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

// currencyList is the site's list of currencies, read once a run.
type currencyList struct {
	reading sharedcall.Group[[]api.Currency]

	mu       sync.Mutex
	list     []api.Currency
	failure  error // why it cannot be read
	isWarned bool
}

// CurrencyCodes returns the site's currencies: one call a run, also where it
// fails.
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

// firstCurrencyWarning tells, once a run, that the list could not be read.
func (s *Site) firstCurrencyWarning() bool {
	s.currencies.mu.Lock()
	defer s.currencies.mu.Unlock()
	first := !s.currencies.isWarned
	s.currencies.isWarned = true
	return first
}

// CheckCurrency reports a code that the site does not know. That the list
// cannot be read is a warning, once a run, and no reason to stop a plan; a
// refused credential is, since nothing else would work either.
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

// unknownCurrency explains that the site does not know a code, and names those
// that the user may have meant: codes one letter away or with the same letters. It returns "" for a code that the site knows.
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
	text := fmt.Sprintf("This Teamwork site does not know the currency code %q.", code)
	if len(near) > 0 {
		text += " Did you mean " + strings.Join(near[:min(len(near), maxNearMisses)], ", ") + "?"
	}
	return text + " For all codes, see the data source billing_teamwork_currency_codes."
}

// maxNearMisses is how many currencies a message proposes at most.
const maxNearMisses = 6

// sameLetters tells whether two codes differ only in the order of their letters.
func sameLetters(a, b string) bool {
	sorted := func(text string) string {
		letters := []byte(text)
		slices.Sort(letters)
		return string(letters)
	}
	return sorted(a) == sorted(b)
}
