// Command emptyprovider serves the schemas of the real provider without any
// system, checks, or conversions. Its cost is the cost of Terraform, the plugin
// protocol, and the framework, and so the floor that the benchmark compares the
// real provider with.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	billing "github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/serve"
)

func main() {
	empty := func() provider.Provider { return &emptyProvider{Provider: billing.New("bench")()} }
	if err := serve.Serve(empty, false); err != nil { // in the same way as the real provider
		log.Fatal(err)
	}
}

// emptyProvider has the real provider's schemas, but connects to nothing.
type emptyProvider struct{ provider.Provider }

var (
	_ provider.ProviderWithListResources = (*emptyProvider)(nil)
	_ provider.ProviderWithActions       = (*emptyProvider)(nil)
)

// Configure does nothing.
func (*emptyProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

// Resources returns the real provider's resources, emptied.
func (p *emptyProvider) Resources(ctx context.Context) []func() resource.Resource {
	var empty []func() resource.Resource
	for _, full := range p.Provider.Resources(ctx) {
		empty = append(empty, func() resource.Resource { return emptied(full()) })
	}
	return empty
}

// ListResources returns the real provider's list resources: their schemas
// belong to its own.
func (p *emptyProvider) ListResources(ctx context.Context) []func() list.ListResource {
	if full, ok := p.Provider.(provider.ProviderWithListResources); ok {
		return full.ListResources(ctx)
	}
	return nil
}

// Actions returns the real provider's actions: their schemas belong to its own.
func (p *emptyProvider) Actions(ctx context.Context) []func() action.Action {
	if full, ok := p.Provider.(provider.ProviderWithActions); ok {
		return full.Actions(ctx)
	}
	return nil
}
