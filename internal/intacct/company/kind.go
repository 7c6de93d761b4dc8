package company

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// NewKind completes what is own to a kind of record with what all records of
// Intacct have in common. A key is what Intacct assigns and never changes; the
// company is no part of the identity, since it is in the credential, and private
// state has it. A kind with an ImportPrefix is found by what people know it by, and
// unless it says otherwise records are read in company, and their marks are texts.
func NewKind[M, T any](words Words, records func(c *Company) *Records[T], own record.Kind[*Company, M, T]) *record.Kind[*Company, M, T] {
	key := func(model *M) string { return own.ID(model).ValueString() }
	own.System, own.Title, own.Type, own.Noun = Name, Title, strings.TrimPrefix(words.Type, "billing_"), words.Noun
	own.Identity = record.Identity[*Company]{ID: "Key of the " + words.Noun + " in Sage Intacct."}
	own.Origin, own.IsShared = (*Company).Origin, true
	own.IsNotFound, own.Explain = transport.IsNotFound, words.Explain
	own.Writing = func(c *Company, _ *M) record.Writing[T] { return records(c).Writing() }
	own.Delete = func(ctx context.Context, c *Company, state *M, _ *T) error { return records(c).Delete(ctx, key(state)) }
	if own.ImportPrefix != "" {
		own.Find = func(ctx context.Context, c *Company, name string) (string, diag.Diagnostics) {
			return Find(ctx, records(c), words, name)
		}
	}
	if own.Read == nil {
		own.Read = func(ctx context.Context, c *Company, state *M) (T, error) { return records(c).Read(ctx, key(state)) }
	}
	if own.SameMark == nil {
		own.SameMark = func(a, b string) bool { return naturalkey.Of(a) == naturalkey.Of(b) }
	}
	return &own
}
