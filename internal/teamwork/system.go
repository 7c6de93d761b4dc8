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

// System returns Teamwork.com for the provider's registry.
func System() system.System {
	return system.System{
		Name:      site.Name,
		Title:     site.Title,
		Attribute: connectionAttribute(),
		Connect:   connect,
		Resources: []func() resource.Resource{invoice.NewResource, expense.NewResource},
		DataSources: []func() datasource.DataSource{
			invoice.NewDataSource,
			invoice.NewInvoicesDataSource,
			newCurrencyCodesDataSource,
			expense.NewDataSource,
			expense.NewExpensesDataSource,
			timelog.NewDataSource,
			newOpenInvoiceMetricsDataSource,
			newUnbilledMetricsDataSource,
		},
		ListResources: []func() list.ListResource{invoice.NewList, expense.NewList},
		Actions:       []func() action.Action{invoice.NewAddLineItemsAction, timelog.NewSetBillableAction},
	}
}
