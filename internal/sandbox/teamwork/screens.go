package teamwork

import (
	"fmt"
	"slices"
)

// The methods in this file change and show the site's records as its own screens do, bypassing the API.

// Invoice returns the invoice with id.
func (s *Site) Invoice(id int) (Invoice, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoice, found := s.byID[id]
	if !found {
		return Invoice{}, false
	}
	return invoice.clone(), true
}

// Invoices returns every invoice, by ID.
func (s *Site) Invoices() []Invoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoices := make([]Invoice, 0, len(s.invoices))
	for _, invoice := range s.invoices {
		invoices = append(invoices, invoice.clone())
	}
	return invoices
}

// AddInvoice adds an invoice and returns the stored invoice. It fills in omitted values: the next ID, the project's
// company, the status active, the currency USD, the current time, and a user other than that of the credentials. It
// panics if the project does not exist.
func (s *Site) AddInvoice(invoice Invoice) Invoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustKnowProject(invoice.ProjectID)
	return s.insert(invoice, colleague()).clone()
}

// UpdateInvoice sets the time and the user of the last edit of the invoice with id, as an edit in the screens does,
// calls change with it, and reports whether there is one. change must not call the site. It panics if the invoice is
// moved to an unknown project.
func (s *Site) UpdateInvoice(id int, change func(*Invoice)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoice, found := s.byID[id]
	if !found {
		return false
	}
	s.unbill(invoice)
	s.touch(invoice, colleague())
	change(invoice)
	s.mustKnowProject(invoice.ProjectID)
	invoice.ID = id
	s.bill(invoice)
	s.forgetLists()
	return true
}

// mustKnowProject panics if there is no project with id.
func (s *Site) mustKnowProject(id int) {
	if s.projects[id] == nil {
		panic(fmt.Sprintf("teamwork sandbox: a record in the unknown project %d", id))
	}
}

// DeleteInvoice deletes the invoice with id, which makes its entries unbilled again, and reports whether there was one.
func (s *Site) DeleteInvoice(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.remove(id)
}

// Projects returns every project, by ID.
func (s *Site) Projects() []Project {
	s.mu.Lock()
	defer s.mu.Unlock()
	projects := make([]Project, 0, len(s.projects))
	for _, id := range sortedKeys(s.projects) {
		project := *s.projects[id]
		project.TagIDs = slices.Clone(project.TagIDs)
		projects = append(projects, project)
	}
	return projects
}

// AddProject adds a project, or replaces the one with the same ID.
func (s *Site) AddProject(project Project) {
	s.mu.Lock()
	defer s.mu.Unlock()
	project.TagIDs = slices.Clone(project.TagIDs)
	s.projects[project.ID] = &project
	s.forgetAllLists()
}

// UpdateProject calls change with the project with id, and reports whether there is one. change must not call the site.
func (s *Site) UpdateProject(id int, change func(*Project)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	project, found := s.projects[id]
	if !found {
		return false
	}
	change(project)
	project.ID = id
	s.forgetAllLists()
	return true
}
