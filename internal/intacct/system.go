// Package intacct is Terraform's face of Sage Intacct: projects, project and
// contract billing templates, and the query service. The wire is in its subpackage api.
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

// System is Sage Intacct, as the provider's registry lists it.
type System struct{}

var _ system.System = System{}

// Name is the attribute of the provider block.
func (System) Name() string { return company.Name }

// Title is the name in sentences.
func (System) Title() string { return company.Title }

// Resources lists what can be managed.
func (System) Resources() []func() resource.Resource {
	return []func() resource.Resource{billingtemplate.NewResource, contracttemplate.NewResource, project.NewResource, observedpercent.NewResource}
}

// DataSources lists what can be read.
func (System) DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		billingtemplate.NewDataSource, billingtemplate.NewTemplatesDataSource, contracttemplate.NewDataSource, project.NewDataSource,
		newQueryDataSource,
	}
}

// ListResources lists what terraform query can find.
func (System) ListResources() []func() list.ListResource {
	return []func() list.ListResource{billingtemplate.NewList, contracttemplate.NewList, project.NewList}
}

// Actions lists the one-way operations.
func (System) Actions() []func() action.Action { return nil }
