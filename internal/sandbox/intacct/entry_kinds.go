package intacct

import (
	"slices"
	"strings"
)

// The objects of the query service whose records are entries (contract 13).
const (
	contractTemplateObject = "contracts/billing-template"
	contractLineObject     = "contracts/billing-template-line"
	projectObject          = "projects/project"
	observedObject         = "projects/project-observed-percent-completed"
)

// entryKind is what the contract says of one kind of entries.
type entryKind struct {
	object string
	noun   string
	fields []field
	// lines is the member that holds the lines, lineFields are theirs, lineObject is what they are in the query service,
	// and owner is how a line refers to its entry.
	lines      string
	lineFields []field
	lineObject string
	owner      string
	// hasEntity says that the entity is shown.
	hasEntity           bool
	firstKey, firstLine int
	// rule checks an entry as it is to be; nil = there is no rule.
	rule func(*Entry) *problem
}

// field is a field of an entry or of a line.
type field struct {
	name string // dotted where it lies in a nested object
	kind valueKind
	// words are the values that it can have.
	words []string
	// otherwise is its value where a request names none.
	otherwise string
	// refers is what a reference refers to, as in "customer".
	refers                       string
	required, nullable, readOnly bool
	// once: it can be set by a create only.
	once bool
	// places is how many decimals a number can have, and percent that it lies from 0 to 100.
	places  int32
	percent bool
}

// valueKind is how a value is written.
type valueKind int

const (
	isText valueKind = iota
	isName           // a text that tells one record from all others
	isDecimal
	isWhole
	isDate
	isFlag
	isReference
	isKeyReference // by its key alone
)

// group gives the nested object that a field lies in, or nothing.
func (f field) group() string {
	group, _, nested := strings.Cut(f.name, ".")
	if !nested {
		return ""
	}
	return group
}

// field gives the field with a name.
func fieldNamed(fields []field, name string) (field, bool) {
	at := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	if at < 0 {
		return field{}, false
	}
	return fields[at], true
}

// entryKinds are all kinds of entries.
func entryKinds() []*entryKind {
	return []*entryKind{contractTemplateKind(), projectKind(), observedKind()}
}

// statusField is the field that most objects have.
func statusField() field {
	return field{name: "status", words: []string{"active", "inactive"}, otherwise: "active"}
}

// contractTemplateKind is what the contract says of contract billing templates (14).
func contractTemplateKind() *entryKind {
	return &entryKind{
		object: contractTemplateObject, noun: "contract billing template", firstKey: 41, firstLine: 131,
		fields: []field{
			{name: "id", kind: isName, required: true, once: true},
			{name: "description", nullable: true},
			{
				name: "method", words: []string{"predefinedPercentages", "projectPercentComplete", "taskPercentComplete"},
				otherwise: "predefinedPercentages",
			},
			{name: "source", words: []string{"estimatedHours", "observedPercentCompleted", "budgetedHours", "plannedHours"}, nullable: true},
			{name: "isStepBilling", kind: isFlag, otherwise: "false"},
			statusField(),
		},
		lines: "lines", lineObject: contractLineObject, owner: "contractBillingTemplate",
		lineFields: []field{
			{name: "periodOffset", kind: isWhole},
			{name: "percentToBill", kind: isDecimal, places: 8, percent: true},
			{name: "stepPercent", kind: isDecimal, places: 8, percent: true, nullable: true},
			{name: "status", words: []string{"active", "inactive"}, otherwise: "active", readOnly: true},
		},
		rule: contractTemplateRule,
	}
}

// projectKind is what the contract says of projects (15). Fields that it names and no client here writes are left out.
func projectKind() *entryKind {
	amount := func(name string) field { return field{name: name, kind: isDecimal, places: 2, nullable: true} }
	reference := func(name, refers string) field {
		return field{name: name, kind: isReference, refers: refers, nullable: true}
	}
	date := func(name string) field { return field{name: name, kind: isDate, nullable: true} }
	text := func(name string) field { return field{name: name, nullable: true} }
	flag := func(name string) field { return field{name: name, kind: isFlag, otherwise: "false"} }
	pricing := func(name, otherwise string) field {
		return field{name: "ratesAndPricing." + name, words: []string{"billingRate", "costPlusFee"}, otherwise: otherwise}
	}
	computed := func(name string) field {
		return field{name: "progress." + name, kind: isDecimal, places: 2, readOnly: true}
	}
	return &entryKind{
		object: projectObject, noun: "project", firstKey: 101, hasEntity: true,
		fields: []field{
			{name: "id", kind: isName, once: true}, // required unless the company numbers projects
			{name: "name", required: true},
			{
				name: "category", required: true, nullable: true,
				words: []string{"contract", "capitalized", "internalNonBillable", "internalBillable"},
			},
			text("description"), statusField(),
			{name: "billingType", words: []string{"timeAndMaterial", "fixedFee", "fixedFeeAndExpenses"}, nullable: true},
			reference("customer", "customer"), reference("parent", "project"), reference("projectType", "project type"),
			reference("projectStatus", "project status"), reference("manager", "employee"), reference("department", "department"),
			reference("location", "location"), reference("class", "class"), reference("paymentTerm", "term"),
			date("startDate"), date("endDate"), text("projectCurrency"), text("invoiceCurrency"), amount("contractAmount"),
			amount("budget.billingAmount"), amount("budget.budgetedDuration"), amount("budget.budgetedCost"),
			pricing("laborPricing", "billingRate"), amount("ratesAndPricing.laborMarkup"),
			pricing("expensePricing", "costPlusFee"), amount("ratesAndPricing.expenseMarkup"), amount("ratesAndPricing.defaultRate"),
			flag("isBillableEmployeeExpense"), flag("isBillablePurchasingAPExpense"), flag("invoiceWithParent"),
			{name: "billingOverMax", words: []string{"doNothing", "issueAWarningMessage", "preventBilling"}, otherwise: "doNothing"},
			text("invoiceMessage"), text("salesOrderNumber"), text("purchaseOrderNumber"),
			computed("percentComplete"), computed("observedPercentComplete"),
		},
	}
}

// observedKind is what the contract says of observed percentages (16).
func observedKind() *entryKind {
	return &entryKind{
		object: observedObject, noun: "observed percentage", firstKey: 11,
		fields: []field{
			{name: "project", kind: isKeyReference, refers: "project", required: true, once: true},
			{name: "asOfDate", kind: isDate, required: true},
			{name: "percentComplete", kind: isDecimal, places: 2, percent: true, required: true},
			{name: "notes", nullable: true},
		},
	}
}
