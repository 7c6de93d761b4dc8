package project

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// property is an attribute that maps to one field. The Go type of its value determines whether it is a text, a
// decimal number, a date, or a Boolean.
type property struct {
	attribute, field string
	// of points at the attribute's value in a model.
	of    func(m *model) any
	about string
	// words are the allowed values of a text. isDefaulted: Intacct chooses a value if none is configured.
	words       []string
	isDefaulted bool
	// isReference: the text is the ID of another record.
	isReference bool
	// isRate: zero means no rate, and Intacct may return zero for no rate.
	isRate bool
}

// properties returns the attributes of a project that can be written and cleared, in the order in which they are
// sent.
func properties() []property {
	reference := func(attribute, field, what string, of func(*model) any) property {
		return property{attribute: attribute, field: field, of: of, isReference: true, about: "ID of the " + what + "."}
	}
	flag := func(attribute, field, about string, of func(*model) any) property {
		return property{attribute: attribute, field: field, of: of, about: about, isDefaulted: true}
	}
	rate := func(attribute, field, about string, of func(*model) any) property {
		return property{attribute: attribute, field: field, of: of, about: about, isRate: true}
	}
	pricing := []string{api.PricingBillingRate, api.PricingCostPlusFee}
	return []property{
		{attribute: "description", field: "description", of: func(m *model) any { return &m.Description }, about: "Description of the project."},
		{
			attribute: "billing_type", field: "billingType", of: func(m *model) any { return &m.BillingType },
			about: "Billing type of the project: `timeAndMaterial`, `fixedFee`, or `fixedFeeAndExpenses`.",
			words: []string{api.BillingTypeTimeAndMaterial, api.BillingTypeFixedFee, api.BillingTypeFixedFeeAndExpenses},
		},
		reference("customer_id", "customer", "customer that the project is for, such as `CUST-00101`", func(m *model) any { return &m.CustomerID }),
		reference("parent_id", "parent", "parent project (its `project_id`)", func(m *model) any { return &m.ParentID }),
		reference("project_type_id", "projectType", "project type", func(m *model) any { return &m.ProjectTypeID }),
		reference("project_status_id", "projectStatus", "project status, which can prevent the entry of time, expenses, and invoices",
			func(m *model) any { return &m.ProjectStatusID }),
		reference("manager_id", "manager", "employee who manages the project", func(m *model) any { return &m.ManagerID }),
		reference("department_id", "department", "department", func(m *model) any { return &m.DepartmentID }),
		reference("location_id", "location", "location", func(m *model) any { return &m.LocationID }),
		reference("class_id", "class", "class", func(m *model) any { return &m.ClassID }),
		reference("payment_term_id", "paymentTerm", "payment term of the project's invoices", func(m *model) any { return &m.PaymentTermID }),
		{attribute: "start_date", field: "startDate", of: func(m *model) any { return &m.StartDate }, about: "First day of the project, `YYYY-MM-DD`."},
		{attribute: "end_date", field: "endDate", of: func(m *model) any { return &m.EndDate }, about: "Last day of the project, `YYYY-MM-DD`."},
		{
			attribute: "project_currency", field: "projectCurrency", of: func(m *model) any { return &m.ProjectCurrency },
			about: "Currency in which the project is planned, such as `USD`.",
		},
		{
			attribute: "invoice_currency", field: "invoiceCurrency", of: func(m *model) any { return &m.InvoiceCurrency },
			about: "Currency of the project's invoices, such as `USD`.",
		},
		{
			attribute: "contract_amount", field: "contractAmount", of: func(m *model) any { return &m.ContractAmount },
			about: "Contract amount in the project's currency, a decimal number with at most two decimals.",
		},
		{
			attribute: "budgeted_billing_amount", field: "budget.billingAmount", of: func(m *model) any { return &m.BudgetedBillingAmount },
			about: "Planned billing amount, a decimal number with at most two decimals.",
		},
		{
			attribute: "budgeted_duration", field: "budget.budgetedDuration", of: func(m *model) any { return &m.BudgetedDuration },
			about: "Planned duration in hours, a decimal number with at most two decimals.",
		},
		{
			attribute: "budgeted_cost", field: "budget.budgetedCost", of: func(m *model) any { return &m.BudgetedCost },
			about: "Planned cost, a decimal number with at most two decimals.",
		},
		{
			attribute: "labor_pricing", field: "ratesAndPricing.laborPricing", of: func(m *model) any { return &m.LaborPricing },
			about: "Pricing of labor: `billingRate` (Intacct's default) or `costPlusFee`.", words: pricing, isDefaulted: true,
		},
		rate("labor_markup", "ratesAndPricing.laborMarkup", "Markup on the cost of labor in percent, a decimal number with at most two decimals. "+
			"Requires `labor_pricing` to be `costPlusFee`.", func(m *model) any { return &m.LaborMarkup }),
		{
			attribute: "expense_pricing", field: "ratesAndPricing.expensePricing", of: func(m *model) any { return &m.ExpensePricing },
			about: "Pricing of expenses: `costPlusFee` (Intacct's default) or `billingRate`.", words: pricing, isDefaulted: true,
		},
		rate("expense_markup", "ratesAndPricing.expenseMarkup", "Markup on expenses in percent, a decimal number with at most two decimals. "+
			"Requires `expense_pricing` to be `costPlusFee`.", func(m *model) any { return &m.ExpenseMarkup }),
		rate("default_rate", "ratesAndPricing.defaultRate", "Billing rate per hour if no other rate is set, a decimal number with at most two decimals.",
			func(m *model) any { return &m.DefaultRate }),
		flag("billable_employee_expenses", "isBillableEmployeeExpense", "Whether employee expenses are billable.",
			func(m *model) any { return &m.BillableEmployeeExpenses }),
		flag("billable_purchases", "isBillablePurchasingAPExpense", "Whether purchases and vendor bills are billable.",
			func(m *model) any { return &m.BillablePurchases }),
		flag("invoice_with_parent", "invoiceWithParent", "Whether the project is invoiced together with its parent project.",
			func(m *model) any { return &m.InvoiceWithParent }),
		{
			attribute: "billing_over_max", field: "billingOverMax", of: func(m *model) any { return &m.BillingOverMax },
			about: "What happens if billing exceeds `budgeted_billing_amount`: `doNothing` (Intacct's default), `issueAWarningMessage`, or `preventBilling`.",
			words: []string{api.OverMaxDoNothing, api.OverMaxIssueAWarning, api.OverMaxPreventBilling}, isDefaulted: true,
		},
		{attribute: "invoice_message", field: "invoiceMessage", of: func(m *model) any { return &m.InvoiceMessage }, about: "Message on the project's invoices."},
		{
			attribute: "sales_order_number", field: "salesOrderNumber", of: func(m *model) any { return &m.SalesOrderNumber },
			about: "Number of the sales order.",
		},
		{
			attribute: "purchase_order_number", field: "purchaseOrderNumber", of: func(m *model) any { return &m.PurchaseOrderNumber },
			about: "Number of the customer's purchase order.",
		},
	}
}

