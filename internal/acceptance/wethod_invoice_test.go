package acceptance_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// The first invoice that a test creates in Wethod, and its address.
const (
	billAddress = "billing_wethod_invoice.test"
	billID      = 101

	billList   = "GET /api/invoices?limit=100&offset=0&project_id=12"
	billCreate = "POST /api/invoices"
	billRead   = "GET /api/invoices/101"
	billPatch  = "PATCH /api/invoices/101"
	billPaid   = "POST /api/invoices/101:set-paid"
	billUnpaid = "POST /api/invoices/101:set-unpaid"
	billDelete = "DELETE /api/invoices/101"
)

// bill renders the resource at billAddress with the required values of an
// invoice, a number, no protection, and the given values in addition or
// instead. A value of "" omits the attribute.
func bill(changes values) string { return billNamed("test", changes) }

func billNamed(name string, changes values) string {
	attributes := values{
		"project_id": "12", "value": `"1200.50"`, "issue_date": `"2026-03-31"`, "invoice_number": `"W-1"`, "protect_sent": "false",
	}
	maps.Copy(attributes, changes)
	return block(`resource "billing_wethod_invoice" "`+name+`"`, attributes)
}

// workspace creates a folder with a complete configuration for this company.
func (c *company) workspace(t *testing.T, blocks ...string) *workspace {
	t.Helper()
	w := newWorkspace(t)
	w.configure(c.config(blocks...))
	return w
}

// requests lists the requests since the last reset.
func (c *company) requests() []string {
	lines := []string{}
	for _, request := range c.Requests() {
		line := request.Method + " " + request.Path
		if request.RawQuery != "" {
			line += "?" + request.RawQuery
		}
		lines = append(lines, line)
	}
	return lines
}

// wrote lists the requests that change something, with their bodies, and resets
// the log.
func (c *company) wrote() []string {
	lines := []string{}
	for _, request := range c.Requests() {
		if request.Method != "GET" {
			lines = append(lines, strings.TrimSpace(request.Method+" "+request.Path+" "+request.Body))
		}
	}
	c.ResetRequests()
	return lines
}

// mustHaveWritten checks what was written since the last check.
func (c *company) mustHaveWritten(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), c.wrote()); diff != "" {
		t.Errorf("writes differ (-want +got):\n%s", diff)
	}
}

// costs checks the requests of a command.
func (c *company) costs(t *testing.T, what string, run func(), want ...string) {
	t.Helper()
	c.ResetRequests()
	run()
	if diff := cmp.Diff(append([]string{}, want...), c.requests()); diff != "" {
		t.Errorf("%s: requests differ (-want +got):\n%s", what, diff)
	}
}

// invoice returns an invoice as the company stores it.
func (c *company) invoice(t *testing.T, id int) wethod.Invoice {
	t.Helper()
	for _, invoice := range c.Wethod().Invoices() {
		if invoice.ID == id {
			return invoice
		}
	}
	t.Fatalf("there is no invoice %d", id)
	return wethod.Invoice{}
}

// set changes an invoice in the company's own screens.
func (c *company) set(id int, status string) {
	c.Wethod().UpdateInvoice(id, func(i *wethod.Invoice) { i.Status = status })
}

// bill returns the attributes of the resource at billAddress in the state.
func (w *workspace) bill() map[string]any {
	w.t.Helper()
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct{ Attributes map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(w.read("terraform.tfstate")), &state); err != nil {
		w.t.Fatal(err)
	}
	for _, resource := range state.Resources {
		if resource.Type == "billing_wethod_invoice" && resource.Name == "test" {
			return resource.Instances[0].Attributes
		}
	}
	return nil
}

