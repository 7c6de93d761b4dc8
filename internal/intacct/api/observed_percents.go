package api

import "github.com/projectbilling/terraform-provider-billing/internal/lenient"

// ObservedPercent is the percentage of a project that someone has observed to be completed by a date (contract
// section 16). Every value is Intacct's own text; "" = missing.
type ObservedPercent struct {
	Key             lenient.Text
	Href            lenient.Text
	ProjectKey      lenient.Text // cannot be changed
	ProjectID       lenient.Text
	AsOfDate        lenient.Text
	PercentComplete lenient.Text // of 100
	Notes           lenient.Text
	Created         lenient.Text // a moment that never changes
}

// observedPercents describes the observed percentages of projects. Project and date are unique by convention only.
// They identify what a create with a lost response has made.
func observedPercents() kind[ObservedPercent] {
	return kind[ObservedPercent]{
		object: "projects/project-observed-percent-completed",
		noun:   "percentage",
		fields: []string{"key", "href", "project.key", "project.id", "asOfDate", "percentComplete", "notes", createdField},
		of: func(row Row) ObservedPercent {
			return ObservedPercent{
				Key: row.text("key"), Href: row.text("href"), ProjectKey: row.text("project.key"), ProjectID: row.text("project.id"),
				AsOfDate: row.text("asOfDate"), PercentComplete: row.text("percentComplete"), Notes: row.text("notes"),
				Created: row.text(createdField),
			}
		},
		key:          func(observed *ObservedPercent) lenient.Text { return observed.Key },
		name:         []string{"project.key", "asOfDate"},
		label:        "project and date",
		isExact:      true,
		mayBeMissing: true,
	}
}
