// Package wethod offers Wethod to Terraform: the resources and data sources
// whose records belong to a company there. Its subpackage api handles the wire
// format.
package wethod

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/invoice"
)

// System returns Wethod for the provider's registry.
func System() system.System {
	return system.System{
		Name:      company.Name,
		Title:     company.Title,
		Attribute: connectionAttribute(),
		Connect:   connect,
		Resources: []func() resource.Resource{invoice.NewResource},
		DataSources: []func() datasource.DataSource{
			invoice.NewDataSource,
			invoice.NewInvoicesDataSource,
			newInvoiceContactsDataSource,
			newProjectsDataSource,
		},
		ListResources: []func() list.ListResource{invoice.NewList},
		Actions:       []func() action.Action{invoice.NewSendAction},
	}
}
