package company

import "github.com/projectbilling/terraform-provider-billing/internal/record"

// The descriptions of package record, for what belongs to a company. M is a
// model, and W is a record on the wire.
type (
	// Kind describes a kind of record.
	Kind[M, W any] = record.Kind[*Company, M, W]
	// Listing describes how terraform query finds records. M is the model of a
	// list block.
	Listing[W, M any] = record.Listing[*Company, W, M]
	// Query describes a data source for many records.
	Query[M any] = record.Query[*Company, M]
	// Single describes the data source for one record.
	Single[M any] = record.Single[*Company, M]
	// Action describes an action.
	Action[M any] = record.Action[*Company, M]
)
