package invoice

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// Values of the filters type and project_status (contract section 1).
const (
	projectStatusArchived = "archived"
)

// What the arguments of a choice mean. The data source and the list resource
// have the same ones, in schemas of different types.
const (
	chosenProject       = "Id of the project whose invoices are listed. Default: all projects."
	chosenType          = "Which invoices are listed: `active`, `completed` or `all`. Default `active`."
	chosenProjectStatus = "Whose invoices are listed when no `project_id` is given: those of `active`, `archived` or `all` projects. " +
		"Default `active`."
)

// choice says which invoices are listed.
type choice struct {
	ProjectID     types.Int64  `tfsdk:"project_id"`
	Type          types.String `tfsdk:"type"`
	ProjectStatus types.String `tfsdk:"project_status"`
}

// query expands the choice; what is null is the site's default.
func (c choice) query() api.InvoiceQuery {
	return api.InvoiceQuery{
		ProjectID:     c.ProjectID.ValueInt64(),
		Type:          c.Type.ValueString(),
		ProjectStatus: c.ProjectStatus.ValueString(),
	}
}

func projectValidators() []validator.Int64 { return []validator.Int64{int64validator.AtLeast(1)} }

func typeValidators() []validator.String {
	return []validator.String{stringvalidator.OneOf(api.StatusActive, api.StatusCompleted, site.All)}
}

func projectStatusValidators() []validator.String {
	return []validator.String{stringvalidator.OneOf(api.StatusActive, projectStatusArchived, site.All)}
}

// validateChoice refuses a filter that the site would ignore.
func validateChoice(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	var projectID types.Int64
	var projectStatus types.String
	diags.Append(config.GetAttribute(ctx, path.Root("project_id"), &projectID)...)
	diags.Append(config.GetAttribute(ctx, path.Root("project_status"), &projectStatus)...)
	isSet := !projectID.IsNull() && !projectID.IsUnknown() && !projectStatus.IsNull() && !projectStatus.IsUnknown()
	if isSet {
		diags.AddAttributeError(path.Root("project_status"), "Filters that exclude each other",
			"project_status chooses among all projects and has no meaning with project_id, which names one. Remove project_status or project_id.")
	}
	return diags
}
