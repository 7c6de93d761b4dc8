package invoice

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// NewList returns the list resource billing_wethod_invoice.
func NewList() list.ListResource {
	return record.NewList(kind(), &company.Listing[api.Invoice, choice]{
		Schema:   listSchema,
		Validate: validateChoice(func(c *choice) *choice { return c }),
		Each: func(ctx context.Context, c *company.Company, chosen choice, _ int64, _ bool) iter.Seq2[api.Invoice, error] {
			query, diags := chosen.query(ctx)
			if diags.HasError() {
				return func(yield func(api.Invoice, error) bool) { yield(api.Invoice{}, record.DiagnosticsError(diags)) }
			}
			return c.Client.EachInvoice(ctx, query)
		},
		ID:          api.Invoice.Key,
		DisplayName: displayName,
		Explain: func(err error) diag.Diagnostics {
			return company.Explain("could not list the invoices", err, argumentProjectID, argumentIssueDate, argumentPaymentDate, argumentUpdatedAt)
		},
	})
}

func listSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Finds invoices of a company in Wethod for import. The provider reads pages of the list until it reaches the " +
			"limit of the query. A token whose user has only the permission `invoices.view` finds the invoices of the projects where that " +
			"user is project manager or account, without a notice that there are others. Queries require Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			argumentProjectID: schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: chosenProject,
				Validators:          projectValidators(),
			},
			argumentIssueDate:   issued().List(),
			argumentPaymentDate: paid().List(),
			argumentUpdatedAt:   changed().List(),
		},
	}
}

// displayName returns a one-line name of an invoice: its number and the first
// line of its notes.
func displayName(invoice api.Invoice) string {
	name := string(invoice.InvoiceNumber)
	if name == "" {
		name = "invoice " + invoice.Key()
	}
	firstLine, _, _ := strings.Cut(strings.TrimSpace(string(invoice.Notes)), "\n")
	if firstLine = strings.TrimSpace(firstLine); firstLine != "" {
		name += ": " + firstLine
	}
	return name
}
