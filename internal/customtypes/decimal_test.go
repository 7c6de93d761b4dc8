package customtypes

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

var longestDecimal = strings.Repeat("9", lenient.LongestNumber)

func TestParseDecimal_acceptsPlainNotationOnly(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"0", "-0", "1200", "1200.00", "-25.5", "007", "0.1", "-0.00", longestDecimal} {
		if _, err := ParseDecimal(s); err != nil {
			t.Errorf("ParseDecimal(%q): %v", s, err)
		}
	}
	for _, s := range []string{
		"", " ", "-", ".", "5.", ".5", "-.5", "+5", "--5", "1-2", "1.2.3", "1.-5", "1,200", "1.200,00", "1 200",
		" 1", "1 ", "1\n", "$5", "5€", "1e3", "1E3", "1e-3", "0x10", "1_000", "NaN", "Inf", "twelve", "−5", "٣", "\x00", "\xff", "30%", "%", "1,5%",
	} {
		_, err := ParseDecimal(s)
		if err == nil {
			t.Errorf("ParseDecimal(%q) accepts it", s)
			continue
		}
		want := fmt.Sprintf("%q is not a decimal number: write digits with an optional decimal point, such as 1200.00, "+
			"without thousands separators, units or exponents", s)
		switch s {
		case "":
			want = `"" is not a decimal number: use null for no value`
		case "30%":
			want = `"30%" is not a decimal number: write 30, without the percent sign`
		}
		if err.Error() != want {
			t.Errorf("ParseDecimal(%q):\n got %s\nwant %s", s, err, want)
		}
	}
}

func TestParseDecimal_refusesExcessiveLengthWithoutEchoingIt(t *testing.T) {
	t.Parallel()
	_, err := ParseDecimal(strings.Repeat("9", 1<<20))
	if err == nil {
		t.Fatal("a number of a million digits was accepted")
	}
	if len(err.Error()) > 300 {
		t.Errorf("the message has %d characters", len(err.Error()))
	}
	for _, want := range []string{"longer than 64 characters", `format("%.2f", value)`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("message lacks %q: %s", want, err)
		}
	}
}

func TestParseDecimal_isExact(t *testing.T) {
	t.Parallel()
	const s = "90071992547409930000000000.000000000000000000000000001"
	number, err := ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	if number.String() != s {
		t.Errorf("got %s, want %s", number, s)
	}
}

func TestDecimal_equivalentAndEqual(t *testing.T) {
	t.Parallel()
	null, unknown := NewDecimalNull(), NewDecimalUnknown()
	for _, test := range []struct {
		name              string
		a, b              Decimal
		equivalent, equal bool
	}{
		{"same spelling", NewDecimalValue("25"), NewDecimalValue("25"), true, true},
		{"other spelling", NewDecimalValue("25"), NewDecimalValue("25.00"), true, false},
		{"other number", NewDecimalValue("25"), NewDecimalValue("26"), false, false},
		{"nulls", null, null, true, true},
		{"zero value is null", Decimal{}, null, true, true},
		{"null and zero", null, NewDecimalValue("0"), false, false},
		{"null and empty", null, NewDecimalValue(""), false, false},
		{"unknowns", unknown, unknown, false, true},
		{"unknown and null", unknown, null, false, false},
		{"unknown and known", unknown, NewDecimalValue("25"), false, false},
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
	if NewDecimalValue("25").Equal(types.StringValue("25")) {
		t.Error("a Decimal equals a plain string")
	}
}

func TestDecimal_isZero(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"0", "0.00", "-0", "-0.0", "000"} {
		if !IsZero(NewDecimalValue(s)) {
			t.Errorf("%q is not zero", s)
		}
	}
	for _, v := range []Decimal{NewDecimalNull(), NewDecimalUnknown(), NewDecimalValue(""), NewDecimalValue("0.01"), NewDecimalValue("0e0")} {
		if IsZero(v) {
			t.Errorf("%s is zero", v)
		}
	}
}

func TestDecimal_valueDecimal(t *testing.T) {
	t.Parallel()
	got, err := DecimalNumber(NewDecimalValue("1200.50"))
	if err != nil || !got.Equal(decimal.New(12005, -1)) {
		t.Errorf("got %s, %v", got, err)
	}
	for v, want := range map[Decimal]string{
		NewDecimalNull():        "a decimal that is <null> has no number",
		NewDecimalUnknown():     "a decimal that is <unknown> has no number",
		NewDecimalValue("1,20"): `"1,20" is not a decimal number`,
	} {
		if _, err := DecimalNumber(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", v, err, want)
		}
	}
}

