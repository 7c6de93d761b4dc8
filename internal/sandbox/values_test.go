package sandbox_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

func TestApplyValues(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		values      quirks.Values
		softDelete  bool
		pageHeaders teamwork.PageHeaders
	}{
		"":     {},
		"trim": {values: quirks.Values{Trim: true}},
		"escape,round,recase,currency=EUR": {
			values: quirks.Values{Escape: true, Round: true, Recase: true, OverrideCurrency: "EUR"},
		},
		"trim,share=0.25,seed=7": {values: quirks.Values{Trim: true, Share: 0.25, Seed: 7}},
		"soft-delete":            {softDelete: true},
		"forget-page-headers":    {pageHeaders: teamwork.PageHeadersForgotten},
		"fold-page-headers":      {pageHeaders: teamwork.PageHeadersFolded},
	}
	for text, test := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got := sandbox.Options{
				Invoices: 3, Teamwork: teamwork.Shapes{MoneyAsSent: true}, Intacct: intacct.Options{Shuffle: 5},
			}
			if err := got.ApplyValues(text); err != nil {
				t.Fatal(err)
			}
			want := sandbox.Options{
				Invoices: 3,
				Teamwork: teamwork.Shapes{
					MoneyAsSent: true, Values: test.values, SoftDelete: test.softDelete, PageHeaders: test.pageHeaders,
				},
				Intacct: intacct.Options{Shuffle: 5, Values: test.values, SoftDelete: test.softDelete},
				Wethod:  wethod.Options{Shapes: wethod.Shapes{Values: test.values}},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("options differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestApplyValues_refuses(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"trimmed":                               `unknown part "trimmed": must be one of trim, escape`,
		"trim,":                                 `unknown part ""`,
		"trim, round":                           `unknown part " round"`,
		"trim,trim":                             "trim is given twice",
		"trim=1":                                `"trim=1": must be one of trim`,
		"soft-delete=yes":                       `"soft-delete=yes": must be one of trim`,
		"currency":                              `"currency": must be one of trim`,
		"currency=":                             `"currency=": must be one of trim`,
		"currency=euro":                         "three capital letters",
		"share=2":                               "between 0 and 1",
		"share=NaN":                             "between 0 and 1",
		"share=5%":                              "share=5%: ",
		"seed=-1":                               "seed=-1: ",
		"forget-page-headers,fold-page-headers": "use either forget-page-headers",
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			var options sandbox.Options
			if err := options.ApplyValues(text); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("the error is %v, want one with %q", err, want)
			}
			if diff := cmp.Diff(sandbox.Options{}, options); diff != "" {
				t.Errorf("a part of it was set (-before +after):\n%s", diff)
			}
		})
	}
}

func TestValidate_looksAtValues(t *testing.T) {
	t.Parallel()
	wrong := quirks.Values{Share: math.NaN()}
	tests := map[string]sandbox.Options{
		"teamwork": {Teamwork: teamwork.Shapes{Values: wrong}},
		"intacct":  {Intacct: intacct.Options{Values: wrong}},
	}
	for name, options := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := options.Validate(); err == nil || !strings.Contains(err.Error(), "share NaN") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
