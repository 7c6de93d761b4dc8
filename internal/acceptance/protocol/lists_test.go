package protocol_test

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// query is a list block.
type query struct {
	kind            string
	config          object
	includeResource bool
	limit           int64 // 0 means none
}

// found is a result of a list block.
type found struct {
	name               string
	identity, resource object
	state              instance // the resource, as if read
	said               []string
}

func (c *core) lists() tfprotov6.ListResourceServer {
	c.t.Helper()
	server, ok := c.server.(tfprotov6.ListResourceServer)
	if !ok {
		c.t.Fatalf("%T lists nothing", c.server)
	}
	return server
}

// each yields the results of a list block as they arrive.
func (c *core) each(block query) func(func(found) bool) {
	c.t.Helper()
	stream, err := c.lists().ListResource(c.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: block.kind, Config: c.wire(c.schemas.ListResourceSchemas[block.kind].ValueType(), block.config),
		IncludeResource: block.includeResource, Limit: block.limit,
	})
	c.must(err)
	return func(yield func(found) bool) {
		for result := range stream.Results {
			one := found{name: result.DisplayName, said: said(result.Diagnostics)}
			if result.Identity != nil {
				one.identity = plainObject(c.identityOf(block.kind, result.Identity))
			}
			if result.Resource != nil {
				one.state = c.instance(block.kind, result.Resource, result.Identity, nil)
				one.resource = one.state.value()
			}
			if !yield(one) {
				return
			}
		}
	}
}

// list returns all results of a list block.
func (c *core) list(block query) []found {
	c.t.Helper()
	return slices.Collect(c.each(block))
}

// ids returns the IDs of results, one of which may be an error.
func ids(results []found) string {
	var ids []string
	for _, result := range results {
		id, _ := result.identity["id"].(string)
		if len(result.said) > 0 {
			id += "!"
		}
		ids = append(ids, id)
	}
	return strings.Join(ids, " ")
}

// validateList returns what is wrong with a list block.
func (c *core) validateList(block query) []string {
	c.t.Helper()
	answer, err := c.lists().ValidateListResourceConfig(c.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: block.kind, Config: c.wire(c.schemas.ListResourceSchemas[block.kind].ValueType(), block.config),
	})
	c.must(err)
	return said(answer.Diagnostics)
}

// isManagedAsListed checks that a listed resource equals the result of an
// import by its identity followed by a Read, and that the configuration
// generated for it plans no changes.
func (c *core) isManagedAsListed(kind string, listed found) {
	c.t.Helper()
	if len(listed.said) > 0 {
		c.t.Fatalf("said is %q", listed.said)
	}
	imported := c.importWith(kind, "", listed.identity)
	differs(c.t, fmt.Sprintf("%v, read after its import,", listed.identity), listed.resource, imported.value())
	differs(c.t, "identity", listed.identity, imported.identify())
	c.plansNothing(imported)
	c.plansNothing(listed.state)
}

