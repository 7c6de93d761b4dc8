package system

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Connections is what the provider's Configure leaves for its resources, data
// sources, list resources and actions: one connection a system, or why there
// is none.
type Connections struct {
	byName map[string]connection
}

type connection struct {
	client   any
	settings *Settings
}

// Add records a system's client and the settings that it was made from. The
// mistakes it returns are those of the provider block itself.
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
// T; it is embedded in each. The zero value belongs to a provider that is not
// configured yet, as during validation.
type Access[T any] struct {
	client   T
	settings *Settings
	ready    bool
}

// Connect takes the client of the system called name from what the provider
// left (a Connections, or nil before the provider is configured). A system
// that lacks a value is an error; one with a value that is not known yet is
// not: see IsKnown and Client.
func (a *Access[T]) Connect(providerData any, name string) diag.Diagnostics {
	var diags diag.Diagnostics
	if providerData == nil {
		return nil
	}
	connections, ok := providerData.(*Connections)
	if !ok {
		diags.AddError("Unexpected provider data",
			fmt.Sprintf("Expected *system.Connections, got %T. This is a mistake in the provider; please report it.", providerData))
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
			fmt.Sprintf("Expected %T, got %T. This is a mistake in the provider; please report it.", a.client, found.client))
		return diags
	}
	a.client, a.ready = client, true
	return diags
}

// IsReady tells whether the system can be asked. It is false while a value of
// the provider block is not known yet, as in a plan before the resource that
// the value comes from exists.
func (a *Access[T]) IsReady() bool { return a.ready }

// Client returns the system's client, or adds an error that says which values
// are not known yet.
func (a *Access[T]) Client(diags *diag.Diagnostics) (T, bool) {
	if a.ready {
		return a.client, true
	}
	title, unknown := a.unknown()
	diags.AddError(title+" is not configured yet",
		fmt.Sprintf("%s cannot be asked before apply, since the provider block takes %s from a value that is not known until then. "+
			"Give the provider a value that is known at plan time, or apply in two steps with -target.", title, unknown))
	return a.client, false
}

// SkippedRefresh is the warning of a Read that cannot ask its system yet and keeps
// the state as it is, since values that are not known never fail a plan by
// themselves. record names what was not read.
func (a *Access[T]) SkippedRefresh(record string) diag.Diagnostics {
	var diags diag.Diagnostics
	title, unknown := a.unknown()
	diags.AddWarning(title+" was not asked",
		fmt.Sprintf("The state of %s was not refreshed, since the provider block takes %s from a value that is not known until apply.",
			record, unknown))
	return diags
}

// unknown names the system and the attributes that are not known yet.
func (a *Access[T]) unknown() (title, attributes string) {
	if a.settings == nil {
		return "The system", "its configuration"
	}
	return a.settings.title, strings.Join(a.settings.unknown, ", ")
}
