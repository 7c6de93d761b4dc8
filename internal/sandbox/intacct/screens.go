package intacct

import (
	"maps"
	"slices"
)

// The methods of this file change and show the company's records as its own screens would, past the API.

// Template gives the template with key.
func (c *Company) Template(key string) (Template, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	template, found := c.byKey[key]
	if !found {
		return Template{}, false
	}
	return template.clone(), true
}

// BillingTemplates gives every template, by key.
func (c *Company) BillingTemplates() []Template {
	c.mu.Lock()
	defer c.mu.Unlock()
	templates := make([]Template, 0, len(c.templates))
	for _, template := range c.templates {
		templates = append(templates, template.clone())
	}
	return templates
}

// AddTemplate adds a template, or replaces the one with the same key, and gives it as it is kept. What it leaves out is
// filled in: the next keys, and the defaults of the contract (2.1). Unlike the API it takes a name that is there already.
// It panics on keys and percentages that are no numbers, and on an unknown entity.
func (c *Company) AddTemplate(template Template) Template {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mustKnowEntity(template.EntityID)
	return c.put(template).clone()
}

// UpdateTemplate lets change alter the template with key, and says whether there is one; change may not call the company.
// Lines without a key are new. It panics where AddTemplate does.
func (c *Company) UpdateTemplate(key string, change func(*Template)) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	template, found := c.byKey[key]
	if !found {
		return false
	}
	changed := template.clone()
	change(&changed)
	changed.Key = key
	c.mustKnowEntity(changed.EntityID)
	c.put(changed)
	return true
}

// DeleteTemplate deletes the template with key, even when it is in use, and says whether there was one.
func (c *Company) DeleteTemplate(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.remove(key)
}

// MarkInUse makes the API refuse the deletion of the template with key (contract 2.3), and says whether there is one.
func (c *Company) MarkInUse(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, found := c.byKey[key]
	if found {
		c.inUse[key] = true
	}
	return found
}

// Entities gives every entity, by id.
func (c *Company) Entities() []Entity {
	c.mu.Lock()
	defer c.mu.Unlock()
	entities := make([]Entity, 0, len(c.entities))
	for _, id := range slices.Sorted(maps.Keys(c.entities)) {
		entities = append(entities, c.entities[id])
	}
	return entities
}

// AddEntity adds an entity, or replaces the one with the same id.
func (c *Company) AddEntity(entity Entity) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entities[entity.ID] = entity
}

// AddObject lets the query service answer for a further object, such as "accounts-payable/vendor", or replaces the one
// with the same name. A field's kind says how it is compared; the values of rows are nil, text, numbers and booleans.
// href can be selected only, whatever the object. It panics on the objects that the company has of itself.
func (c *Company) AddObject(name string, fields map[string]FieldKind, rows ...map[string]any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if name == templateObject || name == milestoneObject {
		panic("intacct sandbox: " + name + " is an object of the company itself")
	}
	c.objects[name] = plainTable(fields, rows)
}
