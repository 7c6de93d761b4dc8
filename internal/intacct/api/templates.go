package api

import (
	"context"
	"net/http"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const (
	templateObject = "projects/project-billing-template"
	templatesPath  = "/objects/" + templateObject
)

// Values of a template's fields (contract section 2.1); Intacct's defaults are
// BillingMethodPercentCompleted, CalculateOnProject, BasedOnEstimatedHours and
// StatusActive.
const (
	BillingMethodPercentCompleted   = "percentCompleted"
	BillingMethodMilestone          = "milestone"
	CalculateOnProject              = "project"
	CalculateOnTask                 = "task"
	BasedOnPlannedHours             = "plannedHours"
	BasedOnEstimatedHours           = "estimatedHours"
	BasedOnBudgetedHours            = "budgetedHours"
	BasedOnObservedPercentCompleted = "observedPercentCompleted"
	StatusActive                    = "active"
	StatusInactive                  = "inactive"
)

// Template is a project billing template (contract section 2.1). Every value
// is Intacct's own text; "" is a value that is missing.
type Template struct {
	Key  Text `json:"key"`
	ID   Text `json:"id"` // the same as Key
	Href Text `json:"href"`

	Name          Text `json:"name"` // cannot be changed
	Description   Text `json:"description"`
	BillingMethod Text `json:"billingMethod"`
	CalculateOn   Text `json:"calculateOn"`
	BasedOn       Text `json:"basedOn"`
	Status        Text `json:"status"`

	// Milestones are ordered by percentCompleted, then by key. They are nil
	// where a method says that it does not read them.
	Milestones []Milestone `json:"milestones"`
	Entity     Entity      `json:"entity"`
}

// Entity is the part of the company that a template belongs to; all of it is
// "" for a template made at the top level. Its href is left out, since the
// query service cannot give it.
type Entity struct {
	Key  Text `json:"key"`
	ID   Text `json:"id"`
	Name Text `json:"name"`
}

// TemplateFields are the fields that a template is created with. A field that
// is "" is left out, so that Intacct's default holds; Name and Description are
// required.
type TemplateFields struct {
	Name          string            `json:"name"`
	Description   string            `json:"description"`
	BillingMethod string            `json:"billingMethod,omitempty"`
	CalculateOn   string            `json:"calculateOn,omitempty"`
	BasedOn       string            `json:"basedOn,omitempty"`
	Status        string            `json:"status,omitempty"`
	Milestones    []MilestoneFields `json:"milestones,omitempty"`
}

// MilestoneFields are the fields that a milestone is created with.
type MilestoneFields struct {
	// PercentCompleted is sent as it is spelled.
	PercentCompleted string `json:"percentCompleted"`
	// Description is left out when it is "".
	Description string `json:"description,omitempty"`
}

// ListTemplates lists references to all templates: GET
// /objects/projects/project-billing-template (contract section 1), and
// POST /services/core/query where there are more than 100. To read the templates
// themselves, QueryTemplates takes fewer requests.
func (c *Client) ListTemplates(ctx context.Context) ([]Reference, error) {
	return c.listReferences(ctx, templateObject)
}

// GetTemplate reads one template with its milestones: GET
// /objects/projects/project-billing-template/{key} (contract section 1).
// Errors: *Error; IsNotFound(err) when there is none.
func (c *Client) GetTemplate(ctx context.Context, key string) (*Template, error) {
	request := transport.Request{Method: http.MethodGet, Path: objectPath(templatesPath, key)}
	var template *Template
	meta, err := c.call(ctx, request, &template)
	if err != nil {
		return nil, err
	}
	if template == nil || template.Key == "" {
		return nil, incomplete(request, meta.status, "the answer has no billing template in it")
	}
	if naturalkey.IsID(key) && naturalkey.IsID(string(template.Key)) && !naturalkey.SameID(string(template.Key), key) {
		return nil, incomplete(request, meta.status, "asked for the billing template %s, the answer has the billing template %s", key, string(template.Key))
	}
	for i := range template.Milestones {
		template.Milestones[i].Template = referenceTo(template.Key)
	}
	if template.Milestones == nil {
		template.Milestones = []Milestone{}
	}
	sortMilestones(template.Milestones)
	return template, nil
}

// referenceTo is the reference that a milestone has to its template.
func referenceTo(key Text) Reference {
	return Reference{Key: key, ID: key, Href: Text(objectPath(templatesPath, string(key)))}
}

// CreateTemplate makes a template and returns its key: POST
// /objects/projects/project-billing-template (contract sections 1 and 5). It
// is repeated with the same idempotency key where no answer came or Intacct
// had too many requests, and not after any other failure: see
// MayHaveTakenEffect, and CreateTemplateOnce for a caller that wants no part
// of it. Errors: *Error; MayBeConflict(err) when the name is taken.
func (c *Client) CreateTemplate(ctx context.Context, fields TemplateFields, idempotencyKey string) (string, error) {
	request := transport.Request{
		Method: http.MethodPost,
		Path:   templatesPath,
		Header: idempotencyHeader(idempotencyKey),
		Body:   fields,
		Retry:  transport.RetryUnanswered,
	}
	var created *Reference
	meta, err := c.call(ctx, request, &created)
	if err != nil {
		return "", err
	}
	if created == nil || !naturalkey.IsID(string(created.Key)) {
		return "", incomplete(request, meta.status, "the answer does not say which key the new billing template has")
	}
	return string(created.Key), nil
}

// UpdateTemplate changes a template and its milestones in one transaction:
// PATCH /objects/projects/project-billing-template/{key} (contract section 3).
// A patch that changes nothing is not sent. It is repeated like CreateTemplate;
// UpdateTemplateOnce sees to the rest. Errors: *Error; IsNotFound(err) when
// the template is gone.
func (c *Client) UpdateTemplate(ctx context.Context, key string, patch TemplatePatch, idempotencyKey string) error {
	if patch.IsEmpty() {
		return nil
	}
	_, err := c.call(ctx, transport.Request{
		Method: http.MethodPatch,
		Path:   objectPath(templatesPath, key),
		Header: idempotencyHeader(idempotencyKey),
		Body:   patch,
		Retry:  transport.RetryUnanswered,
	}, nil)
	return err
}

// DeleteTemplate deletes a template with its milestones: DELETE
// /objects/projects/project-billing-template/{key} (contract section 1).
// Errors: *Error; IsNotFound(err) when it is gone already, which the
// specification does not promise: see DeleteTemplateOnce.
func (c *Client) DeleteTemplate(ctx context.Context, key string) error {
	_, err := c.call(ctx, transport.Request{Method: http.MethodDelete, Path: objectPath(templatesPath, key)}, nil)
	return err
}
