package customtypes

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"
)

func TestParseDate_acceptsRealDaysInEitherSpelling(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2015-06-17", "20150617", "2024-02-29", "20240229", "2000-02-29", "0001-01-01", "9999-12-31"} {
		if _, err := ParseDate(s); err != nil {
			t.Errorf("ParseDate(%q): %v", s, err)
		}
	}
	for _, s := range []string{
		"", "2026-02-30", "20260230", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "00000000", "0000-00-00",
		"2026-1-1", "2026-01-1", "26-01-01", "2026/01/01", "01-01-2026", "2026-0101", "202601-01", "2026-01-01 ", " 2026-01-01",
		"2026-01-01T00:00:00Z", "-2026-01-01", "+20260101", "2026010", "202601011", "2026-Jan-01", "today", "٢٠٢٦-٠١-٠١", "\x00", "\xff",
	} {
		if _, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) accepts it", s)
		}
	}
}

func TestSameDate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"2015-06-17", "20150617", true},
		{"2015-06-17", "2015-06-17", true},
		{"2015-06-17", "20150618", false},
		{"2026-02-30", "20260302", false},
		{"2026-02-30", "2026-02-30", true},
		{"", "", true},
		{"", "20150617", false},
	} {
		if got := SameDate(test.a, test.b); got != test.want {
			t.Errorf("SameDate(%q, %q) = %t", test.a, test.b, got)
		}
		if got := SameDate(test.b, test.a); got != test.want {
			t.Errorf("SameDate(%q, %q) = %t", test.b, test.a, got)
		}
	}
}

func TestDate_equivalentAndEqual(t *testing.T) {
	t.Parallel()
	null, unknown := Date{}, Date{StringValue: types.StringUnknown()}
	for _, test := range []struct {
		name              string
		a, b              Date
		equivalent, equal bool
	}{
		{"same spelling", NewDateValue("2015-06-17"), NewDateValue("2015-06-17"), true, true},
		{"other spelling", NewDateValue("2015-06-17"), NewDateValue("20150617"), true, false},
		{"other day", NewDateValue("2015-06-17"), NewDateValue("2015-06-18"), false, false},
		{"nulls", null, null, true, true},
		{"zero value is null", Date{}, null, true, true},
		{"null and empty", null, NewDateValue(""), false, false},
		{"unknowns", unknown, unknown, false, true},
		{"unknown and known", unknown, NewDateValue("2015-06-17"), false, false},
	} {
		if got := test.a.Equivalent(test.b); got != test.equivalent {
			t.Errorf("%s: Equivalent = %t", test.name, got)
		}
		if got := test.b.Equivalent(test.a); got != test.equivalent {
			t.Errorf("%s: Equivalent turned round = %t", test.name, got)
		}
		if got := test.a.Equal(test.b); got != test.equal {
			t.Errorf("%s: Equal = %t", test.name, got)
		}
	}
	if NewDateValue("2015-06-17").Equal(types.StringValue("2015-06-17")) {
		t.Error("a Date equals a plain string")
	}
}

func TestDateFromWire(t *testing.T) {
	t.Parallel()
	for _, wire := range []string{"20150617", "2015-06-17"} {
		if got, err := DateFromWire(wire); err != nil || !got.Equal(NewDateValue("2015-06-17")) {
			t.Errorf("DateFromWire(%q) = %s, %v", wire, got, err)
		}
	}
	for _, wire := range []string{"", "20150230", "soon", "2015-06-17T00:00:00Z", "17/06/2015"} {
		if got, err := DateFromWire(wire); err == nil {
			t.Errorf("DateFromWire(%q) = %s", wire, got)
		}
	}
}

func TestDate_spellings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		value        Date
		compact, iso string
	}{
		{NewDateValue("2015-06-17"), "20150617", "2015-06-17"},
		{NewDateValue("20150617"), "20150617", "2015-06-17"},
		{NewDateValue("soon"), "soon", "soon"},
		{Date{}, "", ""},
		{Date{StringValue: types.StringUnknown()}, "", ""},
	} {
		if got := CompactDate(test.value); got != test.compact {
			t.Errorf("%s: Compact() = %q", test.value, got)
		}
		if got := ISODate(test.value); got != test.iso {
			t.Errorf("%s: ISO() = %q", test.value, got)
		}
	}
}

func TestDate_validation_namesAttributeValueAndCure(t *testing.T) {
	t.Parallel()
	at := path.Root("display_date")
	var resp xattr.ValidateAttributeResponse
	NewDateValue("2026-02-30").ValidateAttribute(context.Background(), xattr.ValidateAttributeRequest{Path: at}, &resp)
	wantAttributeError(t, resp.Diagnostics, at, `Attribute display_date: "2026-02-30" is not a date: `+
		`write a valid date as YYYY-MM-DD, for example 2026-02-28.`)

	for _, v := range []Date{{}, {StringValue: types.StringUnknown()}, NewDateValue("2026-02-28"), NewDateValue("20260228")} {
		var resp xattr.ValidateAttributeResponse
		v.ValidateAttribute(context.Background(), xattr.ValidateAttributeRequest{Path: at}, &resp)
		if len(resp.Diagnostics) != 0 {
			t.Errorf("%s: %v", v, resp.Diagnostics)
		}
	}
}

func TestDate_compactAndISORoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// Every day of the years 0001 to 9999, the range that four digits can express.
		day := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3652058).Draw(t, "days"))
		iso, compact := day.Format(time.DateOnly), day.Format(compactDate)
		for _, s := range []string{iso, compact} {
			v := NewDateValue(s)
			if ISODate(v) != iso || CompactDate(v) != compact {
				t.Fatalf("%q is written %q and %q", s, ISODate(v), CompactDate(v))
			}
			if got, err := DateFromWire(s); err != nil || got.ValueString() != iso || !got.Equivalent(v) {
				t.Fatalf("%q from the wire is %s, %v", s, got, err)
			}
		}
	})
}

// anyDateText draws from few days, so that equal ones are frequent, and from texts that are not dates.
func anyDateText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"2015-06-17", "20150617", "2015-06-18", "20150618", "2026-02-30", "20260230", "20260302", ""}),
		rapid.StringMatching(`2015-?0[1-3]-?[0-3][0-9]`),
		rapid.String(),
	)
}

func TestDate_equalityIsAnEquivalenceRelation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		checkEquivalenceRelation(t, anyDateText(), SameDate)
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"", "2015-06-17", "20150617", "2026-02-30", "2024-02-29", "0000-01-01", "2026-1-1", "2015-06-17T00:00:00Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := NewDateValue(s)
		if !v.Equivalent(v) {
			t.Fatalf("%q is not equivalent to itself", s)
		}
		if _, err := ParseDate(s); err != nil {
			if ISODate(v) != s || CompactDate(v) != s {
				t.Fatalf("%q is refused and yet respelled %q, %q", s, ISODate(v), CompactDate(v))
			}
			return
		}
		if s != ISODate(v) && s != CompactDate(v) {
			t.Fatalf("%q is accepted but is neither %q nor %q", s, ISODate(v), CompactDate(v))
		}
		if !v.Equivalent(NewDateValue(ISODate(v))) || !v.Equivalent(NewDateValue(CompactDate(v))) {
			t.Fatalf("%q does not survive its own spellings", s)
		}
	})
}
