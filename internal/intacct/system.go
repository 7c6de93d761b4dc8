// Package intacct provides the Sage Intacct resources and data sources: projects, project and contract billing
// templates, and the query service. Its subpackage api is the client.
package intacct

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/billingtemplate"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/contracttemplate"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/observedpercent"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/project"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// System registers Sage Intacct with the provider.
type System struct{}

var _ system.System = System{}

// Name returns the system's attribute in the provider block.
func (System) Name() string { return company.Name }

// Title returns the system's name in sentences.
func (System) Title() string { return company.Title }

// Resources returns the managed resources.
func (System) Resources() []func() resource.Resource {
	return []func() resource.Resource{billingtemplate.NewResource, contracttemplate.NewResource, project.NewResource, observedpercent.NewResource}
}

// DataSources returns the data sources.
func (System) DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		billingtemplate.NewDataSource, billingtemplate.NewTemplatesDataSource, contracttemplate.NewDataSource, project.NewDataSource,
		newQueryDataSource,
	}
}

// ListResources returns the list resources for terraform query.
func (System) ListResources() []func() list.ListResource {
	return []func() list.ListResource{billingtemplate.NewList, contracttemplate.NewList, project.NewList}
}

// Actions returns nil: Intacct has no actions.
func (System) Actions() []func() action.Action { return nil }
