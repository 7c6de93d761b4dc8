package timelog

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// NewSetBillableAction returns the action billing_teamwork_time_logs_set_billable,
// which marks time logs as billable or not billable.
func NewSetBillableAction() action.Action {
	return record.NewAction(&record.Action[*site.Site, setBillableModel]{
		System: site.Name, Type: "teamwork_time_logs_set_billable", Schema: setBillableSchema, Run: setBillable,
	})
}

type setBillableModel struct {
	TimeLogIDs []int64    `tfsdk:"time_log_ids"`
	Billable   types.Bool `tfsdk:"billable"`
}

func setBillableSchema() schema.Schema {
	return schema.Schema{
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

func setBillable(ctx context.Context, s *site.Site, config *setBillableModel, say func(string)) diag.Diagnostics {
	word := "billable"
	if !config.Billable.ValueBool() {
		word = "not billable"
	}
	count := len(config.TimeLogIDs)
	for i, id := range config.TimeLogIDs {
		say(fmt.Sprintf("Marking time log %d as %s (%d of %d)", id, word, i+1, count))
		err := s.Client.SetTimeBillable(ctx, id, config.Billable.ValueBool())
		if err == nil {
			continue
		}
		detail := site.Detail(err)
		if transport.IsRejectedNow(err) {
			detail += "\n\nTeamwork does not allow changes to billed time. Remove the time log from time_log_ids."
		}
		detail += fmt.Sprintf("\n\n%d of %d time logs were marked before the failure. You can safely run the action again.", i, count)
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("time_log_ids"),
			site.Summary(fmt.Sprintf("could not mark time log %d as %s", id, word)), detail)}
	}
	return nil
}
