package invoice

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// NewAddLineItemsAction returns the action billing_teamwork_invoice_add_line_items,
// which adds existing time logs and expenses to an invoice. It is an action rather
// than a resource, because Teamwork documents no way to remove them again.
func NewAddLineItemsAction() action.Action {
	return record.NewAction(&record.Action[*site.Site, addLineItemsModel]{
		System: site.Name, Type: "teamwork_invoice_add_line_items", Schema: addLineItemsSchema,
		Validate: (*addLineItemsModel).validate, Run: addLineItems,
	})
}

func addLineItemsSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Adds existing time logs and expenses of an invoice's project to the invoice, which then bills them. This operation cannot be " +
			"undone: Teamwork has no documented way to remove them again. The invoice must not be completed, and none of the entries may " +
			"be billed already. Actions require Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"invoice_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "ID of the invoice, as in `billing_teamwork_invoice.NAME.id`.",
			},
			"time_log_ids": schema.ListAttribute{
				Optional:            true,
				ElementType:         customtypes.WholeNumberType{},
				MarkdownDescription: "IDs of the time logs to add. At least one ID is required in `time_log_ids` or `expense_ids`.",
			},
			"expense_ids": schema.ListAttribute{
				Optional:            true,
				ElementType:         customtypes.WholeNumberType{},
				MarkdownDescription: "IDs of the expenses to add. The provider adds them after the time logs.",
			},
			"time_log_totals": schema.MapAttribute{
				Optional:    true,
				ElementType: customtypes.DecimalType{},
				MarkdownDescription: "Map of time log IDs in `time_log_ids` to amounts, decimal numbers in the invoice's currency. Each amount replaces " +
					"the time log's hours times its rate. Defaults to hours times rate.",
			},
		},
	}
}

func addLineItems(ctx context.Context, s *site.Site, config *addLineItemsModel, say func(string)) diag.Diagnostics {
	invoiceID := config.InvoiceID.ValueString()
	defer s.Reads.Writing(invoiceID)()

	steps := config.steps()
	for i, step := range steps {
		say(fmt.Sprintf("Adding %s to invoice %s", step.count(), invoiceID))
		if err := addEntries(ctx, s, invoiceID, say, step); err != nil {
			return append(explainAddition(step.entryKind, invoiceID, err), explainOthers(steps[:i], steps[i+1:], invoiceID)...)
		}
	}
	return verifyAddition(ctx, s, invoiceID, say, steps)
}

// verifyAddition reads the invoice after all entries were added, because the site may
// skip some of them and respond OK.
func verifyAddition(ctx context.Context, s *site.Site, invoiceID string, say func(string), steps []entries) diag.Diagnostics {
	err := verifyAdded(ctx, s, invoiceID, "It has all of the others. Check the invoice and the missing entries in Teamwork, and omit "+
		"the entries that it already has when you run the action again.", steps)
	var missing *missingError
	switch {
	case errors.As(err, &missing):
		return missing.explain(fmt.Sprintf("invoice %s does not have all of the entries", invoiceID))
	case err != nil:
		var diags diag.Diagnostics
		diags.AddWarning(fmt.Sprintf("It was not verified that invoice %s has all of the entries", invoiceID),
			"Teamwork responded OK to every request, but the invoice could not be read afterward. Check it in Teamwork.\n\n"+site.Detail(err))
		return diags
	}
	say(fmt.Sprintf("Invoice %s has all of the entries", invoiceID))
	return nil
}

// explainAddition explains why entries were not, or may not have been, added.
func explainAddition(kind entryKind, invoiceID string, err error) diag.Diagnostics {
	happened := fmt.Sprintf("could not add the %s to invoice %s", kind.many, invoiceID)
	switch {
	case transport.IsNotFound(err):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("invoice_id"), site.Summary(happened),
			err.Error()+"\n\nCheck that invoice_id is the ID of an invoice that the credential's user can see.")}
	case transport.IsRejected(err):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(kind.attribute), site.Summary(happened),
			site.Detail(err)+"\n\n"+checkAdvice(kind.many))}
	case transport.MayHaveTakenEffect(err):
		return diag.Diagnostics{diag.NewErrorDiagnostic(site.Summary(happened),
			site.Detail(err)+fmt.Sprintf("\n\nBefore you run the action again, check the invoice in Teamwork, and omit the %s that it already has.", kind.many))}
	default:
		return site.Explain(happened, err)
	}
}

// explainOthers reports what happened to the entries before and after those that failed.
func explainOthers(added, left []entries, invoiceID string) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range added {
		diags.AddWarning(fmt.Sprintf("The %s were added", each.many),
			fmt.Sprintf("Teamwork responded OK to adding the %s to invoice %s. Check the invoice in Teamwork, and omit those that it has from %s "+
				"when you run the action again.", each.many, invoiceID, each.attribute))
	}
	for _, each := range left {
		diags.AddWarning(fmt.Sprintf("The %s were not added", each.many),
			fmt.Sprintf("The %s were not sent, because the previous step failed.", each.many))
	}
	return diags
}
