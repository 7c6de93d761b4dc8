package timelog

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// queryModel holds the filters of the data source and the time logs that match
// them.
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
	// The site may store the number differently. Without its own time logs, an invoice would be replaced.
	isOn := naturalkey.MayBeSame(string(entry.InvoiceNumber), m.AvailableToInvoice.ValueString())
	return m.AvailableToInvoice.IsNull() || !entry.Billed() || isOn
}
