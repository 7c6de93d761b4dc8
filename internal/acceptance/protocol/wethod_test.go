package protocol_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

func newBill(notes any) object {
	return object{"project_id": 12, "value": "1200.50", "issue_date": "2026-03-31", "invoice_number": "W-1", "notes": notes}
}

// newWethodCore returns a core that is configured only for Wethod, with a
// company of a given name.
func newWethodCore(t *testing.T, options sandbox.Options) *core {
	t.Helper()
	box := sandbox.New(options)
	c := newProvider(t, box, box.StartTest(t))
	settings := object{}
	for name, value := range c.Settings("wethod") {
		settings[name] = value
	}
	c.expect(c.configure(object{"max_retries": 1, "wethod": settings}))
	return c
}

func TestImport_ofBills(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	want := core.importWith(billType, "41", nil)
	differs(t, "identity", object{"id": "41", "company": "sandbox"}, want.identify())
	core.plansNothing(want)
	for name, identity := range map[string]object{
		"id alone": {"id": "41"}, "id and company": {"id": "41", "company": "sandbox"}, "whatever its case": {"id": "41", "company": "SandBox"},
	} {
		imported := core.importWith(billType, "", identity)
		differs(t, name, want.value(), imported.value())
		differs(t, name+": identity", want.identify(), imported.identify())
	}
	for _, test := range []struct {
		id       string
		identity object
		want     []string
	}{
		{"", object{"id": "41", "company": "acme"}, says("The invoice is in another company", "names acme", "configured for sandbox")},
		{"", object{"id": "INV-2024-001"}, says("Invalid import ID", `"INV-2024-001"`)},
		{"INV-2024-001", nil, says("Invalid import ID", "a number such as 41")},
		{"0", nil, says("Invalid import ID")},
	} {
		core.expect(said(core.tryImport(billType, test.id, test.identity).Diagnostics), test.want)
	}
}

func TestBills_listed(t *testing.T) {
	t.Parallel()
	core := newWethodCore(t, sandbox.Options{Wethod: wethod.Options{Shapes: wethod.Shapes{ListsByID: true}}})
	for name, test := range map[string]struct {
		config object
		want   string
		query  string
	}{
		"all":          {nil, "41 42 43 44 45 46 47 48 49 50 51 52", "limit=100&offset=0"},
		"of a project": {object{"project_id": 14}, "44 45 46", "limit=100&offset=0&project_id=14"},
		"issued":       {object{"issue_date": object{"after": "2024-05-31", "before": "20240701"}}, "41 48 49", "issue_date=gt%3A2024-05-31&limit=100&offset=0"},
		"paid":         {object{"payment_date": object{"on": "2024-07-01"}}, "41", "limit=100&offset=0&payment_date=2024-07-01"},
		"changed": {object{"updated_at": object{"after": "2025-01-02T07:00:00Z"}}, "52",
			"limit=100&offset=0&updated_at=gt%3A2025-01-02T07%3A00%3A00Z"},
	} {
		core.ResetRequests()
		if got := ids(core.list(query{kind: billType, config: test.config})); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		differs(t, name, []string{"GET /api/invoices?" + test.query}, core.requests())
	}
	results := core.list(query{kind: billType, config: object{"project_id": 14}})
	differs(t, "identity", object{"id": "44", "company": "sandbox"}, results[0].identity)
	if want := "INV-2024-002: Second installment, as agreed"; results[0].name != want || results[0].resource != nil {
		t.Errorf("display name is %q, want %q; the resource is %v", results[0].name, want, results[0].resource)
	}
	if got := core.list(query{kind: billType, config: object{"issue_date": object{"on": "2024-07-31"}}})[0].name; got != "invoice 42" {
		t.Errorf("display name is %q", got)
	}
}

// A resource in a list equals the result of an import, and plans no changes. An
// invoice with an unknown status is a warning: Terraform ends a query at an error.
func TestBills_listedWithResourcesAreAsReadAfterImport(t *testing.T) {
	t.Parallel()
	core := newWethodCore(t, sandbox.Options{})
	managed := 0
	for _, result := range core.list(query{kind: billType, includeResource: true}) {
		switch {
		case len(result.said) > 0:
			core.expect(result.said, says("warning: Unexpected response from Wethod", "Invoice 46 is in the list", "unknown status", `"overdue"`))
		case result.identity["id"] == "43": // its IDs of 0 are not valid in a configuration
		default:
			core.isManagedAsListed(billType, result)
			managed++
		}
	}
	if managed != 10 {
		t.Errorf("%d invoices can be managed", managed)
	}
	result := core.list(query{kind: billType, config: object{"payment_date": object{"on": "2024-07-01"}}, includeResource: true})[0]
	differs(t, "invoice 41", object{
		"id": "41", "project_id": 12, "value": "1000.5", "issue_date": "2024-06-15", "invoice_number": "INV-2024-001", "purchase_order": nil,
		"notes": nil, "budget_area_uid": nil, "exchange_rate": nil, "vat_rate_id": 3, "payment_term_id": 2, "paid": true,
		"payment_date": "2024-07-01", "protect_sent": true, "status": "paid", "created_at": "2024-06-15T08:30:00+00:00",
		"updated_at": "2024-07-02T10:00:00+00:00",
	}, result.resource)
}

