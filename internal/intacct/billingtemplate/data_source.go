package billingtemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// NewDataSource returns the data source billing_intacct_project_billing_template.
func NewDataSource() datasource.DataSource {
	return record.NewDataSource(kind(), &record.Single[*company.Company, dataModel]{
		Schema:        dataSourceSchema,
		NameAttribute: "name",
		Read: func(ctx context.Context, c *company.Company, key string) (dataModel, diag.Diagnostics, error) {
			template, err := c.Templates.Read(ctx, key)
			shown, diags := flattenData(template)
			return shown, diags, err
		},
	})
}

func dataSourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Gets a project billing template in Sage Intacct with its milestones.",
		Attributes:          words().Choosing(dataAttributes()),
	}
}
