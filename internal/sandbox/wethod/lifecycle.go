package wethod

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// The statuses of an invoice (contract section 9.4).
const (
	StatusDraft = "draft"
	StatusSent  = "sent"
	StatusPaid  = "paid"
)

// Mail is a mail that the service has sent to a contact.
type Mail struct {
	InvoiceID, ContactID int
}

// isClosed reports whether someone outside the company has seen the invoice.
func (i *Invoice) isClosed() bool { return i.Status == StatusSent || i.Status == StatusPaid }

// listInvoices returns the page of invoices that a query selects.
func (s *Service) listInvoices(c call) (reply, *problem) {
	if !s.mayAtAll(View, ViewOther) {
		return reply{}, &problem{status: http.StatusForbidden, message: "You need the permission invoices.view or invoices.view_other"}
	}
	wanted, refusal := filters[Invoice]{
		numbers: []numberFilter[Invoice]{{"project_id", 1, math.MaxInt32, func(i *Invoice) int { return i.ProjectID }}},
		dates: []dateFilter[Invoice]{
			onDay("issue_date", func(i *Invoice) string { return i.IssueDate }),
			onDay("payment_date", func(i *Invoice) string { return i.PaymentDate }),
			onMoment("updated_at", func(i *Invoice) string { return i.UpdatedAt }),
		},
	}.read(c.query)
	if refusal != nil {
		return reply{}, refusal
	}
	visible := slices.DeleteFunc(slices.Collect(maps.Values(s.invoices)), func(i *Invoice) bool { return !s.may(View, ViewOther, i.ProjectID) })
	slices.SortFunc(visible, s.order())
	return reply{http.StatusOK, wanted.page(visible, (*Invoice).render)}, nil
}

// order orders invoices. The contract promises no order (contract 4), so the usual one is not what a client that relies
// on IDs expects: by last change, newest first.
func (s *Service) order() func(a, b *Invoice) int {
	if s.options.Shapes.ListsByID {
		return func(a, b *Invoice) int { return a.ID - b.ID }
	}
	return latestFirst
}

func latestFirst(a, b *Invoice) int {
	if order := b.updated().Compare(a.updated()); order != 0 {
		return order
	}
	return a.ID - b.ID
}

// find returns the invoice of a request. The user needs a permission for it, and to change a closed one, EditSent too.
func (s *Service) find(c call, own, other Permission, isChange bool) (*Invoice, *problem) {
	if !s.mayAtAll(own, other) {
		return nil, forbidden()
	}
	invoice, found := s.invoices[c.id]
	switch {
	case !found:
		return nil, &problem{status: http.StatusNotFound, message: fmt.Sprintf("There is no invoice %d", c.id)}
	case !s.may(own, other, invoice.ProjectID), isChange && invoice.isClosed() && !s.permissions[EditSent]:
		return nil, forbidden()
	}
	return invoice, nil
}

func (s *Service) getInvoice(c call) (reply, *problem) {
	invoice, refusal := s.find(c, View, ViewOther, false)
	if refusal != nil {
		return reply{}, refusal
	}
	return reply{http.StatusOK, invoice.render()}, nil
}

// createInvoice creates a draft (contract section 9.2).
func (s *Service) createInvoice(c call) (reply, *problem) {
	if !s.mayAtAll(Create, CreateOther) {
		return reply{}, forbidden()
	}
	created := &Invoice{ID: s.nextID, CreatedAt: s.now(), UpdatedAt: s.now(), Status: StatusDraft, ExchangeRate: s.options.Shapes.DefaultRate}
	if refusal := s.setFields(created, c.body, true); refusal != nil {
		return reply{}, refusal
	}
	if refusal := s.check(created); refusal != nil {
		return reply{}, refusal
	}
	if !s.may(Create, CreateOther, created.ProjectID) {
		return reply{}, forbidden()
	}
	if created.InvoiceNumber == nil && s.options.Shapes.NumbersItself {
		created.InvoiceNumber = new("AUTO-" + strconv.Itoa(created.ID))
	}
	s.keep(created)
	return reply{http.StatusCreated, created.render()}, nil
}

// check refuses an invoice that its project does not allow.
func (s *Service) check(invoice *Invoice) *problem {
	project, isThere := s.projects[invoice.ProjectID]
	switch {
	case !isThere:
		return invalid([]failure{{"project_id", "This value is not the id of a project."}})
	case !project.isBillable() && s.options.Shapes.NotBillableIs412:
		return &problem{status: http.StatusPreconditionFailed, message: "The project needs a job order and a budget"}
	case !project.isBillable():
		return invalid([]failure{{"project_id", "The project needs a job order and a budget."}})
	case !s.options.Shapes.OneOfEachNumber || invoice.InvoiceNumber == nil:
		return nil
	}
	for _, other := range s.invoices {
		if other.ID != invoice.ID && other.ProjectID == invoice.ProjectID && other.InvoiceNumber != nil && *other.InvoiceNumber == *invoice.InvoiceNumber {
			return invalid([]failure{{"invoice_number", "This value is already used."}})
		}
	}
	return nil
}

