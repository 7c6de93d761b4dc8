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
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewList returns the list resource billing_teamwork_invoice.
func NewList() list.ListResource {
	return record.NewList(kind(), &record.Listing[*site.Site, found, choice]{
		Schema:   listSchema,
		Validate: validateChoice,
		Each: func(ctx context.Context, s *site.Site, query choice, limit int64, _ bool) iter.Seq2[found, error] {
			return func(yield func(found, error) bool) {
				for invoice, err := range s.EachInvoice(ctx, query.query(), limit) {
					if !yield(found{Invoice: invoice}, err) {
						return
					}
				}
			}
		},
		ID:          func(found found) string { return string(found.ID) },
		DisplayName: func(found found) string { return displayName(found.Invoice) },
		Explain:     func(err error) diag.Diagnostics { return site.Explain("could not list the invoices", err) },
	})
}

func listSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Finds the invoices of one project or of all projects of a Teamwork.com site, so that you can import them. " +
			"The provider reads pages of the site's list until it reaches the limit of the query. Queries require Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"project_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: chosenProject,
				Validators:          projectValidators(),
			},
			"type": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: chosenType,
				Validators:          typeValidators(),
			},
			"project_status": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: chosenProjectStatus,
				Validators:          projectStatusValidators(),
			},
		},
	}
}

// displayName returns a one-line name for people: the number of the invoice
// and the first line of its description.
func displayName(invoice api.Invoice) string {
	name := string(invoice.Number)
	if name == "" {
		name = "invoice " + string(invoice.ID)
	}
	firstLine, _, _ := strings.Cut(strings.TrimSpace(string(invoice.Description)), "\n")
	if firstLine = strings.TrimSpace(firstLine); firstLine != "" {
		name += ": " + firstLine
	}
	return name
}
