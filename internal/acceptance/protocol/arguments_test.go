package protocol_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// surface is a type with a configuration, and how it is validated.
type surface struct {
	schema   *tfprotov6.Schema
	validate func(*tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error)
}

// surfaces returns all types that take configurations, by name.
func (c *core) surfaces() map[string]surface {
	ctx := c.t.Context()
	all := map[string]surface{"provider": {c.schemas.Provider, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
		answer, err := c.server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
		return answer.Diagnostics, err
	}}}
	for name, schema := range c.schemas.ResourceSchemas {
		all["resource "+name] = surface{schema, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			answer, err := c.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: config})
			return answer.Diagnostics, err
		}}
	}
	for name, schema := range c.schemas.DataSourceSchemas {
		all["data source "+name] = surface{schema, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			answer, err := c.server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: config})
			return answer.Diagnostics, err
		}}
	}
	for name, schema := range c.schemas.ListResourceSchemas {
		all["list resource "+name] = surface{schema, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			answer, err := c.lists().ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: config})
			return answer.Diagnostics, err
		}}
	}
	for name, schema := range c.schemas.ActionSchemas {
		all["action "+name] = surface{schema.Schema, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			answer, err := c.actions().ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: config})
			return answer.Diagnostics, err
		}}
	}
	return all
}

// mistakes are values of the right type that an argument does not accept.
func mistakes(argument *tfprotov6.SchemaAttribute) []any {
	if argument.NestedType != nil {
		return nestedMistakes(argument.NestedType)
	}
	return mistakesOf(argument.Type)
}

func mistakesOf(kind tftypes.Type) []any {
	switch {
	case kind.Is(tftypes.Number):
		return []any{big.NewFloat(1149.5), big.NewFloat(-0.25), big.NewFloat(1e30)}
	case kind.Is(tftypes.List{}):
		element, _ := kind.(tftypes.List)
		return listsOf(append(mistakesOf(element.ElementType), nil))
	case kind.Is(tftypes.Set{}):
		element, _ := kind.(tftypes.Set)
		return listsOf(append(mistakesOf(element.ElementType), nil))
	case kind.Is(tftypes.Map{}):
		return []any{object{"1": nil}}
	}
	return nil
}

func nestedMistakes(nested *tfprotov6.SchemaObject) []any {
	var all []any
	for _, argument := range nested.Attributes {
		for _, mistake := range mistakes(argument) {
			all = append(all, object{argument.Name: mistake})
		}
	}
	if nested.Nesting == tfprotov6.SchemaObjectNestingModeSingle {
		return all
	}
	return listsOf(append(all, nil))
}

func listsOf(elements []any) []any {
	var lists []any
	for _, element := range elements {
		lists = append(lists, []any{element})
	}
	return lists
}

// For any wrong value of any argument, the error says what to write instead,
// and never that the provider is wrong.
func TestArguments_mistakesAreReportedWhereTheyStand(t *testing.T) {
	t.Parallel()
	c := newProvider(t, sandbox.New(sandbox.Options{Seed: sandbox.SeedEmpty}), nil)
	count := 0
	for name, surface := range c.surfaces() {
		for _, argument := range surface.schema.Block.Attributes {
			if !argument.Optional && !argument.Required {
				continue
			}
			for _, mistake := range mistakes(argument) {
				count++
				diagnostics, err := surface.validate(c.wire(surface.schema.ValueType(), object{argument.Name: mistake}))
				c.must(err)
				texts := said(diagnostics)
				if !slices.ContainsFunc(texts, func(text string) bool { return strings.HasPrefix(text, argument.Name) }) {
					t.Errorf("%s: nothing is said at %s of %v: %q", name, argument.Name, mistake, texts)
				}
				for _, text := range texts {
					if strings.Contains(text, "in the provider") || strings.Contains(text, "provider developer") && !strings.Contains(text, "Missing Configuration") {
						t.Errorf("%s: %s = %v: %s", name, argument.Name, mistake, text)
					}
				}
			}
		}
	}
	if kinds := slices.Collect(maps.Keys(c.surfaces())); count < len(kinds) {
		t.Fatal(fmt.Sprint("only ", count, " mistakes were made in ", kinds))
	}
}