// updateInvoice changes the fields in the body (contract section 9.3).
func (s *Service) updateInvoice(c call) (reply, *problem) {
	invoice, refusal := s.find(c, Edit, EditOther, true)
	if refusal != nil {
		return reply{}, refusal
	}
	changed := invoice.clone()
	if refusal := s.setFields(&changed, c.body, false); refusal != nil {
		return reply{}, refusal
	}
	if refusal := s.check(&changed); refusal != nil {
		return reply{}, refusal
	}
	if !s.may(Edit, EditOther, changed.ProjectID) {
		return reply{}, forbidden()
	}
	return s.changed(&changed), nil
}

// changed stores a changed invoice, and responds with it.
func (s *Service) changed(invoice *Invoice) reply {
	invoice.UpdatedAt = s.now()
	s.keep(invoice)
	return reply{http.StatusOK, invoice.render()}
}

func (s *Service) deleteInvoice(c call) (reply, *problem) {
	invoice, refusal := s.find(c, Delete, DeleteOther, true)
	if refusal != nil {
		return reply{}, refusal
	}
	delete(s.invoices, c.id)
	switch s.options.Shapes.Deletion {
	case DeletionNoContent:
		return reply{status: http.StatusNoContent}, nil
	case DeletionInvoice:
		return reply{http.StatusOK, invoice.render()}, nil
	default:
		return reply{status: http.StatusOK}, nil
	}
}

// sendInvoice mails an invoice to a contact (contract section 9.4). The permission that this requires is not known; here it
// is the permission to edit the invoice.
func (s *Service) sendInvoice(c call) (reply, *problem) {
	invoice, refusal := s.find(c, Edit, EditOther, false)
	if refusal != nil {
		return reply{}, refusal
	}
	given, refusal := readObject(c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	id, wrong := readID(given["invoice_contact_id"])
	if _, isThere := s.contacts[id]; wrong == "" && !isThere {
		wrong = "This value is not the id of a contact."
	}
	switch {
	case wrong != "" || len(given) > 1:
		return reply{}, invalid([]failure{{"invoice_contact_id", wrong}})
	case invoice.isClosed() && s.options.Shapes.RefusesRepeats, invoice.Status == StatusPaid:
		return reply{}, invalid([]failure{{"status", "The invoice was sent already."}})
	}
	s.mails = append(s.mails, Mail{InvoiceID: invoice.ID, ContactID: id})
	sent := invoice.clone()
	sent.Status = StatusSent
	return s.changed(&sent), nil
}

// setPaid sets a sent invoice to paid, on a given day or today (contract section 9.4).
func (s *Service) setPaid(c call) (reply, *problem) {
	invoice, refusal := s.find(c, View, ViewOther, false)
	switch {
	case refusal != nil:
		return reply{}, refusal
	case !s.permissions[EditSent]:
		return reply{}, forbidden()
	}
	date, refusal := s.paymentDate(c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	shapes := s.options.Shapes
	if invoice.Status == StatusDraft && !shapes.PaysDrafts || invoice.Status == StatusPaid && shapes.RefusesRepeats {
		return reply{}, invalid([]failure{{"status", "An invoice that is " + invoice.Status + " cannot be set to paid."}})
	}
	paid := invoice.clone()
	paid.Status, paid.PaymentDate = StatusPaid, date
	return s.changed(&paid), nil
}

// paymentDate reads the body of setPaid, which may be empty.
func (s *Service) paymentDate(body []byte) (string, *problem) {
	today := s.options.Now().UTC().Format(time.DateOnly)
	if body == nil {
		return today, nil
	}
	given, refusal := readObject(body)
	if refusal != nil {
		return "", refusal
	}
	value, isGiven := given["payment_date"]
	delete(given, "payment_date")
	for name := range given {
		return "", invalid([]failure{{name, "This field was not expected."}})
	}
	var date *string
	if isGiven && json.Unmarshal(value, &date) != nil {
		return "", invalid([]failure{{"payment_date", "This value should be of type string."}})
	}
	if date == nil {
		return today, nil
	}
	if _, err := day(*date); err != nil {
		return "", invalid([]failure{{"payment_date", "This value is not a valid date."}})
	}
	return *date, nil
}

// setUnpaid sets a paid invoice back to sent. An invoice that is not paid stays unchanged (contract section 9.4).
func (s *Service) setUnpaid(c call) (reply, *problem) {
	invoice, refusal := s.find(c, View, ViewOther, false)
	switch {
	case refusal != nil:
		return reply{}, refusal
	case !s.permissions[EditSent]:
		return reply{}, forbidden()
	case invoice.Status != StatusPaid && s.options.Shapes.RefusesRepeats:
		return reply{}, &problem{status: http.StatusPreconditionFailed, message: "The invoice is not paid"}
	case invoice.Status != StatusPaid:
		return reply{http.StatusOK, invoice.render()}, nil
	}
	unpaid := invoice.clone()
	unpaid.Status = StatusSent
	if !s.options.Shapes.KeepsPaymentDate {
		unpaid.PaymentDate = ""
	}
	return s.changed(&unpaid), nil
}