// holds checks attributes of the resource at billAddress in the state.
func (w *workspace) holds(want map[string]any) {
	w.t.Helper()
	has, got := w.bill(), map[string]any{}
	for name := range want {
		got[name] = has[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("the state differs (-want +got):\n%s", diff)
	}
}

// The requests of each command.
func TestWethodInvoice_requestsOfEachCommand(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t, bill(nil))
	apply := func() { w.apply() }
	change := func(changes values) { w.configure(company.config(bill(changes))) }

	company.costs(t, "validate", func() { w.run("validate") })
	company.costs(t, "plan of a create", func() { w.run("plan") })
	company.costs(t, "create", apply, billList, billCreate, billRead)
	company.costs(t, "plan without change", w.plansNothing, billRead)
	company.costs(t, "apply without change", apply, billRead)
	change(values{"value": "1200.5", "issue_date": `"20260331"`})
	company.costs(t, "another spelling", w.plansNothing, billRead)
	change(values{"value": "1300"})
	company.costs(t, "update", apply, billRead, billPatch, billRead)
	change(values{"value": "1300", "invoice_number": `"W-2"`})
	company.costs(t, "another number", apply, billRead, billList, billPatch, billRead)
	company.set(billID, "sent")
	change(values{"value": "1300", "invoice_number": `"W-2"`, "paid": "true"})
	company.costs(t, "pay", apply, billRead, billPaid, billRead)
	change(values{"value": "1300", "invoice_number": `"W-2"`, "paid": "false"})
	company.costs(t, "unpay", apply, billRead, billUnpaid, billRead)
	change(values{"value": "1300", "invoice_number": `"W-2"`, "protect_sent": "true"})
	company.costs(t, "protect", apply, billRead)
	change(values{"value": "1300", "invoice_number": `"W-2"`})
	company.costs(t, "unprotect", apply, billRead)
	company.costs(t, "destroy", func() { w.run("destroy", "-auto-approve") }, billRead, billDelete)

	company.costs(t, "import", func() { w.run("import", billAddress, "41") }, "GET /api/invoices/41")
}

// The exact written content: on a create, the fields that are set; on a change,
// those that differ, with null to clear one; and numbers with all of their
// digits.
func TestWethodInvoice_bodies(t *testing.T) {
	company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Shapes: wethod.Shapes{KeepsDigits: true}}})
	w := company.workspace(t, bill(nil))
	full := values{
		"value": `"12345678901234567.8910"`, "exchange_rate": `"1.0873000000000001"`, "purchase_order": `"PO-7"`, "notes": `"<b> & Ü \"quoted\"\n2"`,
		"budget_area_uid": `"ba_5f3c"`, "vat_rate_id": "3", "payment_term_id": "2",
	}
	with := func(changes values) values {
		all := maps.Clone(full)
		maps.Copy(all, changes)
		return all
	}
	for _, step := range []struct {
		changes values
		want    []string
	}{
		{nil, []string{`POST /api/invoices {"project_id":12,"invoice_number":"W-1","value":1200.50,"issue_date":"2026-03-31"}`}},
		{full, []string{`PATCH /api/invoices/101 {"purchase_order":"PO-7","value":12345678901234567.8910,"exchange_rate":1.0873000000000001,` +
			`"notes":"<b> & Ü \"quoted\"\n2","budget_area_uid":"ba_5f3c","vat_rate_id":3,"payment_term_id":2}`}},
		{with(values{"value": `"12345678901234567.891"`, "exchange_rate": `"1.08730000000000010"`}), nil},
		{with(values{"notes": "", "vat_rate_id": "4"}), []string{`PATCH /api/invoices/101 {"notes":null,"vat_rate_id":4}`}},
		{with(values{"notes": "", "vat_rate_id": "4", "project_id": "14"}), []string{`PATCH /api/invoices/101 {"project_id":14}`}},
		{values{"project_id": "14", "value": `"-007.50"`, "issue_date": `"20260401"`}, []string{
			`PATCH /api/invoices/101 {"purchase_order":null,"value":-7.50,"exchange_rate":null,"issue_date":"2026-04-01","budget_area_uid":null,` +
				`"vat_rate_id":null,"payment_term_id":null}`}},
		{values{"project_id": "14", "value": "0", "issue_date": `"20260401"`, "invoice_number": ""}, []string{`PATCH /api/invoices/101 {"value":0}`}},
	} {
		w.configure(company.config(bill(step.changes)))
		w.apply()
		company.mustHaveWritten(t, step.want...)
		w.plansNothing()
	}
	w.holds(map[string]any{"invoice_number": "W-1", "value": "0", "status": "draft", "paid": false, "payment_date": nil, "id": "101"})
	company.ResetRequests()
	w.run("destroy", "-auto-approve")
	company.mustHaveWritten(t, billDelete)
}

