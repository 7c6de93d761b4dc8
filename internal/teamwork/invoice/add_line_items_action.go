package invoice

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// NewAddLineItemsAction returns the action billing_teamwork_invoice_add_line_items.
func NewAddLineItemsAction() action.Action { return &addLineItemsAction{} }

// addLineItemsAction adds existing time logs and expenses to an invoice. It is an
// action rather than a resource, because Teamwork documents no way to remove them
// again.
type addLineItemsAction struct {
	system.Access[*site.Site]
}

var (
	_ action.ActionWithConfigure      = (*addLineItemsAction)(nil)
	_ action.ActionWithValidateConfig = (*addLineItemsAction)(nil)
)

func (a *addLineItemsAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_teamwork_invoice_add_line_items"
}

func (a *addLineItemsAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
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

func (a *addLineItemsAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	resp.Diagnostics.Append(a.Connect(req.ProviderData, site.Name)...)
}

func (a *addLineItemsAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var model addLineItemsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(model.validate()...)
	}
}

func (a *addLineItemsAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model addLineItemsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	s, ok := a.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	// Values that were unknown when the configuration was validated are known by now.
	resp.Diagnostics.Append(model.validate()...)
	if resp.Diagnostics.HasError() {
		return
	}
	invoiceID := model.InvoiceID.ValueString()
	say := func(message string) { resp.SendProgress(action.InvokeProgressEvent{Message: message}) }
	defer s.Reads.Writing(invoiceID)()

	steps := model.steps()
	for i, step := range steps {
		say(fmt.Sprintf("Adding %s to invoice %s", step.count(), invoiceID))
		if err := addEntries(ctx, s, invoiceID, say, step); err != nil {
			resp.Diagnostics.Append(explainAddition(step.entryKind, invoiceID, err)...)
			resp.Diagnostics.Append(explainOthers(steps[:i], steps[i+1:], invoiceID)...)
			return
		}
	}
	say(fmt.Sprintf("Invoice %s has all of the entries", invoiceID))
}

// explainAddition explains why entries were not, or may not have been, added.
func explainAddition(kind entryKind, invoiceID string, err error) diag.Diagnostics {
	happened := fmt.Sprintf("could not add the %s to invoice %s", kind.many, invoiceID)
	switch {
	case transport.IsNotFound(err):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("invoice_id"), site.Summary(happened),
			site.Detail(err)+"\n\nCheck that invoice_id is the ID of an invoice that the credential's user can see.")}
	case transport.IsRejected(err):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(kind.attribute), site.Summary(happened),
			site.Detail(err)+fmt.Sprintf("\n\nCheck that the %s belong to the invoice's project, that no invoice bills them yet, "+
				"and that the invoice is not completed.", kind.many))}
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
			fmt.Sprintf("Invoice %s has the %s. Omit %s when you run the action again.", invoiceID, each.many, each.attribute))
	}
	for _, each := range left {
		diags.AddWarning(fmt.Sprintf("The %s were not added", each.many),
			fmt.Sprintf("The %s were not sent, because the previous step failed.", each.many))
	}
	return diags
}
