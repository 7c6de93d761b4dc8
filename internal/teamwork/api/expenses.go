package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Expense is an expense of a project. As an entry of an invoice, it has neither
// project nor company. Every value is the site's own text; "" means that the value
// is missing (contract section 10).
type Expense struct {
	ID          lenient.Text `json:"id"`
	ProjectID   lenient.Text `json:"project-id"`
	ProjectName lenient.Text `json:"project-name"`
	CompanyID   lenient.Text `json:"company-id"`
	CompanyName lenient.Text `json:"company-name"`
	InvoiceID   lenient.Text `json:"invoice-id"` // "" if unbilled

	Name        lenient.Text `json:"name"`
	Description lenient.Text `json:"description"`
	Cost        lenient.Text `json:"cost"` // decimal
	Date        lenient.Text `json:"date"` // YYYYMMDD
	UpdatedDate lenient.Text `json:"updated-date"`

	CreatedByUserID        lenient.Text `json:"created-by-user-id"`
	CreatedByUserFirstname lenient.Text `json:"created-by-user-firstname"`
	CreatedByUserLastname  lenient.Text `json:"created-by-user-lastname"`
}

// ListedID returns the expense's ID.
func (e Expense) ListedID() string { return string(e.ID) }

// IsBilled reports whether an invoice bills the expense.
func (e Expense) IsBilled() bool { return e.InvoiceID != "" && e.InvoiceID != "0" }

// ExpenseFields are the writable fields of an expense; nil leaves a field unchanged
// (contract section 10).
type ExpenseFields struct {
	Name        *string `json:"name,omitempty"`
	Date        *string `json:"date,omitempty"`        // YYYYMMDD
	Cost        *string `json:"cost,omitempty"`        // decimal
	Description *string `json:"description,omitempty"` // "" clears it
}

// expensePath returns the path of one expense.
func expensePath(id string) string { return fmt.Sprintf("/expenses/%s.json", url.PathEscape(id)) }

// Expenses lists the expenses of a project, or of the site if projectID is 0:
// GET /projects/{id}/expenses.json or GET /expenses.json (contract section 10).
func (c *Client) Expenses(projectID int64) List[Expense] {
	request := transport.Request{Method: http.MethodGet, Path: "/expenses.json", Query: url.Values{}}
	if projectID != 0 {
		request.Path = fmt.Sprintf("/projects/%d/expenses.json", projectID)
	}
	return List[Expense]{
		wire: c.wire, request: request, noun: "expenses",
		member: func(answer *listAnswer[Expense]) *lenient.List[Expense] { return answer.Expenses },
	}
}

// GetExpense reads one expense: GET /expenses/{id}.json (contract section 10).
// Errors: *transport.APIError; transport.IsNotFound(err) if it does not exist.
func (c *Client) GetExpense(ctx context.Context, id string) (Expense, error) {
	request := transport.Request{Method: http.MethodGet, Path: expensePath(id)}
	var result struct {
		Expense *Expense `json:"expense"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	if err != nil {
		return Expense{}, err
	}
	return asked(c.wire, request, answer, id, "expense", result.Expense)
}

// CreateExpense creates an expense of a project and returns its ID: POST
// /expenses.json (contract section 10). All fields except the description are
// required. The client never retries it after a failure that may have taken effect:
// see transport.MayHaveTakenEffect.
func (c *Client) CreateExpense(ctx context.Context, projectID int64, fields ExpenseFields) (string, error) {
	type created struct {
		ProjectID string `json:"project-id"`
		ExpenseFields
	}
	request := transport.Request{
		Method: http.MethodPost,
		Path:   "/expenses.json",
		Body: struct {
			Expense created `json:"expense"`
		}{created{ProjectID: fmt.Sprint(projectID), ExpenseFields: fields}},
	}
	return c.create(ctx, request, "expense")
}

// UpdateExpense writes the fields that are set: PUT /expenses/{id}.json
// (contract section 10).
func (c *Client) UpdateExpense(ctx context.Context, id string, fields ExpenseFields) error {
	return c.put(ctx, expensePath(id), struct {
		Expense ExpenseFields `json:"expense"`
	}{fields})
}

// DeleteExpense deletes an expense: DELETE /expenses/{id}.json.
// transport.IsNotFound(err) if it was already deleted. A response that is neither
// STATUS OK nor empty does not confirm the deletion.
func (c *Client) DeleteExpense(ctx context.Context, id string) error {
	return c.remove(ctx, expensePath(id))
}
