package site

import (
	"context"
	"iter"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// allProjects is the scope of the site's list of expenses.
const allProjects = 0

// Expense reads one expense, together with others requested at the same time.
// projectID is the expense's project; 0 = not known, as right after an import.
func (s *Site) Expense(ctx context.Context, id string, projectID int64) (api.Expense, error) {
	if projectID == allProjects {
		return s.ExpenseReads.Find(ctx, id, allProjects)
	}
	return s.ExpenseReads.Read(ctx, id, allProjects, projectID)
}

// Expenses lists the expenses of a project, or of the site if projectID is 0. It
// shares the list with concurrent reads of single expenses. With an error, it
// returns the expenses before the page that failed.
func (s *Site) Expenses(ctx context.Context, projectID int64) (reads.Listing[api.Expense], error) {
	if projectID == allProjects {
		return s.ExpenseReads.All(ctx, 0, allProjects)
	}
	return s.ExpenseReads.All(ctx, 0, allProjects, projectID)
}

// EachExpense yields the expenses of a project, or of the site if projectID is 0,
// one after the other. With a limit, it reads only the pages needed. Otherwise, it
// shares the whole list with all concurrent readers.
func (s *Site) EachExpense(ctx context.Context, projectID, limit int64) iter.Seq2[api.Expense, error] {
	if limit > 0 {
		return s.Client.Expenses(projectID).Each(ctx)
	}
	return inOrder(func() (reads.Listing[api.Expense], error) { return s.Expenses(ctx, projectID) })
}
