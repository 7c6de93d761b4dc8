// Package project manages and reads the projects of Sage Intacct with a resource, a data source, and a list resource.
package project

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// NewResource returns the resource billing_intacct_project.
func NewResource() resource.Resource { return record.NewResource(kind()) }

// NewDataSource returns the data source of the same name.
func NewDataSource() datasource.DataSource {
	return record.NewDataSource(kind(), &record.Single[*company.Company, model]{
		Schema:        dataSourceSchema,
		NameAttribute: "project_id",
		Read: func(ctx context.Context, c *company.Company, key string) (shown model, diags diag.Diagnostics, err error) {
			found, err := c.Projects.Read(ctx, key)
			if err == nil {
				diags = shown.flatten(found)
			}
			return shown, diags, err
		},
	})
}

// NewList returns the list resource of the same name.
func NewList() list.ListResource {
	return company.NewList(kind(), company.Listing[api.Project]{
		Description: "Finds the projects in a Sage Intacct company that match the filters, so that you can import them. The provider reads pages until the " +
			"limit of the query is reached. `terraform query` requires Terraform 1.14 or later.",
		Words:       words(),
		Records:     projects,
		ID:          func(found api.Project) string { return string(found.Text("key")) },
		DisplayName: func(found api.Project) string { return fmt.Sprintf("%s %s", found.Text("id"), found.Text("name")) },
	})
}

// words returns the terms for projects.
func words() company.Words {
	attributes := map[string]string{
		"id": "project_id", "name": "name", "category": "category", "status": "status",
		"progress.percentComplete": "percent_complete", "progress.observedPercentComplete": "observed_percent_complete",
	}
	for _, property := range properties() {
		attributes[property.field] = property.attribute
	}
	return company.Words{
		Type: "billing_intacct_project", Noun: "project", Whole: "project", Known: "project ID", Title: "Project ID", Attribute: "project_id",
		Attributes: attributes, Permission: "Grant the credential's user permission for Intacct's Projects application.",
	}
}

// kind describes what is specific to projects.
func kind() *record.Kind[*company.Company, model, api.Project] {
	return company.NewKind(words(), projects, record.Kind[*company.Company, model, api.Project]{
		Schema:       resourceSchema,
		ImportHelp:   "%q is not a project key. Use the key, a number such as 101, or the project ID with a prefix, as in \"id:P-0045\".",
		ImportPrefix: "id:",

		ID:        func(m *model) *types.String { return &m.ID },
		Name:      func(m *model) string { return company.Quoted(m.ProjectID) },
		Fixed:     func(m *model) *types.String { return &m.ProjectID },
		Mark:      func(found api.Project) string { return company.Mark(string(found.Text("id")), found.Created()) },
		StateMark: func(m *model) string { return m.ProjectID.ValueString() },
		MarkLabel: "project ID",

		Plan: plan,
		Create: func(ctx context.Context, c *company.Company, plan *model) (string, diag.Diagnostics) {
			return company.Create(ctx, c.Projects, words(), plan.creation())
		},
		Update: func(ctx context.Context, c *company.Company, change record.Change[model, api.Project]) (bool, error) {
			return c.Projects.Update(ctx, change.ID, api.Patch{Values: change.Plan.values().Since(change.State.values())})
		},
		Flatten: func(_ context.Context, m *model, found api.Project) diag.Diagnostics { return m.flatten(found) },
	})
}

func projects(c *company.Company) *company.Records[api.Project] { return c.Projects }

// plan rejects a markup that Intacct would drop: Intacct keeps it with costPlusFee only (contract section 15). If the
// pricing is not configured, plan uses the project's current value, or Intacct's default for a new project.
func plan(ctx context.Context, _ *company.Company, _ bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	for _, each := range []struct{ markup, pricing, otherwise string }{
		{"labor_markup", "labor_pricing", api.PricingBillingRate}, {"expense_markup", "expense_pricing", api.PricingCostPlusFee},
	} {
		var markup customtypes.Decimal
		var pricing, configured types.String
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(each.markup), &markup)...)
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(each.pricing), &pricing)...)
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(each.pricing), &configured)...)
		if pricing.IsUnknown() && !configured.IsUnknown() {
			pricing = types.StringValue(each.otherwise)
		}
		if markup.IsNull() || markup.IsUnknown() || pricing.IsUnknown() || pricing.ValueString() == api.PricingCostPlusFee {
			continue
		}
		resp.Diagnostics.AddAttributeError(path.Root(each.markup), "Markup without cost plus fee",
			fmt.Sprintf("The attribute %s is %s, but %s is %s. Intacct keeps a markup with costPlusFee only. Set %[3]s = \"costPlusFee\", or omit %[1]s.",
				each.markup, markup.ValueString(), each.pricing, pricing.ValueString()))
	}
}
