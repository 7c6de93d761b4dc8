package teamwork

import (
	"net/http"
	"net/url"
	"slices"
)

// statusOK is the STATUS in the response to a successful request.
const statusOK = "OK"

// The values of the list parameters type and projectStatus (contract 1).
const (
	allOfThem        = "all"
	activeProjects   = "active"
	archivedProjects = "archived"
)

// listInvoices handles GET /invoices.json. Without parameters, it hides completed invoices and those of archived
// projects (contract 8, quirk 6).
func (s *Site) listInvoices(c call) (reply, *problem) {
	projectStatus, problem := choice(c.query, "projectStatus", activeProjects, allOfThem, archivedProjects, activeProjects)
	if problem != nil {
		return reply{}, problem
	}
	return s.listPage(c, listing{projectStatus: projectStatus})
}

// listProjectInvoices handles GET /projects/{id}/invoices.json, which has no projectStatus parameter.
func (s *Site) listProjectInvoices(c call) (reply, *problem) {
	s.mu.Lock()
	project := s.findProject(c.id)
	s.mu.Unlock()
	if project == nil {
		return reply{}, noProject()
	}
	return s.listPage(c, listing{projectID: c.id, projectStatus: allOfThem})
}

// listPage responds with one page of the selected invoices.
func (s *Site) listPage(c call, choose listing) (reply, *problem) {
	kind, problem := choice(c.query, "type", StatusActive, allOfThem, StatusCompleted, StatusActive)
	if problem != nil {
		return reply{}, problem
	}
	choose.kind = kind
	s.mu.Lock()
	defer s.mu.Unlock()
	invoices := s.list(choose)
	page, problem := s.pageOf(c.query, len(invoices))
	if problem != nil {
		return reply{}, problem
	}
	list := invoiceList{Status: s.readStatus(), Invoices: []listedInvoice{}}
	for _, invoice := range invoices[page.from:page.to] {
		list.Invoices = append(list.Invoices, s.listed(invoice))
	}
	return reply{status: http.StatusOK, header: page.header(s.pageHeaders), body: list}, nil
}

// choice reads a parameter with a fixed set of values. Parameters that a list does not support are ignored.
func choice(query url.Values, name, otherwise string, possible ...string) (string, *problem) {
	value, given, problem := onlyValue(query, name)
	if problem != nil {
		return "", problem
	}
	if !given {
		return otherwise, nil
	}
	if !slices.Contains(possible, value) {
		return "", refuse(http.StatusBadRequest, "%s %q: must be one of %v", name, value, possible)
	}
	return value, nil
}

// getInvoice handles GET /invoices/{id}.json.
func (s *Site) getInvoice(c call) (reply, *problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoice := s.find(c.id)
	if invoice == nil {
		return reply{}, noInvoice()
	}
	return reply{status: http.StatusOK, body: invoiceEnvelope{Status: s.readStatus(), Invoice: s.single(invoice)}}, nil
}

// createInvoice handles POST /invoices.json, with the project in the body.
func (s *Site) createInvoice(c call) (reply, *problem) {
	fields, problem := s.readFields(c.body, true)
	if problem != nil {
		return reply{}, problem
	}
	project, given := fields["project-id"]
	if !given {
		return reply{}, invalid("project-id is missing")
	}
	return s.create(wholeNumber(project), fields)
}

// createProjectInvoice handles POST /projects/{id}/invoices.json. In the example of the documentation, the body
// contains the project as well. It must be the same project.
func (s *Site) createProjectInvoice(c call) (reply, *problem) {
	s.mu.Lock()
	project := s.findProject(c.id)
	s.mu.Unlock()
	if project == nil {
		return reply{}, noProject()
	}
	fields, problem := s.readFields(c.body, true)
	if problem != nil {
		return reply{}, problem
	}
	if named, given := fields["project-id"]; given && wholeNumber(named) != c.id {
		return reply{}, invalid("project-id %q is not the project of the path", named)
	}
	return s.create(c.id, fields)
}

