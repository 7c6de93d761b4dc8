package timelog

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// NewSetBillableAction returns the action billing_teamwork_time_logs_set_billable.
func NewSetBillableAction() action.Action { return &setBillableAction{} }

// setBillableAction marks time logs as billable or not billable.
type setBillableAction struct {
	system.Access[*site.Site]
}

var _ action.ActionWithConfigure = (*setBillableAction)(nil)

type setBillableModel struct {
	TimeLogIDs []int64    `tfsdk:"time_log_ids"`
	Billable   types.Bool `tfsdk:"billable"`
}

func (a *setBillableAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_teamwork_time_logs_set_billable"
}

func (a *setBillableAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Marks time logs of a Teamwork.com site as billable or not billable. Running the action again changes nothing. " +
			"Actions require Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"time_log_ids": schema.ListAttribute{
				Required:            true,
				ElementType:         customtypes.WholeNumberType{},
				MarkdownDescription: "IDs of the time logs, as in `data.billing_teamwork_time_logs.NAME.ids`.",
				Validators:          []validator.List{customtypes.NoNulls{}, listvalidator.ValueInt64sAre(int64validator.AtLeast(1))},
			},
			"billable": schema.BoolAttribute{
				Required:            true,
				MarkdownDescription: "Whether the time logs are billable.",
			},
		},
	}
}

func (a *setBillableAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	resp.Diagnostics.Append(a.Connect(req.ProviderData, site.Name)...)
}

func (a *setBillableAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model setBillableModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	s, ok := a.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	word := "billable"
	if !model.Billable.ValueBool() {
		word = "not billable"
	}
	for i, id := range model.TimeLogIDs {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Marking time log %d as %s (%d of %d)", id, word, i+1, len(model.TimeLogIDs))})
		err := s.Client.SetTimeBillable(ctx, id, model.Billable.ValueBool())
		if err == nil {
			continue
		}
		detail := site.Detail(err)
		if transport.IsRejectedNow(err) {
			detail += "\n\nTeamwork does not allow changes to billed time. Remove the time log from time_log_ids."
		}
		detail += fmt.Sprintf("\n\n%d of %d time logs were marked before the failure. You can safely run the action again.", i, len(model.TimeLogIDs))
		resp.Diagnostics.AddAttributeError(path.Root("time_log_ids"),
			site.Summary(fmt.Sprintf("could not mark time log %d as %s", id, word)), detail)
		return
	}
}