// Where the contract only infers a behavior, the provider works with both
// variants.
func TestWethodInvoice_inferredBehaviors(t *testing.T) {
	for name, shapes := range map[string]wethod.Shapes{
		"as the contract builds on": {},
		"deletes with 204":          {Deletion: wethod.DeletionNoContent},
		"deletes with the invoice":  {Deletion: wethod.DeletionInvoice},
		"refuses repeats":           {RefusesRepeats: true},
		"keeps the payment date":    {KeepsPaymentDate: true},
		"numbers itself":            {NumbersItself: true},
		"one of each number":        {OneOfEachNumber: true},
		"keeps digits, by id":       {KeepsDigits: true, ListsByID: true},
		"rounds":                    {Values: quirks.Values{Round: true}},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Shapes: shapes}})
			other := billNamed("other", values{"invoice_number": "", "depends_on": "[billing_wethod_invoice.test]"})
			w := company.workspace(t, bill(nil), other)
			w.apply()
			w.plansNothing()
			company.set(billID, "sent")
			w.plansNothing()
			for _, changes := range []values{{"paid": "true"}, {"paid": "true", "payment_date": `"2026-04-30"`}, {"paid": "false"}, {"value": "7"}, nil} {
				if shapes.RefusesRepeats && changes["payment_date"] != "" {
					continue // see TestWethodInvoice_paymentDateThatCannotChange
				}
				w.configure(company.config(bill(changes), other))
				w.apply()
				w.plansNothing()
			}
			w.run("destroy", "-auto-approve")
			if found := len(company.Wethod().Invoices()); found != 12 {
				t.Errorf("the company has %d invoices, want those of the seed", found)
			}
		})
	}
}

func TestWethodInvoice_planTimeChecks(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t)
	for _, test := range []struct {
		changes values
		says    []string
	}{
		{values{"payment_date": `"2026-04-30"`}, []string{"Payment date without a payment", "Set paid = true"}},
		{values{"payment_date": `"2026-04-30"`, "paid": "false"}, []string{"Payment date without a payment"}},
		{values{"payment_date": `"2026-04-31"`, "paid": "true"}, []string{"payment_date", "write a valid date"}},
		{values{"issue_date": `"2026-02-30"`}, []string{"issue_date", "write a valid date"}},
		{values{"value": `"1,200"`}, []string{"value", "without thousands separators"}},
		{values{"exchange_rate": `"x"`}, []string{"exchange_rate", "is not a decimal number"}},
		{values{"invoice_number": `""`}, []string{"invoice_number must not be empty", "omit the attribute"}},
		{values{"invoice_number": `" W-1"`}, []string{"Leading or trailing whitespace", `Write "W-1"`}},
		{values{"invoice_number": `"` + strings.Repeat("é", 256) + `"`}, []string{"invoice_number", "must be at most 255"}},
		{values{"notes": `""`}, []string{"notes must not be empty", "to clear the notes"}},
		{values{"purchase_order": `""`}, []string{"purchase_order must not be empty"}},
		{values{"budget_area_uid": `""`}, []string{"budget_area_uid must not be empty"}},
		{values{"project_id": "0"}, []string{"project_id", "at least 1"}},
		{values{"vat_rate_id": "0"}, []string{"vat_rate_id", "at least 1"}},
		{values{"payment_term_id": "1.5"}, []string{"Not a whole number", "payment_term_id is 1.5"}},
	} {
		w.configure(company.config(bill(test.changes)))
		w.mustSay(w.fails("plan"), test.says...)
	}
	w.configure(company.config(bill(values{"invoice_number": `"` + strings.Repeat("é", 255) + `"`, "payment_date": `"20260430"`, "paid": "true"})))
	w.run("plan")
	if sent := company.requests(); len(sent) > 0 {
		t.Errorf("sent: %v", sent)
	}
}

// A value of another resource is known at apply time.
func TestWethodInvoice_valuesUnknownAtPlan(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	later := func(word string, changes values) string {
		return block(`resource "terraform_data" "word"`, values{"input": quote(word)}) + bill(changes)
	}
	w := company.workspace(t, later("First", values{"notes": "terraform_data.word.output"}))
	w.apply()
	w.configure(company.config(later("Second", values{"notes": "terraform_data.word.output"})))
	company.ResetRequests()
	w.apply()
	company.mustHaveWritten(t, `PATCH /api/invoices/101 {"notes":"Second"}`)
	w.plansNothing()
	before := w.bill()["updated_at"]
	w.holds(map[string]any{"updated_at": company.invoice(t, billID).UpdatedAt, "notes": "Second"})
	if before == nil {
		t.Error("the time of the last change is not known")
	}
	w.configure(company.config(later("2026-04-30", values{"payment_date": "terraform_data.word.output"})))
	w.mustSay(w.fails("apply", "-auto-approve"), "Payment date without a payment")
}