// create adds an invoice. Another invoice with the same number does not prevent that (contract 2.5).
func (s *Site) create(projectID int, fields invoiceFields) (reply, *problem) {
	for _, required := range []string{"number", "display-date"} {
		if _, given := fields[required]; !given {
			return reply{}, invalid("%s is missing", required)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.findProject(projectID) == nil {
		return reply{}, noProject()
	}
	if _, given := fields["currency-code"]; !given {
		fields["currency-code"] = "" // which means no currency, and may be overridden
	}
	invoice := Invoice{ProjectID: projectID}
	s.stored(fields).apply(&invoice)
	return s.created(http.StatusCreated, s.insert(invoice, caller()).ID), nil
}

// created returns the response to a create (contract 8, quirk 4). Its status differs by type of record (contract 1).
func (s *Site) created(status, id int) reply {
	answer := reply{status: status, body: done{Status: statusOK, ID: id}}
	switch s.options.Shapes.CreatedID {
	case IDString:
		answer.body = done{Status: statusOK, ID: idText(id)}
	case IDHeader:
		answer.body = done{Status: statusOK}
		answer.header = map[string]string{"Id": idText(id)}
	case IDNumber:
	}
	return answer
}

// updateInvoice handles PUT /invoices/{id}.json. Omitted keys keep their values (contract 2.4).
func (s *Site) updateInvoice(c call) (reply, *problem) {
	fields, refusal := s.readFields(c.body, false)
	return s.edit(c.id, func(invoice *Invoice) *problem {
		if refusal != nil {
			return refusal
		}
		if invoice.Status == StatusCompleted {
			return invalid("a completed invoice cannot be edited: it must be reopened first")
		}
		s.stored(fields).apply(invoice)
		return nil
	})
}

// completeInvoice handles PUT /invoices/{id}/complete.json. The effect of a second one is unknown (contract 2.5). The
// emulator refuses it, so that a client that sends one is caught.
func (s *Site) completeInvoice(c call) (reply, *problem) {
	return s.edit(c.id, func(invoice *Invoice) *problem {
		if invoice.Status == StatusCompleted {
			return invalid("the invoice is completed already")
		}
		invoice.Status = StatusCompleted
		s.forgetLists()
		return nil
	})
}

// uncompleteInvoice handles PUT /invoices/{id}/uncomplete.json.
func (s *Site) uncompleteInvoice(c call) (reply, *problem) {
	return s.edit(c.id, func(invoice *Invoice) *problem {
		if invoice.Status == StatusActive {
			return invalid("the invoice is not completed")
		}
		invoice.Status = StatusActive
		s.forgetLists()
		return nil
	})
}

// deleteInvoice handles DELETE /invoices/{id}.json. Whether a completed invoice can be deleted is unknown (contract
// 2.5). The emulator refuses it, like an edit.
func (s *Site) deleteInvoice(c call) (reply, *problem) {
	return s.change(c.id, func(invoice *Invoice) *problem {
		if invoice.Status == StatusCompleted {
			return invalid("a completed invoice cannot be deleted: it must be reopened first")
		}
		if s.softDelete {
			s.retire(invoice)
		} else {
			s.remove(invoice.ID)
		}
		return nil
	})
}

// edit changes the invoice with id as change does, unless it is deleted and kept.
func (s *Site) edit(id int, do func(*Invoice) *problem) (reply, *problem) {
	return s.change(id, func(invoice *Invoice) *problem {
		if invoice.Status == StatusDeleted {
			return invalid("a deleted invoice cannot be changed")
		}
		return do(invoice)
	})
}

// change calls edit with the invoice with id while holding the lock, and records the edit unless it is refused.
func (s *Site) change(id int, edit func(*Invoice) *problem) (reply, *problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	invoice := s.find(id)
	if invoice == nil {
		return reply{}, noInvoice()
	}
	if refusal := edit(invoice); refusal != nil {
		return reply{}, refusal
	}
	s.touch(invoice, caller())
	return reply{status: http.StatusOK, body: done{Status: statusOK}}, nil
}

// noInvoice and noProject refuse an ID that no record has.
func noInvoice() *problem { return refuse(http.StatusNotFound, "Invoice not found") }
func noProject() *problem { return refuse(http.StatusNotFound, "Project not found") }
