package contracttemplate

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// NewDataSource returns the data source billing_intacct_contract_billing_template.
func NewDataSource() datasource.DataSource {
	return record.NewDataSource(kind(), &record.Single[*company.Company, dataModel]{
		Schema:        dataSourceSchema,
		NameAttribute: "template_id",
		Read: func(ctx context.Context, c *company.Company, key string) (dataModel, diag.Diagnostics, error) {
			template, err := c.ContractTemplates.Read(ctx, key)
			shown, diags := flattenData(template)
			return shown, diags, err
		},
	})
}

// dataModel is a template as the data source shows it.
type dataModel struct {
	ID          types.String `tfsdk:"id"`
	TemplateID  types.String `tfsdk:"template_id"`
	Description types.String `tfsdk:"description"`
	Method      types.String `tfsdk:"method"`
	Source      types.String `tfsdk:"source"`
	StepBilling types.Bool   `tfsdk:"step_billing"`
	Status      types.String `tfsdk:"status"`
	Href        types.String `tfsdk:"href"`
	Lines       []lineData   `tfsdk:"lines"`
}

// lineData is a line as the data source shows it.
type lineData struct {
	ID            types.String `tfsdk:"id"`
	PeriodOffset  types.Int64  `tfsdk:"period_offset"`
	PercentToBill types.String `tfsdk:"percent_to_bill"`
	StepPercent   types.String `tfsdk:"step_percent"`
	Href          types.String `tfsdk:"href"`
}

func flattenData(template api.ContractTemplate) (dataModel, diag.Diagnostics) {
	answer := record.NewAnswer(company.Title, fmt.Sprintf("template %q (ID %s)", template.ID, template.Key)).Naming(words().Attributes)
	shown := dataModel{
		ID:          customtypes.TextOrNull(template.Key),
		TemplateID:  customtypes.TextOrNull(template.ID),
		Description: customtypes.TextOrNull(template.Description),
		Method:      customtypes.TextOrNull(template.Method),
		Source:      customtypes.TextOrNull(template.Source),
		StepBilling: company.OrFalse(answer.Flag(types.BoolNull(), "isStepBilling", template.IsStepBilling)),
		Status:      customtypes.TextOrNull(template.Status),
		Href:        customtypes.TextOrNull(template.Href),
		Lines:       make([]lineData, 0, len(template.Lines)),
	}
	diags := answer.Problems()
	for _, line := range template.Lines {
		answer := lineAnswer(template, line)
		shown.Lines = append(shown.Lines, lineData{
			ID:            customtypes.TextOrNull(line.Key),
			PeriodOffset:  answer.Number(types.Int64Null(), "periodOffset", line.PeriodOffset),
			PercentToBill: answer.Amount("percentToBill", line.PercentToBill),
			StepPercent:   answer.Amount("stepPercent", line.StepPercent),
			Href:          customtypes.TextOrNull(line.Href),
		})
		diags.Append(answer.Problems()...)
	}
	return shown, diags
}

func dataSourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Gets a contract billing template in Sage Intacct with its lines.",
		Attributes: words().Choosing(map[string]schema.Attribute{
			"description":  record.Text("Description of the template, or null if not set."),
			"method":       record.Text("Billing method: `predefinedPercentages`, `projectPercentComplete`, or `taskPercentComplete`."),
			"source":       record.Text("Basis of the completed percentage, or null if not set."),
			"step_billing": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether billing waits for the thresholds in `lines`."},
			"status":       record.Text("Status of the template: `active` or `inactive`."),
			"href":         record.Text("Path of the template in Intacct's API."),
			"lines": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of lines in order of period and threshold.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":              record.Text("Key of the line in Sage Intacct."),
					"period_offset":   record.Number("Number of months from the start of the contract line until this share is billed, or null with a percent-complete method."),
					"percent_to_bill": record.Text("Share of the amount that is billed, as a decimal number in percent, or null with a percent-complete method."),
					"step_percent":    record.Text("Completed percentage that triggers billing, as a decimal number, or null without step billing."),
					"href":            record.Text("Path of the line in Intacct's API."),
				}},
			},
		}),
	}
}
