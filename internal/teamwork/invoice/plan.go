package invoice

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// plan checks what a plan changes: the currency, the decimal places of the amount,
// and whether another invoice of the same run has the same number.
func plan(ctx context.Context, s *site.Site, isReady bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !isReady {
		return
	}
	var planned, before model
	resp.Diagnostics.Append(record.Decode(ctx, req.Plan, &planned)...)
	isNew := req.State.Raw.IsNull()
	if !isNew {
		resp.Diagnostics.Append(record.Decode(ctx, req.State, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if code := planned.CurrencyCode; !code.IsNull() && !code.IsUnknown() && !code.Equal(before.CurrencyCode) {
		resp.Diagnostics.Append(s.CheckCurrency(ctx, path.Root("currency_code"), code.ValueString())...)
	}
	// The currency may be known only when the change is planned again during the apply.
	isOtherCurrency := !planned.CurrencyCode.IsUnknown() && !planned.CurrencyCode.Equal(before.CurrencyCode)
	if isOtherCurrency || !planned.FixedCost.Equivalent(before.FixedCost) {
		resp.Diagnostics.Append(checkDecimals(planned)...)
	}
	var now *model
	if !isNew {
		now = &before
	}
	resp.Diagnostics.Append(planEntries(ctx, s, &planned, now, &resp.RequiresReplace)...)
	stays := !isNew && planned.ProjectID.Equal(before.ProjectID) && !planned.Number.IsUnknown()
	if !stays {
		return
	}
	id := before.ID.ValueString()
	if other := s.Numbers.Plan(planned.ProjectID.ValueInt64(), id, planned.Number.ValueString()); other != "" {
		resp.Diagnostics.AddAttributeError(path.Root("number"), "Two invoices with the same number",
			fmt.Sprintf("In this plan, the invoices with IDs %s and %s of project %s both have the number %s. Change the number of one of them.",
				other, id, planned.ProjectID, planned.Number))
	}
}

// decimalsOf returns the number of decimal places of a currency's amounts (ISO 4217).
func decimalsOf(currency string) int {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	default:
		return 2
	}
}

// checkDecimals rejects an amount with more decimal places than its currency has,
// because the site would round it.
func checkDecimals(planned model) diag.Diagnostics {
	if planned.FixedCost.IsNull() || planned.FixedCost.IsUnknown() {
		return nil
	}
	currency := planned.CurrencyCode.ValueString()
	most := decimalsOf(currency)
	if has := customtypes.DecimalPlaces(planned.FixedCost.ValueString()); has <= most {
		return nil
	}
	about := fmt.Sprintf("%s has %d", currency, most)
	if currency == "" {
		about = fmt.Sprintf("most currencies have %d. If the invoice's currency has more, set currency_code", most)
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("fixed_cost"), "Too many decimals",
		fmt.Sprintf("The amount %s has more decimal places than its currency. Round it, for example with format(\"%%.%df\", value): %s.",
			strings.TrimSpace(planned.FixedCost.String()), most, about))}
}
