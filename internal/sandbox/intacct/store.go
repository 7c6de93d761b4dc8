package intacct

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// Callers of the methods in this file must hold the lock.

// The values of a template that a request omits (contract 2.1).
const (
	defaultBillingMethod = "percentCompleted"
	defaultCalculateOn   = "project"
	defaultBasedOn       = "estimatedHours"
	defaultStatus        = "active"
)

// put fills in omitted values of template and stores it. It replaces the template with the same key, if there is one.
func (c *Company) put(template Template) *Template {
	kept := template.clone()
	c.fillIn(&kept)
	c.forget(kept.Key)
	at, found := c.position(kept.Key)
	if found {
		c.templates[at] = &kept
	} else {
		c.templates = slices.Insert(c.templates, at, &kept)
	}
	c.byKey[kept.Key] = &kept
	if kept.Status != StatusDeleted { // the name of a deleted template is free again
		c.names[kept.Name]++
	}
	for _, milestone := range kept.Milestones {
		c.owners[milestone.Key] = &kept
	}
	return &kept
}

// fillIn sets the missing values of a template and its lines.
func (c *Company) fillIn(template *Template) {
	if template.Key == "" {
		template.Key = strconv.Itoa(c.nextTemplate)
	}
	c.nextTemplate = max(c.nextTemplate, number(template.Key)+1)
	defaults := map[*string]string{
		&template.BillingMethod: defaultBillingMethod,
		&template.CalculateOn:   defaultCalculateOn,
		&template.BasedOn:       defaultBasedOn,
		&template.Status:        defaultStatus,
	}
	for field, value := range defaults {
		if *field == "" {
			*field = value
		}
	}
	for i := range template.Milestones {
		milestone := &template.Milestones[i]
		if milestone.Key == "" {
			milestone.Key = strconv.Itoa(c.nextMilestone)
		}
		c.nextMilestone = max(c.nextMilestone, number(milestone.Key)+1)
		milestone.PercentCompleted = decimal.RequireFromString(milestone.PercentCompleted).StringFixed(2)
	}
}

// forget removes the template with key from everything except the list of templates.
func (c *Company) forget(key string) {
	old := c.byKey[key]
	if old == nil {
		return
	}
	delete(c.byKey, key)
	if old.Status != StatusDeleted {
		c.names[old.Name]--
	}
	if c.names[old.Name] == 0 {
		delete(c.names, old.Name)
	}
	for _, milestone := range old.Milestones {
		delete(c.owners, milestone.Key)
	}
}

// remove deletes the template with key, and reports whether there was one.
func (c *Company) remove(key string) bool {
	if c.byKey[key] == nil {
		return false
	}
	c.forget(key)
	delete(c.inUse, key)
	delete(c.shown, key)
	if at, found := c.position(key); found {
		c.templates = slices.Delete(c.templates, at, at+1)
	}
	return true
}

// retire marks template as deleted and keeps it.
func (c *Company) retire(template *Template) {
	retired := template.clone()
	retired.Status = StatusDeleted
	c.put(retired)
}

// position returns the index of the template with key, and reports whether there is one.
func (c *Company) position(key string) (int, bool) {
	return slices.BinarySearchFunc(c.templates, key, func(template *Template, key string) int {
		return byNumber(template.Key, key)
	})
}

// find returns the template with key if scope sees it.
func (c *Company) find(scope, key string) *Template {
	if template := c.byKey[key]; template != nil && sees(scope, template) {
		return template
	}
	return nil
}

// findLine returns the owner of the milestone with key and its index among the lines, if scope sees it.
func (c *Company) findLine(scope, key string) (*Template, int) {
	if owner := c.owners[key]; owner != nil && sees(scope, owner) {
		return owner, owner.line(key)
	}
	return nil, -1
}

// visible returns the templates that scope sees, by key.
func (c *Company) visible(scope string) []*Template {
	if scope == "" {
		return c.templates
	}
	var visible []*Template
	for _, template := range c.templates {
		if sees(scope, template) {
			visible = append(visible, template)
		}
	}
	return visible
}

// sees reports whether a request scoped to an entity sees a template: the top level, which has no ID, sees all
// templates; an entity sees its own and those of the top level.
func sees(scope string, template *Template) bool {
	return scope == "" || template.EntityID == "" || template.EntityID == scope
}

// mustKnowEntity panics if there is no entity with id.
func (c *Company) mustKnowEntity(id string) {
	if _, found := c.entities[id]; id != "" && !found {
		panic(fmt.Sprintf("intacct sandbox: a template in the unknown entity %q", id))
	}
}
