package intacct

import (
	"maps"
	"slices"
	"strings"
)

// The built-in objects of the query service.
const (
	templateObject  = "projects/project-billing-template"
	milestoneObject = "projects/project-billing-template-milestone"
)

// FieldKind is how the values of a field are compared.
type FieldKind int

// The kinds of fields.
const (
	// KindText compares character by character.
	KindText FieldKind = iota
	// KindNumber compares by numeric value, regardless of spelling.
	KindNumber
)

// record is a row that can be queried. The values of its fields are nil, strings, numbers, or booleans.
type record interface {
	value(field string) any
}

// object is a type of records that can be queried.
type object struct {
	fields map[string]FieldKind
	// keyed is true if rows returns the records by key, ascending.
	keyed bool
	rows  func(scope string) []record
}

// bareHref reports whether a field is a link, which can be selected but neither filtered nor sorted (contract 8).
func bareHref(field string) bool { return field == "href" || strings.HasSuffix(field, ".href") }

// templateTable returns the query object of templates. It excludes the fields of the lines: a query for a parent cannot
// use the fields of its children (contract 8).
func (c *Company) templateTable() object {
	fields := templateFields("")
	maps.Copy(fields, map[string]FieldKind{
		"entity.key": KindNumber, "entity.id": KindText, "entity.name": KindText, "entity.href": KindText,
	})
	return object{fields: fields, keyed: true, rows: func(scope string) []record {
		visible := c.visible(scope)
		records := make([]record, 0, len(visible))
		for _, template := range visible {
			records = append(records, templateRecord{c, template})
		}
		return records
	}}
}

// templateFields returns the fields of a template itself, with a prefix.
func templateFields(prefix string) map[string]FieldKind {
	fields := map[string]FieldKind{prefix + "key": KindNumber, prefix + "id": KindNumber}
	for _, name := range []string{"href", "name", "description", "billingMethod", "calculateOn", "basedOn", "status"} {
		fields[prefix+name] = KindText
	}
	return fields
}

// ownerPrefix precedes the fields of the template that a milestone belongs to.
const ownerPrefix = "projectBillingTemplate."

// milestoneTable returns the query object of milestones, including the fields of the template that they belong to
// (contract 8).
func (c *Company) milestoneTable() object {
	fields := templateFields(ownerPrefix)
	maps.Copy(fields, map[string]FieldKind{
		"key": KindNumber, "id": KindNumber, "href": KindText, "description": KindText,
		"percentCompleted": KindNumber, "percentToInvoice": KindNumber,
	})
	return object{fields: fields, keyed: true, rows: c.milestoneRows}
}

// milestoneRows returns the milestones that scope sees, by key.
func (c *Company) milestoneRows(scope string) []record {
	var lines []milestoneRecord
	for _, template := range c.visible(scope) {
		for i := range template.Milestones {
			lines = append(lines, milestoneRecord{c, template, &template.Milestones[i], number(template.Milestones[i].Key)})
		}
	}
	slices.SortFunc(lines, func(a, b milestoneRecord) int { return a.number - b.number })
	records := make([]record, 0, len(lines))
	for _, line := range lines {
		records = append(records, line)
	}
	return records
}

// templateRecord is a template as a row.
type templateRecord struct {
	company  *Company
	template *Template
}

func (t templateRecord) value(field string) any {
	if name, related := strings.CutPrefix(field, "entity."); related {
		return t.entityValue(name)
	}
	switch field {
	case "key", "id":
		return t.template.Key
	case "href":
		return hrefTemplates + t.template.Key
	case "name":
		return t.template.Name
	case "description":
		return t.template.Description
	case "billingMethod":
		return t.template.BillingMethod
	case "calculateOn":
		return t.template.CalculateOn
	case "basedOn":
		return t.template.BasedOn
	default:
		return t.template.Status
	}
}

// entityValue returns a field of the entity, or nil at the top level.
func (t templateRecord) entityValue(field string) any {
	if t.template.EntityID == "" {
		return nil
	}
	entity := t.company.entityOf(t.template)
	switch field {
	case "key":
		return *entity.Key
	case "id":
		return *entity.ID
	case "name":
		return *entity.Name
	default:
		return entity.Href
	}
}

// milestoneRecord is a milestone as a row.
type milestoneRecord struct {
	company   *Company
	owner     *Template
	milestone *Milestone
	number    int
}

func (m milestoneRecord) value(field string) any {
	if name, related := strings.CutPrefix(field, ownerPrefix); related {
		return templateRecord{m.company, m.owner}.value(name)
	}
	switch field {
	case "key", "id":
		return m.milestone.Key
	case "href":
		return hrefMilestones + m.milestone.Key
	case "percentCompleted":
		return m.company.percentText(percent(*m.milestone))
	case "percentToInvoice":
		return m.company.percentText(m.owner.step(*m.milestone))
	default:
		if text := m.company.lineText(m.milestone.Description); text != nil {
			return *text
		}
		return nil
	}
}

// plainRecord is a row of an object that was added.
type plainRecord map[string]any

func (p plainRecord) value(field string) any { return p[field] }

// plainTable returns an object with the given rows.
func plainTable(fields map[string]FieldKind, rows []map[string]any) object {
	return object{fields: fields, rows: func(string) []record {
		records := make([]record, 0, len(rows))
		for _, row := range rows {
			records = append(records, plainRecord(row))
		}
		return records
	}}
}
