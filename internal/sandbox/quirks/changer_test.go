package quirks_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
)

// all enables every change.
var all = quirks.Values{Trim: true, Escape: true, Round: true, Recase: true, OverrideCurrency: "EUR"}

func TestChanger_changesWhatIsEnabled(t *testing.T) {
	t.Parallel()
	text := (*quirks.Changer).Text
	name := (*quirks.Changer).Name
	amount := (*quirks.Changer).Amount
	currency := (*quirks.Changer).Currency
	tests := map[string]struct {
		values     quirks.Values
		change     func(*quirks.Changer, string) string
		sent, want string
	}{
		"nothing for text":           {quirks.Values{}, text, " <a> ", " <a> "},
		"nothing for names":          {quirks.Values{}, name, " <a> ", " <a> "},
		"nothing for amounts":        {quirks.Values{}, amount, "99.999", "99.999"},
		"nothing for currencies":     {quirks.Values{}, currency, "USD", "USD"},
		"trimmed text":               {quirks.Values{Trim: true}, text, " \tMarch\n", "March"},
		"trimmed name":               {quirks.Values{Trim: true}, name, "INV-7 ", "INV-7"},
		"trimmed to nothing":         {quirks.Values{Trim: true}, text, " \n ", ""},
		"whitespace within":          {quirks.Values{Trim: true}, text, "a  b", "a  b"},
		"escaped text":               {quirks.Values{Escape: true}, text, `Smith & Sons`, `Smith &amp; Sons`},
		"every character":            {quirks.Values{Escape: true}, text, `&<>"'`, `&amp;&lt;&gt;&quot;&#39;`},
		"escaped again":              {quirks.Values{Escape: true}, text, `&amp;`, `&amp;amp;`},
		"escaped name":               {quirks.Values{Escape: true}, name, `R&D`, `R&amp;D`},
		"name in capitals":           {quirks.Values{Recase: true}, name, "inv-7é", "INV-7É"},
		"text in any case":           {quirks.Values{Recase: true}, text, "March", "March"},
		"rounded up":                 {quirks.Values{Round: true}, amount, "99.999", "100.00"},
		"half goes up":               {quirks.Values{Round: true}, amount, "12.345", "12.35"},
		"less goes down":             {quirks.Values{Round: true}, amount, "12.3449", "12.34"},
		"half of a negative":         {quirks.Values{Round: true}, amount, "-12.345", "-12.35"},
		"no more than two decimals":  {quirks.Values{Round: true}, amount, "600.5", "600.5"},
		"zeros at the end":           {quirks.Values{Round: true}, amount, "1.000", "1.000"},
		"no amount":                  {quirks.Values{Round: true}, amount, "", ""},
		"currency instead of one":    {quirks.Values{OverrideCurrency: "EUR"}, currency, "USD", "EUR"},
		"currency instead of none":   {quirks.Values{OverrideCurrency: "EUR"}, currency, "", "EUR"},
		"all for text":               {all, text, " Smith & Sons\n", "Smith &amp; Sons"},
		"all for names":              {all, name, " r&d ", "R&amp;D"},
		"all with an amount":         {all, amount, "0.005", "0.01"},
		"share of one, one way only": {quirks.Values{Trim: true, Share: 1}, text, " a ", "a"},
	}
	for title, test := range tests {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			if got := test.change(quirks.NewChanger(test.values), test.sent); got != test.want {
				t.Errorf("%q is stored as %q, want %q", test.sent, got, test.want)
			}
		})
	}
}

func TestChanger_withAShareChangesSomeValuesInOneWayEach(t *testing.T) {
	t.Parallel()
	values := all
	values.Share, values.Seed = 0.5, 3
	draw := func(values quirks.Values) []string {
		changer := quirks.NewChanger(values)
		stored := []string{}
		for range 200 {
			stored = append(stored, changer.Name(" r&d "))
		}
		return stored
	}
	first := draw(values)
	counts := map[string]int{}
	for _, stored := range first {
		counts[stored]++
	}
	for _, want := range []string{" r&d ", "r&d", " R&D ", " r&amp;d "} {
		if counts[want] < 15 {
			t.Errorf("%q was stored %d times of 200: %v", want, counts[want], counts)
		}
	}
	if len(counts) != 4 || counts[" r&d "] < 70 || counts[" r&d "] > 130 {
		t.Errorf("want about half unchanged and the others changed in one way each: %v", counts)
	}
	if diff := cmp.Diff(first, draw(values)); diff != "" {
		t.Errorf("the same seed draws something else (-first +second):\n%s", diff)
	}
	values.Seed = 4
	if cmp.Equal(first, draw(values)) {
		t.Error("another seed draws the same")
	}
}

func TestValues_refused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		values quirks.Values
		want   string
	}{
		"currency in small letters": {quirks.Values{OverrideCurrency: "eur"}, `currency "eur"`},
		"currency too long":         {quirks.Values{OverrideCurrency: "EURO"}, `currency "EURO"`},
		"share above one":           {quirks.Values{Share: 1.5}, "share 1.5"},
		"share below zero":          {quirks.Values{Share: -0.1}, "share -0.1"},
		"share that is no number":   {quirks.Values{Share: math.NaN()}, "share NaN"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := test.values.Validate(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want one with %q", err, test.want)
			}
			defer func() {
				if recover() == nil {
					t.Error("a changer was made of them")
				}
			}()
			quirks.NewChanger(test.values)
		})
	}
	if err := all.Validate(); err != nil {
		t.Errorf("every change at once: %v", err)
	}
}
