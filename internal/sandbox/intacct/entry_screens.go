package intacct

// The methods in this file change and show entries as the company's own screens do, bypassing the API. object is the
// name of the entries in the query service, such as "projects/project".

// The objects whose records are entries.
const (
	ContractTemplates = contractTemplateObject
	Projects          = projectObject
	ObservedPercents  = observedObject
)

// Entries returns every entry of an object, by key.
func (c *Company) Entries(object string) []Entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := make([]Entry, 0, len(c.entries[object].sorted))
	for _, entry := range c.entries[object].sorted {
		found = append(found, entry.clone())
	}
	return found
}

// AddEntry adds an entry, or replaces the one with the same key, and returns the stored entry, with the next keys and
// the defaults of the contract filled in. It checks no rules. It panics on a reference to a missing record, and on an
// unknown entity.
func (c *Company) AddEntry(object string, entry Entry) Entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mustKnowEntity(entry.EntityID)
	c.mustRefer(c.entries[object].kind, entry)
	return c.entries[object].put(entry).clone()
}

// UpdateEntry calls change with the entry with key, and reports whether there is one. change must not call the company.
func (c *Company) UpdateEntry(object, key string, change func(*Entry)) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry := c.entries[object].byKey[key]
	if entry == nil {
		return false
	}
	changed := entry.clone()
	change(&changed)
	changed.Key = key
	c.mustRefer(c.entries[object].kind, changed)
	c.entries[object].put(changed)
	return true
}

// DeleteEntry deletes the entry with key, even if it is in use, and reports whether there was one.
func (c *Company) DeleteEntry(object, key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.entries[object].remove(key)
}

// MarkEntryInUse makes the API refuse to delete the entry with key, and to change its method (contract 14 and 15).
func (c *Company) MarkEntryInUse(object, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[object].inUse[key] = true
}
