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

// entryKind describes one kind of entries according to the contract.
type entryKind struct {
	object string
	noun   string
	fields []field
	// lines is the member that holds the lines, lineFields are the fields of a line, lineObject is the object of lines in
	// the query service, and owner is the field of a line that refers to its entry.
	lines      string
	lineFields []field
	lineObject string
	owner      string
	// hasEntity is true if the entity is shown.
	hasEntity           bool
	firstKey, firstLine int
	// rule checks the new state of an entry; nil means no rule.
	rule func(*Entry) *problem
}

// field is a field of an entry or of a line.
type field struct {
	name string // dotted if it lies in a nested object
	kind valueKind
	// words are the values that it can have.
	words []string
	// otherwise is its value if a request omits it.
	otherwise string
	// refers is the kind of record that a reference refers to, such as "customer".
	refers                       string
	required, nullable, readOnly bool
	// once is true if only a create can set it.
	once bool
	// places is the maximum number of decimals, and percent is true if the number must lie between 0 and 100.
	places  int32
	percent bool
}

// valueKind is the format of a value.
type valueKind int

const (
	isText valueKind = iota
	isName           // text that uniquely identifies a record
	isDecimal
	isWhole
	isDate
	isFlag
	isReference
	isKeyReference // by key only
)

// group returns the nested object that a field lies in, or an empty string.
func (f field) group() string {
	group, _, nested := strings.Cut(f.name, ".")
	if !nested {
		return ""
	}
	return group
}

// fieldNamed returns the field with a name.
func fieldNamed(fields []field, name string) (field, bool) {
	at := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	if at < 0 {
		return field{}, false
	}
	return fields[at], true
}

// entryKinds returns all kinds of entries.
func entryKinds() []*entryKind {
	return []*entryKind{contractTemplateKind(), projectKind(), observedKind()}
}

// statusField returns the field that most objects have.
func statusField() field {
	return field{name: "status", words: []string{"active", "inactive"}, otherwise: "active"}
}

// createdField returns the field that tells when an entry was created (contract 13).
func createdField() field { return field{name: "audit.createdDateTime", readOnly: true} }

// contractTemplateKind describes contract billing templates according to the contract (14).
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
			statusField(), createdField(),
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

// projectKind describes projects according to the contract (15). It omits fields that the contract names but no client
// here writes.
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
			createdField(),
		},
	}
}

// observedKind describes observed percentages according to the contract (16).
func observedKind() *entryKind {
	return &entryKind{
		object: observedObject, noun: "observed percentage", firstKey: 11,
		fields: []field{
			{name: "project", kind: isKeyReference, refers: "project", required: true, once: true},
			{name: "asOfDate", kind: isDate, required: true},
			{name: "percentComplete", kind: isDecimal, places: 2, percent: true, required: true},
			{name: "notes", nullable: true},
			createdField(),
		},
	}
}
