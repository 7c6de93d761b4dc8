package intacct

import "github.com/shopspring/decimal"

// The methods in this file convert records to their wire format (contract 2). Callers must hold the lock.

// templateBody is a template as a single read returns it.
type templateBody struct {
	reference
	Name          string          `json:"name"`
	Description   string          `json:"description"`
	BillingMethod string          `json:"billingMethod"`
	CalculateOn   string          `json:"calculateOn"`
	BasedOn       string          `json:"basedOn"`
	Status        string          `json:"status"`
	Entity        *entityBody     `json:"entity,omitempty"`
	Milestones    []milestoneBody `json:"milestones"`
	*extraFields
}

// milestoneBody is a line.
type milestoneBody struct {
	reference
	PercentCompleted       string    `json:"percentCompleted"`
	PercentToInvoice       string    `json:"percentToInvoice"`
	Description            *string   `json:"description"`
	ProjectBillingTemplate reference `json:"projectBillingTemplate"`
	*extraFields
}

// entityBody is the entity of a record. Its values are empty for records at the top level.
type entityBody struct {
	Key  *string `json:"key"`
	ID   *string `json:"id"`
	Name *string `json:"name"`
	Href string  `json:"href,omitempty"`
}

// full returns a template with its lines in an arbitrary order.
func (c *Company) full(template *Template) templateBody {
	body := templateBody{
		reference:     templateReference(template.Key),
		Name:          template.Name,
		Description:   template.Description,
		BillingMethod: template.BillingMethod,
		CalculateOn:   template.CalculateOn,
		BasedOn:       template.BasedOn,
		Status:        template.Status,
		Milestones:    []milestoneBody{},
		extraFields:   c.extra(),
	}
	if c.options.Shapes.Edition != EditionBeta {
		entity := c.entityOf(template)
		body.Entity = &entity
	}
	for _, milestone := range template.Milestones {
		body.Milestones = append(body.Milestones, c.milestone(template, milestone))
	}
	c.disorder(template.Key, body.Milestones)
	return body
}

// disorder shuffles lines. If there are several, the first one differs from the first one of the template's last read
// (contract 3).
func (c *Company) disorder(key string, lines []milestoneBody) {
	if len(lines) < 2 {
		return
	}
	c.random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	if last := len(lines) - 1; lines[0].Key == c.shown[key] {
		lines[0], lines[last] = lines[last], lines[0]
	}
	c.shown[key] = lines[0].Key
}

// milestone returns a line of template.
func (c *Company) milestone(template *Template, milestone Milestone) milestoneBody {
	return milestoneBody{
		reference:              milestoneReference(milestone.Key),
		PercentCompleted:       c.percentText(percent(milestone)),
		PercentToInvoice:       c.percentText(template.step(milestone)),
		Description:            c.lineText(milestone.Description),
		ProjectBillingTemplate: templateReference(template.Key),
		extraFields:            c.extra(),
	}
}

// milestoneReference returns a reference to the milestone with key.
func milestoneReference(key string) reference {
	return reference{Key: key, ID: key, Href: hrefMilestones + key}
}

// percentText returns a percentage in its wire format.
func (c *Company) percentText(value decimal.Decimal) string {
	if c.options.Shapes.Edition == EditionBeta {
		return value.String()
	}
	return value.StringFixed(2)
}

// lineText returns the description of a line in its wire format.
func (c *Company) lineText(description *string) *string {
	if description == nil && c.options.Shapes.EmptyDescriptions {
		return new(string)
	}
	return description
}

// entityOf returns the entity of a template.
func (c *Company) entityOf(template *Template) entityBody {
	if template.EntityID == "" {
		return entityBody{}
	}
	entity := c.entities[template.EntityID]
	href := "/objects/company-config/entity/" + entity.Key
	return entityBody{Key: &entity.Key, ID: &entity.ID, Name: &entity.Name, Href: href}
}
