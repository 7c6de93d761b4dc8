package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Address is where a sandbox listens, without a slash at the end. It tells how the provider is configured for it.
type Address string

// URL gives the address as text.
func (a Address) URL() string { return string(a) }

// SystemURL gives the base URL of a system, such as "teamwork".
func (a Address) SystemURL(system string) string { return string(a) + find(system).prefix }

// Settings gives what the provider block has to say of a system, by attribute.
func (a Address) Settings(system string) map[string]string {
	settings := map[string]string{"base_url": a.SystemURL(system)}
	maps.Copy(settings, find(system).settings)
	return settings
}

// Block gives the settings of a system as an attribute of the provider block, and further lines in its object.
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

// ProviderBlock gives the provider block with the settings of all systems, formatted as `terraform fmt` does.
func (a Address) ProviderBlock() string {
	var blocks []string
	for _, system := range Names() {
		blocks = append(blocks, a.Block(system))
	}
	return "provider \"billing\" {\n" + strings.Join(blocks, "\n") + "}\n"
}

// Environment gives the settings of the named systems, or else of all, as environment variables of the provider: as in
// "TEAMWORK_API_KEY=sandbox-key".
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

// VariablePrefix is how the provider's environment variables for a system begin.
func VariablePrefix(system string) string { return strings.ToUpper(system) + "_" }

// Names gives the names of the systems, which are those of their attributes in the provider block.
func Names() []string {
	var names []string
	for _, each := range systems() {
		names = append(names, each.name)
	}
	return names
}

// Authorize adds the credentials to a request that the system takes to whom its path belongs.
func Authorize(request *http.Request) {
	for _, each := range systems() {
		if each.holds(request.URL.Path) {
			each.authorize(request)
		}
	}
}

// find gives the line of the system called name.
func find(name string) entry {
	for _, each := range systems() {
		if each.name == name {
			return each
		}
	}
	panic("sandbox: there is no system " + name)
}
