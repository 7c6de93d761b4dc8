package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
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
	Key  lenient.Text `json:"key"`
	ID   lenient.Text `json:"id"` // the same as Key
	Href lenient.Text `json:"href"`

	Name          lenient.Text `json:"name"` // cannot be changed
	Description   lenient.Text `json:"description"`
	BillingMethod lenient.Text `json:"billingMethod"`
	CalculateOn   lenient.Text `json:"calculateOn"`
	BasedOn       lenient.Text `json:"basedOn"`
	Status        lenient.Text `json:"status"`

	// Milestones are ordered by percentCompleted, then by key. They are nil
	// where a method says that it does not read them.
	Milestones lenient.List[Milestone] `json:"milestones"`
	Entity     Entity                  `json:"entity"`
}

// Entity is the part of the company that a template belongs to; all of it is
// "" for a template made at the top level. Its href is left out, since the
// query service cannot give it.
type Entity struct {
	Key  lenient.Text `json:"key"`
	ID   lenient.Text `json:"id"`
	Name lenient.Text `json:"name"`
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

// GetTemplate reads one template with its milestones: GET
// /objects/projects/project-billing-template/{key} (contract section 1).
// Errors: *transport.APIError; transport.IsNotFound(err) when there is none.
func (c *Client) GetTemplate(ctx context.Context, key string) (*Template, error) {
	request := transport.Request{Method: http.MethodGet, Path: templatePath(key)}
	var template *Template
	answer, _, err := c.call(ctx, request, &template)
	if err != nil {
		return nil, err
	}
	if template == nil || template.Key == "" {
		return nil, c.wire.Lacking(request, answer, "the answer has no billing template in it")
	}
	if naturalkey.IsID(key) && naturalkey.IsID(string(template.Key)) && !naturalkey.SameID(string(template.Key), key) {
		return nil, c.wire.Lacking(request, answer, "asked for the billing template %s, the answer has the billing template %s", key, string(template.Key))
	}
	for i := range template.Milestones {
		template.Milestones[i].Template = referenceTo(template.Key)
	}
	if template.Milestones == nil {
		template.Milestones = lenient.List[Milestone]{}
	}
	sortMilestones(template.Milestones)
	return template, nil
}

// referenceTo is the reference that a milestone has to its template.
func referenceTo(key lenient.Text) Reference {
	return Reference{Key: key, ID: key, Href: lenient.Text(templatePath(string(key)))}
}

// Reference points at an object. Key is the number that addresses it; for
// billing templates and their milestones ID is the same (contract section 1).
type Reference struct {
	Key  lenient.Text `json:"key"`
	ID   lenient.Text `json:"id"`
	Href lenient.Text `json:"href"`
}

// CreateTemplate makes a template and returns its key: POST
// /objects/projects/project-billing-template (contract sections 1 and 5). It
// is repeated with the same idempotency key where no answer came or Intacct
// had too many requests, and not after any other failure: see
// MayHaveTakenEffect, and CreateTemplateOnce for a caller that wants no part
// of it. Errors: *transport.APIError; MayBeConflict(err) when the name is taken.
func (c *Client) CreateTemplate(ctx context.Context, fields TemplateFields, idempotencyKey string) (string, error) {
	request := transport.Request{
		Method: http.MethodPost,
		Path:   templatesPath,
		Header: idempotencyHeader(idempotencyKey),
		Body:   fields,
		Retry:  transport.RetryUnanswered,
	}
	var created *Reference
	answer, _, err := c.call(ctx, request, &created)
	if err != nil {
		return "", err
	}
	if created == nil || !naturalkey.IsID(string(created.Key)) {
		return "", c.wire.Lacking(request, answer, "the answer does not say which key the new billing template has")
	}
	return string(created.Key), nil
}

// UpdateTemplate changes a template and its milestones in one transaction:
// PATCH /objects/projects/project-billing-template/{key} (contract section 3).
// A patch that changes nothing is not sent. It is repeated like CreateTemplate;
// UpdateTemplateOnce sees to the rest. Errors: *transport.APIError; transport.IsNotFound(err) when
// the template is gone.
func (c *Client) UpdateTemplate(ctx context.Context, key string, patch TemplatePatch, idempotencyKey string) error {
	if patch.IsEmpty() {
		return nil
	}
	_, _, err := c.call(ctx, transport.Request{
		Method: http.MethodPatch,
		Path:   templatePath(key),
		Header: idempotencyHeader(idempotencyKey),
		Body:   patch,
		Retry:  transport.RetryUnanswered,
	}, nil)
	return err
}

// DeleteTemplate deletes a template with its milestones: DELETE
// /objects/projects/project-billing-template/{key} (contract section 1).
// Errors: *transport.APIError; transport.IsNotFound(err) when it is gone already, which the
// specification does not promise: see DeleteTemplateOnce.
func (c *Client) DeleteTemplate(ctx context.Context, key string) error {
	request := transport.Request{Method: http.MethodDelete, Path: templatePath(key)}
	answer, _, err := c.call(ctx, request, nil)
	if err == nil && !answer.IsEmpty() {
		return c.wire.Unconfirmed(request, answer)
	}
	return err
}

func templatePath(key string) string { return templatesPath + "/" + url.PathEscape(key) }
