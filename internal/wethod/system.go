// Package wethod is Terraform's face of Wethod: the resources and data sources
// whose records belong to a company there. The wire is in its subpackage api.
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

// System is Wethod, as the provider's registry lists it.
type System struct{}

var _ system.System = System{}

// Name is the attribute of the provider block.
func (System) Name() string { return company.Name }

// Title is the name in sentences.
func (System) Title() string { return company.Title }

// Resources lists what can be managed.
func (System) Resources() []func() resource.Resource {
	return []func() resource.Resource{invoice.NewResource}
}

// DataSources lists what can be read.
func (System) DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		invoice.NewDataSource,
		invoice.NewInvoicesDataSource,
		newInvoiceContactsDataSource,
		newProjectsDataSource,
	}
}

// ListResources lists what terraform query can find.
func (System) ListResources() []func() list.ListResource {
	return []func() list.ListResource{invoice.NewList}
}

// Actions lists the one-way operations.
func (System) Actions() []func() action.Action {
	return []func() action.Action{invoice.NewSendAction}
}
