package teamwork

import (
	"slices"
)

// Callers of the methods in this file must hold the lock.

// defaultCurrency is the site's own currency, used for an invoice without a currency (contract 2.5).
const defaultCurrency = "USD"

// insert fills in omitted values of invoice, and stores it.
func (s *Site) insert(invoice Invoice, author User) *Invoice {
	kept := invoice.clone()
	s.fillIn(&kept, author)
	s.nextID = max(s.nextID, kept.ID+1)
	s.byID[kept.ID] = &kept
	s.bill(&kept)
	at, found := s.position(kept.ID)
	switch {
	case found:
		s.invoices[at] = &kept
		s.forgetLists()
	case at < len(s.invoices):
		s.invoices = slices.Insert(s.invoices, at, &kept)
		s.forgetLists()
	default:
		s.invoices = append(s.invoices, &kept)
		s.extendLists(&kept)
	}
	return &kept
}

// fillIn sets the missing values of an invoice.
func (s *Site) fillIn(invoice *Invoice, author User) {
	if invoice.ID == 0 {
		invoice.ID = s.nextID
	}
	if invoice.CompanyID == 0 {
		invoice.CompanyID = s.projects[invoice.ProjectID].CompanyID
	}
	if invoice.CompanyName == "" {
		invoice.CompanyName = s.projects[invoice.ProjectID].CompanyName
	}
	if invoice.CurrencyCode == "" {
		invoice.CurrencyCode = defaultCurrency
	}
	if invoice.Status == "" {
		invoice.Status = StatusActive
	}
	if invoice.CreatedBy == (User{}) {
		invoice.CreatedBy = author
	}
	if invoice.EditedBy == (User{}) {
		invoice.EditedBy = invoice.CreatedBy
	}
	if invoice.DateCreated.IsZero() {
		invoice.DateCreated = s.now()
	}
	if invoice.DateUpdated.IsZero() {
		invoice.DateUpdated = invoice.DateCreated
	}
}

// position returns the index of the invoice with id, and reports whether there is one.
func (s *Site) position(id int) (int, bool) {
	return slices.BinarySearchFunc(s.invoices, id, func(invoice *Invoice, id int) int { return invoice.ID - id })
}

// remove deletes the invoice with id. Its entries become unbilled again, which the contract only presumes (2.4).
func (s *Site) remove(id int) bool {
	invoice, found := s.byID[id]
	if !found {
		return false
	}
	s.unbill(invoice)
	delete(s.byID, id)
	if at, found := s.position(id); found {
		s.invoices = slices.Delete(s.invoices, at, at+1)
	}
	s.forgetLists()
	return true
}

// retire marks invoice as deleted and keeps it. Its entries are removed from it and become unbilled, as with remove.
func (s *Site) retire(invoice *Invoice) {
	s.unbill(invoice)
	invoice.TimeLogIDs, invoice.ExpenseIDs = nil, nil
	invoice.Status = StatusDeleted
	s.forgetLists()
}

// touch records an edit by user.
func (s *Site) touch(invoice *Invoice, user User) {
	invoice.DateUpdated = s.now()
	invoice.EditedBy = user
}

// bill marks the entries of invoice as billed with it.
func (s *Site) bill(invoice *Invoice) { s.markEntries(invoice, invoice.ID) }

// unbill marks the entries of invoice as not billed.
func (s *Site) unbill(invoice *Invoice) { s.markEntries(invoice, 0) }

func (s *Site) markEntries(invoice *Invoice, invoiceID int) {
	if len(invoice.TimeLogIDs) > 0 {
		s.forgetTimeLists() // time lists can filter by billed status
	}
	for _, id := range invoice.TimeLogIDs {
		if log := s.timeLogs[id]; log != nil {
			log.InvoiceID = invoiceID
		}
	}
	for _, id := range invoice.ExpenseIDs {
		if expense := s.expenses[id]; expense != nil {
			expense.InvoiceID = invoiceID
		}
	}
}

// listing is a selection of invoices.
type listing struct {
	projectID     int    // 0 is any
	kind          string // active, completed or all
	projectStatus string // active, archived or all
}

// list returns the selected invoices, by ID. The result is cached until a change that could affect it, so that the time
// to read all pages of a large site is proportional to its size.
func (s *Site) list(choice listing) []*Invoice {
	if found, known := s.lists[choice]; known {
		return found
	}
	found := []*Invoice{}
	for _, invoice := range s.invoices {
		if s.chosen(invoice, choice) {
			found = append(found, invoice)
		}
	}
	s.lists[choice] = found
	return found
}

// chosen reports whether an invoice matches a selection.
func (s *Site) chosen(invoice *Invoice, choice listing) bool {
	project := s.projects[invoice.ProjectID]
	if project.Progress == ProgressDeleted {
		return false
	}
	if choice.projectID != 0 && choice.projectID != invoice.ProjectID {
		return false
	}
	if choice.kind != allOfThem && choice.kind != invoice.Status {
		return false
	}
	return choice.projectStatus == allOfThem || project.Archived == (choice.projectStatus == archivedProjects)
}

// extendLists appends the invoice with the highest ID to the cached lists that it belongs to, so that creating many on
// a large site does not recompute every list each time.
func (s *Site) extendLists(invoice *Invoice) {
	for choice, found := range s.lists {
		if s.chosen(invoice, choice) {
			s.lists[choice] = append(found, invoice)
		}
	}
}

// forgetLists is called after every change that can add an invoice to a list or remove it from one.
func (s *Site) forgetLists() { clear(s.lists) }

// forgetAllLists is called after every change of a project, which can affect everything that belongs to it.
func (s *Site) forgetAllLists() {
	s.forgetLists()
	s.forgetExpenseLists()
	s.forgetTimeLists()
}

// find returns the invoice with id unless its project is deleted.
func (s *Site) find(id int) *Invoice {
	invoice := s.byID[id]
	if invoice == nil || s.projects[invoice.ProjectID].Progress == ProgressDeleted {
		return nil
	}
	return invoice
}

// findProject returns the project with id unless it is deleted.
func (s *Site) findProject(id int) *Project {
	project := s.projects[id]
	if project == nil || project.Progress == ProgressDeleted {
		return nil
	}
	return project
}
