package api

import (
	"cmp"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

const (
	templateObject  = "projects/project-billing-template"
	milestoneObject = templateObject + "-milestone"
)

// Values of a template's fields (contract section 2.1); Intacct's defaults are
// BillingMethodPercentCompleted, CalculateOnProject, BasedOnEstimatedHours and
// StatusActive.
const (
	BillingMethodPercentCompleted   = "percentCompleted"
	BillingMethodMilestone          = "milestone"
	CalculateOnProject              = "project"
	CalculateOnTask                 = "task"
	BasedOnPlannedHours             = "plannedHours"
	BasedOnEstimatedHours           = "estimatedHours"
	BasedOnBudgetedHours            = "budgetedHours"
	BasedOnObservedPercentCompleted = "observedPercentCompleted"
	StatusActive                    = "active"
	StatusInactive                  = "inactive"
)

// Template is a project billing template (contract section 2.1). Every value is Intacct's own text; "" = missing.
type Template struct {
	Key  lenient.Text
	ID   lenient.Text // the same as Key
	Href lenient.Text

	Name          lenient.Text // cannot be changed
	Description   lenient.Text
	BillingMethod lenient.Text
	CalculateOn   lenient.Text
	BasedOn       lenient.Text
	Status        lenient.Text

	// Milestones are ordered by percentCompleted, then by key. They are nil if they were
	// not requested or not proven to be none.
	Milestones []Milestone
	Entity     Entity
}

// Entity is the part of the company that an object belongs to. All its fields are "" for an object created at the top
// level. It has no href, because the query service cannot return it.
type Entity struct {
	Key  lenient.Text
	ID   lenient.Text
	Name lenient.Text
}

// templates describes project billing templates.
func templates() kind[Template] {
	return kind[Template]{
		object: templateObject,
		noun:   "billing template",
		fields: []string{
			"key", "id", "name", "description", "billingMethod", "calculateOn", "basedOn", "status", "href",
			"entity.key", "entity.id", "entity.name",
		},
		of:    templateOf,
		key:   func(template *Template) lenient.Text { return template.Key },
		name:  []string{"name"},
		label: "name",
		lines: &lines[Template]{
			object: milestoneObject,
			noun:   "milestone",
			member: "milestones",
			owner:  "projectBillingTemplate.key",
			fields: []string{
				"key", "id", "percentCompleted", "percentToInvoice", "description", "href", "projectBillingTemplate.key",
			},
			slips: []string{"percentInvoiced"}, // once, in the older documentation (contract section 2.2)
			set:   setMilestones,
			keys: func(template *Template) []lenient.Text {
				return keysOf(template.Milestones, func(line Milestone) lenient.Text { return line.Key })
			},
		},
	}
}

func templateOf(row Row) Template {
	return Template{
		Key:           row.text("key"),
		ID:            row.text("id"),
		Href:          row.text("href"),
		Name:          row.text("name"),
		Description:   row.text("description"),
		BillingMethod: row.text("billingMethod"),
		CalculateOn:   row.text("calculateOn"),
		BasedOn:       row.text("basedOn"),
		Status:        row.text("status"),
		Entity:        Entity{Key: row.text("entity.key"), ID: row.text("entity.id"), Name: row.text("entity.name")},
	}
}

func setMilestones(template *Template, rows []Row) {
	template.Milestones = make([]Milestone, len(rows))
	for i, row := range rows {
		template.Milestones[i] = Milestone{
			Key:              row.text("key"),
			ID:               row.text("id"),
			PercentCompleted: row.text("percentCompleted"),
			PercentToInvoice: cmp.Or(row.text("percentToInvoice"), row.text("percentInvoiced")),
			Description:      row.text("description"),
			Href:             row.text("href"),
			Template:         referenceTo(template.Key),
		}
	}
	slices.SortStableFunc(template.Milestones, func(a, b Milestone) int { // Intacct does not guarantee an order (contract section 3)
		return cmp.Or(
			lenient.CompareNumbers(string(a.PercentCompleted), string(b.PercentCompleted)),
			compareKeys(string(a.Key), string(b.Key)),
		)
	})
}

// referenceTo returns the reference from a milestone to its template.
func referenceTo(key lenient.Text) Reference {
	return Reference{Key: key, ID: key, Href: "/objects/" + templateObject + "/" + key}
}

// Milestone is a line of a billing template (contract section 2.2). It is written only through its template.
type Milestone struct {
	Key lenient.Text
	ID  lenient.Text // the same as Key
	// PercentCompleted is the share of the project that must be complete, a decimal number. It is not documented
	// whether the scale ends at 1 or at 100; examples have both (contract section 2.2).
	PercentCompleted lenient.Text
	// PercentToInvoice is the share that is then billed. Intacct computes it.
	PercentToInvoice lenient.Text
	// Description is "" if there is none.
	Description lenient.Text
	Href        lenient.Text
	// Template is the billing template that the milestone belongs to.
	Template Reference
}
