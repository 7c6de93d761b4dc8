package billingtemplate

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// dataModel is a template as the data sources show it.
type dataModel struct {
	ID            types.String    `tfsdk:"id"`
	Name          types.String    `tfsdk:"name"`
	Description   types.String    `tfsdk:"description"`
	BillingMethod types.String    `tfsdk:"billing_method"`
	CalculateOn   types.String    `tfsdk:"calculate_on"`
	BasedOn       types.String    `tfsdk:"based_on"`
	Status        types.String    `tfsdk:"status"`
	Href          types.String    `tfsdk:"href"`
	EntityID      types.String    `tfsdk:"entity_id"`
	EntityKey     types.String    `tfsdk:"entity_key"`
	EntityName    types.String    `tfsdk:"entity_name"`
	Milestones    []milestoneData `tfsdk:"milestones"`
}

// milestoneData is a milestone as the data sources show it.
type milestoneData struct {
	ID               types.String `tfsdk:"id"`
	PercentCompleted types.String `tfsdk:"percent_completed"`
	PercentToInvoice types.String `tfsdk:"percent_to_invoice"`
	Description      types.String `tfsdk:"description"`
	Href             types.String `tfsdk:"href"`
}

// flattenData converts a template. Milestones that were not read are null.
func flattenData(template api.Template) (dataModel, diag.Diagnostics) {
	var diags diag.Diagnostics
	shown := dataModel{
		ID:            customtypes.TextOrNull(template.Key),
		Name:          customtypes.TextOrNull(template.Name),
		Description:   customtypes.TextOrNull(template.Description),
		BillingMethod: customtypes.TextOrNull(template.BillingMethod),
		CalculateOn:   customtypes.TextOrNull(template.CalculateOn),
		BasedOn:       customtypes.TextOrNull(template.BasedOn),
		Status:        customtypes.TextOrNull(template.Status),
		Href:          customtypes.TextOrNull(template.Href),
		EntityID:      customtypes.TextOrNull(template.Entity.ID),
		EntityKey:     customtypes.TextOrNull(template.Entity.Key),
		EntityName:    customtypes.TextOrNull(template.Entity.Name),
	}
	if template.Milestones == nil {
		return shown, nil
	}
	shown.Milestones = make([]milestoneData, 0, len(template.Milestones))
	for _, milestone := range template.Milestones {
		answer := answerOf(template, milestone)
		shown.Milestones = append(shown.Milestones, milestoneData{
			ID:               customtypes.TextOrNull(milestone.Key),
			PercentCompleted: answer.Amount("percentCompleted", milestone.PercentCompleted),
			PercentToInvoice: answer.Amount("percentToInvoice", milestone.PercentToInvoice),
			Description:      customtypes.TextOrNull(milestone.Description),
			Href:             customtypes.TextOrNull(milestone.Href),
		})
		diags.Append(answer.Problems()...)
	}
	return shown, diags
}

// dataAttributes describes dataModel. All attributes are computed.
func dataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             record.Text("Key of the template in Sage Intacct."),
		"name":           record.Text("Unique name of the template, which Intacct's user interface calls its template ID."),
		"description":    record.Text("Description of the template."),
		"billing_method": record.Text("Billing method: `percentCompleted` or `milestone`."),
		"calculate_on":   record.Text("Level at which the completed percentage is calculated: `project` or `task`."),
		"based_on":       record.Text("Basis of the completed percentage: actual hours compared with `estimatedHours`, `plannedHours`, or `budgetedHours`; or `observedPercentCompleted`."),
		"status":         record.Text("Status of the template: `active` or `inactive`."),
		"href":           record.Text("Path of the template in Intacct's API."),
		"entity_id":      record.Text("ID of the entity that the template belongs to, or null at the top level."),
		"entity_key":     record.Text("Key of that entity, or null at the top level."),
		"entity_name":    record.Text("Name of that entity, or null at the top level."),
		"milestones": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "List of milestones in order of percentage. Empty if there are none, or null if they were not requested.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":                 record.Text("Key of the milestone in Sage Intacct."),
				"percent_completed":  record.Text("Share of the project that must be complete before the milestone can be billed, as a decimal number in the unit that Intacct shows."),
				"percent_to_invoice": record.Text("Share that is invoiced at the milestone, as a decimal number in the same unit."),
				"description":        record.Text("Description of the milestone, or null if not set."),
				"href":               record.Text("Path of the milestone in Intacct's API."),
			}},
		},
	}
}
