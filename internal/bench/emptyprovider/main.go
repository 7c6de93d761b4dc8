// Command emptyprovider serves the schemas of the real provider with nothing
// behind them: no system, no checks, no conversions. What it takes is what
// Terraform, the plugin protocol and the framework take by themselves, and so
// the floor that the benchmark measures the real provider against.
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
	if err := serve.Serve(empty, false); err != nil { // as the real provider is served
		log.Fatal(err)
	}
}

// emptyProvider has the real provider's schemas, and connects to nothing.
type emptyProvider struct{ provider.Provider }

var (
	_ provider.ProviderWithListResources = (*emptyProvider)(nil)
	_ provider.ProviderWithActions       = (*emptyProvider)(nil)
)

// Configure does nothing.
func (*emptyProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

// Resources are the real provider's, emptied.
func (p *emptyProvider) Resources(ctx context.Context) []func() resource.Resource {
	var empty []func() resource.Resource
	for _, full := range p.Provider.Resources(ctx) {
		empty = append(empty, func() resource.Resource { return emptied(full()) })
	}
	return empty
}

// ListResources are the real provider's: their schemas belong to its own.
func (p *emptyProvider) ListResources(ctx context.Context) []func() list.ListResource {
	if full, ok := p.Provider.(provider.ProviderWithListResources); ok {
		return full.ListResources(ctx)
	}
	return nil
}

// Actions are the real provider's: their schemas belong to its own.
func (p *emptyProvider) Actions(ctx context.Context) []func() action.Action {
	if full, ok := p.Provider.(provider.ProviderWithActions); ok {
		return full.Actions(ctx)
	}
	return nil
}
