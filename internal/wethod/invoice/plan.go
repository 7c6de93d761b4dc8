package invoice

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// validate refuses a payment date for an invoice that is not planned to be paid.
func validate(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	_, diags := paymentOf(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
}

// paymentOf returns the payment date of a configuration, which requires paid = true.
func paymentOf(ctx context.Context, config tfsdk.Config) (customtypes.Date, diag.Diagnostics) {
	var paid types.Bool
	var date customtypes.Date
	diags := config.GetAttribute(ctx, path.Root("paid"), &paid)
	diags.Append(config.GetAttribute(ctx, path.Root("payment_date"), &date)...)
	isDated := !date.IsNull() && !date.IsUnknown()
	if isDated && !paid.IsUnknown() && !paid.ValueBool() {
		diags.AddAttributeError(path.Root("payment_date"), "Payment date without a payment",
			"The attribute payment_date requires paid = true. Set paid = true, or remove payment_date.")
	}
	return date, diags
}

// warnOfNewPayment warns that a new invoice is a draft, which Wethod probably
// does not set to paid. It does not refuse the plan, because that is inferred (contract
// section 11, question 2).
func warnOfNewPayment(ctx context.Context, planned tfsdk.Plan) diag.Diagnostics {
	var paid types.Bool
	diags := planned.GetAttribute(ctx, path.Root("paid"), &paid)
	if paid.ValueBool() {
		diags.AddAttributeWarning(path.Root("paid"), "Payment of a new invoice",
			"A new invoice is a draft, and Wethod sets only sent invoices to paid. The apply is likely to create the invoice and then fail. "+
				"Omit paid, apply, send the invoice, and then set paid = true.")
	}
	return diags
}

// plan checks the plan, and adds what an update will change besides the
// configured attributes.
func plan(ctx context.Context, c *company.Company, isReady bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	configured, diags := paymentOf(ctx, req.Config) // values that were unknown are known during apply
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(warnOfNewPayment(ctx, req.Plan)...)
		return
	}
	var planned, before model
	resp.Diagnostics.Append(record.Decode(ctx, req.Plan, &planned)...)
	resp.Diagnostics.Append(record.Decode(ctx, req.State, &before)...)
	if resp.Diagnostics.HasError() {
		return
	}
	isPayment := !planned.Paid.Equal(before.Paid)
	if isPayment {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), types.StringUnknown())...)
		if configured.IsNull() {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("payment_date"), types.StringUnknown())...)
		}
	}
	if isPayment || !planned.PaymentDate.Equal(before.PaymentDate) || planned.fields() != before.fields() || !req.Plan.Raw.IsFullyKnown() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("updated_at"), types.StringUnknown())...)
	}
	if isReady {
		resp.Diagnostics.Append(checkNumber(c, planned, before)...)
	}
}

// checkNumber notes the planned number of an invoice, and refuses it if another
// invoice of the same run has it.
func checkNumber(c *company.Company, planned, before model) diag.Diagnostics {
	if planned.ProjectID.IsUnknown() || planned.InvoiceNumber.ValueString() == "" {
		return nil
	}
	id := before.ID.ValueString()
	isKept := planned.InvoiceNumber.Equal(before.InvoiceNumber) && planned.ProjectID.Equal(before.ProjectID)
	other := c.PlanNumber(planned.ProjectID.ValueInt64(), id, planned.InvoiceNumber.ValueString(), isKept)
	if other == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("invoice_number"), "Two invoices with the same number",
		fmt.Sprintf("The invoices with the IDs %s and %s of project %s are both planned to have the number %s. Give one of them another number.",
			other, id, planned.ProjectID, planned.InvoiceNumber))}
}
