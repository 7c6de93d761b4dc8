// Package provider is the entry point: the provider's schema and configuration,
// and the registry of the systems. What a system offers lives in the system's
// own package.
package provider

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// TypeName is the provider's name and the first word of its type names.
const TypeName = "billing"

// Defaults of the settings in the provider block that apply to all systems (design section 2).
const (
	defaultMaxRetries     = 4
	defaultRequestTimeout = 30 * time.Second
)

// New returns what terraform-plugin-framework serves. version is the release,
// such as "1.2.3", or "dev". It is sent to the systems as part of the user
// agent.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &billingProvider{version: version, systems: systems(), environment: os.Getenv}
	}
}

type billingProvider struct {
	version     string
	systems     []system.System
	environment func(string) string
}

var (
	_ provider.Provider                  = (*billingProvider)(nil)
	_ provider.ProviderWithListResources = (*billingProvider)(nil)
	_ provider.ProviderWithActions       = (*billingProvider)(nil)
)

func (p *billingProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = TypeName
	resp.Version = p.version
}

func (p *billingProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"max_retries": system.LimitAttribute("Maximum number of retries after a transient failure: too many requests, a server error, " +
			"or no response. The provider never blindly retries a request that could take effect twice. Defaults to `4`; `0` disables retries."),
		"request_timeout": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Timeout of one attempt of a request, as a duration such as `30s` or `2m`. " +
				"Waits that a system requests do not count. Defaults to `30s`.",
			Validators: []validator.String{positiveDuration()},
		},
	}
	for _, system := range p.systems {
		attributes[system.Name] = system.Attribute
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Project billing as code: invoices in Teamwork.com, project billing templates in Sage Intacct, " +
			"invoices in Wethod. Each system works independently. You only need to configure the systems that you use.",
		Attributes: attributes,
	}
}

// Configure creates one client per system. It makes no network call. A missing
// value of a system is an error only for the resources that use the system.
func (p *billingProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	shared := p.shared(ctx, req, &resp.Diagnostics)
	connections := &system.Connections{}
	for _, each := range p.systems {
		var block types.Object
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(each.Name), &block)...)
		if resp.Diagnostics.HasError() {
			return
		}
		settings := system.NewSettings(each.Name, each.Title, block, p.environment)
		client := each.Connect(ctx, settings, shared)
		resp.Diagnostics.Append(connections.Add(settings, client)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if len(connections.Unknown()) > 0 && req.ClientCapabilities.DeferralAllowed {
		resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
	}
	// Resources, data sources, list resources and actions each use a field of
	// their own. A forgotten one is a nil pointer in a user's run.
	resp.ResourceData = connections
	resp.DataSourceData = connections
	resp.EphemeralResourceData = connections
	resp.ListResourceData = connections
	resp.ActionData = connections
}

// shared reads the settings in the provider block that apply to all systems.
func (p *billingProvider) shared(ctx context.Context, req provider.ConfigureRequest, diags *diag.Diagnostics) system.Shared {
	shared := system.Shared{
		UserAgent:      fmt.Sprintf("terraform-provider-billing/%s (Terraform %s)", p.version, req.TerraformVersion),
		MaxRetries:     defaultMaxRetries,
		RequestTimeout: defaultRequestTimeout,
		Logger:         terraformLogger{},
	}
	var maxRetries types.Int64
	diags.Append(req.Config.GetAttribute(ctx, path.Root("max_retries"), &maxRetries)...)
	if !maxRetries.IsNull() && !maxRetries.IsUnknown() {
		shared.MaxRetries = int(maxRetries.ValueInt64())
	}
	var timeout types.String
	diags.Append(req.Config.GetAttribute(ctx, path.Root("request_timeout"), &timeout)...)
	if !timeout.IsNull() && !timeout.IsUnknown() {
		duration, err := parseDuration(timeout.ValueString())
		if err != nil {
			diags.AddAttributeError(path.Root("request_timeout"), "Invalid duration", err.Error()+".")
			return shared
		}
		shared.RequestTimeout = duration
	}
	return shared
}

func (p *billingProvider) Resources(context.Context) []func() resource.Resource {
	return gather(p.systems, func(each system.System) []func() resource.Resource { return each.Resources })
}

func (p *billingProvider) DataSources(context.Context) []func() datasource.DataSource {
	return gather(p.systems, func(each system.System) []func() datasource.DataSource { return each.DataSources })
}

func (p *billingProvider) ListResources(context.Context) []func() list.ListResource {
	return gather(p.systems, func(each system.System) []func() list.ListResource { return each.ListResources })
}

func (p *billingProvider) Actions(context.Context) []func() action.Action {
	return gather(p.systems, func(each system.System) []func() action.Action { return each.Actions })
}

// gather collects one kind of object from all systems.
func gather[T any](systems []system.System, of func(system.System) []T) []T {
	var all []T
	for _, each := range systems {
		all = append(all, of(each)...)
	}
	return all
}
