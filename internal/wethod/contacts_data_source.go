package wethod

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/filter"
)

func newInvoiceContactsDataSource() datasource.DataSource {
	return record.NewQuery(&company.Query[contactsModel]{
		System: company.Name, Type: "wethod_invoice_contacts", Schema: contactsSchema, Validate: validateContacts, Run: listContacts,
		Rows: "invoice_contacts",
	})
}

type contactsModel struct {
	UpdatedAt       types.Object   `tfsdk:"updated_at"`
	InvoiceContacts []contactModel `tfsdk:"invoice_contacts"`
}

type contactModel struct {
	ID    types.Int64  `tfsdk:"id"`
	Email types.String `tfsdk:"email"`
	Alias types.String `tfsdk:"alias"`
}

func contactsSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the contacts of a company in Wethod that invoices can be sent to, all pages, ordered by ID. Wethod's " +
			"user interface does not show these IDs, and its API cannot search by name. Filter the result by `alias` or `email`.",
		Attributes: map[string]schema.Attribute{
			"updated_at": filter.New("contacts that were changed", filter.Instant).DataSource(),
			"invoice_contacts": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of contacts, without duplicates, by ascending ID.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":    record.Number("Contact ID, for use with the action `billing_wethod_invoice_send`."),
					"email": record.Text("Email address that invoices are emailed to."),
					"alias": record.Text("Name of the contact as shown in Wethod."),
				}},
			},
		},
	}
}

func validateContacts(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var model contactsModel
	if diags := config.Get(ctx, &model); diags.HasError() {
		return diags
	}
	_, diags := filter.Read(ctx, "updated_at", model.UpdatedAt, filter.Instant)
	return diags
}

func listContacts(ctx context.Context, c *company.Company, model *contactsModel) diag.Diagnostics {
	updatedAt, diags := filter.Read(ctx, "updated_at", model.UpdatedAt, filter.Instant)
	if diags.HasError() {
		return diags
	}
	contacts, err := c.Client.ListInvoiceContacts(ctx, updatedAt)
	if err != nil {
		return company.Explain("could not list the contacts", err, "updated_at")
	}
	model.InvoiceContacts = make([]contactModel, 0, len(contacts))
	for _, contact := range contacts {
		model.InvoiceContacts = append(model.InvoiceContacts, contactModel{
			ID:    types.Int64Value(int64(contact.ID)),
			Email: customtypes.TextOrNull(contact.Email),
			Alias: customtypes.TextOrNull(contact.Alias),
		})
	}
	return nil
}
