package company

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// NewKind adds what all Intacct records have in common to a kind of record. Intacct assigns the key, which never
// changes. The company is not part of the identity, because the credential determines it and private state holds it.
// A kind with an ImportPrefix can be looked up by what identifies a record for users. By default, records are read
// together with others, and their marks are texts.
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
		own.SameMark = SameMark(sameText)
	}
	return &own
}
