package invoice

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// NewDataSource returns the data source billing_wethod_invoice.
func NewDataSource() datasource.DataSource {
	return record.NewDataSource(kind(), &company.Single[dataModel]{Schema: dataSourceSchema, Read: readData})
}

func dataSourceSchema() schema.Schema {
	attributes := dataAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "Invoice ID in Wethod, for example `41`.",
			Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]+$`), "must be the invoice ID, a number such as 41")},
		},
	})
	return schema.Schema{MarkdownDescription: "Gets an invoice of a company in Wethod.", Attributes: attributes}
}

// readData reads a single invoice.
func readData(ctx context.Context, c *company.Company, id string) (dataModel, diag.Diagnostics, error) {
	found, err := c.Client.GetInvoice(ctx, id)
	if err != nil {
		return dataModel{}, nil, err
	}
	shown, diags := flattenData(found)
	return shown, diags, nil
}
