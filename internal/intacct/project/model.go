package project

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// model is a project as the resource keeps it in plan and state, and as the data
// source shows it.
type model struct {
	ID                       types.String        `tfsdk:"id"`
	ProjectID                types.String        `tfsdk:"project_id"`
	Name                     types.String        `tfsdk:"name"`
	Category                 types.String        `tfsdk:"category"`
	Description              types.String        `tfsdk:"description"`
	Status                   types.String        `tfsdk:"status"`
	BillingType              types.String        `tfsdk:"billing_type"`
	CustomerID               types.String        `tfsdk:"customer_id"`
	ParentID                 types.String        `tfsdk:"parent_id"`
	ProjectTypeID            types.String        `tfsdk:"project_type_id"`
	ProjectStatusID          types.String        `tfsdk:"project_status_id"`
	ManagerID                types.String        `tfsdk:"manager_id"`
	DepartmentID             types.String        `tfsdk:"department_id"`
	LocationID               types.String        `tfsdk:"location_id"`
	ClassID                  types.String        `tfsdk:"class_id"`
	PaymentTermID            types.String        `tfsdk:"payment_term_id"`
	StartDate                customtypes.Date    `tfsdk:"start_date"`
	EndDate                  customtypes.Date    `tfsdk:"end_date"`
	ProjectCurrency          types.String        `tfsdk:"project_currency"`
	InvoiceCurrency          types.String        `tfsdk:"invoice_currency"`
	ContractAmount           customtypes.Decimal `tfsdk:"contract_amount"`
	BudgetedBillingAmount    customtypes.Decimal `tfsdk:"budgeted_billing_amount"`
	BudgetedDuration         customtypes.Decimal `tfsdk:"budgeted_duration"`
	BudgetedCost             customtypes.Decimal `tfsdk:"budgeted_cost"`
	LaborPricing             types.String        `tfsdk:"labor_pricing"`
	LaborMarkup              customtypes.Decimal `tfsdk:"labor_markup"`
	ExpensePricing           types.String        `tfsdk:"expense_pricing"`
	ExpenseMarkup            customtypes.Decimal `tfsdk:"expense_markup"`
	DefaultRate              customtypes.Decimal `tfsdk:"default_rate"`
	BillableEmployeeExpenses types.Bool          `tfsdk:"billable_employee_expenses"`
	BillablePurchases        types.Bool          `tfsdk:"billable_purchases"`
	InvoiceWithParent        types.Bool          `tfsdk:"invoice_with_parent"`
	BillingOverMax           types.String        `tfsdk:"billing_over_max"`
	InvoiceMessage           types.String        `tfsdk:"invoice_message"`
	SalesOrderNumber         types.String        `tfsdk:"sales_order_number"`
	PurchaseOrderNumber      types.String        `tfsdk:"purchase_order_number"`
	Href                     types.String        `tfsdk:"href"`
	EntityID                 types.String        `tfsdk:"entity_id"`
	PercentComplete          customtypes.Decimal `tfsdk:"percent_complete"`
	ObservedPercentComplete  customtypes.Decimal `tfsdk:"observed_percent_complete"`
}

// values returns the values of a project except its ID.
func (m *model) values() api.Values {
	values := api.Values{
		api.Text("name", m.Name.ValueString()), api.Word("category", m.Category.ValueString()), api.Word("status", m.Status.ValueString()),
	}
	for _, property := range properties() {
		values = append(values, property.value(m))
	}
	return values
}

// creation converts a planned project to a creation. Intacct assigns an ID if the project has none.
func (m *model) creation() api.Creation {
	if m.ProjectID.IsNull() || m.ProjectID.IsUnknown() {
		return api.Creation{Values: m.values()}
	}
	id := m.ProjectID.ValueString()
	return api.Creation{Name: []string{id}, Values: append(api.Values{api.Text("id", id)}, m.values()...)}
}

// flatten copies a project from Intacct into the model.
func (m *model) flatten(found api.Project) diag.Diagnostics {
	called := fmt.Sprintf("project %q (ID %s)", found.Text("id"), found.Text("key"))
	answer := record.NewAnswer(company.Title, called).Naming(words().Attributes)
	diags := company.CheckStatus(called, string(found.Text("status")))
	m.ID = types.StringValue(string(found.Text("key")))
	m.ProjectID = customtypes.TextOrNull(found.Text("id"))
	m.Name = customtypes.TextFromWire(m.Name, found.Text("name"))
	m.Category = company.Word(found.Text("category"), categories()...)
	m.Status = company.Word(found.Text("status"), api.StatusActive, api.StatusInactive)
	for _, property := range properties() {
		property.read(m, found, answer)
	}
	m.Href = customtypes.TextOrNull(found.Text("href"))
	m.EntityID = customtypes.TextOrNull(found.Text("entity.id"))
	m.PercentComplete = answer.Decimal(m.PercentComplete, "progress.percentComplete", found.Text("progress.percentComplete"))
	m.ObservedPercentComplete = answer.Decimal(m.ObservedPercentComplete, "progress.observedPercentComplete", found.Text("progress.observedPercentComplete"))
	return append(diags, answer.Problems()...)
}

func categories() []string {
	return []string{api.CategoryContract, api.CategoryCapitalized, api.CategoryInternalNonBillable, api.CategoryInternalBillable}
}
