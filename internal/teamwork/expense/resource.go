// Package expense manages and reads the expenses of a Teamwork.com site: the
// resource, its data sources and its list resource.
package expense

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// NewResource returns the resource billing_teamwork_expense.
func NewResource() resource.Resource { return record.NewResource(kind()) }

// kind describes what is specific to expenses.
func kind() *record.Kind[*site.Site, model, api.Expense] {
	return &record.Kind[*site.Site, model, api.Expense]{
		System: site.Name, Title: site.Title, Type: "teamwork_expense", Noun: "expense",
		Schema:     resourceSchema,
		Identity:   site.Identity("Expense ID in Teamwork."),
		ImportHelp: "%q is not an expense ID. Use the ID in Teamwork, for example 2757. The data source billing_teamwork_expenses lists all IDs.",

		ID:     func(m *model) *types.String { return &m.ID },
		Name:   func(m *model) string { return quoted(m.Name) },
		Origin: (*site.Site).Origin,
		// An expense has no creation date. Its project and author never change.
		Mark:      func(found api.Expense) string { return idOf(found.ProjectID) + "/" + idOf(found.CreatedByUserID) },
		StateMark: func(*model) string { return "" },
		SameMark:  sameMark,
		MarkLabel: "project and author",
		Alike:     alike,

		Create: create,
		Read: func(ctx context.Context, s *site.Site, state *model) (api.Expense, error) {
			return s.Expense(ctx, state.ID.ValueString(), state.ProjectID.ValueInt64())
		},
		Writing: func(s *site.Site, m *model) record.Writing[api.Expense] {
			return s.ExpensesWritten.Begin(m.ProjectID.ValueInt64())
		},
		Update:  update,
		Delete:  remove,
		Flatten: func(_ context.Context, m *model, found api.Expense) diag.Diagnostics { return m.flatten(found) },

		IsNotFound: transport.IsNotFound,
		Explain:    explain,
	}
}

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages an expense of a Teamwork.com project. To bill it, add its ID to `expense_ids` of a `billing_teamwork_invoice`. " +
			"Teamwork may refuse to change or delete an expense that an invoice bills.",
		Attributes: map[string]schema.Attribute{
			"id": record.ComputedText("Expense ID in Teamwork."),
			"project_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Required:            true,
				MarkdownDescription: "ID of the project that the expense belongs to. Changing it deletes the expense and creates another.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.RequiresReplace()},
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the expense, without leading or trailing whitespace.",
				PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameText)},
				Validators:          []validator.String{customtypes.NotEmpty("write what the money was spent on"), customtypes.Trimmed()},
			},
			"date": schema.StringAttribute{
				CustomType:          customtypes.DateType{},
				Required:            true,
				MarkdownDescription: "Date of the expense, `YYYY-MM-DD`. `YYYYMMDD` is also accepted and treated as equal.",
				PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameDate)},
			},
			"cost": schema.StringAttribute{
				CustomType:          customtypes.DecimalType{},
				Required:            true,
				MarkdownDescription: "Amount of the expense, a decimal number with at most two decimal places, in the currency of the project or the site.",
				PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(lenient.SameNumber)},
				Validators:          []validator.String{customtypes.DecimalMaxPlaces(2)},
			},
			"description":  record.OptionalText("Description of the expense. Omit to clear.", "description"),
			"project_name": record.ComputedText("Name of the project."),
			"company_id": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "ID of the company that the project is for.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"company_name": record.ComputedText("Name of the company that the project is for."),
			"invoice_id":   record.ComputedText("ID of the invoice that bills the expense, or null if it is unbilled."),
		},
	}
}

// idOf returns an ID, or "" for what no record has, such as 0.
func idOf(text lenient.Text) string {
	if !naturalkey.IsID(string(text)) {
		return ""
	}
	return string(text)
}

// sameMark compares projects and authors if both are known: one endpoint may omit
// what another returns.
func sameMark(a, b string) bool {
	firstProject, firstAuthor, _ := strings.Cut(a, "/")
	secondProject, secondAuthor, _ := strings.Cut(b, "/")
	same := func(a, b string) bool { return a == "" || b == "" || a == b }
	return same(firstProject, secondProject) && same(firstAuthor, secondAuthor)
}

// alike reports whether an expense matches the state.
func alike(state *model, found api.Expense) bool { return matches(found, state.fields()) }

func quoted(text types.String) string {
	if text.ValueString() == "" {
		return ""
	}
	return text.String()
}
