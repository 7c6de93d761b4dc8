package sandbox

import (
	"context"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/route"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// System is one emulated system of record from the perspective of the box. Its handler receives requests without the
// prefix in their path. Its methods are called concurrently.
type System interface {
	http.Handler
	// Templates returns the path templates of the system, such as "/invoices/{id}.json". The first one that a path matches
	// names the path in the log and the counts.
	Templates() []string
	// WriteError responds to r with status in the format of the system's own errors.
	WriteError(w http.ResponseWriter, r *http.Request, status int, message string)
	// Seed fills the system with the records of the demo, or only with the records that those refer to.
	Seed(demo bool)
	// Generate adds n plain records of the kind that the provider manages.
	Generate(n int)
}

// Host is a system that follows each of its requests from arrival to end, for example because it limits concurrent
// requests or stores their results.
type Host interface {
	// Attend is called when r arrives, and returns the context for the system, derived from ctx. The function is called
	// when the request ends, with the response that its client gets, or with status 0 if the client gets none.
	Attend(ctx context.Context, r *http.Request) (context.Context, func(status int, header http.Header, body string))
}

// UnknownPath replaces paths that match no template of the system, in the log and the counts.
const UnknownPath = "unknown path"

// entry is a system's entry in the table.
type entry struct {
	name string
	// prefix is the beginning of the system's paths.
	prefix string
	// settings are the attributes of the provider block, besides base_url, that authenticate the provider.
	settings map[string]string
	// authorize adds credentials to a request.
	authorize func(request *http.Request)
	// build creates the system, and returns the number of plain records to generate.
	build func(options Options) (built System, plain int)
}

// systems is the table of the systems that a box emulates. To add a system, add an entry here.
func systems() []entry {
	return []entry{
		{
			"teamwork", teamwork.Prefix, teamwork.Settings(), teamwork.Authorize,
			func(o Options) (System, int) {
				return teamwork.New(teamwork.Options{
					Now: o.Now, PageSize: o.PageSize, UserOffset: o.UserOffset, Rate: o.Rate, RateWindow: o.RateWindow,
					Shapes: o.Teamwork,
				}), o.Invoices
			},
		},
		{
			"intacct", intacct.Prefix, intacct.Settings(), intacct.Authorize,
			func(o Options) (System, int) { return intacct.New(o.Intacct), o.Templates },
		},
		{
			"wethod", wethod.Prefix, wethod.Settings(), wethod.Authorize,
			func(o Options) (System, int) { return wethod.New(o.Wethod), 0 },
		},
	}
}

// holds reports whether a path belongs to the system.
func (e entry) holds(path string) bool { return strings.HasPrefix(path, e.prefix+"/") }

// mount is a system in a box.
type mount struct {
	entry
	system System
}

// mountSystems creates the systems of the table, seeds them, and adds generated records.
func (b *Box) mountSystems() {
	for _, each := range systems() {
		system, plain := each.build(b.options)
		system.Seed(b.options.Seed == SeedDemo)
		system.Generate(plain)
		b.mounts = append(b.mounts, &mount{entry: each, system: system})
	}
	b.Teamwork().GenerateTimeLogs(b.options.TimeLogs)
}

// template returns the template that path matches.
func (m *mount) template(path string) string {
	if template, _, found := route.First(m.system.Templates(), path); found {
		return template
	}
	return UnknownPath
}

// Of returns the system of a box that has the type T, to inspect its records or change them as in its own screens.
func Of[T System](b *Box) T {
	for _, m := range b.mounts {
		if found, ok := m.system.(T); ok {
			return found
		}
	}
	panic("sandbox: no system in the table has that type")
}

// Teamwork returns the emulated Teamwork site.
func (b *Box) Teamwork() *teamwork.Site { return Of[*teamwork.Site](b) }

// Intacct returns the emulated Intacct company.
func (b *Box) Intacct() *intacct.Company { return Of[*intacct.Company](b) }

// Wethod returns the emulated Wethod service.
func (b *Box) Wethod() *wethod.Service { return Of[*wethod.Service](b) }