func TestInvoices_listed(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	for name, test := range map[string]struct {
		config object
		want   string
	}{
		"active ones of active projects": {nil, "49 50 52 56 57 58"},
		"of a project":                   {object{"project_id": 1149}, "49 50"},
		"completed ones of a project":    {object{"project_id": 1149, "type": "completed"}, "51"},
		"all of a project":               {object{"project_id": 1150, "type": "all"}, "52 53"},
		"all of archived projects":       {object{"type": "all", "project_status": "archived"}, "54 55"},
		"all":                            {object{"type": "all", "project_status": "all"}, "49 50 51 52 53 54 55 56 57 58"},
		"none":                           {object{"project_id": 1152, "type": "completed"}, ""},
	} {
		if got := ids(core.list(query{kind: invoiceType, config: test.config})); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	results := core.list(query{kind: invoiceType, config: object{"project_id": 1149, "type": "completed"}})
	differs(t, "identity", object{"id": "51", "host": core.host()}, results[0].identity)
	if want := "INV00003: Harvest, first part"; results[0].name != want || results[0].resource != nil {
		t.Errorf("display name is %q, want %q; the resource is %v", results[0].name, want, results[0].resource)
	}
}

func TestInvoices_listedWithResourcesAreAsReadAfterImport(t *testing.T) {
	t.Parallel()
	for edition, shapes := range teamworkEditions() {
		t.Run(edition, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{Teamwork: shapes, PageSize: 3})
			results := core.list(query{kind: invoiceType, config: object{"type": "all", "project_status": "all"}, includeResource: true})
			if len(results) != 10 {
				t.Fatalf("found are %d", len(results))
			}
			for _, result := range results {
				core.isManagedAsListed(invoiceType, result)
			}
			differs(t, "invoice 53", object{
				"id": "53", "project_id": 1150, "protect_completed": true, "number": "WEB-0", "display_date": "2015-07-15", "description": nil, "po_number": nil,
				"fixed_cost": nil, "currency_code": "USD", "status": "completed", "project_name": "Orchard Website", "time_log_ids": nil, "expense_ids": nil,
				"company_id": 52, "company_name": "Hill Orchards", "date_created": "2015-06-17T12:00:47Z",
			}, results[4].resource)
		})
	}
}

// pages returns the requested pages of lists.
func (c *core) pages() []string {
	var pages []string
	for _, request := range c.Requests() {
		pages = append(pages, request.Query.Get("page"))
	}
	return pages
}

func TestInvoices_pagesAreReadUpToTheLimit(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{PageSize: 2, Invoices: 7}) // with the seed's, 9 active ones in the project
	for _, test := range []struct {
		limit int64
		found int
		pages int
	}{{0, 9, 5}, {1, 1, 1}, {2, 2, 1}, {3, 3, 2}, {8, 8, 4}, {9, 9, 5}, {100, 9, 5}} {
		core.ResetRequests()
		results := core.list(query{kind: invoiceType, config: object{"project_id": 1149}, limit: test.limit})
		if len(results) != test.found || len(core.pages()) != test.pages {
			t.Errorf("limit %d: %d results from pages %v, want %d from %d", test.limit, len(results), core.pages(), test.found, test.pages)
		}
	}
}

func TestInvoices_pagesAreReadWhenTheyAreNeeded(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{PageSize: 2, Invoices: 7})
	read := 0
	for range core.each(query{kind: invoiceType, config: object{"project_id": 1149}, limit: 8}) {
		read++
		if want := (read + 1) / 2; len(core.pages()) != want {
			t.Errorf("for %d results, pages %v were read", read, core.pages())
		}
		if read == 5 {
			break // Terraform may lose interest
		}
	}
	differs(t, "pages", []string{"1", "2", "3"}, core.pages())
}

// onPage matches requests of one page of a list.
func onPage(number int) func(sandbox.Request) bool {
	return func(request sandbox.Request) bool { return request.Query.Get("page") == strconv.Itoa(number) }
}

func TestInvoices_errorOnALaterPageKeepsWhatWasFound(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{"500": sandbox.ErrorStatus(500), "reset": sandbox.Cut(), "html": sandbox.HTMLPage()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{PageSize: 2})
			core.Script(sandbox.Rule{When: onPage(2), Times: sandbox.Always, Fault: fault})
			results := core.list(query{kind: invoiceType, includeResource: true})
			if got := ids(results); got != "49 50 !" {
				t.Fatalf("found is %q, and said %q", got, results[len(results)-1].said)
			}
			core.expect(results[2].said, says("Teamwork: could not list the invoices"))
		})
	}
}

