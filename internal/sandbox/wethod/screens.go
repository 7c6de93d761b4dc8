package wethod

import (
	"cmp"
	"maps"
	"slices"
)

// The methods in this file change and show the company's records as its own screens do, bypassing the API.

// Invoices returns every invoice, by ID.
func (s *Service) Invoices() []Invoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoices := make([]Invoice, 0, len(s.invoices))
	for _, id := range slices.Sorted(maps.Keys(s.invoices)) {
		invoices = append(invoices, s.invoices[id].clone())
	}
	return invoices
}

// AddInvoice adds an invoice, or replaces the one with the same ID, and returns the stored invoice. It fills in omitted
// values: the next ID, OwnProject, the status draft, a value of 0, the current time, and its day as the issue date. It
// panics on invalid dates and numbers.
func (s *Service) AddInvoice(invoice Invoice) Invoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := invoice.clone()
	if added.ID == 0 {
		added.ID = s.nextID
	}
	if added.ProjectID == 0 {
		added.ProjectID = OwnProject
	}
	now := s.now()
	for _, field := range []struct {
		target *string
		value  string
	}{
		{&added.CreatedAt, now}, {&added.UpdatedAt, now}, {&added.Status, "draft"}, {&added.Value, "0"}, {&added.IssueDate, now[:10]},
	} {
		if *field.target == "" {
			*field.target = field.value
		}
	}
	s.keep(&added)
	return added.clone()
}

// UpdateInvoice sets the time of the last change of the invoice with id to the current time, calls change with it, and
// reports whether there is one. change must not call the service. It panics on invalid dates and numbers.
func (s *Service) UpdateInvoice(id int, change func(*Invoice)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoice, found := s.invoices[id]
	if !found {
		return false
	}
	changed := invoice.clone()
	changed.UpdatedAt = s.now()
	change(&changed)
	changed.ID = id
	s.keep(&changed)
	return true
}

// keep stores a complete invoice.
func (s *Service) keep(invoice *Invoice) {
	if err := invoice.check(); err != nil {
		panic("wethod sandbox: " + err.Error())
	}
	s.invoices[invoice.ID] = invoice
	s.nextID = max(s.nextID, invoice.ID+1)
}

// DeleteInvoice deletes the invoice with id, and reports whether there was one.
func (s *Service) DeleteInvoice(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, found := s.invoices[id]
	delete(s.invoices, id)
	return found
}

// SetPermissions sets the permissions of the token's user from now on.
func (s *Service) SetPermissions(permissions ...Permission) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.permissions = map[Permission]bool{}
	for _, permission := range permissions {
		s.permissions[permission] = true
	}
}

// Mails returns the mails sent to contacts, in order.
func (s *Service) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// AddContact adds a contact, or replaces the one with the same ID. Omitted times are set to the current time.
func (s *Service) AddContact(contact Contact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	contact.CreatedAt = cmp.Or(contact.CreatedAt, s.now())
	contact.UpdatedAt = cmp.Or(contact.UpdatedAt, contact.CreatedAt)
	s.contacts[contact.ID] = &contact
}

// AddProject adds a project, or replaces the one with the same ID. Omitted times are set to the current time.
func (s *Service) AddProject(project Project) {
	s.mu.Lock()
	defer s.mu.Unlock()
	project.CreatedAt = cmp.Or(project.CreatedAt, s.now())
	project.UpdatedAt = cmp.Or(project.UpdatedAt, project.CreatedAt)
	s.projects[project.ID] = &project
}
