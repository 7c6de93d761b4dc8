// Package observedpercent manages observed percentages of Sage Intacct projects: the share of a project that someone
// has observed to be completed.
package observedpercent

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// NewResource returns the resource billing_intacct_project_observed_percent_completed.
func NewResource() resource.Resource { return record.NewResource(kind()) }

// words returns the terms for observed percentages.
func words() company.Words {
	return company.Words{
		Type: "billing_intacct_project_observed_percent_completed", Noun: "percentage", Whole: "percentage", Known: "date", Title: "Date",
		Attribute: "as_of_date",
		Attributes: map[string]string{
			"project": "project_id", "asOfDate": "as_of_date", "percentComplete": "percent_complete", "notes": "notes",
		},
		Permission: "Grant the credential's user permission for Intacct's Projects application.",
	}
}

// kind describes what is specific to observed percentages.
func kind() *record.Kind[*company.Company, model, api.ObservedPercent] {
	return company.NewKind(words(), percentages, record.Kind[*company.Company, model, api.ObservedPercent]{
		Schema:     resourceSchema,
		ImportHelp: "%q is not the key of an observed percentage. Use the key, a number such as 11.",

		ID:    func(m *model) *types.String { return &m.ID },
		Name:  named,
		Fixed: func(m *model) *types.String { return &m.ProjectID },
		// The project never changes. Its key is not in an attribute, so private state holds it.
		Mark:      mark,
		SameMark:  company.SameMark(sameProject),
		StateMark: func(*model) string { return "" },
		MarkLabel: "project",

		Create: create,
		Read:   read,
		Update: func(ctx context.Context, c *company.Company, change record.Change[model, api.ObservedPercent]) (bool, error) {
			return c.ObservedPercents.Update(ctx, change.ID, api.Patch{Values: change.Plan.values().Since(change.State.values())})
		},
		Flatten: func(_ context.Context, m *model, found api.ObservedPercent) diag.Diagnostics { return m.flatten(found) },
	})
}

// projectID separates a project's key from its ID in a mark.
const projectID = ", ID "

// mark returns the project and the creation of a percentage: the project's key alone is a small number that a project of
// another company may have too.
func mark(found api.ObservedPercent) string {
	project := string(found.ProjectKey)
	if project != "" && found.ProjectID != "" {
		project += projectID + string(found.ProjectID)
	}
	return company.Mark(project, found.Created)
}

// sameProject compares the projects of two marks by what both have. A mark from an older version has only the key.
func sameProject(a, b string) bool {
	keyA, idA, _ := strings.Cut(a, projectID)
	keyB, idB, _ := strings.Cut(b, projectID)
	return keyA == keyB && (idA == "" || idB == "" || naturalkey.Of(idA) == naturalkey.Of(idB))
}

func percentages(c *company.Company) *company.Records[api.ObservedPercent] { return c.ObservedPercents }

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages an observed percentage in Sage Intacct: the share of a project that someone has observed to be completed by a date. " +
			"Billing templates that are based on `observedPercentCompleted` use the latest percentage up to the date of the invoice. Observed " +
			"percentages are the newest part of Intacct's API for projects, and not every company has them.",
		Attributes: map[string]schema.Attribute{
			"id": record.ComputedText("Key of the percentage in Sage Intacct."),
			"project_id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "ID of the project (the `project_id` of `billing_intacct_project`). Changing it deletes the percentage and creates " +
					"another one.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators:    []validator.String{customtypes.NotEmpty("set the project's ID"), customtypes.Trimmed()},
			},
			"as_of_date": schema.StringAttribute{
				CustomType: customtypes.DateType{},
				Required:   true,
				MarkdownDescription: "Date of the observation, `YYYY-MM-DD`. The provider recognizes an existing percentage by project and date, also after a lost " +
					"response, so it refuses to create a second one for the same project and date.",
				PlanModifiers: []planmodifier.String{customtypes.KeepSpelling(customtypes.SameDate)},
			},
			"percent_complete": schema.StringAttribute{
				CustomType:          customtypes.DecimalType{},
				Required:            true,
				MarkdownDescription: "Completed share of the project, in percent (0 <= x <= 100, at most two decimals).",
				PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(lenient.SameNumber)},
				Validators:          []validator.String{customtypes.DecimalWithin("0", "100"), customtypes.DecimalMaxPlaces(api.AmountPlaces)},
			},
			"notes": company.OptionalText("Notes on the observation.", "notes"),
			"href":  record.ComputedText("Path of the percentage in Intacct's API."),
		},
	}
}

