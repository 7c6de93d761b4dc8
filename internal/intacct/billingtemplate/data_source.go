package billingtemplate

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// NewDataSource makes the data source billing_intacct_project_billing_template.
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
	attributes := dataAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "Key by which Intacct knows the template, for example `15`. Exactly one of `id` and `name` is needed.",
			Validators: []validator.String{
				customtypes.NotEmpty("write the template's key, or leave id out and name the template by name"),
				stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]*$`), "must be the template's key, a number such as 15"),
				stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")),
			},
		},
		"name": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "Name of the template, capital and small letters included. More than one template with the name is an error that lists them.",
			Validators:          []validator.String{customtypes.NotEmpty("write the template's name, or leave name out and name the template by id")},
		},
	})
	return schema.Schema{
		MarkdownDescription: "One project billing template of Sage Intacct with its milestones.",
		Attributes:          attributes,
	}
}
