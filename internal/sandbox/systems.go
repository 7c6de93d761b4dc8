package sandbox

import (
	"context"
	"net/http"

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

// mount is a system in its place in the box.
type mount struct {
	name   string
	prefix string
	system System
}

// mountSystems makes the systems of the box. A new system is one more call of mount here.
func (b *Box) mountSystems() {
	options := b.options
	b.teamwork = teamwork.New(teamwork.Options{
		Now:        options.Now,
		PageSize:   options.PageSize,
		Rate:       options.Rate,
		RateWindow: options.RateWindow,
		Shapes:     options.Teamwork,
	})
	b.mount("teamwork", "/teamwork", b.teamwork, options.Invoices)
	b.intacct = intacct.New(options.Intacct)
	b.mount("intacct", "/intacct/ia/api/v1", b.intacct, options.Templates)
	b.wethod = wethod.New(wethod.Options{Now: options.Now})
	b.mount("wethod", "/wethod", b.wethod, 0)
}

// mount seeds system, adds generated records to it and puts it at prefix.
func (b *Box) mount(name, prefix string, system System, generated int) {
	system.Seed(b.options.Seed == SeedDemo)
	system.Generate(generated)
	b.mounts = append(b.mounts, &mount{name: name, prefix: prefix, system: system})
}

// template names the template that path fits.
func (m *mount) template(path string) string {
	if template, _, found := route.First(m.system.Templates(), path); found {
		return template
	}
	return UnknownPath
}
