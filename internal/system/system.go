// Package system says what a system of record (Teamwork, Sage Intacct, Wethod)
// offers to the provider, and how the provider hands each resource the
// connection it needs. It is the seam between the door (internal/provider) and
// the rooms (internal/teamwork and its neighbours), none of which knows another.
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

// System is one system of record and everything that the provider offers of it.
type System interface {
	// Name is the attribute of the provider block that configures the system,
	// and the second word of its type names, as in billing_teamwork_invoice.
	Name() string
	// Title is the system's name in sentences.
	Title() string
	// Attribute is the schema of that attribute: a single nested object, all of
	// it optional.
	Attribute() schema.SingleNestedAttribute
	// Connect makes the client that the system's resources share. It makes no
	// network call; what keeps it from connecting it reports to settings, and
	// then its result is not used.
	Connect(ctx context.Context, settings *Settings, shared Shared) any

	Resources() []func() resource.Resource
	DataSources() []func() datasource.DataSource
	ListResources() []func() list.ListResource
	Actions() []func() action.Action
}

// Shared is what the provider block says for all systems at once.
type Shared struct {
	// UserAgent identifies the provider, its version and Terraform's.
	UserAgent string
	// MaxRetries is how often a failed request is repeated at most.
	MaxRetries int
	// RequestTimeout bounds each attempt of a request.
	RequestTimeout time.Duration
	// Logger receives what happens on the wire.
	Logger transport.Logger
}

// TransportOptions are the options of a system's wire client that are the same
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
