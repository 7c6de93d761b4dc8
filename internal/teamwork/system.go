// Package teamwork is Terraform's face of Teamwork.com: the resources and data
// sources whose records live on a Teamwork site. The wire is in its
// subpackage api.
package teamwork

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/expense"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/invoice"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/timelog"
)

// System is Teamwork.com, as the provider's registry lists it.
type System struct{}

var _ system.System = System{}

// Name is the attribute of the provider block.
func (System) Name() string { return site.Name }

// Title is the name in sentences.
func (System) Title() string { return site.Title }

// Resources lists what can be managed.
func (System) Resources() []func() resource.Resource {
	return []func() resource.Resource{invoice.NewResource, expense.NewResource}
}

// DataSources lists what can be read.
func (System) DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		invoice.NewDataSource,
		invoice.NewInvoicesDataSource,
		newCurrencyCodesDataSource,
		expense.NewDataSource,
		expense.NewExpensesDataSource,
		timelog.NewDataSource,
		newOpenInvoiceMetricsDataSource,
		newUnbilledMetricsDataSource,
	}
}

// ListResources lists what terraform query can find.
func (System) ListResources() []func() list.ListResource {
	return []func() list.ListResource{invoice.NewList, expense.NewList}
}

// Actions lists the one-way operations.
func (System) Actions() []func() action.Action {
	return []func() action.Action{invoice.NewAddLineItemsAction, timelog.NewSetBillableAction}
}
