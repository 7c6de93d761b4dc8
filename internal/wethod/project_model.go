package wethod

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// projectModel is a project as the data source shows it.
type projectModel struct {
	ID                          types.Int64  `tfsdk:"id"`
	Name                        types.String `tfsdk:"name"`
	JobOrder                    types.String `tfsdk:"job_order"`
	PurchaseOrder               types.String `tfsdk:"purchase_order"`
	Value                       types.String `tfsdk:"value"`
	Probability                 types.Int64  `tfsdk:"probability"`
	ExternalCostPercentage      types.String `tfsdk:"external_cost_percentage"`
	DateStart                   types.String `tfsdk:"date_start"`
	Duration                    types.Int64  `tfsdk:"duration"`
	IsArchived                  types.Bool   `tfsdk:"is_archived"`
	ArchivedOn                  types.String `tfsdk:"archived_on"`
	DueDate                     types.String `tfsdk:"due_date"`
	SignedOn                    types.String `tfsdk:"signed_on"`
	IsTimesheetWhitelistEnabled types.Bool   `tfsdk:"is_timesheet_whitelist_enabled"`
	JobOrderCategoryID          types.Int64  `tfsdk:"job_order_category_id"`
	ProjectTypeID               types.Int64  `tfsdk:"project_type_id"`
	ClientID                    types.Int64  `tfsdk:"client_id"`
	PMID                        types.Int64  `tfsdk:"pm_id"`
	AccountID                   types.Int64  `tfsdk:"account_id"`
	ClientContactID             types.Int64  `tfsdk:"client_contact_id"`
	ReasonWhyID                 types.Int64  `tfsdk:"reason_why_id"`
	BusinessUnitID              types.Int64  `tfsdk:"business_unit_id"`
	BillingGroupID              types.Int64  `tfsdk:"billing_group_id"`
	ProjectStageID              types.Int64  `tfsdk:"project_stage_id"`
	CreatedAt                   types.String `tfsdk:"created_at"`
	UpdatedAt                   types.String `tfsdk:"updated_at"`
	DeletedAt                   types.String `tfsdk:"deleted_at"`
}

// projectsAttribute returns the list of projects. Its elements are of projectModel.
func projectsAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "List of projects, without duplicates, by ascending ID.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id":                       record.Number("Project ID."),
			"name":                     record.Text("Name of the project."),
			"job_order":                record.Text("Job order, or null if not set. A project without a job order cannot have invoices."),
			"purchase_order":           record.Text("Customer's purchase order, or null if not set."),
			"value":                    record.Text("Value of the project **in thousands**, a decimal number with the digits that Wethod returns."),
			"probability":              record.Number("Probability that the project goes ahead, in percent."),
			"external_cost_percentage": record.Text("Share of external costs, in percent, a decimal number."),
			"date_start":               record.Text("First day of the month in which the project starts, `YYYY-MM-DD`."),
			"duration":                 record.Number("Duration in months."),
			"is_archived":              schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the project is archived."},
			"archived_on":              record.Text("Time when the project was archived, as Wethod returns it, or null if it is not archived."),
			"due_date":                 record.Text("Due date, as Wethod returns it, or null if not set."),
			"signed_on":                record.Text("Time when the project was signed, as Wethod returns it, or null if it is not signed."),
			"is_timesheet_whitelist_enabled": schema.BoolAttribute{
				Computed: true, MarkdownDescription: "Whether only selected people can log time on the project.",
			},
			"job_order_category_id": record.Number("ID of the job order's category, or null if not set."),
			"project_type_id":       record.Number("ID of the project's type, or null if not set."),
			"client_id":             record.Number("ID of the client, or null if not set."),
			"pm_id":                 record.Number("ID of the project manager, or null if not set."),
			"account_id":            record.Number("ID of the person in the account role, or null if not set."),
			"client_contact_id":     record.Number("ID of the client's contact, or null if not set."),
			"reason_why_id":         record.Number("ID of the reason why the project was won or lost, or null if not set."),
			"business_unit_id":      record.Number("ID of the business unit, or null if not set."),
			"billing_group_id":      record.Number("ID of the billing group, or null if not set."),
			"project_stage_id":      record.Number("ID of the stage, or null if not set."),
			"created_at":            record.Text("Time when the project was created, as Wethod returns it (RFC 3339)."),
			"updated_at":            record.Text("Time when the project was last changed, as Wethod returns it (RFC 3339)."),
			"deleted_at":            record.Text("Time when the project was deleted, as Wethod returns it, or null if it is not deleted."),
		}},
	}
}

// flattenProject converts a project from the wire.
func flattenProject(project api.Project) (projectModel, diag.Diagnostics) {
	answer := record.NewAnswer(company.Title, "project "+strconv.FormatInt(int64(project.ID), 10))
	text := customtypes.TextOrNull
	number := func(field string, text lenient.Text) types.Int64 { return answer.Number(types.Int64{}, field, text) }
	return projectModel{
		ID:                          types.Int64Value(int64(project.ID)),
		Name:                        text(project.Name),
		JobOrder:                    text(project.JobOrder),
		PurchaseOrder:               text(project.PurchaseOrder),
		Value:                       answer.Amount("value", project.Value),
		Probability:                 number("probability", project.Probability),
		ExternalCostPercentage:      answer.Amount("external_cost_percentage", project.ExternalCostPercentage),
		DateStart:                   text(project.DateStart),
		Duration:                    number("duration", project.Duration),
		IsArchived:                  customtypes.BoolOrNull(project.IsArchived),
		ArchivedOn:                  text(project.ArchivedOn),
		DueDate:                     text(project.DueDate),
		SignedOn:                    text(project.SignedOn),
		IsTimesheetWhitelistEnabled: customtypes.BoolOrNull(project.IsTimesheetWhitelistEnabled),
		JobOrderCategoryID:          number("job_order_category_id", project.JobOrderCategoryID),
		ProjectTypeID:               number("project_type_id", project.ProjectTypeID),
		ClientID:                    number("client_id", project.ClientID),
		PMID:                        number("pm_id", project.PMID),
		AccountID:                   number("account_id", project.AccountID),
		ClientContactID:             number("client_contact_id", project.ClientContactID),
		ReasonWhyID:                 number("reason_why_id", project.ReasonWhyID),
		BusinessUnitID:              number("business_unit_id", project.BusinessUnitID),
		BillingGroupID:              number("billing_group_id", project.BillingGroupID),
		ProjectStageID:              number("project_stage_id", project.ProjectStageID),
		CreatedAt:                   text(project.CreatedAt),
		UpdatedAt:                   text(project.UpdatedAt),
		DeletedAt:                   text(project.DeletedAt),
	}, answer.Problems()
}
