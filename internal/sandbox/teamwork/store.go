package teamwork

import (
	"slices"
)

// The methods of this file are called with the lock held.

// defaultCurrency is the site's own currency, taken where an invoice names none (contract 2.5).
const defaultCurrency = "USD"

// insert fills in what invoice leaves out, and keeps it.
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

// fillIn gives an invoice what it has no value for.
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

// position gives the place of the invoice with id among the invoices, and whether it is there.
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

// retire marks invoice as deleted and keeps it. Its entries leave it and become unbilled, as with remove.
func (s *Site) retire(invoice *Invoice) {
	s.unbill(invoice)
	invoice.TimeLogIDs, invoice.ExpenseIDs = nil, nil
	invoice.Status = StatusDeleted
	s.forgetLists()
}

// touch notes an edit by user.
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
		s.forgetTimeLists() // which can be chosen by being billed
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

// listing is a choice of invoices.
type listing struct {
	projectID     int    // 0 is any
	kind          string // active, completed or all
	projectStatus string // active, archived or all
}

// list gives the invoices of a choice, by id. It is worked out once and kept until something changes that could matter
// to it, so that reading all pages of a large site takes time in proportion to its size.
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

// chosen says whether an invoice belongs to a choice.
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

// extendLists puts the invoice with the highest id at the end of the lists that it belongs to, so that creating many on
// a large site does not work every list out again each time.
func (s *Site) extendLists(invoice *Invoice) {
	for choice, found := range s.lists {
		if s.chosen(invoice, choice) {
			s.lists[choice] = append(found, invoice)
		}
	}
}

// forgetLists is called after every change that can put an invoice on a list or take it off one.
func (s *Site) forgetLists() { clear(s.lists) }

// forgetAllLists is called after every change of a project, which can matter to all that belongs to one.
func (s *Site) forgetAllLists() {
	s.forgetLists()
	s.forgetExpenseLists()
	s.forgetTimeLists()
}

// find gives the invoice with id unless its project is deleted.
func (s *Site) find(id int) *Invoice {
	invoice := s.byID[id]
	if invoice == nil || s.projects[invoice.ProjectID].Progress == ProgressDeleted {
		return nil
	}
	return invoice
}

// findProject gives the project with id unless it is deleted.
func (s *Site) findProject(id int) *Project {
	project := s.projects[id]
	if project == nil || project.Progress == ProgressDeleted {
		return nil
	}
	return project
}
