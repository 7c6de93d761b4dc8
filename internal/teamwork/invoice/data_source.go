package invoice

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewDataSource returns the data source billing_teamwork_invoice.
func NewDataSource() datasource.DataSource {
	return record.NewDataSource(kind(), &record.Single[*site.Site, detailModel]{Schema: dataSourceSchema, Read: readDetail})
}

// detailModel is one invoice with its line items and expenses.
type detailModel struct {
	ID types.String `tfsdk:"id"`
	dataModel
	LineItems []lineItemModel `tfsdk:"line_items"`
	Expenses  []expenseModel  `tfsdk:"expenses"`
}

func dataSourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Gets an invoice of a Teamwork.com site with the time logs and expenses that it bills, and their totals.",
		Attributes: dataAttributes(map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Invoice ID in Teamwork, for example `49`.",
				Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]+$`), "must be the ID of an invoice, a number such as 49")},
			},
			"line_items": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of time logs that the invoice bills, in the order Teamwork returns them.",
				NestedObject:        lineItemObject(),
			},
			"expenses": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of expenses that the invoice bills, in the order Teamwork returns them. Empty if there are none.",
				NestedObject:        expenseObject(),
			},
		}),
	}
}

// readDetail reads an invoice with everything that it bills, which lists do not include.
func readDetail(ctx context.Context, s *site.Site, id string) (detailModel, diag.Diagnostics, error) {
	found, err := s.Client.GetInvoice(ctx, id)
	if err != nil {
		return detailModel{}, nil, err
	}
	model, diags := flattenDetail(types.StringValue(id), found)
	return model, diags, nil
}

// flattenDetail converts a single read.
func flattenDetail(id types.String, invoice *api.InvoiceDetail) (detailModel, diag.Diagnostics) {
	shown, diags := flattenData(invoice.Invoice)
	model := detailModel{
		ID:        id,
		dataModel: shown,
		LineItems: make([]lineItemModel, 0, len(invoice.LineItems)),
		Expenses:  make([]expenseModel, 0, len(invoice.Expenses)),
	}
	for _, item := range invoice.LineItems {
		converted, itemDiags := flattenLineItem(item)
		diags.Append(itemDiags...)
		model.LineItems = append(model.LineItems, converted)
	}
	for _, expense := range invoice.Expenses {
		converted, expenseDiags := flattenExpense(expense)
		diags.Append(expenseDiags...)
		model.Expenses = append(model.Expenses, converted)
	}
	return model, diags
}
