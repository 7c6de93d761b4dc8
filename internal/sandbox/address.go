package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Address is the URL that a sandbox listens on, without a trailing slash. Its methods return the matching provider
// configuration.
type Address string

// URL returns the address as text.
func (a Address) URL() string { return string(a) }

// SystemURL returns the base URL of a system, such as "teamwork".
func (a Address) SystemURL(system string) string { return string(a) + find(system).prefix }

// Settings returns the attributes of the provider block for a system.
func (a Address) Settings(system string) map[string]string {
	settings := map[string]string{"base_url": a.SystemURL(system)}
	maps.Copy(settings, find(system).settings)
	return settings
}

// Block returns the settings of a system as an attribute of the provider block, followed by additional lines in the
// same object.
func (a Address) Block(system string, lines ...string) string {
	settings := a.Settings(system)
	names := slices.Sorted(maps.Keys(settings))
	width := 0
	for _, name := range names {
		width = max(width, len(name))
	}
	var text strings.Builder
	fmt.Fprintf(&text, "  %s = {\n", system)
	for _, name := range names {
		fmt.Fprintf(&text, "    %-*s = %q\n", width, name, settings[name])
	}
	for _, line := range lines {
		fmt.Fprintf(&text, "    %s\n", line)
	}
	return text.String() + "  }\n"
}

// ProviderBlock returns the provider block with the settings of all systems, formatted as `terraform fmt` does.
func (a Address) ProviderBlock() string {
	var blocks []string
	for _, system := range Names() {
		blocks = append(blocks, a.Block(system))
	}
	return "provider \"billing\" {\n" + strings.Join(blocks, "\n") + "}\n"
}

// Environment returns the settings of the named systems, or of all systems if none are named, as environment variables
// of the provider, such as "TEAMWORK_API_KEY=sandbox-key".
func (a Address) Environment(named ...string) []string {
	if len(named) == 0 {
		named = Names()
	}
	var variables []string
	for _, system := range named {
		settings := a.Settings(system)
		for _, name := range slices.Sorted(maps.Keys(settings)) {
			variables = append(variables, VariablePrefix(system)+strings.ToUpper(name)+"="+settings[name])
		}
	}
	return variables
}

// VariablePrefix returns the prefix of the provider's environment variables for a system.
func VariablePrefix(system string) string { return strings.ToUpper(system) + "_" }

// Names returns the names of the systems, which are also the names of their attributes in the provider block.
func Names() []string {
	var names []string
	for _, each := range systems() {
		names = append(names, each.name)
	}
	return names
}

// Authorize adds the credentials of the system that the request's path belongs to.
func Authorize(request *http.Request) {
	for _, each := range systems() {
		if each.holds(request.URL.Path) {
			each.authorize(request)
		}
	}
}

// find returns the table entry of the system called name.
func find(name string) entry {
	for _, each := range systems() {
		if each.name == name {
			return each
		}
	}
	panic("sandbox: there is no system " + name)
}