// A value that Wethod stores differently than sent causes a warning, and shows up in the next plan.
func TestWethodInvoice_changedValues(t *testing.T) {
	company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Shapes: wethod.Shapes{
		Values: quirks.Values{Trim: true, Escape: true, Round: true}, DefaultRate: "1.08",
	}}})
	w := company.workspace(t, bill(values{"value": `"1200.505"`, "notes": `"R&D\n"`}))
	w.mustSay(w.apply(), "Wethod stores exchange_rate differently", "sent null, stored \"1.08\"", "Wethod stores notes differently",
		"Wethod stores value differently", `sent "1200.505", stored "1200.51"`)
	w.mustSay(w.run("plan"), "1 to change", "0 to destroy")
	w.configure(company.config(bill(values{"value": `"1200.51"`, "exchange_rate": "1.08"}), "\n"))
	w.apply()
	w.plansNothing()
}

// An invoice that someone deletes in Wethod is planned to be created again.
func TestWethodInvoice_deletedElsewhere(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t, bill(nil))
	w.apply()
	company.Wethod().DeleteInvoice(billID)
	w.mustSay(w.run("plan"), "1 to add")
	w.apply()
	w.holds(map[string]any{"id": "102"})
	company.Wethod().DeleteInvoice(102)
	w.run("destroy", "-auto-approve", "-refresh=false") // already deleted is not an error
}

// Values with an undocumented meaning are neither planned nor sent.
func TestWethodInvoice_unknownStatus(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t, bill(nil))
	w.apply()
	company.set(billID, "overdue")
	company.ResetRequests()
	w.configure(company.config(bill(values{"notes": `"n"`})))
	for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"destroy", "-auto-approve"}} {
		w.mustSay(w.fails(command...), "Wethod: the invoice has an unknown status", `"W-1" (ID 101) has the status "overdue"`, "terraform state rm")
	}
	company.mustHaveWritten(t)
	w.mustSay(w.fails("import", "billing_wethod_invoice.other", "46"), "resource address")
}

func TestWethodInvoice_import(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	known := values{
		"project_id": "12", "value": "1000.5", "issue_date": `"2024-06-15"`, "invoice_number": `"INV-2024-001"`, "vat_rate_id": "3",
		"payment_term_id": "2", "paid": "true", "payment_date": `"20240701"`, "protect_sent": "",
	}
	w := company.workspace(t, bill(known))
	w.run("import", billAddress, "41")
	w.plansNothing()
	w.holds(map[string]any{"protect_sent": true, "status": "paid", "created_at": "2024-06-15T08:30:00+00:00"})
	w.run("state", "rm", billAddress)
	w.mustSay(w.fails("import", billAddress, "INV-2024-001"), "Invalid import ID", "a number such as 41")
	w.mustSay(w.fails("import", billAddress, "4711"), "Cannot import non-existent remote object")
	w.configure(company.config(bill(values{"payment_date": "", "paid": "", "protect_sent": "", "vat_rate_id": "3", "payment_term_id": "2",
		"invoice_number": "", "value": "1000.5", "issue_date": `"2024-06-15"`})))
	w.run("import", billAddress, "41")
	w.plansNothing() // omitted attributes are not managed
}

// Another company's invoice with the same ID is not read, changed, or deleted.
func TestWethodInvoice_ofAnotherCompany(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t, bill(nil))
	w.apply()
	company.ResetRequests()
	w.configure(company.configWith(values{"company": "stranger"}, bill(values{"notes": `"n"`})))
	for _, command := range [][]string{
		{"plan"}, {"apply", "-auto-approve", "-refresh=false"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"},
	} {
		w.mustSay(w.fails(command...), `Wethod: invoice "W-1" (ID 101) belongs to another account`, "last seen in sandbox at", "configured for stranger at")
	}
	if sent := company.requests(); len(sent) > 0 {
		t.Errorf("sent: %v", sent)
	}
	// For the same company at another address, the provider reads the invoice and recognizes it by its creation time.
	other := newCompany(t, sandbox.Options{Seed: sandbox.SeedEmpty})
	w.configure(other.config(bill(nil)))
	w.mustSay(w.fails("plan"), "is not at this address")
	other.Wethod().AddInvoice(wethod.Invoice{ID: billID, CreatedAt: "2020-01-01T00:00:00Z"})
	w.mustSay(w.fails("destroy", "-auto-approve"), "is a different record", "created_at")
	if left := other.Wethod().Invoices(); len(left) != 1 || slices.ContainsFunc(other.requests(), func(line string) bool { return !strings.HasPrefix(line, "GET ") }) {
		t.Errorf("a stranger's invoice was touched: %v", other.requests())
	}
}

