package record

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

func TestAnswer_passesOnNothingThatItCannotRead(t *testing.T) {
	t.Parallel()
	number := func(before types.Int64) func(*Answer, lenient.Text) attr.Value {
		return func(a *Answer, text lenient.Text) attr.Value { return a.Number(before, "minutes", text) }
	}
	amount := func(before customtypes.Decimal) func(*Answer, lenient.Text) attr.Value {
		return func(a *Answer, text lenient.Text) attr.Value { return a.Decimal(before, "cost", text) }
	}
	day := func(before customtypes.Date) func(*Answer, lenient.Text) attr.Value {
		return func(a *Answer, text lenient.Text) attr.Value { return a.Date(before, "date", text) }
	}
	tests := map[string]struct {
		read    func(*Answer, lenient.Text) attr.Value
		text    lenient.Text
		want    attr.Value
		problem string // "" = it can be read
	}{
		"number":                  {number(types.Int64Null()), "40", types.Int64Value(40), ""},
		"number of nothing":       {number(types.Int64Value(7)), "", types.Int64Null(), ""},
		"number with spaces":      {number(types.Int64Null()), " 40 ", types.Int64Value(40), ""},
		"fraction":                {number(types.Int64Value(7)), "1.5", types.Int64Value(7), `The field minutes of invoice 49, which is attribute minutes, should be a whole number but is "1.5".`},
		"thousands, whole":        {number(types.Int64Unknown()), "1,234", types.Int64Null(), `The field minutes of invoice 49, which is attribute minutes, should be a whole number but is "1,234".`},
		"decimal":                 {amount(customtypes.NewDecimalNull()), "1200.50", customtypes.NewDecimalValue("1200.50"), ""},
		"decimal in other words":  {amount(customtypes.NewDecimalNull()), ".5", customtypes.NewDecimalValue("0.5"), ""},
		"decimal of nothing":      {amount(customtypes.NewDecimalValue("5")), "", customtypes.NewDecimalNull(), ""},
		"thousands":               {amount(customtypes.NewDecimalValue("1234.50")), "1,234.50", customtypes.NewDecimalValue("1234.50"), `The field cost of invoice 49, which is attribute cost, should be a decimal number but is "1,234.50".`},
		"thousands, nothing else": {amount(customtypes.NewDecimalUnknown()), "1,234.50", customtypes.NewDecimalNull(), `The field cost of invoice 49, which is attribute cost, should be a decimal number but is "1,234.50".`},
		"date":                    {day(customtypes.Date{}), "20150617", customtypes.NewDateValue("2015-06-17"), ""},
		"timestamp":               {day(customtypes.NewDateValue("2015-06-17")), "2015-06-17T22:00:00Z", customtypes.NewDateValue("2015-06-17"), `The field date of invoice 49, which is attribute date, should be a date but is "2015-06-17T22:00:00Z".`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := NewAnswer("Acme", "invoice 49")
			if got := test.read(answer, test.text); !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
			var want diag.Diagnostics
			if test.problem != "" {
				want.AddError("Unexpected response from Acme", test.problem+" The provider does not guess the intended value.")
			}
			unread, others := readable(answer.Problems())
			if details(unread) != details(want) || len(others) != 0 {
				t.Errorf("problems %v and %v, want %v", unread, others, want)
			}
		})
	}
}
