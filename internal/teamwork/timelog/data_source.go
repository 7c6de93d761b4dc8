// Package timelog reads the time logs of a Teamwork.com site and changes whether
// they are billable. It does not create them: time logs record work and are not
// configuration.
package timelog

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewDataSource returns the data source billing_teamwork_time_logs.
func NewDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*site.Site, queryModel]{
		System: site.Name, Type: "teamwork_time_logs", Schema: dataSourceSchema, Validate: validate, Run: list, Rows: "time_logs",
	})
}

type queryModel struct {
	ProjectID          types.Int64      `tfsdk:"project_id"`
	From               customtypes.Date `tfsdk:"from"`
	To                 customtypes.Date `tfsdk:"to"`
	Billable           types.Bool       `tfsdk:"billable"`
	Billed             types.Bool       `tfsdk:"billed"`
	AvailableToInvoice types.String     `tfsdk:"available_to_invoice"`
	PersonIDs          []int64          `tfsdk:"person_ids"`
	TimeLogs           []timeLogModel   `tfsdk:"time_logs"`
	IDs                []int64          `tfsdk:"ids"`
	TotalMinutes       types.Int64      `tfsdk:"total_minutes"`
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
				NestedObject:        schema.NestedAttributeObject{Attributes: timeLogAttributes()},
			},
			"ids": schema.ListAttribute{
				Computed: true, ElementType: types.Int64Type,
				MarkdownDescription: "IDs of the time logs, in the order of `time_logs`.",
			},
			"total_minutes": record.Number("Total duration in minutes."),
		},
	}
}

// validate rejects filters that cannot match anything or are ambiguous.
func validate(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var query struct {
		project  types.Int64
		from, to customtypes.Date
		invoice  types.String
	}
	diags := config.GetAttribute(ctx, path.Root("project_id"), &query.project)
	diags.Append(config.GetAttribute(ctx, path.Root("from"), &query.from)...)
	diags.Append(config.GetAttribute(ctx, path.Root("to"), &query.to)...)
	diags.Append(config.GetAttribute(ctx, path.Root("available_to_invoice"), &query.invoice)...)
	if diags.HasError() {
		return diags
	}
	if !query.invoice.IsNull() && query.project.IsNull() {
		diags.AddAttributeError(path.Root("available_to_invoice"), "Missing project",
			"Invoice numbers repeat across projects, so available_to_invoice requires project_id. Set project_id, or remove available_to_invoice.")
	}
	first, last := customtypes.ISODate(query.from), customtypes.ISODate(query.to)
	if first != "" && last != "" && first > last {
		diags.AddAttributeError(path.Root("from"), "Dates in reverse order", "from ("+first+") is later than to ("+last+"). Swap the two dates.")
	}
	return diags
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

// query converts the filters that the site supports.
func (m *queryModel) query() api.TimeEntryQuery {
	query := api.TimeEntryQuery{
		ProjectID: m.ProjectID.ValueInt64(),
		From:      customtypes.CompactDate(m.From),
		To:        customtypes.CompactDate(m.To),
	}
	if !m.Billable.IsNull() {
		query.BillableType = api.NonBillable
		if m.Billable.ValueBool() {
			query.BillableType = api.Billable
		}
	}
	if !m.Billed.IsNull() {
		query.InvoicedType = api.NonInvoiced
		if m.Billed.ValueBool() {
			query.InvoicedType = api.Invoiced
		}
	}
	if len(m.PersonIDs) == 1 {
		query.UserID = m.PersonIDs[0]
	}
	return query
}

// chooses applies every filter again, because Teamwork does not document which of
// them work together (contract section 11).
func (m *queryModel) chooses(entry api.TimeEntry, shown timeLogModel) bool {
	day, first, last := shown.Date.ValueString(), customtypes.ISODate(m.From), customtypes.ISODate(m.To)
	switch {
	case !m.ProjectID.IsNull() && !shown.ProjectID.IsNull() && !shown.ProjectID.Equal(m.ProjectID),
		day != "" && day < first,
		day != "" && last != "" && day > last,
		!m.Billable.IsNull() && !shown.Billable.IsNull() && !shown.Billable.Equal(m.Billable),
		!m.Billed.IsNull() && !shown.Billed.Equal(m.Billed),
		len(m.PersonIDs) > 0 && !slices.Contains(m.PersonIDs, shown.PersonID.ValueInt64()):
		return false
	}
	isOn := naturalkey.Of(string(entry.InvoiceNumber)) == naturalkey.Of(m.AvailableToInvoice.ValueString())
	return m.AvailableToInvoice.IsNull() || !entry.Billed() || isOn
}
