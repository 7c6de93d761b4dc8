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

// System is Wethod, as listed in the provider's registry.
type System struct{}

var _ system.System = System{}

// Name returns the attribute of the provider block.
func (System) Name() string { return company.Name }

// Title returns the name for texts.
func (System) Title() string { return company.Title }

// Resources lists the managed resources.
func (System) Resources() []func() resource.Resource {
	return []func() resource.Resource{invoice.NewResource}
}

// DataSources lists the data sources.
func (System) DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		invoice.NewDataSource,
		invoice.NewInvoicesDataSource,
		newInvoiceContactsDataSource,
		newProjectsDataSource,
	}
}

// ListResources lists the list resources of terraform query.
func (System) ListResources() []func() list.ListResource {
	return []func() list.ListResource{invoice.NewList}
}

// Actions lists the actions.
func (System) Actions() []func() action.Action {
	return []func() action.Action{invoice.NewSendAction}
}
