package company

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/filter"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// Listing describes the list resource of one kind of record.
type Listing[T any] struct {
	Description string
	Words       Words
	Records     func(c *Company) *Records[T]
	// ID and DisplayName are as in record.Listing.
	ID, DisplayName func(found T) string
}

// NewList returns the list resource of a kind of record, with filters.
func NewList[M, T any](kind *record.Kind[*Company, M, T], listing Listing[T]) list.ListResource {
	return record.NewList(kind, &record.Listing[*Company, T, filter.ListModel]{
		Schema: func() schema.Schema {
			return schema.Schema{MarkdownDescription: listing.Description, Attributes: filter.ListAttributes()}
		},
		Validate:    filter.Validate,
		ID:          listing.ID,
		DisplayName: listing.DisplayName,
		Explain:     listing.Words.ExplainQuery,
		Each: func(ctx context.Context, c *Company, query filter.ListModel, limit int64, isWhole bool) iter.Seq2[T, error] {
			filters, diags := filter.Expand(ctx, query.Filters)
			if diags.HasError() {
				return func(yield func(T, error) bool) {
					var none T
					yield(none, record.DiagnosticsError(diags))
				}
			}
			return listing.Records(c).Each(ctx, api.ObjectQuery{
				Filters:          filters,
				FilterExpression: query.FilterExpression.ValueString(),
				Lines:            isWhole,
				MaxResults:       int(limit), // 0 = no limit
			})
		},
	})
}
