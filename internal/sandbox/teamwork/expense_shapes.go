package teamwork

// expenseBody is an expense on the wire, in lists and single reads (contract, "Expenses").
type expenseBody struct {
	ID                     string `json:"id"`
	Name                   string `json:"name"`
	Description            string `json:"description"`
	Cost                   string `json:"cost"`
	Date                   string `json:"date"`
	InvoiceID              string `json:"invoice-id"`
	ProjectID              string `json:"project-id"`
	ProjectName            string `json:"project-name"`
	CompanyID              string `json:"company-id"`
	CompanyName            string `json:"company-name"`
	CreatedByUserID        string `json:"created-by-user-id"`
	CreatedByUserFirstName string `json:"created-by-user-firstname"`
	CreatedByUserLastName  string `json:"created-by-user-lastname"`
	UpdatedDate            string `json:"updated-date,omitempty"` // newest edition only
}

// The envelopes of expenses.
type (
	expenseList struct {
		Status   string        `json:"STATUS,omitempty"`
		Expenses []expenseBody `json:"expenses"`
	}
	expenseEnvelope struct {
		Status  string      `json:"STATUS,omitempty"`
		Expense expenseBody `json:"expense"`
	}
)

// expenseBody converts an expense to its wire format. The caller must hold the lock.
func (s *Site) expenseBody(expense *Expense) expenseBody {
	project := s.projects[expense.ProjectID]
	body := expenseBody{
		ID:                     idText(expense.ID),
		Name:                   expense.Name,
		Description:            expense.Description,
		Cost:                   expense.Cost,
		Date:                   expense.Date,
		InvoiceID:              idText(expense.InvoiceID),
		ProjectID:              idText(expense.ProjectID),
		ProjectName:            project.Name,
		CompanyID:              idText(project.CompanyID),
		CompanyName:            project.CompanyName,
		CreatedByUserID:        idText(expense.CreatedBy.ID),
		CreatedByUserFirstName: expense.CreatedBy.FirstName,
		CreatedByUserLastName:  expense.CreatedBy.LastName,
	}
	if !s.options.Shapes.MoneyAsSent {
		body.Cost = amount(expense.Cost).StringFixed(2)
	}
	if s.options.Shapes.Edition == Edition2025 {
		body.UpdatedDate = timeText(expense.UpdatedAt)
	}
	return body
}
