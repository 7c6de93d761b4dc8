// Package schemajson describes a provider in the JSON format of `terraform providers schema -json`, directly from the
// provider's own server. The documentation is generated from it, so that it is identical and complete on every machine: a
// command-line interface reports only the kinds of types that it supports (identities since 1.12, list resources and
// actions since 1.14), and this package needs none.
package schemajson

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// formatVersion is the version of the JSON format.
const formatVersion = "1.0"

// Write writes the schemas of the provider behind server to w. Name is the provider's type name, such as "billing".
func Write(ctx context.Context, w io.Writer, name string, server tfprotov6.ProviderServer) error {
	schemas, err := Describe(ctx, name, server)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(schemas)
}

// Describe returns the schemas of the provider behind server. Name is the provider's type name, such as "billing". They are
// stored under the address where tfplugindocs looks for the provider.
func Describe(ctx context.Context, name string, server tfprotov6.ProviderServer) (*tfjson.ProviderSchemas, error) {
	offered, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("get the provider's schemas: %w", err)
	}
	if err := firstError(offered.Diagnostics); err != nil {
		return nil, fmt.Errorf("get the provider's schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, fmt.Errorf("get the provider's identity schemas: %w", err)
	}
	if err := firstError(identities.Diagnostics); err != nil {
		return nil, fmt.Errorf("get the provider's identity schemas: %w", err)
	}
	provider, err := providerSchema(offered, identities)
	if err != nil {
		return nil, err
	}
	return &tfjson.ProviderSchemas{
		FormatVersion: formatVersion,
		Schemas:       map[string]*tfjson.ProviderSchema{"registry.terraform.io/hashicorp/" + name: provider},
	}, nil
}

// providerSchema combines the two responses of a provider. It fails on anything it cannot describe instead of omitting it
// from the documentation.
func providerSchema(offered *tfprotov6.GetProviderSchemaResponse, identities *tfprotov6.GetResourceIdentitySchemasResponse) (*tfjson.ProviderSchema, error) {
	if len(offered.Functions) > 0 || len(offered.StateStoreSchemas) > 0 {
		return nil, errors.New("the provider offers functions or state stores, which schemajson does not support yet: add them there")
	}
	var provider tfjson.ProviderSchema
	var err error
	if offered.Provider != nil {
		if provider.ConfigSchema, err = schema(offered.Provider); err != nil {
			return nil, fmt.Errorf("the provider's configuration: %w", err)
		}
	}
	if provider.ResourceSchemas, err = convert(offered.ResourceSchemas, schema); err != nil {
		return nil, fmt.Errorf("resource %w", err)
	}
	if provider.DataSourceSchemas, err = convert(offered.DataSourceSchemas, schema); err != nil {
		return nil, fmt.Errorf("data source %w", err)
	}
	if provider.EphemeralResourceSchemas, err = convert(offered.EphemeralResourceSchemas, schema); err != nil {
		return nil, fmt.Errorf("ephemeral resource %w", err)
	}
	if provider.ListResourceSchemas, err = convert(offered.ListResourceSchemas, schema); err != nil {
		return nil, fmt.Errorf("list resource %w", err)
	}
	if provider.ActionSchemas, err = convert(offered.ActionSchemas, actionSchema); err != nil {
		return nil, fmt.Errorf("action %w", err)
	}
	if provider.ResourceIdentitySchemas, err = convert(identities.IdentitySchemas, identitySchema); err != nil {
		return nil, fmt.Errorf("identity of resource %w", err)
	}
	return &provider, nil
}

// convert applies one to each of a provider's types of a kind. Its errors begin with the type's name. It returns nil if
// there are none.
func convert[From, To any](all map[string]From, one func(From) (To, error)) (map[string]To, error) {
	if len(all) == 0 {
		return nil, nil // No types of a kind is a valid result: the member is omitted.
	}
	converted := make(map[string]To, len(all))
	for name, from := range all {
		to, err := one(from)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		converted[name] = to
	}
	return converted, nil
}

// firstError returns the first error among diagnostics, if any.
func firstError(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}
