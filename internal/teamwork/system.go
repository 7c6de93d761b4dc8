// Package teamwork is the Terraform side of Teamwork.com: the resources, data
// sources, and actions for records on a Teamwork site. The API client is in its
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

// System describes Teamwork.com to the provider's registry.
type System struct{}

var _ system.System = System{}

// Name returns the name of the attribute in the provider block.
func (System) Name() string { return site.Name }

// Title returns the name used in sentences.
func (System) Title() string { return site.Title }

// Resources returns the resources.
func (System) Resources() []func() resource.Resource {
	return []func() resource.Resource{invoice.NewResource, expense.NewResource}
}

// DataSources returns the data sources.
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

// ListResources returns the list resources for terraform query.
func (System) ListResources() []func() list.ListResource {
	return []func() list.ListResource{invoice.NewList, expense.NewList}
}

// Actions returns the actions.
func (System) Actions() []func() action.Action {
	return []func() action.Action{invoice.NewAddLineItemsAction, timelog.NewSetBillableAction}
}
