// Package system describes what a system of record (Teamwork, Sage Intacct,
// Wethod) offers to the provider, and how the provider gives each resource its
// connection. It is the interface between internal/provider and the packages of
// the systems (internal/teamwork and its siblings), which do not depend on each
// other.
package system

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// System is one system of record and everything that the provider offers for it.
type System struct {
	// Name is the attribute of the provider block that configures the system,
	// and the second word of its type names, as in billing_teamwork_invoice.
	// Title is the system's name for texts.
	Name, Title string
	// Attribute is the schema of that attribute, as from ConnectionAttribute.
	Attribute schema.SingleNestedAttribute
	// Connect returns the client that the system's resources share. It makes no
	// network call. It reports to settings what prevents a connection; its
	// result is then not used.
	Connect func(ctx context.Context, settings *Settings, shared Shared) any

	Resources     []func() resource.Resource
	DataSources   []func() datasource.DataSource
	ListResources []func() list.ListResource
	Actions       []func() action.Action
}

// Shared holds the settings in the provider block that apply to all systems.
type Shared struct {
	// UserAgent identifies the provider, its version and Terraform's.
	UserAgent string
	// MaxRetries is the maximum number of retries of a failed request.
	MaxRetries int
	// RequestTimeout is the timeout of each attempt of a request.
	RequestTimeout time.Duration
	// Logger receives wire events.
	Logger transport.Logger
}

// TransportOptions returns the options of a system's client that are the same
// for every system.
func (s Shared) TransportOptions(title string) transport.Options {
	return transport.Options{
		System:         title,
		UserAgent:      s.UserAgent,
		MaxRetries:     s.MaxRetries,
		AttemptTimeout: s.RequestTimeout,
		Logger:         s.Logger,
	}
}
