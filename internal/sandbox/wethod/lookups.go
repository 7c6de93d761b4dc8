package wethod

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
)

// Contact is a person to whom invoices are mailed (contract section 10).
type Contact struct {
	ID        int    `json:"id"`
	CreatedAt string `json:"created_at"`
	UpdatedAt string `json:"updated_at"`
	Email     string `json:"email"`
	Alias     string `json:"alias"`
}

// Project is a project of the company (contract section 10). Empty texts and zeros are null.
type Project struct {
	ID                   int
	CreatedAt, UpdatedAt string
	Name                 string
	JobOrder             string // without one, the project cannot have invoices
	PurchaseOrder        string
	Value                string // in thousands
	Probability          int
	ExternalCosts        string // a percentage
	DateStart            string
	Duration             int // months
	ArchivedOn           string
	DueDate, SignedOn    string
	ClientID, PMID       int
	ProjectStageID       int
	DeletedAt            string
	// HasNoBudget is true if the project cannot have invoices for lack of a budget.
	HasNoBudget bool
}

// isBillable reports whether the project can have invoices (contract section 9.2).
func (p *Project) isBillable() bool { return p.JobOrder != "" && !p.HasNoBudget && p.DeletedAt == "" }

func (s *Service) listContacts(c call) (reply, *problem) {
	wanted, refusal := filters[Contact]{
		dates: []dateFilter[Contact]{onMoment("updated_at", func(c *Contact) string { return c.UpdatedAt })},
	}.read(c.query)
	if refusal != nil {
		return reply{}, refusal
	}
	return reply{http.StatusOK, wanted.page(latest(s.contacts, func(c *Contact) (string, int) { return c.UpdatedAt, c.ID }), (*Contact).render)}, nil
}

func (s *Service) getContact(c call) (reply, *problem) {
	contact, isThere := s.contacts[c.id]
	if !isThere {
		return reply{}, &problem{status: http.StatusNotFound, message: fmt.Sprintf("There is no contact %d", c.id)}
	}
	return reply{http.StatusOK, contact.render()}, nil
}

func (c *Contact) render() map[string]any {
	return map[string]any{"id": c.ID, "created_at": c.CreatedAt, "updated_at": c.UpdatedAt, "email": c.Email, "alias": c.Alias}
}

func (s *Service) listProjects(c call) (reply, *problem) {
	if !s.mayAtAll(PipelineView, PipelineViewOther) {
		return reply{}, forbidden()
	}
	wanted, refusal := filters[Project]{
		numbers: []numberFilter[Project]{
			{"probability", 0, 100, func(p *Project) int { return p.Probability }},
			{"project_stage_id", 1, math.MaxInt32, func(p *Project) int { return p.ProjectStageID }},
		},
		dates: []dateFilter[Project]{
			onDay("date_start", func(p *Project) string { return p.DateStart }),
			onMoment("updated_at", func(p *Project) string { return p.UpdatedAt }),
			onMoment("deleted_at", func(p *Project) string { return p.DeletedAt }),
		},
	}.read(c.query)
	if refusal != nil {
		return reply{}, refusal
	}
	showsDeleted, refusal := deleted(c.query)
	if refusal != nil {
		return reply{}, refusal
	}
	visible := slices.DeleteFunc(latest(s.projects, func(p *Project) (string, int) { return p.UpdatedAt, p.ID }), func(p *Project) bool {
		return !s.may(PipelineView, PipelineViewOther, p.ID) || !showsDeleted(p)
	})
	return reply{http.StatusOK, wanted.page(visible, (*Project).render)}, nil
}

// deleted reads the parameter of that name. Its values are not documented (contract section 11, question 8). Here it
// accepts true and false. Without it, deleted projects are shown only if deleted_at requests them.
func deleted(query url.Values) (func(*Project) bool, *problem) {
	text, isGiven := last(query, "deleted")
	_, asksWhen := last(query, "deleted_at")
	switch {
	case !isGiven && asksWhen:
		return func(*Project) bool { return true }, nil
	case !isGiven || text == "false":
		return func(p *Project) bool { return p.DeletedAt == "" }, nil
	case text == "true":
		return func(p *Project) bool { return p.DeletedAt != "" }, nil
	default:
		return nil, invalid([]failure{{"deleted", "This value should be true or false."}})
	}
}

func (s *Service) getProject(c call) (reply, *problem) {
	project, isThere := s.projects[c.id]
	switch {
	case !s.mayAtAll(PipelineView, PipelineViewOther) || isThere && !s.may(PipelineView, PipelineViewOther, c.id):
		return reply{}, forbidden()
	case !isThere:
		return reply{}, &problem{status: http.StatusNotFound, message: fmt.Sprintf("There is no project %d", c.id)}
	}
	return reply{http.StatusOK, project.render()}, nil
}

func (p *Project) render() map[string]any {
	text := func(value string) any {
		if value == "" {
			return nil
		}
		return value
	}
	id := func(value int) any {
		if value == 0 {
			return nil
		}
		return value
	}
	return map[string]any{
		"id": p.ID, "created_at": p.CreatedAt, "updated_at": p.UpdatedAt, "name": p.Name, "job_order": text(p.JobOrder),
		"purchase_order": text(p.PurchaseOrder), "value": number(p.Value), "probability": p.Probability,
		"external_cost_percentage": number(p.ExternalCosts), "date_start": text(p.DateStart), "duration": id(p.Duration),
		"is_archived": p.ArchivedOn != "", "archived_on": text(p.ArchivedOn), "due_date": text(p.DueDate), "signed_on": text(p.SignedOn),
		"is_timesheet_whitelist_enabled": false, "job_order_category_id": nil, "project_type_id": 1, "client_id": id(p.ClientID),
		"pm_id": id(p.PMID), "account_id": id(p.PMID), "client_contact_id": nil, "reason_why_id": nil, "business_unit_id": nil,
		"billing_group_id": nil, "project_stage_id": id(p.ProjectStageID), "deleted_at": text(p.DeletedAt),
	}
}

// latest returns the records with the latest change first. The order of lists is not documented.
func latest[T any](records map[int]*T, by func(*T) (updated string, id int)) []*T {
	return slices.SortedFunc(maps.Values(records), func(a, b *T) int {
		updatedA, idA := by(a)
		updatedB, idB := by(b)
		return cmp.Or(cmp.Compare(updatedB, updatedA), cmp.Compare(idA, idB))
	})
}