func TestBills_pagesAreReadUpToTheLimit(t *testing.T) {
	t.Parallel()
	core := newWethodCore(t, sandbox.Options{Seed: sandbox.SeedEmpty})
	core.Wethod().Generate(250)
	for _, test := range []struct {
		limit int64
		found int
		pages int
	}{{0, 250, 3}, {1, 1, 1}, {100, 100, 1}, {101, 101, 2}, {250, 250, 3}, {1000, 250, 3}} {
		core.ResetRequests()
		if results := core.list(query{kind: billType, limit: test.limit}); len(results) != test.found || len(core.requests()) != test.pages {
			t.Errorf("limit %d: %d results from %v", test.limit, len(results), core.requests())
		}
	}
	core.Script(sandbox.Rule{When: func(r sandbox.Request) bool { return r.Query.Get("offset") == "100" }, Times: sandbox.Always, Fault: sandbox.ErrorStatus(500)})
	results := core.list(query{kind: billType})
	if len(results) != 101 {
		t.Fatalf("%d results", len(results))
	}
	core.expect(results[100].said, says("Wethod: could not list the invoices", "500"))
}

func TestBills_listValidation(t *testing.T) {
	t.Parallel()
	core := newWethodCore(t, sandbox.Options{})
	for _, test := range []struct {
		config object
		want   []string
	}{
		{object{"project_id": 0}, says("project_id: ", "at least 1")},
		{object{"issue_date": object{}}, says("issue_date: Empty filter")},
		{object{"payment_date": object{"on": "2024-01-01", "after": "2024-01-01"}}, says("payment_date: Filters that exclude each other")},
		{object{"updated_at": object{"after": "2024-01-02T00:00:00Z", "before": "2024-01-01T00:00:00Z"}}, says("updated_at: Bounds that exclude everything")},
	} {
		core.expect(core.validateList(query{kind: billType, config: test.config}), test.want)
	}
	for _, config := range []object{nil, {"project_id": 12}, {"issue_date": object{"after": unknown{}, "before": "2024-01-01"}}} {
		core.expect(core.validateList(query{kind: billType, config: config}))
	}
	if sent := core.requests(); len(sent) > 0 {
		t.Errorf("validation sent %v", sent)
	}
}

func TestSend_mailsOnce(t *testing.T) {
	t.Parallel()
	core := newWethodCore(t, sandbox.Options{})
	progress, diagnostics := core.invokeAction(sendType, object{"invoice_id": "42", "invoice_contact_id": 5})
	core.expect(diagnostics)
	differs(t, "progress", []string{"Sending invoice 42 to contact 5", "Invoice 42 was sent; its status is sent"}, progress)
	differs(t, "requests", []string{"POST /api/invoices/42:send"}, core.requests())
	if body := core.Requests()[0].Body; body != `{"invoice_contact_id":5}` {
		t.Errorf("sent is %s", body)
	}
	if diff := cmp.Diff([]wethod.Mail{{InvoiceID: 42, ContactID: 5}}, core.Wethod().Mails()); diff != "" {
		t.Errorf("mails differ (-want +got):\n%s", diff)
	}
}

func TestSend_refusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options wethod.Options
		rule    sandbox.Rule
		config  object
		want    []string
		mails   int
	}{
		"no such invoice": {config: object{"invoice_id": "4711", "invoice_contact_id": 5},
			want: says("invoice_id: Wethod: could not send invoice 4711", "404", "wethod.company")},
		"no such contact": {config: object{"invoice_id": "42", "invoice_contact_id": 99},
			want: says("invoice_contact_id: Wethod: could not send invoice 42", "400", "not the id of a contact")},
		"sent already": {options: wethod.Options{Shapes: wethod.Shapes{RefusesRepeats: true}}, config: object{"invoice_id": "44", "invoice_contact_id": 5},
			want: says("could not send invoice 44", "The invoice was sent already")},
		"no permission": {options: wethod.Options{Permissions: wethod.Without(wethod.Edit, wethod.EditOther)}, config: object{"invoice_id": "42", "invoice_contact_id": 5},
			want: says("could not send invoice 42", "403", "likely invoices.edit or invoices.edit_other")},
		"a lost answer": {rule: sandbox.Rule{Path: wethod.PathSend, Fault: sandbox.Cut().After()}, config: object{"invoice_id": "42", "invoice_contact_id": 5},
			want: says("could not send invoice 42", "No response from Wethod", "may have been sent anyway", "before you run the action again"), mails: 1},
		"a server error": {rule: sandbox.Rule{Path: wethod.PathSend, Fault: sandbox.ErrorStatus(502).After()}, config: object{"invoice_id": "42", "invoice_contact_id": 5},
			want: says("could not send invoice 42", "502", "may have been sent anyway"), mails: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core := newWethodCore(t, sandbox.Options{Wethod: test.options})
			if test.rule.Path != "" {
				core.Script(test.rule)
			}
			_, diagnostics := core.invokeAction(sendType, test.config)
			core.expect(diagnostics, test.want)
			if posts := core.Stats().Count("wethod", http.MethodPost, wethod.PathSend); posts != 1 || len(core.Wethod().Mails()) != test.mails {
				t.Errorf("%d requests, %d mails", posts, len(core.Wethod().Mails()))
			}
		})
	}
}

