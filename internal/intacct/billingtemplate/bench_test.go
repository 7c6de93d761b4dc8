package billingtemplate

import (
	"fmt"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// BenchmarkTemplateModel copies a template with three milestones into the model and converts it to a creation.
func BenchmarkTemplateModel(b *testing.B) {
	template := api.Template{
		Key: "15", Name: "Three Steps", Description: "Template for billing in three steps", BillingMethod: api.BillingMethodPercentCompleted,
		CalculateOn: api.CalculateOnProject, BasedOn: api.BasedOnEstimatedHours, Status: api.StatusActive,
		Href: "/objects/projects/project-billing-template/15",
	}
	for i, percent := range []lenient.Text{"25", "60", "100"} {
		template.Milestones = append(template.Milestones, api.Milestone{
			Key: lenient.Text(fmt.Sprint(20 + i)), PercentCompleted: percent, PercentToInvoice: percent, Description: "Invoice at " + percent + "%",
		})
	}
	var model model
	b.Run("flatten", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if diags := model.flatten(b.Context(), template); diags.HasError() {
				b.Fatal(diags)
			}
		}
	})
	b.Run("expand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if fields, diags := model.expand(b.Context()); diags.HasError() || len(fields.Lines) != len(template.Milestones) {
				b.Fatal(diags)
			}
		}
	})
}
