package customtypes

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestDecimalValidators(t *testing.T) {
	t.Parallel()
	between, places := DecimalBetween("0", "100"), DecimalMaxPlaces(2)
	at := path.Root("fixed_cost")
	for _, test := range []struct {
		validator validator.String
		value     types.String
		want      string // the message; "" = the value passes
	}{

		{between, types.StringValue("0.01"), ""},
		{between, types.StringValue("100.00"), ""},
		{between, types.StringValue("0.00"), `"0.00" is out of range: write a number greater than 0 and at most 100.`},
		{between, types.StringValue("-5"), `"-5" is out of range: write a number greater than 0 and at most 100.`},
		{between, types.StringValue("100.01"), `"100.01" is out of range: write a number greater than 0 and at most 100.`},

		{DecimalWithin("0", "100"), types.StringValue("0.00"), ""},
		{DecimalWithin("0", "100"), types.StringValue("100"), ""},
		{DecimalWithin("0", "100"), types.StringValue("-0.01"), `"-0.01" is out of range: write a number from 0 to 100.`},
		{DecimalWithin("0", "100"), types.StringValue("100.01"), `"100.01" is out of range: write a number from 0 to 100.`},

		{places, types.StringValue("25"), ""},
		{places, types.StringValue("25.5"), ""},
		{places, types.StringValue("25.5000"), ""},
		{places, types.StringValue("2500"), ""},
		{places, types.StringValue("25.555"), `"25.555" has 3 digits after the decimal point: round it to at most 2 digits.`},
		{places, types.StringValue("0.0010"), `"0.0010" has 3 digits after the decimal point: round it to at most 2 digits.`},
		{DecimalMaxPlaces(0), types.StringValue("25.0"), ""},
		{DecimalMaxPlaces(0), types.StringValue("25.50"), `"25.50" has 1 digit after the decimal point: round it to at most 0 digits.`},
	} {
		resp := &validator.StringResponse{}
		test.validator.ValidateString(context.Background(), validator.StringRequest{Path: at, ConfigValue: test.value}, resp)
		if test.want != "" {
			wantAttributeError(t, resp.Diagnostics, at, "Attribute fixed_cost: "+test.want)
		} else if len(resp.Diagnostics) != 0 {
			t.Errorf("%s: %v", test.value, resp.Diagnostics)
		}
	}
}

func TestDecimalValidators_leaveTheRestToTheType(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, v := range []validator.String{DecimalBetween("5", "6"), DecimalMaxPlaces(0)} {
		for _, value := range []types.String{types.StringNull(), types.StringUnknown(), types.StringValue(""), types.StringValue("1,5"), types.StringValue("1e-9")} {
			resp := &validator.StringResponse{}
			v.ValidateString(ctx, validator.StringRequest{Path: path.Root("fixed_cost"), ConfigValue: value}, resp)
			if len(resp.Diagnostics) != 0 {
				t.Errorf("%s: %v", value, resp.Diagnostics)
			}
		}
	}
}

func TestDecimalValidators_describeThemselves(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for want, v := range map[string]validator.String{
		"value must be a number greater than 0 and at most 100":                DecimalBetween("0", "100"),
		"value must be a number with at most 1 digit after the decimal point":  DecimalMaxPlaces(1),
		"value must be a number with at most 2 digits after the decimal point": DecimalMaxPlaces(2),
	} {
		if got := v.Description(ctx); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := v.MarkdownDescription(ctx); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestDecimalValidators_refuseBadBoundsAtOnce(t *testing.T) {
	t.Parallel()
	for name, build := range map[string]func(){
		"between minimum": func() { DecimalBetween("", "100") },
		"between maximum": func() { DecimalBetween("0", "1,000") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			build()
		}()
	}
}