// A success alone does not prove that the invoice was sent: its status does, in
// the response or as read once afterwards.
func TestSend_successProvesNothing(t *testing.T) {
	t.Parallel()
	draft := sandbox.Reply(200, nil, `{"id":42,"status":"draft"}`)
	for name, test := range map[string]struct {
		rules []sandbox.Rule
		want  []string // nil means success
		mails int
		reads int
	}{
		"still a draft": {rules: []sandbox.Rule{{Path: wethod.PathSend, Fault: draft}}, reads: 1,
			want: says("could not confirm that invoice 42 was sent", "responded with success, but the invoice is still a draft", "whether the email was sent before you run")},
		"empty, without effect": {rules: []sandbox.Rule{{Path: wethod.PathSend, Fault: sandbox.Reply(200, nil, "")}}, reads: 1,
			want: says("the invoice is still a draft")},
		"empty":     {rules: []sandbox.Rule{{Path: wethod.PathSend, Fault: sandbox.Reply(200, nil, "").After()}}, reads: 1, mails: 1},
		"as it was": {rules: []sandbox.Rule{{Path: wethod.PathSend, Fault: draft.After()}}, reads: 1, mails: 1},
		"a new word": {rules: []sandbox.Rule{
			{Path: wethod.PathSend, Fault: sandbox.Reply(200, nil, "{}")}, {Path: wethod.PathInvoice, Fault: sandbox.Reply(200, nil, `{"id":42,"status":"queued"}`)},
		}, reads: 1, want: says(`the status of the invoice is "queued"`)},
		"unreadable": {rules: []sandbox.Rule{
			{Path: wethod.PathSend, Fault: sandbox.Reply(200, nil, "").After()}, {Path: wethod.PathInvoice, Times: sandbox.Always, Fault: sandbox.ErrorStatus(403)},
		}, reads: 1, mails: 1, want: says("not certain that the invoice was sent", "403 Forbidden", "whether the email was sent")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core := newWethodCore(t, sandbox.Options{})
			core.Script(test.rules...)
			progress, diagnostics := core.invokeAction(sendType, object{"invoice_id": "42", "invoice_contact_id": 5})
			if test.want != nil {
				core.expect(diagnostics, test.want)
			} else {
				core.expect(diagnostics)
				differs(t, "progress", "Invoice 42 was sent; its status is sent", progress[len(progress)-1])
			}
			posts, reads := core.Stats().Count("wethod", http.MethodPost, wethod.PathSend), core.Stats().Count("wethod", http.MethodGet, wethod.PathInvoice)
			if posts != 1 || reads != test.reads || len(core.Wethod().Mails()) != test.mails {
				t.Errorf("%d requests, %d reads, %d mails", posts, reads, len(core.Wethod().Mails()))
			}
		})
	}
}

// An action describes its effect before it runs.
func TestSend_saysThatItMails(t *testing.T) {
	t.Parallel()
	core := newWethodCore(t, sandbox.Options{})
	text := core.schemas.ActionSchemas[sendType].Schema.Block.Description
	if !strings.Contains(text, "emails it to a contact") {
		t.Errorf("the description is %q", text)
	}
}

// Each of the framework's ways to pass a company's connection is set.
func TestConfigured_billsHaveTheirConnection(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	core := newProvider(t, box, box.StartTest(t))
	core.expect(core.configure(object{"wethod": object{"base_url": core.SystemURL("wethod"), "company": unknown{}, "token": wethod.Token}}))
	want := says("Wethod is not configured yet", "wethod.company")
	core.expect(core.list(query{kind: billType})[0].said, want)
	_, diagnostics := core.invokeAction(sendType, object{"invoice_id": "42", "invoice_contact_id": 5})
	core.expect(diagnostics, want)
	if sent := core.requests(); len(sent) > 0 {
		t.Errorf("sent: %v", fmt.Sprint(sent))
	}
}
