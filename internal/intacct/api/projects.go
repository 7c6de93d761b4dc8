package api

import "github.com/projectbilling/terraform-provider-billing/internal/lenient"

// Values of a project's fields (contract section 15). Intacct's defaults are
// PricingBillingRate for labor, PricingCostPlusFee for expenses, and
// OverMaxDoNothing.
const (
	CategoryContract            = "contract"
	CategoryCapitalized         = "capitalized"
	CategoryInternalNonBillable = "internalNonBillable"
	CategoryInternalBillable    = "internalBillable"

	BillingTypeTimeAndMaterial     = "timeAndMaterial"
	BillingTypeFixedFee            = "fixedFee"
	BillingTypeFixedFeeAndExpenses = "fixedFeeAndExpenses"

	PricingBillingRate = "billingRate"
	PricingCostPlusFee = "costPlusFee"

	OverMaxDoNothing      = "doNothing"
	OverMaxIssueAWarning  = "issueAWarningMessage"
	OverMaxPreventBilling = "preventBilling"
)

// AmountPlaces is the maximum number of decimals in amounts, durations, rates, and observed percentages.
const AmountPlaces = 2

// Project is a project with its fields by their dotted names.
type Project struct{ Fields Row }

// Created returns when the project was created, a moment that never changes; "" = unknown.
func (p Project) Created() lenient.Text { return p.Text(createdField) }

// Text returns the value of a field by its dotted name, as in budget.billingAmount; "" = missing.
func (p Project) Text(field string) lenient.Text { return p.Fields.text(field) }

// projects describes projects.
func projects() kind[Project] {
	return kind[Project]{
		object: "projects/project",
		noun:   "project",
		fields: []string{
			"key", "id", "href", "name", "description", "category", "status", "billingType", "customer.id", "parent.id", "projectType.id",
			"projectStatus.id", "manager.id", "department.id", "location.id", "class.id", "paymentTerm.id", "startDate", "endDate",
			"projectCurrency", "invoiceCurrency", "contractAmount", "budget.billingAmount", "budget.budgetedDuration", "budget.budgetedCost",
			"ratesAndPricing.laborPricing", "ratesAndPricing.laborMarkup", "ratesAndPricing.expensePricing", "ratesAndPricing.expenseMarkup",
			"ratesAndPricing.defaultRate", "isBillableEmployeeExpense", "isBillablePurchasingAPExpense", "invoiceWithParent", "billingOverMax",
			"invoiceMessage", "salesOrderNumber", "purchaseOrderNumber", "progress.percentComplete", "progress.observedPercentComplete", "entity.id", createdField,
		},
		of:    func(row Row) Project { return Project{row} },
		key:   func(project *Project) lenient.Text { return project.Text("key") },
		name:  []string{"id"},
		label: "id",
	}
}
