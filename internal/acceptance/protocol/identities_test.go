package protocol_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func newInvoice(description any) object {
	return object{"project_id": 1149, "number": "T-1", "display_date": "2026-01-31", "description": description}
}

func newTemplate(description any) object {
	return object{"name": "T-1", "description": description, "milestones": []any{object{"percent_completed": "100"}}}
}

// asBefore112 returns an instance as a command-line interface before 1.12 sends
// it.
func asBefore112(before instance) instance {
	before.identity = tftypes.Value{}
	return before
}

func TestIdentity_isSetByEveryOperation(t *testing.T) {
	t.Parallel()
	for kind, test := range map[string]struct {
		make     func(description any) object
		identity func(c *core) object
	}{
		invoiceType:  {newInvoice, func(c *core) object { return object{"id": "99", "host": c.host()} }},
		templateType: {newTemplate, func(*core) object { return object{"id": "16"} }},
		expenseType:  {newExpense, func(c *core) object { return object{"id": "40", "host": c.host()} }},
		billType:     {newBill, func(*core) object { return object{"id": "101", "company": "sandbox"} }},
		contractType: {newContractTemplate, func(*core) object { return object{"id": "43"} }},
		projectType:  {newProject, func(*core) object { return object{"id": "103"} }},
		observedType: {newObserved, func(*core) object { return object{"id": "12"} }},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{})
			want := test.identity(core)
			created := core.create(kind, test.make("one"))
			differs(t, "identity after create", want, created.identify())
			differs(t, "identity after read", want, core.read(created).identify())
			differs(t, "identity after read without one", want, core.read(asBefore112(created)).identify())
			updated := core.update(created, test.make("two"))
			differs(t, "identity after update", want, updated.identify())
			updated = core.update(asBefore112(updated), test.make("three"))
			differs(t, "identity after update without one", want, updated.identify())
		})
	}
}

// The framework fails a Read that leaves no identity, even if the record was
// deleted.
func TestIdentity_isThereWhenTheRecordIsGone(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	invoice, template := core.create(invoiceType, newInvoice(nil)), core.create(templateType, newTemplate("one"))
	expense := core.create(expenseType, newExpense(nil))
	bill := core.create(billType, newBill(nil))
	core.Teamwork().DeleteInvoice(99)
	core.Teamwork().DeleteExpense(40)
	core.Intacct().DeleteTemplate("16")
	core.Wethod().DeleteInvoice(101)
	for _, gone := range []instance{
		invoice, asBefore112(invoice), template, asBefore112(template), expense, asBefore112(expense), bill, asBefore112(bill),
	} {
		if read := core.read(gone); !read.state.IsNull() {
			t.Errorf("a deleted %s reads as %v", gone.kind, read.value())
		}
	}
}

func TestImport_ofInvoices(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	want := core.importWith(invoiceType, "51", nil)
	differs(t, "identity", object{"id": "51", "host": core.host()}, want.identify())
	core.plansNothing(want)
	for name, identity := range map[string]object{
		"id alone": {"id": "51"}, "id and host": {"id": "51", "host": core.host()},
	} {
		imported := core.importWith(invoiceType, "", identity)
		differs(t, name, want.value(), imported.value())
		differs(t, name+": identity", want.identify(), imported.identify())
	}
	for _, test := range []struct {
		id       string
		identity object
		want     []string
	}{
		{"", object{"id": "51", "host": "other.teamwork.com"}, says("The invoice is on another site", "other.teamwork.com", core.host())},
		{"", object{"id": "INV00003"}, says("Invalid import ID", `"INV00003"`)},
		{"INV00003", nil, says("Invalid import ID", "for example 49")},
	} {
		core.expect(said(core.tryImport(invoiceType, test.id, test.identity).Diagnostics), test.want)
	}
}

