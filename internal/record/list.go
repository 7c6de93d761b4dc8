package record

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// Listing describes how terraform query finds records of a kind. Q is the
// configuration of a list block.
type Listing[C, W, Q any] struct {
	Schema func() listschema.Schema
	// Validate checks the configuration. Optional.
	Validate func(ctx context.Context, config tfsdk.Config) diag.Diagnostics
	// Each returns the records one by one. limit is the maximum number of
	// records, 0 = all. isWhole: the caller needs their models, not only the
	// IDs. An error ends it.
	Each func(ctx context.Context, connection C, query Q, limit int64, isWhole bool) iter.Seq2[W, error]
	// ID and DisplayName return the record's ID and the name that people use for it.
	ID, DisplayName func(found W) string
	// Explain turns the error of a list into diagnostics.
	Explain func(err error) diag.Diagnostics
}

// NewList returns the list resource of a kind of record.
func NewList[C, M, W, Q any](kind *Kind[C, M, W], listing *Listing[C, W, Q]) list.ListResource {
	return &listed[C, M, W, Q]{Kind: kind, listing: listing}
}

// listed finds records as the resource would manage them.
type listed[C, M, W, Q any] struct {
	system.Access[C]
	*Kind[C, M, W]
	listing *Listing[C, W, Q]
}

// Metadata names the resource whose instances the list finds.
func (l *listed[C, M, W, Q]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.Type
}

func (l *listed[C, M, W, Q]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = l.listing.Schema()
}

func (l *listed[C, M, W, Q]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	resp.Diagnostics.Append(l.Connect(req.ProviderData, l.System)...)
}

func (l *listed[C, M, W, Q]) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	if l.listing.Validate != nil {
		resp.Diagnostics.Append(l.listing.Validate(ctx, req.Config)...)
	}
}

// List streams the records. A failure in the middle is one more result: earlier
// results stay, and the list is never taken for complete.
func (l *listed[C, M, W, Q]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var query Q
	diags := req.Config.Get(ctx, &query)
	connection, ok := l.Client(&diags)
	if !ok || diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		var count int64
		for found, err := range l.listing.Each(ctx, connection, query, req.Limit, req.IncludeResource) {
			if err != nil {
				push(list.ListResult{Diagnostics: l.listing.Explain(err)})
				return
			}
			count++
			if !push(l.result(ctx, req, connection, found)) || count == req.Limit { // 0 = no limit
				return
			}
		}
	}
}

// result returns a record as a result: its identity and, on request, everything
// that a Read after its import would find.
func (l *listed[C, M, W, Q]) result(ctx context.Context, req list.ListRequest, connection C, found W) list.ListResult {
	id := l.listing.ID(found)
	if !naturalkey.IsID(id) {
		return list.ListResult{Diagnostics: diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected response from "+l.Title,
			fmt.Sprintf("The %s %q in the list should have a numeric ID but has %q.", l.Noun, l.listing.DisplayName(found), id))}}
	}
	result := req.NewListResult(ctx)
	result.DisplayName = l.listing.DisplayName(found)
	result.Diagnostics.Append(l.identify(ctx, connection, id, result.Identity)...)
	if req.IncludeResource {
		var model M
		diags, missing := flatten(ctx, l.Kind, result.Resource.Schema.GetAttributes(), &model, found)
		about := system.AboutListed(l.Title, strings.ToUpper(l.Noun[:1])+l.Noun[1:]+" "+id, append(diags, missing...))
		if l.Protection != nil {
			*l.Protection.Value(&model) = types.BoolValue(true)
		}
		result.Diagnostics.Append(about...)
		result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
	}
	return result
}
