package filter

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

func TestFilter_checkAndExpand(t *testing.T) {
	t.Parallel()
	null, unknown := customtypes.Date{}, customtypes.Date{StringValue: types.StringUnknown()}
	day := customtypes.NewDateValue
	tests := map[string]struct {
		on, after, before customtypes.Date
		problem           string
		want              api.Filter
	}{
		"on":                  {day("20240229"), null, null, "", api.Filter{On: "2024-02-29"}},
		"both bounds":         {null, day("2024-01-01"), day("20240102"), "", api.Filter{After: "2024-01-01", Before: "2024-01-02"}},
		"empty":               {null, null, null, "Empty filter", api.Filter{}},
		"on and before":       {day("2024-01-01"), null, day("2024-01-02"), "Filters that exclude each other", api.Filter{On: "2024-01-01", Before: "2024-01-02"}},
		"the same day":        {null, day("2024-01-01"), day("20240101"), "Bounds that exclude everything", api.Filter{After: "2024-01-01", Before: "2024-01-01"}},
		"not known yet":       {unknown, day("2024-01-01"), null, "", api.Filter{After: "2024-01-01"}},
		"nothing known yet":   {unknown, unknown, unknown, "", api.Filter{}},
		"one bound not known": {null, day("2024-01-01"), unknown, "", api.Filter{After: "2024-01-01"}},
		"no date":             {null, day("x"), day("y"), "", api.Filter{After: "x", Before: "y"}}, // reported by the type
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			object := types.ObjectValueMust(
				map[string]attr.Type{"on": customtypes.DateType{}, "after": customtypes.DateType{}, "before": customtypes.DateType{}},
				map[string]attr.Value{"on": test.on, "after": test.after, "before": test.before})
			read, diags := readFilter(t.Context(), "issue_date", object, Day)
			diags.Append(read.check()...)
			problem := ""
			if diags.HasError() {
				problem = diags[0].Summary()
			}
			if problem != test.problem || len(diags) > 1 {
				t.Errorf("problems %v, want %q", diags, test.problem)
			}
			if diff := cmp.Diff(test.want, read.expand()); diff != "" {
				t.Errorf("filter differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilter_leftOutOrNotKnown(t *testing.T) {
	t.Parallel()
	for _, object := range []types.Object{types.ObjectNull(nil), types.ObjectUnknown(nil)} {
		read, diags := readFilter(t.Context(), "updated_at", object, Instant)
		diags.Append(read.check()...)
		if len(diags) > 0 || read.expand() != (api.Filter{}) {
			t.Errorf("%s: %v, %+v", object, diags, read.expand())
		}
	}
}

func TestParseInstant(t *testing.T) {
	t.Parallel()
	for text, isGood := range map[string]bool{
		"2024-01-01T20:00:00+02:00": true, "2024-01-01T20:00:00Z": true, "2024-01-01T20:00:00.123456789-11:30": true,
		"2024-01-01": false, "2024-01-01T20:00:00": false, "2024-01-01 20:00:00Z": false, "2024-02-30T20:00:00Z": false,
		"2024-01-01T20:00:00,5Z": false, "2024-01-01T2:00:00Z": false, "2024-01-01T20:00:00+0200": false, "gt:2024-01-01T20:00:00Z": false, "": false,
	} {
		if _, err := parseInstant(text); (err == nil) != isGood {
			t.Errorf("%q: %v", text, err)
		}
	}
}
