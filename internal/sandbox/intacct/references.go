package intacct

import "fmt"

// Referent is a record that entries refer to and that the company stores nothing else about, such as a customer.
type Referent struct {
	// Kind is the kind of record: customer, employee, department, location, class, term, project type, or project status.
	Kind          string
	Key, ID, Name string
}

// referents returns the records that entries can refer to from the start.
func referents() []Referent {
	return []Referent{
		{"customer", "31", "CUST-00101", "Customer 101"},
		{"customer", "32", "CUST-00102", "Customer 102"},
		{"employee", "51", "EMP-0007", "Employee 7"},
		{"department", "61", "ENG", "Engineering"},
		{"location", "71", "HQ", "Headquarters"},
		{"class", "81", "SERVICES", "Services"},
		{"term", "91", "N30", "Net 30"},
		{"project type", "95", "TM", "Time and material"},
		{"project status", "97", "OPEN", "Open"},
	}
}

// AddReferent adds a record that entries can refer to.
func (c *Company) AddReferent(referent Referent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.referents = append(c.referents, referent)
}

// referent returns the record that a reference refers to, by ID or key, and reports whether there is one.
func (c *Company) referent(kind, id, key string) (Referent, bool) {
	if kind == "project" {
		return c.projectReferent(id, key)
	}
	for _, each := range c.referents {
		if each.Kind == kind && (id != "" && each.ID == id || key != "" && each.Key == key) {
			return each, true
		}
	}
	return Referent{}, false
}

func (c *Company) projectReferent(id, key string) (Referent, bool) {
	projects := c.entries[projectObject]
	found := projects.byKey[key]
	if id != "" {
		found = projects.named(id)
	}
	if found == nil {
		return Referent{}, false
	}
	return Referent{Kind: "project", Key: found.Key, ID: found.Values["id"], Name: found.Values["name"]}, true
}

// mustRefer panics if an entry refers to a missing record.
func (c *Company) mustRefer(kind *entryKind, entry Entry) {
	for _, field := range kind.fields {
		value, given := entry.Values[field.name]
		if !given || field.refers == "" {
			continue
		}
		id, key := value, ""
		if field.kind == isKeyReference {
			id, key = "", value
		}
		if _, found := c.referent(field.refers, id, key); !found {
			panic(fmt.Sprintf("intacct sandbox: there is no %s %q", field.refers, value))
		}
	}
}