func TestDecimalFromWire(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]string{
		"0.00": "0.00", "1200.50": "1200.50", "-5": "-5", ".5": "0.5", "5.": "5", "+5": "5", "1e3": "1000", "2.5E-1": "0.25",
	} {
		if got, err := DecimalFromWire(wire); err != nil || got.ValueString() != want {
			t.Errorf("DecimalFromWire(%q) = %s, %v; want %s", wire, got, err, want)
		}
	}
	for _, wire := range []string{"1,234.50", "1 200", "EUR 5", "2015-06-17T00:00:00Z", "NaN", "1e999999999", longestDecimal + "0"} {
		if got, err := DecimalFromWire(wire); err == nil {
			t.Errorf("DecimalFromWire(%q) = %s", wire, got)
		}
	}
}

func TestDecimal_validation_namesAttributeValueAndCure(t *testing.T) {
	t.Parallel()
	at := path.Root("milestones").AtListIndex(2).AtName("percent_completed")
	var resp xattr.ValidateAttributeResponse
	NewDecimalValue("1,200").ValidateAttribute(context.Background(), xattr.ValidateAttributeRequest{Path: at}, &resp)
	wantAttributeError(t, resp.Diagnostics, at, `Attribute milestones[2].percent_completed: "1,200" is not a decimal number: `+
		`write digits with an optional decimal point, such as 1200.00, without thousands separators, units or exponents.`)

	for _, v := range []Decimal{NewDecimalNull(), NewDecimalUnknown(), NewDecimalValue("1200.00")} {
		var resp xattr.ValidateAttributeResponse
		v.ValidateAttribute(context.Background(), xattr.ValidateAttributeRequest{Path: at}, &resp)
		if len(resp.Diagnostics) != 0 {
			t.Errorf("%s: %v", v, resp.Diagnostics)
		}
	}
}

// spelledDecimal draws one of the many spellings of number.
func spelledDecimal(number decimal.Decimal) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		whole, fraction, _ := strings.Cut(number.Abs().String(), ".")
		whole = strings.Repeat("0", rapid.IntRange(0, 3).Draw(t, "leading zeros")) + whole
		fraction += strings.Repeat("0", rapid.IntRange(0, 3).Draw(t, "trailing zeros"))
		s := whole
		if fraction != "" {
			s += "." + fraction
		}
		if number.IsNegative() || number.IsZero() && rapid.Bool().Draw(t, "minus") {
			s = "-" + s
		}
		return s
	})
}

// anyDecimalText draws from few numbers, so that equal ones are frequent, and from texts that are not numbers.
func anyDecimalText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 4).Draw(t, "kind") == 0 {
			return rapid.OneOf(rapid.SampledFrom([]string{"", "1e1", "1,0", "+1"}), rapid.String()).Draw(t, "text")
		}
		number := decimal.New(rapid.Int64Range(-2, 2).Draw(t, "coefficient"), rapid.Int32Range(-1, 1).Draw(t, "exponent"))
		return spelledDecimal(number).Draw(t, "spelling")
	})
}

func TestDecimal_spellingsOfOneNumberAreEqual(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.Int32Range(-12, 6).Draw(t, "exponent"))
		a, b := spelledDecimal(number).Draw(t, "a"), spelledDecimal(number).Draw(t, "b")
		if !lenient.SameNumber(a, b) {
			t.Fatalf("%q and %q differ", a, b)
		}
		if got, err := ParseDecimal(a); err != nil || !got.Equal(number) {
			t.Fatalf("%q is read as %s, %v; want %s", a, got, err, number)
		}
		other := number.Add(decimal.New(1, -12))
		if c := spelledDecimal(other).Draw(t, "c"); lenient.SameNumber(a, c) {
			t.Fatalf("%q and %q are the same", a, c)
		}
	})
}

func TestDecimal_equalityIsAnEquivalenceRelation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		checkEquivalenceRelation(t, anyDecimalText(), lenient.SameNumber)
	})
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"", "0", "-0", "1200", "1200.00", "-25.5", "1,200", "1e9", "+1", ".5", "5.", "−5", longestDecimal, longestDecimal + "9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := NewDecimalValue(s)
		if !v.Equivalent(v) {
			t.Fatalf("%q is not equivalent to itself", s)
		}
		number, err := DecimalNumber(v)
		if err != nil {
			if IsZero(v) || number.Sign() != 0 {
				t.Fatalf("%q is refused and yet a number", s)
			}
			return
		}
		if again := number.String(); !lenient.SameNumber(s, again) {
			t.Fatalf("%q comes back as %q", s, again)
		}
	})
}
