package contracttemplate

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// model is a contract billing template as the resource keeps it in plan and state.
type model struct {
	ID          types.String `tfsdk:"id"`
	TemplateID  types.String `tfsdk:"template_id"`
	Description types.String `tfsdk:"description"`
	Method      types.String `tfsdk:"method"`
	Source      types.String `tfsdk:"source"`
	StepBilling types.Bool   `tfsdk:"step_billing"`
	Status      types.String `tfsdk:"status"`
	Lines       types.List   `tfsdk:"lines"`
	Href        types.String `tfsdk:"href"`
}

// header returns the values of a template except its ID and lines.
func (m *model) header() api.Values {
	return api.Values{
		api.Text("description", m.Description.ValueString()),
		api.Word("method", m.Method.ValueString()),
		api.Word("source", m.Source.ValueString()),
		api.Flag("isStepBilling", m.StepBilling.ValueBool()),
		api.Word("status", m.Status.ValueString()),
	}
}

// expand converts a planned template to a creation.
func (m *model) expand(ctx context.Context) (api.Creation, diag.Diagnostics) {
	added, diags := lines().Create(ctx, m.Lines)
	id := m.TemplateID.ValueString()
	return api.Creation{Name: []string{id}, Values: append(api.Values{api.Text("id", id)}, m.header()...), Lines: added}, diags
}

// patch returns the differences between two models of a template. Only these are sent.
func patch(ctx context.Context, state, plan model) (api.Patch, diag.Diagnostics) {
	result := api.Patch{Values: plan.header().Since(state.header())}
	diags := lines().Patch(ctx, state.Lines, plan.Lines, &result)
	return result, diags
}

// flatten copies a template from Intacct into the model.
func (m *model) flatten(ctx context.Context, template api.ContractTemplate) diag.Diagnostics {
	called := fmt.Sprintf("template %q (ID %s)", template.ID, template.Key)
	diags := company.CheckStatus(called, string(template.Status))
	answer := record.NewAnswer(company.Title, called).Naming(words().Attributes)
	m.ID = types.StringValue(string(template.Key))
	m.TemplateID = customtypes.TextOrNull(template.ID)
	m.Description = customtypes.TextFromWire(m.Description, template.Description)
	m.Method = company.Word(template.Method, api.MethodPredefinedPercentages, api.MethodProjectPercentComplete, api.MethodTaskPercentComplete)
	m.Source = company.Word(template.Source, api.SourceEstimatedHours, api.SourcePlannedHours, api.SourceBudgetedHours, api.SourceObservedPercentComplete)
	m.StepBilling = company.OrFalse(answer.Flag(m.StepBilling, "isStepBilling", template.IsStepBilling))
	m.Status = company.Word(template.Status, api.StatusActive, api.StatusInactive)
	m.Href = customtypes.TextOrNull(template.Href)
	diags.Append(answer.Problems()...)
	found, problems := flattenLines(template)
	set, setDiags := lines().Flatten(ctx, found, problems, m.Lines)
	diags.Append(setDiags...)
	m.Lines = set
	return diags
}

// flattenLines converts the lines of a template.
func flattenLines(template api.ContractTemplate) ([]lineModel, diag.Diagnostics) {
	found := make([]lineModel, 0, len(template.Lines))
	var problems diag.Diagnostics
	for _, wire := range template.Lines {
		answer := lineAnswer(template, wire)
		found = append(found, lineModel{
			ID:            customtypes.TextOrNull(wire.Key),
			PeriodOffset:  answer.Number(types.Int64Null(), "periodOffset", wire.PeriodOffset),
			PercentToBill: answer.Decimal(customtypes.Decimal{}, "percentToBill", wire.PercentToBill),
			StepPercent:   answer.Decimal(customtypes.Decimal{}, "stepPercent", wire.StepPercent),
		})
		problems.Append(answer.Problems()...)
	}
	return found, problems
}

// lineAnswer returns a reader for a line in a response.
func lineAnswer(template api.ContractTemplate, line api.ContractLine) *record.Answer {
	return record.NewAnswer(company.Title, fmt.Sprintf("line %s of template %q (ID %s)", line.Key, template.ID, template.Key))
}
