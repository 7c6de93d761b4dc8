package wethod

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/filter"
)

func newProjectsDataSource() datasource.DataSource {
	return record.NewQuery(&company.Query[projectsModel]{
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
			"projects":   projectsAttribute(),
		},
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
