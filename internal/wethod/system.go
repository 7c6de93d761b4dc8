// Package wethod is Terraform's face of Wethod: the data source that lists a
// company's invoices. The wire is in its subpackage api.
package wethod

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// System is Wethod, as the provider's registry lists it.
type System struct{}

var _ system.System = System{}

// Name is the attribute of the provider block.
func (System) Name() string { return systemName }

// Title is the name in sentences.
func (System) Title() string { return systemTitle }

// Resources lists what can be managed.
func (System) Resources() []func() resource.Resource { return nil }

// DataSources lists what can be read.
func (System) DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newInvoicesDataSource}
}

// ListResources lists what terraform query can find.
func (System) ListResources() []func() list.ListResource { return nil }

// Actions lists the one-way operations.
func (System) Actions() []func() action.Action { return nil }