// value returns the value to write for the property, or no value if it is unknown.
func (p *property) value(m *model) api.Value {
	switch value := p.of(m).(type) {
	case *customtypes.Decimal:
		return api.Number(p.field, value.ValueString())
	case *customtypes.Date:
		return api.Word(p.field, customtypes.ISODate(*value))
	case *types.Bool:
		if value.IsNull() || value.IsUnknown() {
			return api.Word(p.field, "")
		}
		return api.Flag(p.field, value.ValueBool())
	case *types.String:
		switch {
		case p.isReference:
			return api.ID(p.field, value.ValueString())
		case p.words != nil:
			return api.Word(p.field, value.ValueString())
		}
		return api.Text(p.field, value.ValueString())
	}
	panic("project: the attribute " + p.attribute + " has no value")
}

// read copies the property from a project. It keeps the previous spelling if that means the same.
func (p *property) read(m *model, found api.Project, answer *record.Answer) {
	text := found.Text(p.field)
	switch value := p.of(m).(type) {
	case *customtypes.Decimal:
		before := *value
		*value = answer.Decimal(before, p.field, text)
		isNothing := value.IsNull() || customtypes.IsZero(*value)
		if p.isRate && isNothing {
			*value = noRate(before)
		}
	case *customtypes.Date:
		*value = answer.Date(*value, p.field, text)
	case *types.Bool:
		*value = company.OrFalse(answer.Flag(*value, p.field, text))
	case *types.String:
		*value = p.text(*value, found)
	}
}

// noRate returns the value for no rate: null, or the previous value if that was zero.
func noRate(before customtypes.Decimal) customtypes.Decimal {
	if customtypes.IsZero(before) {
		return before
	}
	return customtypes.NewDecimalNull()
}

func (p *property) text(before types.String, found api.Project) types.String {
	switch {
	case p.isReference:
		return customtypes.TextOrNull(found.Text(p.field + ".id"))
	case p.words != nil:
		return company.Word(found.Text(p.field), p.words...)
	}
	return customtypes.TextFromWire(before, found.Text(p.field))
}