func TestInvoices_errorOnTheFirstPageIsToldWithItsCure(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Times: sandbox.Always, Fault: sandbox.ErrorStatus(403)})
	results := core.list(query{kind: invoiceType})
	if ids(results) != "!" {
		t.Fatalf("found is %q", ids(results))
	}
	core.expect(results[0].said, says("Teamwork: could not list the invoices", "403 Forbidden", "can access billing"))
	core.ClearScript()
	results = core.list(query{kind: invoiceType, config: object{"project_id": 4711}})
	core.expect(results[0].said, says("Teamwork: could not list the invoices", "404"))
}

// A record without a valid ID is an error. One with another value that cannot be
// read is found, with a warning: Terraform ends a query at an error.
func TestInvoices_recordsThatCannotBeReadAreTold(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
		answer.Body = strings.NewReplacer(
			`"id":"49"`, `"id":"forty-nine"`, `"company-id":"53"`, `"company-id":"53a"`, `"display-date":"20150301"`, `"display-date":"soon"`,
		).Replace(answer.Body)
	})})
	results := core.list(query{kind: invoiceType, includeResource: true})
	if got := ids(results); got != "! 50 52 56! 57! 58!" {
		t.Fatalf("found is %q", got)
	}
	core.expect(results[0].said, says("Unexpected response from Teamwork", `"INV00001:`, `numeric ID`, `"forty-nine"`))
	core.expect(results[3].said, says("warning: Unexpected response from Teamwork", "company-id of invoice 56", `"53a"`))
	core.expect(results[5].said, says("warning: Unexpected response from Teamwork", "Invoice 58", "display_date", "soon"))
	if got := ids(core.list(query{kind: invoiceType})); got != "! 50 52 56 57 58" {
		t.Errorf("without resources, found is %q", got)
	}
}

func TestInvoices_displayNamesAreOneLine(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	changeInvoice(core, 49, func(i *sandboxInvoice) { i.Description = "\n First line \r\nsecond line" })
	changeInvoice(core, 50, func(i *sandboxInvoice) { i.Number, i.Description = "", "" })
	var names []string
	for _, result := range core.list(query{kind: invoiceType, config: object{"project_id": 1149}}) {
		names = append(names, result.name)
	}
	differs(t, "names", []string{"INV00001: First line", "invoice 50"}, names)
}

func TestInvoices_listValidation(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	for _, test := range []struct {
		config object
		want   []string
	}{
		{object{"project_id": 1149, "project_status": "all"}, says("project_status: Conflicting filters", "Remove one of the two")},
		{object{"type": "open"}, says("type: ", `"active"`, `"completed"`, `"all"`)},
		{object{"project_status": "late"}, says("project_status: ", `"active"`, `"archived"`, `"all"`)},
		{object{"project_id": 0}, says("project_id: ", "at least 1")},
	} {
		core.expect(core.validateList(query{kind: invoiceType, config: test.config}), test.want)
	}
	for _, config := range []object{
		nil, {"project_id": 1149, "type": "all"}, {"project_status": "archived"},
		{"project_id": unknown{}, "project_status": "all"}, {"project_id": 1149, "project_status": unknown{}},
	} {
		core.expect(core.validateList(query{kind: invoiceType, config: config}))
	}
	if sent := core.requests(); len(sent) > 0 {
		t.Errorf("validation sent %v", sent)
	}
}

// The list resource sends the same requests as the data source.
func TestInvoices_listIsAskedForLikeTheDataSource(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.list(query{kind: invoiceType})
	core.list(query{kind: invoiceType, config: object{"type": "all", "project_status": "archived"}})
	core.list(query{kind: invoiceType, config: object{"project_id": 1149, "type": "completed"}})
	differs(t, "requests", []string{
		"GET /invoices.json?" + url.Values{"type": {"active"}, "page": {"1"}}.Encode(),
		"GET /invoices.json?" + url.Values{"type": {"all"}, "projectStatus": {"archived"}, "page": {"1"}}.Encode(),
		"GET /projects/1149/invoices.json?" + url.Values{"type": {"completed"}, "page": {"1"}}.Encode(),
	}, core.requests())
}
