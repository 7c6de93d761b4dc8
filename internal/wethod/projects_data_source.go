package wethod

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/filter"
)

func newProjectsDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*company.Company, projectsModel]{
		System: company.Name, Type: "wethod_projects", Schema: projectsSchema, Validate: validateProjects, Run: listProjects, Rows: "projects",
	})
}

type projectsModel struct {
	Probability    types.Int64    `tfsdk:"probability"`
	ProjectStageID types.Int64    `tfsdk:"project_stage_id"`
	DateStart      types.Object   `tfsdk:"date_start"`
	UpdatedAt      types.Object   `tfsdk:"updated_at"`
	Deleted        types.String   `tfsdk:"deleted"`
	DeletedAt      types.Object   `tfsdk:"deleted_at"`
	Projects       []projectModel `tfsdk:"projects"`
}

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

func projectsSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the projects of a company in Wethod, all pages, ordered by ID. Wethod's API cannot search by name or " +
			"job order. Filter the result instead.\n\n~> **The list can be partial without an error.** A token whose user has only the " +
			"permission `pipeline.view` gets the projects where that user is project manager or account. To list all projects, the user " +
			"needs `pipeline.view_other`.",
		Attributes: map[string]schema.Attribute{
			"probability": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: "Restricts the list to projects with this probability, in percent. Omit for no restriction.",
				Validators:          []validator.Int64{int64validator.Between(0, 100)},
			},
			"project_stage_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: "Restricts the list to projects in the stage with this ID. Omit for no restriction.",
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"date_start": filter.New("projects that start", filter.Day).DataSource(),
			"updated_at": filter.New("projects that were changed", filter.Instant).DataSource(),
			"deleted": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Wethod's own filter for deleted projects, passed on unchanged. Wethod does not document which values " +
					"it accepts. A deleted project has `deleted_at`.",
				Validators: []validator.String{customtypes.NotEmpty("omit the attribute to leave the choice to Wethod")},
			},
			"deleted_at": filter.New("projects that were deleted", filter.Instant).DataSource(),
			"projects": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of projects, without duplicates, by ascending ID.",
				NestedObject:        schema.NestedAttributeObject{Attributes: projectAttributes()},
			},
		},
	}
}

func projectAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
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
	}
}

func validateProjects(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var model projectsModel
	if diags := config.Get(ctx, &model); diags.HasError() {
		return diags
	}
	_, diags := model.query(ctx)
	return diags
}

func (m *projectsModel) query(ctx context.Context) (api.ProjectQuery, diag.Diagnostics) {
	var diags diag.Diagnostics
	expand := func(name string, object types.Object, kind filter.Kind) api.Filter {
		expanded, problems := filter.Read(ctx, name, object, kind)
		diags.Append(problems...)
		return expanded
	}
	query := api.ProjectQuery{
		ProjectStageID: m.ProjectStageID.ValueInt64(),
		Deleted:        m.Deleted.ValueString(),
		DateStart:      expand("date_start", m.DateStart, filter.Day),
		UpdatedAt:      expand("updated_at", m.UpdatedAt, filter.Instant),
		DeletedAt:      expand("deleted_at", m.DeletedAt, filter.Instant),
	}
	if !m.Probability.IsNull() && !m.Probability.IsUnknown() {
		query.Probability = m.Probability.ValueInt64Pointer()
	}
	return query, diags
}

func listProjects(ctx context.Context, c *company.Company, model *projectsModel) diag.Diagnostics {
	query, diags := model.query(ctx)
	if diags.HasError() {
		return diags
	}
	projects, err := c.Client.ListProjects(ctx, query)
	if err != nil {
		return company.Explain("could not list the projects", err, "probability", "project_stage_id", "date_start", "updated_at", "deleted", "deleted_at")
	}
	model.Projects = make([]projectModel, 0, len(projects))
	for _, project := range projects {
		shown, problems := flattenProject(project)
		diags.Append(problems...)
		model.Projects = append(model.Projects, shown)
	}
	return diags
}

// flattenProject converts a project from the wire.
func flattenProject(project api.Project) (projectModel, diag.Diagnostics) {
	answer := record.NewAnswer(company.Title, "project "+strconv.FormatInt(int64(project.ID), 10))
	text := func(text lenient.Text) types.String { return customtypes.TextOrNull(string(text)) }
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
		IsArchived:                  boolOrNull(project.IsArchived),
		ArchivedOn:                  text(project.ArchivedOn),
		DueDate:                     text(project.DueDate),
		SignedOn:                    text(project.SignedOn),
		IsTimesheetWhitelistEnabled: boolOrNull(project.IsTimesheetWhitelistEnabled),
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

// boolOrNull parses a flag. Anything else is null.
func boolOrNull(text lenient.Text) types.Bool {
	switch text {
	case "true", "1":
		return types.BoolValue(true)
	case "false", "0":
		return types.BoolValue(false)
	default:
		return types.BoolNull()
	}
}
