package intacct

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/filter"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

func newQueryDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*company.Company, queryModel]{
		System: company.Name, Type: "intacct_query", Schema: querySchema, Validate: filter.Validate, Run: runQuery, Rows: "rows",
	})
}

type queryModel struct {
	Object           types.String         `tfsdk:"object"`
	Fields           []string             `tfsdk:"fields"`
	Filters          []filter.Model       `tfsdk:"filters"`
	FilterExpression types.String         `tfsdk:"filter_expression"`
	FilterParameters *filter.Parameters   `tfsdk:"filter_parameters"`
	OrderBy          []filter.Order       `tfsdk:"order_by"`
	Start            types.Int64          `tfsdk:"start"`
	Size             types.Int64          `tfsdk:"size"`
	MaxResults       types.Int64          `tfsdk:"max_results"`
	Rows             []map[string]*string `tfsdk:"rows"`
	TotalCount       types.Int64          `tfsdk:"total_count"`
}

func querySchema() schema.Schema {
	attributes := filter.Attributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"object": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "Type of the objects to query, for example `projects/project-billing-template` or `accounts-payable/vendor`.",
			Validators:          []validator.String{customtypes.NotEmpty("set the type of the objects, as in \"accounts-payable/vendor\"")},
		},
		"fields": schema.ListAttribute{
			Required:    true,
			ElementType: types.StringType,
			MarkdownDescription: "Fields of each row in Intacct's spelling: names, names of a related object's fields such as `vendor.id`, or aggregates " +
				"such as `max:vendor.creditLimit`. Wildcards are not supported.",
			Validators: []validator.List{
				listvalidator.SizeAtLeast(1),
				customtypes.NoNulls{},
				listvalidator.ValueStringsAre(customtypes.NotEmpty("write the name of a field, or remove the element")),
			},
		},
		"start": schema.Int64Attribute{
			CustomType:          customtypes.WholeNumberType{},
			Optional:            true,
			MarkdownDescription: "Number of the first row, starting at 1. Defaults to `1`.",
			Validators:          []validator.Int64{int64validator.AtLeast(1)},
		},
		"size": schema.Int64Attribute{
			CustomType:          customtypes.WholeNumberType{},
			Optional:            true,
			MarkdownDescription: "Number of rows per request, from 1 to 4000. It changes the number of requests, not the result. Defaults to `4000`.",
			Validators:          []validator.Int64{int64validator.Between(1, api.LargestPage)},
		},
		"max_results": schema.Int64Attribute{
			CustomType:          customtypes.WholeNumberType{},
			Optional:            true,
			MarkdownDescription: "Maximum number of rows to read. Omit to read all rows.",
			Validators:          []validator.Int64{int64validator.AtLeast(1)},
		},
		"rows": schema.ListAttribute{
			Computed:    true,
			ElementType: types.MapType{ElemType: types.StringType},
			MarkdownDescription: "List of rows, each a map from field to value. All values are strings: numbers keep every digit, booleans are `true` or `false`, " +
				"and null stays null.",
		},
		"total_count": schema.Int64Attribute{
			Computed:            true,
			MarkdownDescription: "Total number of rows, including those beyond `max_results`.",
		},
	})
	return schema.Schema{
		MarkdownDescription: "Queries rows of any Sage Intacct object with the query service.",
		Attributes:          attributes,
	}
}

func runQuery(ctx context.Context, c *company.Company, model *queryModel) diag.Diagnostics {
	filters, diags := filter.Expand(ctx, model.Filters)
	if diags.HasError() {
		return diags
	}
	found, err := c.Client.Query(ctx, api.Query{
		Object:           model.Object.ValueString(),
		Fields:           model.Fields,
		Filters:          filters,
		FilterExpression: model.FilterExpression.ValueString(),
		Parameters:       model.FilterParameters.Expand(),
		OrderBy:          filter.ExpandOrder(model.OrderBy),
		Start:            int(model.Start.ValueInt64()),
		Size:             int(model.Size.ValueInt64()),
	}, int(model.MaxResults.ValueInt64()))
	if err != nil {
		return company.ExplainQuery("could not query "+model.Object.ValueString(), err)
	}
	model.TotalCount = types.Int64Value(int64(found.TotalCount))
	model.Rows = make([]map[string]*string, 0, len(found.Rows))
	for _, row := range found.Rows {
		model.Rows = append(model.Rows, row.Map())
	}
	return diags
}
