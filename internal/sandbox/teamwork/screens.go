package teamwork

import (
	"fmt"
	"slices"
)

// The methods of this file change and show the site's records as its own screens would, past the API.

// Invoice gives the invoice with id.
func (s *Site) Invoice(id int) (Invoice, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoice, found := s.byID[id]
	if !found {
		return Invoice{}, false
	}
	return invoice.clone(), true
}

// Invoices gives every invoice, by id.
func (s *Site) Invoices() []Invoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoices := make([]Invoice, 0, len(s.invoices))
	for _, invoice := range s.invoices {
		invoices = append(invoices, invoice.clone())
	}
	return invoices
}

// AddInvoice adds an invoice and gives it as it is kept. What it leaves out is filled in: the next id, the project's
// company, the status active, the currency USD, the present time, and another user than that of the credentials. It
// panics when there is no such project.
func (s *Site) AddInvoice(invoice Invoice) Invoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustKnowProject(invoice.ProjectID)
	return s.insert(invoice, colleague()).clone()
}

// UpdateInvoice lets change alter the invoice with id, and says whether there is one. Before, the time of the last edit
// and its user are set as an edit in the screens sets them; change may not call the site. It panics when the invoice is
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

// mustKnowProject panics when there is no project with id.
func (s *Site) mustKnowProject(id int) {
	if s.projects[id] == nil {
		panic(fmt.Sprintf("teamwork sandbox: a record of the unknown project %d", id))
	}
}

// DeleteInvoice deletes the invoice with id, and says whether there was one. Its entries are unbilled again.
func (s *Site) DeleteInvoice(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.remove(id)
}

// Projects gives every project, by id.
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

// AddProject adds a project, or replaces the one with the same id.
func (s *Site) AddProject(project Project) {
	s.mu.Lock()
	defer s.mu.Unlock()
	project.TagIDs = slices.Clone(project.TagIDs)
	s.projects[project.ID] = &project
	s.forgetAllLists()
}

// UpdateProject lets change alter the project with id, and says whether there is one; change may not call the site.
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
