// Package intacct provides the Sage Intacct resources and data sources: projects, project and contract billing
// templates, and the query service. Its subpackage api is the client.
package intacct

import (
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

// System returns Sage Intacct for the provider's registry.
func System() system.System {
	return system.System{
		Name:      company.Name,
		Title:     company.Title,
		Attribute: connectionAttribute(),
		Connect:   connect,
		Resources: []func() resource.Resource{billingtemplate.NewResource, contracttemplate.NewResource, project.NewResource, observedpercent.NewResource},
		DataSources: []func() datasource.DataSource{
			billingtemplate.NewDataSource, billingtemplate.NewTemplatesDataSource, contracttemplate.NewDataSource, project.NewDataSource,
			newQueryDataSource,
		},
		ListResources: []func() list.ListResource{billingtemplate.NewList, contracttemplate.NewList, project.NewList},
	}
}
