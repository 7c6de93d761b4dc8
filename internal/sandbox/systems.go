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

// System is one emulated system of record as the box sees it. Requests reach its handler with the prefix it is mounted
// at taken off the path. Its methods are called by many goroutines at once.
type System interface {
	http.Handler
	// Templates gives the path templates that the system knows, such as "/invoices/{id}.json"; the first that a path
	// fits names it in the log and the counts.
	Templates() []string
	// WriteError answers r with status in the shape that the system's own errors have.
	WriteError(w http.ResponseWriter, r *http.Request, status int, message string)
	// Seed fills the system: with the records of the demo, or only with what such records refer to.
	Seed(demo bool)
	// Generate adds n plain records of the kind that the provider manages.
	Generate(n int)
}

// Host is a system that attends to each of its requests from the arrival to the end, such as one that minds how many are
// there at once or what came of each.
type Host interface {
	// Attend is called when r arrives, and gives the context in which the system is to see it, made from ctx. The function
	// is called when the request ends, with the answer that its client gets, and with status 0 where that is none.
	Attend(ctx context.Context, r *http.Request) (context.Context, func(status int, header http.Header, body string))
}

// UnknownPath stands in the log and the counts for paths that no template of the system fits.
const UnknownPath = "unknown path"

// entry is a system's line in the table.
type entry struct {
	name string
	// prefix is what the paths of the system begin with.
	prefix string
	// settings are the attributes of the provider block that let the provider in, beside base_url.
	settings map[string]string
	// authorize adds credentials to a request.
	authorize func(request *http.Request)
	// build makes the system, and tells how many plain records it is to generate.
	build func(options Options) (built System, plain int)
}

// systems is the table of the systems that a box plays: a new system is one entry here.
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

// holds says whether a path belongs to the system.
func (e entry) holds(path string) bool { return strings.HasPrefix(path, e.prefix+"/") }

// mount is a system in its place in the box.
type mount struct {
	entry
	system System
}

// mountSystems makes the systems of the table, seeds them and adds generated records.
func (b *Box) mountSystems() {
	for _, each := range systems() {
		system, plain := each.build(b.options)
		system.Seed(b.options.Seed == SeedDemo)
		system.Generate(plain)
		b.mounts = append(b.mounts, &mount{entry: each, system: system})
	}
	b.Teamwork().GenerateTimeLogs(b.options.TimeLogs)
}

// template names the template that path fits.
func (m *mount) template(path string) string {
	if template, _, found := route.First(m.system.Templates(), path); found {
		return template
	}
	return UnknownPath
}

// Of gives the system of a box that has the type T, for looking at its records and for changing them as in its own
// screens.
func Of[T System](b *Box) T {
	for _, m := range b.mounts {
		if found, ok := m.system.(T); ok {
			return found
		}
	}
	panic("sandbox: no system of the table has that type")
}

// Teamwork gives the emulated Teamwork site.
func (b *Box) Teamwork() *teamwork.Site { return Of[*teamwork.Site](b) }

// Intacct gives the emulated Intacct company.
func (b *Box) Intacct() *intacct.Company { return Of[*intacct.Company](b) }

// Wethod gives the emulated Wethod service.
func (b *Box) Wethod() *wethod.Service { return Of[*wethod.Service](b) }
