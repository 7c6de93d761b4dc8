package expense

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewList returns the list resource billing_teamwork_expense.
func NewList() list.ListResource {
	return record.NewList(kind(), &record.Listing[*site.Site, api.Expense, listModel]{
		Schema: listSchema,
		Each: func(ctx context.Context, s *site.Site, query listModel, limit int64, _ bool) iter.Seq2[api.Expense, error] {
			return s.EachExpense(ctx, query.ProjectID.ValueInt64(), limit)
		},
		ID:          func(found api.Expense) string { return string(found.ID) },
		DisplayName: displayName,
		Explain:     func(err error) diag.Diagnostics { return site.Explain("could not list the expenses", err) },
	})
}

// listModel is the configuration of a list block.
type listModel struct {
	ProjectID types.Int64 `tfsdk:"project_id"`
}

func listSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Finds the expenses of one project or of all projects of a Teamwork.com site, so that you can import them. " +
			"The provider reads pages of the site's list until it reaches the limit of the query. Queries require Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"project_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: "ID of the project whose expenses to list. Defaults to all projects.",
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
		},
	}
}

// displayName returns a one-line name for people.
func displayName(expense api.Expense) string {
	name := string(expense.Name)
	if name == "" {
		name = "expense " + string(expense.ID)
	}
	if expense.Cost != "" {
		name += ": " + string(expense.Cost)
	}
	return name
}
