package expense

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewDataSource returns the data source billing_teamwork_expense.
func NewDataSource() datasource.DataSource {
	return record.NewDataSource(kind(), &record.Single[*site.Site, dataModel]{
		Schema: dataSourceSchema,
		Read: func(ctx context.Context, s *site.Site, id string) (dataModel, diag.Diagnostics, error) {
			found, err := s.Client.GetExpense(ctx, id)
			shown, diags := flattenData(found)
			return shown, diags, err
		},
	})
}

func dataSourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Gets an expense of a Teamwork.com site.",
		Attributes: dataAttributes(map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Expense ID in Teamwork, for example `2757`.",
				Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]+$`), "must be the ID of an expense, a number such as 2757")},
			},
		}),
	}
}
