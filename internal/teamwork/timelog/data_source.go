// Package timelog reads the time logs of a Teamwork.com site and changes whether
// they are billable. It does not create them: time logs record work and are not
// configuration.
package timelog

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewDataSource returns the data source billing_teamwork_time_logs.
func NewDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*site.Site, queryModel]{
		System: site.Name, Type: "teamwork_time_logs", Schema: dataSourceSchema, Validate: validate, Run: list, Rows: "time_logs",
	})
}

func dataSourceSchema() schema.Schema {
	day := func(description string) schema.StringAttribute {
		return schema.StringAttribute{CustomType: customtypes.DateType{}, Optional: true, MarkdownDescription: description}
	}
	return schema.Schema{
		MarkdownDescription: "Lists the time logs of one project or of all projects of a Teamwork.com site, from all pages of the site's list. " +
			"With `available_to_invoice`, use `ids` as `time_log_ids` of that invoice.",
		Attributes: map[string]schema.Attribute{
			"project_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: "ID of the project whose time logs to list. Defaults to all projects.",
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"from": day("First day to include, `YYYY-MM-DD`, in the time zone of the credential's user. Omit for no limit."),
			"to":   day("Last day to include, in the format of `from`. Omit for no limit."),
			"billable": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to list only billable time (`true`) or only non-billable time (`false`). Omit to list both.",
			},
			"billed": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to list only billed time (`true`) or only unbilled time (`false`). Omit to list both.",
			},
			"available_to_invoice": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Invoice number. Lists only time that is unbilled or on the project's invoice with this number, which does not have to " +
					"exist yet. Requires `project_id`, because numbers repeat across projects. Cannot be set together with `billed`. " +
					"Omit to list all time.",
				Validators: []validator.String{
					customtypes.NotEmpty("write the invoice number, or omit the attribute to list all time logs"),
					stringvalidator.ConflictsWith(path.MatchRoot("billed")),
				},
			},
			"person_ids": schema.ListAttribute{
				Optional: true, ElementType: customtypes.WholeNumberType{},
				MarkdownDescription: "IDs of the people whose time to list. Defaults to everyone.",
				Validators:          []validator.List{customtypes.NoNulls{}, listvalidator.ValueInt64sAre(int64validator.AtLeast(1))},
			},
			"time_logs": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of time logs, without duplicates, in the order Teamwork returns them.",
				NestedObject:        timeLogObject(),
			},
			"ids": schema.ListAttribute{
				Computed: true, ElementType: types.Int64Type,
				MarkdownDescription: "IDs of the time logs, in the order of `time_logs`.",
			},
			"total_minutes": record.Number("Total duration in minutes."),
		},
	}
}

func list(ctx context.Context, s *site.Site, model *queryModel) diag.Diagnostics {
	found, err := s.TimeEntries(ctx, model.query())
	if err != nil {
		return site.Explain("could not list the time logs", err)
	}
	var diags diag.Diagnostics
	model.TimeLogs, model.IDs = []timeLogModel{}, []int64{}
	var total int64
	for _, entry := range found {
		shown, problems := flatten(entry)
		diags.Append(problems...)
		if !model.chooses(entry, shown) {
			continue
		}
		model.TimeLogs = append(model.TimeLogs, shown)
		model.IDs = append(model.IDs, answerOf(entry).Number(types.Int64{}, "id", entry.ID).ValueInt64())
		total += shown.Minutes.ValueInt64()
	}
	model.TotalMinutes = types.Int64Value(total)
	return diags
}