// model is an observed percentage as the resource keeps it in plan and state.
type model struct {
	ID              types.String        `tfsdk:"id"`
	ProjectID       types.String        `tfsdk:"project_id"`
	AsOfDate        customtypes.Date    `tfsdk:"as_of_date"`
	PercentComplete customtypes.Decimal `tfsdk:"percent_complete"`
	Notes           types.String        `tfsdk:"notes"`
	Href            types.String        `tfsdk:"href"`
}

// named identifies a percentage in sentences.
func named(m *model) string {
	if m.ProjectID.IsNull() || m.AsOfDate.IsNull() {
		return ""
	}
	return fmt.Sprintf("of project %s as of %s", m.ProjectID, customtypes.ISODate(m.AsOfDate))
}

// values returns the values of a percentage except its project.
func (m *model) values() api.Values {
	return api.Values{
		api.Word("asOfDate", customtypes.ISODate(m.AsOfDate)),
		api.Number("percentComplete", m.PercentComplete.ValueString()),
		api.Text("notes", m.Notes.ValueString()),
	}
}

// create creates a percentage. Intacct accepts the project only by its key.
func create(ctx context.Context, c *company.Company, plan *model) (string, diag.Diagnostics) {
	project, diags := c.ProjectKey(ctx, plan.ProjectID.ValueString())
	if diags.HasError() {
		var placed diag.Diagnostics
		for _, each := range diags {
			placed.AddAttributeError(path.Root("project_id"), each.Summary(), each.Detail())
		}
		return "", placed
	}
	date := customtypes.ISODate(plan.AsOfDate)
	called := words()
	called.Named = fmt.Sprintf("the project %s and the date %s", plan.ProjectID, date)
	return company.Create(ctx, c.ObservedPercents, called, api.Creation{
		Name: []string{project, date}, Values: append(api.Values{api.Key("project", project)}, plan.values()...),
	})
}

// read reads a percentage together with others. If the response has only the key of its project, as after an import,
// read also reads the project to get its ID.
func read(ctx context.Context, c *company.Company, state *model) (api.ObservedPercent, error) {
	found, err := c.ObservedPercents.Read(ctx, state.ID.ValueString())
	if err != nil || found.ProjectID != "" || !state.ProjectID.IsNull() {
		return found, err
	}
	project, err := c.Projects.Read(ctx, string(found.ProjectKey))
	if err != nil {
		return found, fmt.Errorf("read the percentage's project %s: %v", found.ProjectKey, err) //nolint:errorlint // a missing project does not mean a missing percentage
	}
	found.ProjectID = project.Text("id")
	return found, nil
}

// flatten copies a percentage from Intacct into the model.
func (m *model) flatten(found api.ObservedPercent) diag.Diagnostics {
	answer := record.NewAnswer(company.Title, fmt.Sprintf("percentage %s of project %q", found.Key, found.ProjectID))
	m.ID = types.StringValue(string(found.Key))
	if found.ProjectID != "" { // missing if the response has only the project's key
		m.ProjectID = types.StringValue(string(found.ProjectID))
	}
	m.AsOfDate = answer.Date(m.AsOfDate, "asOfDate", found.AsOfDate)
	m.PercentComplete = answer.Decimal(m.PercentComplete, "percentComplete", found.PercentComplete)
	m.Notes = customtypes.TextFromWire(m.Notes, found.Notes)
	m.Href = customtypes.TextOrNull(found.Href)
	return answer.Problems()
}
