// Package invoice manages and reads the invoices of a company in Wethod: the
// resource, its data sources and list resource, and the action that emails an
// invoice.
package invoice

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// NewResource returns the resource billing_wethod_invoice.
func NewResource() resource.Resource { return record.NewResource(kind()) }

// kind describes invoices to the lifecycle.
func kind() *company.Kind[model, api.Invoice] {
	return &company.Kind[model, api.Invoice]{
		System: company.Name, Title: company.Title, Type: "wethod_invoice", Noun: "invoice",
		Schema: resourceSchema,
		// IDs belong to a company, and one address serves all companies.
		Identity: record.Identity[*company.Company]{
			ID:        "Invoice ID in Wethod.",
			Place:     "company",
			About:     "Company in Wethod, for example acme for https://acme.wethod.com. Defaults to the company that the provider is configured for.",
			Elsewhere: "in another company",
			PlaceOf:   func(c *company.Company) string { return c.Client.Company() },
		},
		ImportHelp: "%q is not an invoice ID. Use the ID in Wethod, a number such as 41. The data source billing_wethod_invoices lists them.",

		ID:        func(m *model) *types.String { return &m.ID },
		Name:      func(m *model) string { return quoted(m.InvoiceNumber) },
		Origin:    (*company.Company).Origin,
		IsShared:  true,
		Mark:      func(found api.Invoice) string { return string(found.CreatedAt) },
		StateMark: func(m *model) string { return m.CreatedAt.ValueString() },
		SameMark:  company.SameInstant,
		MarkLabel: "created_at",

		Validate: validate,
		Plan:     plan,
		Create:   create,
		Made:     made,
		Finish:   finish,
		Read: func(ctx context.Context, c *company.Company, state *model) (api.Invoice, error) {
			return c.Invoice(ctx, state.ID.ValueString(), state.ProjectID.ValueInt64())
		},
		Fresh: func(ctx context.Context, c *company.Company, state *model) (api.Invoice, error) {
			return c.Client.GetInvoice(ctx, state.ID.ValueString())
		},
		Writing: func(c *company.Company, _ *model) record.Writing[api.Invoice] { return c.Writing() },
		Update:  update,
		Delete:  remove,
		Flatten: func(_ context.Context, m *model, found api.Invoice) diag.Diagnostics { return m.flatten(found) },
		Protection: &record.Protection[model]{
			Attribute: "protect_sent",
			Value:     func(m *model) *types.Bool { return &m.ProtectSent },
			Closed:    closed,
			Free:      []string{"paid", "payment_date"},
		},
		IsNotFound: transport.IsNotFound,
		Explain:    company.ExplainInvoice,
	}
}

