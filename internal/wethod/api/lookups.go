package api

import (
	"context"
	"net/url"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// InvoiceContact is a person to whom invoices can be emailed (contract section 10).
type InvoiceContact struct {
	ID        lenient.Integer `json:"id"`
	CreatedAt lenient.Text    `json:"created_at"` // RFC 3339
	UpdatedAt lenient.Text    `json:"updated_at"`
	Email     lenient.Text    `json:"email"`
	Alias     lenient.Text    `json:"alias"`
}

// ListInvoiceContacts reads the whole list: GET /api/invoice-contacts (contract
// section 10), by ascending ID. It returns the same errors as ListInvoices.
func (c *Client) ListInvoiceContacts(ctx context.Context, updatedAt Filter) ([]InvoiceContact, error) {
	fields := []field[InvoiceContact]{
		{"updated_at", updatedAt, parseInstant, func(contact *InvoiceContact) lenient.Text { return contact.UpdatedAt }},
	}
	list, err := newList("/api/invoice-contacts", "contact", fields, func(contact *InvoiceContact) lenient.Integer { return contact.ID },
		func(url.Values) {})
	if err != nil {
		return nil, err
	}
	return all(ctx, c, list)
}

// Project is a project (contract section 10). "" stands for null, missing and
// "" on the wire.
type Project struct {
	ID            lenient.Integer `json:"id"`
	CreatedAt     lenient.Text    `json:"created_at"` // RFC 3339
	UpdatedAt     lenient.Text    `json:"updated_at"`
	Name          lenient.Text    `json:"name"`
	JobOrder      lenient.Text    `json:"job_order"`
	PurchaseOrder lenient.Text    `json:"purchase_order"`
	Value         lenient.Text    `json:"value"` // in thousands
	Probability   lenient.Text    `json:"probability"`

	ExternalCostPercentage      lenient.Text `json:"external_cost_percentage"`
	DateStart                   lenient.Text `json:"date_start"` // YYYY-MM-DD
	Duration                    lenient.Text `json:"duration"`   // months
	IsArchived                  lenient.Text `json:"is_archived"`
	ArchivedOn                  lenient.Text `json:"archived_on"`
	DueDate                     lenient.Text `json:"due_date"`
	SignedOn                    lenient.Text `json:"signed_on"`
	IsTimesheetWhitelistEnabled lenient.Text `json:"is_timesheet_whitelist_enabled"`

	JobOrderCategoryID lenient.Text `json:"job_order_category_id"`
	ProjectTypeID      lenient.Text `json:"project_type_id"`
	ClientID           lenient.Text `json:"client_id"`
	PMID               lenient.Text `json:"pm_id"`
	AccountID          lenient.Text `json:"account_id"`
	ClientContactID    lenient.Text `json:"client_contact_id"`
	ReasonWhyID        lenient.Text `json:"reason_why_id"`
	BusinessUnitID     lenient.Text `json:"business_unit_id"`
	BillingGroupID     lenient.Text `json:"billing_group_id"`
	ProjectStageID     lenient.Text `json:"project_stage_id"`
	DeletedAt          lenient.Text `json:"deleted_at"`
}

// ProjectQuery selects projects (contract section 10). The zero value selects
// all projects that the token's user can see.
type ProjectQuery struct {
	// Probability is a percentage; nil = any.
	Probability *int64
	// ProjectStageID is the ID of a stage; 0 = any.
	ProjectStageID int64
	// Deleted is sent unchanged; "" = the service decides.
	Deleted string

	DateStart            Filter // by calendar days
	UpdatedAt, DeletedAt Filter // by instants
}

// ListProjects reads the whole list: GET /api/projects (contract section 10),
// by ascending ID. It returns the same errors as ListInvoices.
func (c *Client) ListProjects(ctx context.Context, query ProjectQuery) ([]Project, error) {
	fields := []field[Project]{
		{"date_start", query.DateStart, parseDay, func(project *Project) lenient.Text { return project.DateStart }},
		{"updated_at", query.UpdatedAt, parseInstant, func(project *Project) lenient.Text { return project.UpdatedAt }},
		{"deleted_at", query.DeletedAt, parseInstant, func(project *Project) lenient.Text { return project.DeletedAt }},
	}
	list, err := newList("/api/projects", "project", fields, func(project *Project) lenient.Integer { return project.ID },
		func(parameters url.Values) {
			if query.Probability != nil {
				parameters.Set("probability", strconv.FormatInt(*query.Probability, 10))
			}
			if query.ProjectStageID != 0 {
				parameters.Set("project_stage_id", strconv.FormatInt(query.ProjectStageID, 10))
			}
			if query.Deleted != "" {
				parameters.Set("deleted", query.Deleted)
			}
		})
	if err != nil {
		return nil, err
	}
	return all(ctx, c, list)
}