func TestImport_ofTemplates(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	want := core.importWith(templateType, "13", nil)
	differs(t, "identity", object{"id": "13"}, want.identify())
	core.plansNothing(want)
	for name, imported := range map[string]instance{
		"by name":     core.importWith(templateType, "name:Three Steps", nil),
		"by identity": core.importWith(templateType, "", object{"id": "13"}),
	} {
		differs(t, name, want.value(), imported.value())
		differs(t, name+": identity", want.identify(), imported.identify())
	}
	for id, want := range map[string][]string{
		"name:three steps": says(`there is no template "three steps"`, "capital and small letters"),
		"Three Steps":      says("Invalid import ID", `"Three Steps" is not a template key`, "name:"),
		"name:":            says(`there is no template ""`),
	} {
		core.expect(said(core.tryImport(templateType, id, nil).Diagnostics), want)
	}
	core.expect(said(core.tryImport(templateType, "", object{"id": "x"}).Diagnostics), says("Invalid import ID"))
}

// Each kind of type takes the provider's data from its own field: forgetting
// one causes a nil pointer in a user's run.
func TestConfigured_everyKindHasItsConnection(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.importWith(invoiceType, "49", nil)
	core.importWith(templateType, "12", nil)
	core.importWith(expenseType, "14", nil)
	core.importWith(billType, "41", nil)
	core.importWith(contractType, "41", nil)
	core.importWith(projectType, "101", nil)
	for _, kind := range []string{invoiceType, templateType, expenseType, billType, contractType, projectType} {
		for _, result := range core.list(query{kind: kind, limit: 1}) {
			core.expect(result.said)
		}
	}
	_, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111}})
	core.expect(diagnostics)
	_, diagnostics = core.invokeAction(sendType, object{"invoice_id": "42", "invoice_contact_id": 5})
	core.expect(diagnostics)
	differs(t, "list resources", []string{contractType, projectType, templateType, expenseType, invoiceType, billType}, slices.Sorted(maps.Keys(core.schemas.ListResourceSchemas)))
	differs(t, "actions", []string{actionType, billableType, sendType}, slices.Sorted(maps.Keys(core.schemas.ActionSchemas)))
}

// Unless a system is configured, each kind reports what is missing.
func TestConfigured_missingSystemIsTold(t *testing.T) {
	for _, name := range []string{"TEAMWORK_BASE_URL", "TEAMWORK_API_KEY", "TEAMWORK_ACCESS_TOKEN", "INTACCT_CLIENT_ID", "INTACCT_ACCESS_TOKEN"} {
		t.Setenv(name, "")
	}
	box := sandbox.New(sandbox.Options{})
	core := newProvider(t, box, box.StartTest(t))
	core.expect(core.configure(nil))
	core.expect(core.list(query{kind: invoiceType})[0].said, says("Teamwork is not configured", "teamwork.base_url", "TEAMWORK_BASE_URL"))
	core.expect(core.list(query{kind: templateType})[0].said, says("Sage Intacct is not configured", "intacct.client_id", "INTACCT_CLIENT_ID"))
	_, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111}})
	core.expect(diagnostics, says("Teamwork is not configured", "teamwork.base_url"))
}

// While a value of the provider block is unknown, nothing can be listed or invoked.
func TestConfigured_unknownValuesAreTold(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	core := newProvider(t, box, box.StartTest(t))
	core.expect(core.configure(object{"teamwork": object{"base_url": unknown{}, "api_key": teamwork.APIKey}}))
	want := says("Teamwork is not configured yet", "teamwork.base_url")
	core.expect(core.list(query{kind: invoiceType})[0].said, want)
	_, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111}})
	core.expect(diagnostics, want)
	if sent := core.Stats().Count("teamwork", http.MethodGet, ""); sent > 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

// Host names are case-insensitive, wherever they are written.
func TestImport_hostIsComparedWithoutCase(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	core := newProvider(t, box, box.StartTest(t))
	site := strings.Replace(core.SystemURL("teamwork"), "127.0.0.1", "LocalHost", 1)
	core.expect(core.configure(object{"teamwork": object{"base_url": site, "api_key": teamwork.APIKey}}))
	host := strings.Replace(core.host(), "127.0.0.1", "localhost", 1)
	for _, spelling := range []string{host, strings.ToUpper(host)} {
		imported := core.importWith(invoiceType, "", object{"id": "51", "host": spelling})
		differs(t, "identity", object{"id": "51", "host": host}, imported.identify())
	}
}
