package intacct

import (
	"maps"
	"slices"
)

// The methods in this file change and show the company's records as its own screens do, bypassing the API.

// Template returns the template with key.
func (c *Company) Template(key string) (Template, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	template, found := c.byKey[key]
	if !found {
		return Template{}, false
	}
	return template.clone(), true
}

// BillingTemplates returns every template, by key.
func (c *Company) BillingTemplates() []Template {
	c.mu.Lock()
	defer c.mu.Unlock()
	templates := make([]Template, 0, len(c.templates))
	for _, template := range c.templates {
		templates = append(templates, template.clone())
	}
	return templates
}

// AddTemplate adds a template, or replaces the one with the same key, and returns the stored template. It fills in
// omitted values: the next keys, and the defaults of the contract (2.1). Unlike the API, it accepts a name that already
// exists. It panics on keys and percentages that are not numbers, and on an unknown entity.
func (c *Company) AddTemplate(template Template) Template {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mustKnowEntity(template.EntityID)
	return c.put(template).clone()
}

// UpdateTemplate calls change with the template with key, and reports whether there is one. change must not call the
// company. Lines without a key are new. It panics like AddTemplate.
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

// DeleteTemplate deletes the template with key, even if it is in use, and reports whether there was one.
func (c *Company) DeleteTemplate(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.remove(key)
}

// MarkInUse makes the API refuse to delete the template with key (contract 2.3), and reports whether there is one.
func (c *Company) MarkInUse(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, found := c.byKey[key]
	if found {
		c.inUse[key] = true
	}
	return found
}

// Entities returns every entity, by ID.
func (c *Company) Entities() []Entity {
	c.mu.Lock()
	defer c.mu.Unlock()
	entities := make([]Entity, 0, len(c.entities))
	for _, id := range slices.Sorted(maps.Keys(c.entities)) {
		entities = append(entities, c.entities[id])
	}
	return entities
}

// AddEntity adds an entity, or replaces the one with the same ID.
func (c *Company) AddEntity(entity Entity) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entities[entity.ID] = entity
}

// AddObject adds an object to the query service, such as "accounts-payable/vendor", or replaces the one with the same
// name. The kind of a field determines how it is compared. The values of rows are nil, strings, numbers, or booleans.
// In every object, href can only be selected. It panics on the built-in objects of the company.
func (c *Company) AddObject(name string, fields map[string]FieldKind, rows ...map[string]any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if name == templateObject || name == milestoneObject {
		panic("intacct sandbox: " + name + " is an object of the company itself")
	}
	c.objects[name] = plainTable(fields, rows)
}
