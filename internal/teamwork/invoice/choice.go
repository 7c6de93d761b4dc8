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

// Descriptions of the arguments of a choice. The data source and the list resource
// share them in schemas of different types.
const (
	chosenProject       = "ID of the project whose invoices to list. Defaults to all projects."
	chosenType          = "Status of the invoices to list: `active`, `completed`, or `all`. Defaults to `active`."
	chosenProjectStatus = "Status of the projects whose invoices to list: `active`, `archived`, or `all`. Cannot be set together with `project_id`. " +
		"Defaults to `active`."
)

// choice selects the invoices to list.
type choice struct {
	ProjectID     types.Int64  `tfsdk:"project_id"`
	Type          types.String `tfsdk:"type"`
	ProjectStatus types.String `tfsdk:"project_status"`
}

// query converts the choice to an API query; for null, the site's default applies.
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

// validateChoice rejects a filter that the site would ignore.
func validateChoice(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	var projectID types.Int64
	var projectStatus types.String
	diags.Append(config.GetAttribute(ctx, path.Root("project_id"), &projectID)...)
	diags.Append(config.GetAttribute(ctx, path.Root("project_status"), &projectStatus)...)
	isSet := !projectID.IsNull() && !projectID.IsUnknown() && !projectStatus.IsNull() && !projectStatus.IsUnknown()
	if isSet {
		diags.AddAttributeError(path.Root("project_status"), "Conflicting filters",
			"project_status filters the list of all projects, and project_id selects a single project. Remove one of the two.")
	}
	return diags
}