// A deletion counts if the system confirms it, or no longer has the invoice.
func TestWethodInvoice_deletionWhoseAnswerIsUnclear(t *testing.T) {
	for name, test := range map[string]struct {
		fault   sandbox.Fault
		deletes int
		fails   []string
	}{
		"cut after effect":      {sandbox.Cut().After(), 2, nil},
		"500 after effect":      {sandbox.ErrorStatus(500).After(), 2, nil},
		"a page after effect":   {sandbox.HTMLPage().After(), 2, nil},
		"later":                 {sandbox.Reply(202, nil, `{}`), 1, []string{"does not confirm that the record is deleted"}},
		"with words":            {sandbox.Reply(200, nil, `{"id":101}`).After(), 1, nil},
		"a failure in a 200":    {sandbox.Reply(200, nil, `{"key":"forbidden","message":"No."}`), 1, []string{"could not delete invoice 101", "No. [key forbidden]"}},
		"a gateway's not found": {sandbox.Reply(404, nil, "<html>nothing here</html>"), 1, []string{"could not delete invoice 101"}},
		"a gateway's own JSON": {
			sandbox.Reply(404, nil, `{"message":"no Route matched with those values"}`), 1,
			[]string{"could not delete invoice 101", "no Route matched", "Check that wethod.base_url (WETHOD_BASE_URL)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{})
			w := company.workspace(t, bill(nil))
			w.apply()
			company.Script(sandbox.Rule{Method: "DELETE", Fault: test.fault})
			company.ResetRequests()
			if len(test.fails) > 0 {
				w.mustSay(w.fails("destroy", "-auto-approve"), test.fails...)
				company.invoice(t, billID)
				w.plansNothing()
			} else {
				w.run("destroy", "-auto-approve")
			}
			if deletes := company.Stats().Count("wethod", "DELETE", ""); deletes != test.deletes {
				t.Errorf("%d deletions were sent, want %d", deletes, test.deletes)
			}
		})
	}
}

// A value that cannot be read is reported. It is neither blamed on the
// configuration nor written back.
func TestWethodInvoice_valuesThatCannotBeRead(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t, bill(nil))
	w.apply()
	company.Script(sandbox.Rule{Method: "GET", Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
		answer.Body = strings.ReplaceAll(answer.Body, `"value":1200.5`, `"value":"1.200,50"`)
	})})
	w.mustSay(w.run("plan"), "No changes", "The field value of invoice 101")
	w.configure(company.config(bill(values{"notes": `"n"`})))
	w.mustSay(w.fails("plan"), "cannot be changed until it can be read", `"1.200,50"`)
	w.configure(company.config(bill(nil)))
	company.ResetRequests()
	w.run("destroy", "-auto-approve")
	company.mustHaveWritten(t, billDelete)
}

// A run leaves no token behind, although the company repeats it in its errors.
func TestWethodInvoice_theTokenIsNowhere(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t, append(company.Environment("wethod"), "TF_LOG=TRACE")...)
	w.configure("provider \"billing\" {}\n" + bill(nil))
	output := w.apply()
	echo := sandbox.Reply(400, nil, `{"key":"k","message":"Bearer `+wethod.Token+`","failures":[{"field":"notes","message":"`+wethod.Token+`"}]}`)
	for _, method := range []string{"POST", "PATCH", "DELETE"} {
		company.Script(sandbox.Rule{Method: method, Times: sandbox.Always, Fault: echo})
	}
	w.configure("provider \"billing\" {}\n" + bill(values{"notes": `"n"`}) + billNamed("other", values{"invoice_number": `"W-2"`}))
	output += w.fails("apply", "-auto-approve") + w.fails("destroy", "-auto-approve") + w.read("terraform.tfstate")
	w.mustSay(output, "(redacted)")
	if strings.Contains(output, wethod.Token) {
		t.Error("the token is in the output, the log or the state")
	}
}

// An invoice that has 0 where nothing is set is imported from its generated
// configuration without a change.
func TestWethodInvoice_zerosAreImportedWithoutAChange(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t, company.Environment("wethod")...)
	w.configure("import {\n  to = billing_wethod_invoice.zeros\n  id = \"43\"\n}\n")
	w.run("plan", "-generate-config-out=zeros.tf")
	w.mustSay(w.apply(), "1 imported, 0 added, 0 changed, 0 destroyed")
	w.plansNothing()
	company.mustHaveWritten(t)
}