func resourceSchema() schema.Schema {
	protectSent := record.ProtectionAttribute("protect_sent", "invoice", "sent or paid")
	protectSent.MarkdownDescription += " Changes to `paid` and `payment_date` are always allowed."
	return schema.Schema{
		MarkdownDescription: "Manages an invoice in Wethod. A new invoice is a draft; the action `billing_wethod_invoice_send` emails it, " +
			"and `paid` records its payment. Deleting the resource deletes the invoice. Sent and paid invoices are protected: see " +
			"`protect_sent`.\n\n~> **Permissions.** The token's user needs `invoices.view`, `invoices.create`, `invoices.edit` and " +
			"`invoices.delete` for projects where the user is project manager or account, the permissions that end in `_other` for all " +
			"other projects, and `invoices.edit_sent` for `paid` and to change or delete sent invoices.",
		Attributes: map[string]schema.Attribute{
			"id": record.ComputedText("Invoice ID in Wethod."),
			"project_id": schema.Int64Attribute{
				CustomType: customtypes.WholeNumberType{},
				Required:   true,
				MarkdownDescription: "ID of the project that the invoice belongs to. The project needs a job order and a budget. Changing " +
					"the ID moves the invoice to another project.",
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"value": decimal(true, "Amount of the invoice, a decimal number. Wethod's API does not state its currency or whether it includes VAT. "+
				"Invoices of a multicurrency budget are in the budget's currency, others in the company's."),
			"issue_date": date(schema.StringAttribute{Required: true}, "Issue date, `YYYY-MM-DD`. `YYYYMMDD` is accepted as equivalent."),
			"invoice_number": schema.StringAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "Invoice number as printed, up to 255 characters, without leading or trailing whitespace. The " +
					"provider recognizes an existing invoice, or one whose response was lost, by project and number, so it refuses a second " +
					"one with the same number in a project, even if case, spacing, or escaping differ. Without a number, a create whose response is lost is an error. Omit to leave " +
					"the number to Wethod and its users.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				Validators: []validator.String{
					customtypes.NotEmpty("omit the attribute to leave the number to Wethod"),
					customtypes.Trimmed(),
					stringvalidator.UTF8LengthAtMost(255),
				},
			},
			"purchase_order":  record.OptionalText("Customer's purchase order. Omit to clear.", "purchase order"),
			"notes":           record.OptionalText("Notes shown on the invoice. Omit to clear.", "notes"),
			"budget_area_uid": record.OptionalText("Code of the budget area that the invoice belongs to. Wethod's API does not explain it. Omit to clear.", "budget area"),
			"exchange_rate": decimal(false, "Exchange rate of the invoice, a decimal number, for projects with a multicurrency budget. Omit "+
				"to clear. If Wethod fills in a rate, the next plan shows it as a change. Add the rate to the configuration, or use "+
				"`ignore_changes`."),
			"vat_rate_id":     optionalID("ID of the VAT rate in the company's settings. Wethod's API has no list of them. Omit to clear."),
			"payment_term_id": optionalID("ID of the payment term in the company's settings. Wethod's API has no list of them. Omit to clear."),
			"paid": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "Whether the invoice is paid. `true` sets a sent invoice to paid, `false` sets a paid one back to " +
					"sent. If omitted, the payment is not managed: a payment that someone records in Wethod is not reported as drift.",
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"payment_date": date(schema.StringAttribute{Optional: true, Computed: true}, "Payment date, `YYYY-MM-DD`. Requires `paid = true`. "+
				"If omitted, Wethod uses the day on which the invoice is set to paid.", stringplanmodifier.UseStateForUnknown()),
			"protect_sent": protectSent,
			"status":       record.ComputedText("Status of the invoice: `draft`, `sent` or `paid`."),
			"created_at": record.ComputedText("Time when the invoice was created, as Wethod returns it (RFC 3339). It never changes, so " +
				"the provider uses it to recognize the invoice."),
			"updated_at": record.ComputedText("Time when the invoice was last changed, as Wethod returns it (RFC 3339)."),
		},
	}
}

func decimal(isRequired bool, description string) schema.StringAttribute {
	return schema.StringAttribute{
		CustomType:          customtypes.DecimalType{},
		Required:            isRequired,
		Optional:            !isRequired,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(lenient.SameNumber)},
	}
}

func date(attribute schema.StringAttribute, description string, more ...planmodifier.String) schema.StringAttribute {
	attribute.CustomType = customtypes.DateType{}
	attribute.MarkdownDescription = description
	attribute.PlanModifiers = append([]planmodifier.String{customtypes.KeepSpelling(customtypes.SameDate)}, more...)
	return attribute
}

func optionalID(description string) schema.Int64Attribute {
	return schema.Int64Attribute{
		CustomType:          customtypes.WholeNumberType{},
		Optional:            true,
		MarkdownDescription: description,
		Validators:          []validator.Int64{int64validator.AtLeast(1)},
	}
}

// made sets the values of a new invoice: it is a draft, and not paid yet. Its
// created_at recognizes it if it is not read before the run ends.
func made(c *company.Company, m *model) {
	m.Status, m.Paid, m.PaymentDate = types.StringValue(api.StatusDraft), types.BoolValue(false), customtypes.Date{}
	created := c.AsMade(m.ID.ValueString())
	m.CreatedAt, m.UpdatedAt = customtypes.TextOrNull(created.CreatedAt), customtypes.TextOrNull(created.UpdatedAt)
	if m.InvoiceNumber.IsUnknown() {
		m.InvoiceNumber = customtypes.TextOrNull(created.InvoiceNumber)
	}
}

// closed returns the status of an invoice that was sent to a customer; "" = it is a draft.
func closed(m *model) string {
	if status := m.Status.ValueString(); status == api.StatusSent || status == api.StatusPaid {
		return status
	}
	return ""
}

func quoted(text types.String) string {
	if text.ValueString() == "" {
		return ""
	}
	return text.String()
}
