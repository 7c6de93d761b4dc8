package system

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Connections is what the provider's Configure leaves for its resources, data
// sources, list resources and actions: one connection per system, or the reason
// why there is none.
type Connections struct {
	byName map[string]connection
}

type connection struct {
	client   any
	settings *Settings
}

// Add records a system's client and the settings that it was created from. It
// returns the mistakes in the provider block itself.
func (c *Connections) Add(settings *Settings, client any) diag.Diagnostics {
	if c.byName == nil {
		c.byName = map[string]connection{}
	}
	c.byName[settings.name] = connection{client: client, settings: settings}
	return settings.wrong
}

// Unknown lists the attributes of all systems whose values are not known yet.
func (c *Connections) Unknown() []string {
	var unknown []string
	for _, connection := range c.byName {
		unknown = append(unknown, connection.settings.unknown...)
	}
	return unknown
}

// Access is how a resource or data source reaches its system's client, of type
// T; each of them embeds it. The zero value belongs to a provider that is not
// configured yet, as during validation.
type Access[T any] struct {
	client   T
	settings *Settings
	ready    bool
}

// Connect takes the client of the system called name from what the provider
// left (a Connections, or nil before the provider is configured). A missing
// value of the system is an error. A value that is not known yet is not an
// error: see IsReady and Client.
func (a *Access[T]) Connect(providerData any, name string) diag.Diagnostics {
	var diags diag.Diagnostics
	if providerData == nil {
		return nil
	}
	connections, ok := providerData.(*Connections)
	if !ok {
		diags.AddError("Unexpected provider data",
			fmt.Sprintf("Expected *system.Connections, got %T. This is a bug in the provider. Please report it.", providerData))
		return diags
	}
	found := connections.byName[name]
	a.settings = found.settings
	if found.settings == nil || !found.settings.isReady() {
		if found.settings != nil {
			diags.Append(found.settings.notConfigured()...)
		}
		return diags
	}
	client, ok := found.client.(T)
	if !ok {
		diags.AddError("Unexpected client",
			fmt.Sprintf("Expected %T, got %T. This is a bug in the provider. Please report it.", a.client, found.client))
		return diags
	}
	a.client, a.ready = client, true
	return diags
}

// IsReady reports whether the system can be used. It is false while a value of
// the provider block is not known yet, as in a plan before the resource that
// provides the value exists.
func (a *Access[T]) IsReady() bool { return a.ready }

// Client returns the system's client, or adds an error that names the unknown
// values.
func (a *Access[T]) Client(diags *diag.Diagnostics) (T, bool) {
	if a.ready {
		return a.client, true
	}
	title, unknown := a.unknown()
	diags.AddError(title+" is not configured yet",
		fmt.Sprintf("The provider cannot use %s before apply, because the provider block sets %s from a value that is not known until then. "+
			"Use a value that is known at plan time, or apply in two steps with -target.", title, unknown))
	return a.client, false
}

// SkippedRefresh returns the warning of a Read that cannot use its system yet and
// keeps the state unchanged, because unknown values alone never fail a plan.
// record names what was not read.
func (a *Access[T]) SkippedRefresh(record string) diag.Diagnostics {
	var diags diag.Diagnostics
	title, unknown := a.unknown()
	diags.AddWarning("Skipped refresh: "+title+" is not configured yet",
		fmt.Sprintf("The provider did not refresh the state of %s, because the provider block sets %s from a value that is not known until apply.",
			record, unknown))
	return diags
}

// unknown returns the name of the system and the attributes that are not known yet.
func (a *Access[T]) unknown() (title, attributes string) {
	if a.settings == nil {
		return "The system", "its configuration"
	}
	return a.settings.title, strings.Join(a.settings.unknown, ", ")
}
