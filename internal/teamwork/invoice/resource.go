// Package invoice manages and reads the invoices of a Teamwork.com site: the
// resource, its data sources and list resource, and the action that adds line
// items.
package invoice

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/linearset"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// NewResource returns the resource billing_teamwork_invoice.
func NewResource() resource.Resource { return record.NewResource(kind()) }

// kind describes what is specific to invoices.
func kind() *record.Kind[*site.Site, model, found] {
	return &record.Kind[*site.Site, model, found]{
		System: site.Name, Title: site.Title, Type: "teamwork_invoice", Noun: "invoice",
		Schema:    resourceSchema,
		Replacing: []string{"project_id"},
		// The project and the number can change, so they are not part of the identity.
		Identity:   site.Identity("Invoice ID in Teamwork."),
		ImportHelp: "%q is not an invoice ID. Use the number at the end of the invoice's address in Teamwork, for example 49.",

		ID:        func(m *model) *types.String { return &m.ID },
		Name:      func(m *model) string { return quoted(m.Number) },
		Origin:    (*site.Site).Origin,
		Mark:      func(found found) string { return string(found.DateCreated) },
		StateMark: func(m *model) string { return m.DateCreated.ValueString() },
		SameMark:  customtypes.SameInstant,
		MarkLabel: "date_created",

		Plan:   plan,
		Create: create,
		Made:   func(_ *site.Site, m *model) { m.Status = types.StringValue(api.StatusActive) },
		Finish: finish,
		Read:   read,
		Fresh: func(ctx context.Context, s *site.Site, state *model) (found, error) {
			return readAlone(ctx, s, state.ID.ValueString())
		},
		Writing: func(s *site.Site, m *model) record.Writing[found] {
			return writing{Writing: s.Written.Begin(m.ProjectID.ValueInt64()), site: s, managesEntries: m.managesEntries()}
		},
		Update:  update,
		Delete:  remove,
		Flatten: func(_ context.Context, m *model, found found) diag.Diagnostics { return m.flatten(found) },
		Merge:   keepEntries,
		Protection: &record.Protection[model]{
			Attribute: "protect_completed",
			Value:     func(m *model) *types.Bool { return &m.ProtectCompleted },
			Closed:    closed,
			ClosedBy:  "status",
			Unmanaged: []string{timeLogs().attribute, expenses().attribute},
		},
		IsNotFound: transport.IsNotFound,
		Explain:    explainWrite,
	}
}

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages an invoice of a Teamwork.com project. Deleting the resource deletes the invoice; its time logs and expenses remain and become unbilled. " +
			"A completed invoice is protected: see `protect_completed`.",
		Attributes: map[string]schema.Attribute{
			"id": record.ComputedText("Invoice ID in Teamwork."),
			"project_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Required:            true,
				MarkdownDescription: "ID of the project that the invoice belongs to. Changing it deletes the invoice and creates another.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.RequiresReplace()},
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"number": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Invoice number as printed. It can contain any characters, but no leading or trailing whitespace. The provider recognizes " +
					"a lost or existing invoice by its project and number, so an apply that would create a second invoice with the same number in a project fails. Numbers that differ only in case, spacing, or escaping count as the same. " +
					"Invoices can swap numbers in one apply. A new invoice waits for a number until the invoice that has it is renumbered or deleted.",
				Validators: []validator.String{
					customtypes.NotEmpty("write the number as printed, for example \"INV00001\""),
					customtypes.Trimmed(),
				},
			},
			"display_date": schema.StringAttribute{
				CustomType:          customtypes.DateType{},
				Required:            true,
				MarkdownDescription: "Issue date, `YYYY-MM-DD`. `YYYYMMDD` is also accepted and treated as equal.",
				PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameDate)},
			},
			"description": record.OptionalText("Notes shown on the invoice. Omit to clear.", "description"),
			"po_number":   record.OptionalText("The customer's purchase order number. Omit to clear.", "purchase order number"),
			"fixed_cost": schema.StringAttribute{
				CustomType: customtypes.DecimalType{},
				Optional:   true,
				MarkdownDescription: "Fixed amount in the invoice's currency, a decimal number with no more decimal places than the currency has " +
					"(two if `currency_code` is not known). If omitted or zero, the invoice bills its time logs and expenses. If set, it is the total of the invoice, and its " +
					"time logs and expenses do not add to it. Can be negative, for a credit.",
				PlanModifiers: []planmodifier.String{customtypes.KeepSpelling(lenient.SameNumber)},
			},
			"currency_code": schema.StringAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "Currency code of the invoice, three capital letters, for example `USD`. The plan checks it against the site's own list. " +
					"If omitted, Teamwork chooses the currency when the invoice is created.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				Validators: []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^[A-Z]{3}$`),
					"must be three capital letters, for example \"USD\"")},
			},
			"status": schema.StringAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "Status of the invoice: `active` or `completed`. If omitted, a new invoice is active, and completing or reopening it outside of " +
					"Terraform is not reported as drift. Changing a completed invoice requires `protect_completed = false`; the provider then " +
					"reopens the invoice, changes it, and completes it again.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				Validators:    []validator.String{stringvalidator.OneOf(api.StatusActive, api.StatusCompleted)},
			},
			"time_log_ids": entriesAttribute("IDs of the time logs that the invoice bills. Adding an ID adds the time log to the invoice before the invoice " +
				"is completed. Removing an ID **replaces** the invoice, because Teamwork has no documented way to remove an entry; deleting the " +
				"invoice frees its entries. With `-refresh=false`, removing an ID is an error. A time log that another invoice bills is an error. Omit to leave time logs unmanaged."),
			"expense_ids":       entriesAttribute("IDs of the expenses that the invoice bills. Works like `time_log_ids`."),
			"protect_completed": record.ProtectionAttribute("protect_completed", "invoice", "completed"),
			"project_name":      record.ComputedText("Name of the project."),
			"company_id": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "ID of the company that the project is for.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"company_name": record.ComputedText("Name of the company that the project is for."),
			"date_created": record.ComputedText("Time when the invoice was created, as Teamwork returns it (RFC 3339, UTC). It never changes, so the provider " +
				"uses it to recognize the invoice."),
		},
	}
}

func entriesAttribute(description string) linearset.Attribute {
	return linearset.Attribute{ListAttribute: schema.ListAttribute{
		Optional:            true,
		ElementType:         customtypes.WholeNumberType{},
		MarkdownDescription: description,
		Validators:          []validator.List{customtypes.NoNulls{}, listvalidator.ValueInt64sAre(int64validator.AtLeast(1))},
	}}
}

// closed returns the word for a completed invoice, or "" for any other.
func closed(m *model) string {
	if m.isCompleted() {
		return api.StatusCompleted
	}
	return ""
}

func quoted(text types.String) string {
	if text.ValueString() == "" {
		return ""
	}
	return text.String()
}
