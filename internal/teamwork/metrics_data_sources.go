package teamwork

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

func newOpenInvoiceMetricsDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*site.Site, openInvoiceMetricsModel]{
		System: site.Name, Type: "teamwork_open_invoice_metrics", Schema: openInvoiceMetricsSchema,
		Run: func(ctx context.Context, s *site.Site, model *openInvoiceMetricsModel) diag.Diagnostics {
			var diags diag.Diagnostics
			model.OpenInvoiceCount, diags = count(ctx, s.Client.OpenInvoiceCount, model.query(), "could not count the open invoices")
			return diags
		},
	})
}

func newUnbilledMetricsDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*site.Site, unbilledMetricsModel]{
		System: site.Name, Type: "teamwork_unbilled_metrics", Schema: unbilledMetricsSchema,
		Run: func(ctx context.Context, s *site.Site, model *unbilledMetricsModel) diag.Diagnostics {
			var diags diag.Diagnostics
			model.UnbilledCount, diags = count(ctx, s.Client.UnbilledCount, model.query(), "could not count the unbilled expenses")
			return diags
		},
	})
}

type openInvoiceMetricsModel struct {
	projectFilters
	OpenInvoiceCount types.Int64 `tfsdk:"open_invoice_count"`
}

type unbilledMetricsModel struct {
	projectFilters
	UnbilledCount types.Int64 `tfsdk:"unbilled_count"`
}

func openInvoiceMetricsSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Counts the open invoices, that is, those not completed, on the projects of a Teamwork.com site that the credential's user " +
			"can access. Only projects that match every filter are included.",
		Attributes: projectFilterAttributes("open_invoice_count", record.Number("Number of open invoices.")),
	}
}

func unbilledMetricsSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Counts the unbilled expenses on the projects of a Teamwork.com site that the credential's user can access. " +
			"Only projects that match every filter are included.",
		Attributes: projectFilterAttributes("unbilled_count", record.Number("Number of unbilled expenses.")),
	}
}

// count reads a project metric.
func count(ctx context.Context, metric func(context.Context, api.MetricQuery) (int64, error), query api.MetricQuery, failed string) (types.Int64, diag.Diagnostics) {
	number, err := metric(ctx, query)
	if err != nil {
		return types.Int64Null(), site.Explain(failed, err)
	}
	return types.Int64Value(number), nil
}

// projectFilters select the projects that a metric covers.
type projectFilters struct {
	OnlyStarredProjects     types.Bool `tfsdk:"only_starred_projects"`
	MatchAllProjectTags     types.Bool `tfsdk:"match_all_project_tags"`
	IncludeArchivedProjects types.Bool `tfsdk:"include_archived_projects"`
	ProjectTagIDs           []int64    `tfsdk:"project_tag_ids"`
	ProjectStatuses         []string   `tfsdk:"project_statuses"`
	ProjectOwnerIDs         []int64    `tfsdk:"project_owner_ids"`
	ProjectIDs              []int64    `tfsdk:"project_ids"`
	ProjectHealths          []int64    `tfsdk:"project_healths"`
	ProjectCompanyIDs       []int64    `tfsdk:"project_company_ids"`
	ProjectCategoryIDs      []int64    `tfsdk:"project_category_ids"`
}

// projectFilterAttributes returns the attributes of projectFilters and the result of the metric.
func projectFilterAttributes(result string, described schema.Attribute) map[string]schema.Attribute {
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	ids := func(description string) schema.ListAttribute {
		return schema.ListAttribute{
			Optional: true, ElementType: customtypes.WholeNumberType{}, MarkdownDescription: description,
			Validators: []validator.List{customtypes.NoNulls{}},
		}
	}
	healths := ids("Health values of the projects to include: `0` (not set), `1` (bad), `2` (OK), or `3` (good). Omit for no restriction.")
	healths.Validators = []validator.List{customtypes.NoNulls{}, listvalidator.ValueInt64sAre(int64validator.Between(0, 3))}

	return map[string]schema.Attribute{
		"only_starred_projects":     flag("Whether to include only projects that the credential's user has starred. Defaults to `false`."),
		"match_all_project_tags":    flag("Whether a project must have all of the tags in `project_tag_ids` rather than any one of them. Defaults to `false`."),
		"include_archived_projects": flag("Whether to include archived projects. Defaults to `false`."),
		"project_tag_ids":           ids("Tag IDs of the projects to include. A project needs any one of the tags; see `match_all_project_tags`. Omit for no restriction."),
		"project_statuses": schema.ListAttribute{
			Optional:    true,
			ElementType: types.StringType,
			MarkdownDescription: "Statuses of the projects to include: `active`, `current`, `late`, `upcoming`, `completed`, or `deleted`. " +
				"`archived` is not a status; see `include_archived_projects`. Omit for no restriction.",
			Validators: []validator.List{customtypes.NoNulls{}, listvalidator.ValueStringsAre(
				stringvalidator.OneOf("active", "current", "late", "upcoming", "completed", "deleted"))},
		},
		"project_owner_ids":    ids("User IDs of the owners whose projects to include. Omit for no restriction."),
		"project_ids":          ids("IDs of the projects to include. Omit for no restriction."),
		"project_healths":      healths,
		"project_company_ids":  ids("IDs of the companies whose projects to include. Omit for no restriction."),
		"project_category_ids": ids("IDs of the categories whose projects to include. Omit for no restriction."),
		result:                 described,
	}
}

// query converts the filters to an API query.
func (m *projectFilters) query() api.MetricQuery {
	return api.MetricQuery{
		OnlyStarredProjects:     m.OnlyStarredProjects.ValueBoolPointer(),
		MatchAllProjectTags:     m.MatchAllProjectTags.ValueBoolPointer(),
		IncludeArchivedProjects: m.IncludeArchivedProjects.ValueBoolPointer(),
		ProjectTagIDs:           m.ProjectTagIDs,
		ProjectStatuses:         m.ProjectStatuses,
		ProjectOwnerIDs:         m.ProjectOwnerIDs,
		ProjectIDs:              m.ProjectIDs,
		ProjectHealths:          m.ProjectHealths,
		ProjectCompanyIDs:       m.ProjectCompanyIDs,
		ProjectCategoryIDs:      m.ProjectCategoryIDs,
	}
}
