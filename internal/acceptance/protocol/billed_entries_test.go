package protocol_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// billed returns an invoice with entries, and more or other attributes.
func billed(more object) object {
	config := object{
		"project_id": 1149, "number": "T-1", "display_date": "2026-01-31", "protect_completed": false, "time_log_ids": []any{111, 222},
	}
	maps.Copy(config, more)
	return config
}

// tryCreate plans and creates an invoice, and returns what the apply says.
func (c *core) tryCreate(config object) (instance, []string) {
	c.t.Helper()
	none := instance{kind: invoiceType, state: tftypes.NewValue(c.resourceType(invoiceType), nil)}
	return c.tryApply(none, encode(c.t, c.resourceType(invoiceType), config))
}

// tryUpdate plans and applies a change, and returns what the apply says.
func (c *core) tryUpdate(before instance, config object) (instance, []string) {
	c.t.Helper()
	return c.tryApply(before, encode(c.t, c.resourceType(before.kind), config))
}

// isNow checks the status of an invoice.
func (c *core) isNow(id int, status string) {
	c.t.Helper()
	if invoice, _ := c.Teamwork().Invoice(id); invoice.Status != status {
		c.t.Errorf("invoice %d is %s, want %s", id, invoice.Status, status)
	}
}

// skips responds OK to adding entries, without adding them.
func skips() sandbox.Rule {
	return sandbox.Rule{Path: lineItems, Fault: sandbox.Reply(http.StatusOK, nil, `{"STATUS":"OK"}`)}
}

// An invoice is completed only with all of its entries, which takes one more read.
func TestBilledEntries_areVerifiedBeforeTheInvoiceIsCompleted(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.ResetRequests()
	created, said := core.tryCreate(billed(object{"status": "completed"}))
	core.expect(said)
	core.isNow(99, "completed")
	const read = "GET /invoices/99.json"
	writes := core.requests()
	differs(t, "requests", []string{
		"POST /projects/1149/invoices.json", "PUT /invoices/99/lineitems.json", read, "PUT /invoices/99/complete.json", read,
	}, writes[len(writes)-5:])

	core.Script(skips())
	_, said = core.tryUpdate(created, billed(object{"status": "completed", "time_log_ids": []any{111, 222, 940}}))
	core.expect(said, says("time_log_ids: Teamwork: could not update invoice 99", "responded OK", "does not have time log 940",
		"reopened for the change and not completed again", "apply again", "complete the invoice in Teamwork"))
	core.isNow(99, "active")
}

func TestBilledEntries_skippedByACreate(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(skips())
	_, said := core.tryCreate(billed(object{"status": "completed", "expense_ids": []any{36}}))
	core.expect(said,
		says("time_log_ids: ", "created invoice 99, but could not complete it", "does not have time logs 111, 222", "was not completed", "untaint"),
		says("expense_ids: ", "does not have expense 36"))
	core.isNow(99, "active")
}

// If the entries cannot be verified, the invoice is not completed.
func TestBilledEntries_unverified(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Method: http.MethodGet, Path: "/invoices/{id}.json", Times: sandbox.Always, Fault: sandbox.ErrorStatus(500)})
	_, said := core.tryCreate(billed(object{"status": "completed"}))
	core.expect(said, says("could not complete it", "could not read whether invoice 99 has all of its entries", "500", "was not completed", "untaint"))
	core.isNow(99, "active")
}

// A refusal of entries says what was refused, even if the invoice is not to be completed.
func TestBilledEntries_refused(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Path: lineItems, Times: sandbox.Always, Fault: sandbox.ErrorStatus(422)})
	_, said := core.tryCreate(billed(nil))
	core.expect(said, says("time_log_ids: Teamwork: created invoice 99", "Adding time logs 111, 222 to invoice 99 failed", "422",
		"Check that the time logs belong to the invoice's project", "untaint"))
}

// Entries that the site has confirmed are not sent again.
func TestBilledEntries_unclearAdditionIsSentOnce(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Path: lineItems, Times: sandbox.Always, Fault: sandbox.Reply(http.StatusOK, nil, `{"STATUS":"O`)})
	_, said := core.tryCreate(billed(nil))
	core.expect(said, says("time_log_ids: ", "Adding time logs 111, 222 to invoice 99 failed", "although Teamwork reported success", "apply again"))
	if sent := core.sentBodies(); len(sent) != 1 {
		t.Errorf("sent are %v", sent)
	}
}

// An invoice that could not be completed again after a failed change is named, with
// what to do about it.
func TestInvoice_notCompletedAgain(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	config := billed(object{"status": "completed", "time_log_ids": nil})
	created := core.create(invoiceType, config)
	core.Script(
		sandbox.Rule{Method: http.MethodPut, Path: "/invoices/{id}.json", Fault: sandbox.ErrorStatus(422)},
		sandbox.Rule{Path: "/invoices/{id}/complete.json", Times: sandbox.Always, Fault: sandbox.ErrorStatus(403)},
	)
	config["description"] = "Changed"
	_, said := core.tryUpdate(created, config)
	core.expect(said, says("could not update invoice 99", "422", "completing it again failed", "403", "is no longer completed",
		"apply again", "complete the invoice in Teamwork"))

	changeInvoice(core, 99, func(i *sandboxInvoice) { i.Status = "completed" })
	_, said = core.tryUpdate(core.read(created), config) // the change works, and completing it again does not
	core.expect(said, says("could not update invoice 99", "completing it again failed", "403", "complete the invoice in Teamwork"))
}

// Terraform plans once more during an apply, in another run of the provider, when
// the IDs are known. A replacement can no longer be planned then.
func TestBilledEntries_removedAfterThePlan(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	created := core.read(core.create(invoiceType, billed(nil)))
	fewer := encode(t, core.resourceType(invoiceType), billed(object{"time_log_ids": []any{222, 940}}))
	planned := core.plan(created, fewer)
	core.expect(said(planned.Diagnostics))
	if len(planned.RequiresReplace) != 1 {
		t.Errorf("the plan after a read replaces because of %v, want time_log_ids", planned.RequiresReplace)
	}
	settings := object{"requests_per_minute": 0}
	for name, value := range core.Settings("teamwork") {
		settings[name] = value
	}
	core.expect(core.configure(object{"teamwork": settings})) // as for the apply
	core.ResetRequests()
	planned = core.plan(created, fewer)
	core.expect(said(planned.Diagnostics), says("time_log_ids: ", "would have to be replaced", "time log 111", "Nothing was sent",
		"-refresh=false", "Run the plan again"))
	if len(planned.RequiresReplace) > 0 {
		t.Errorf("the plan replaces the invoice because of %v", planned.RequiresReplace)
	}
	if moved := core.plan(created, encode(t, core.resourceType(invoiceType), billed(object{"project_id": 1150, "time_log_ids": []any{}}))); len(moved.RequiresReplace) == 0 {
		t.Error("an invoice of another project is not replaced")
	}
}

// The currency may be known only when Terraform plans once more during the apply.
func TestInvoice_currencyWithFewerDecimals(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	config := billed(object{"time_log_ids": nil, "fixed_cost": "1.50", "currency_code": "USD"})
	created := core.create(invoiceType, config)
	for code, want := range map[any][][]string{
		unknown{}: nil, "EUR": nil, "JPY": {says("fixed_cost: Too many decimals", "JPY has 0")},
	} {
		config["currency_code"] = code
		core.expect(said(core.plan(created, encode(t, core.resourceType(invoiceType), config)).Diagnostics), want...)
	}
}

// A timestamp in another spelling is the same timestamp.
func TestInvoice_creationDateInAnotherSpelling(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	created := core.read(core.importWith(invoiceType, "49", nil))
	for _, spelling := range []string{"2015-06-17 12:00:47+00:00", "2015-06-17T12:00Z"} {
		core.Script(sandbox.Rule{Method: http.MethodGet, Path: "/invoices/{id}.json", Fault: sandbox.Edit(func(answer *sandbox.Answer) {
			answer.Body = strings.ReplaceAll(answer.Body, "2015-06-17T12:00:47Z", spelling)
		})})
		if now := core.read(created); now.value()["date_created"] != spelling {
			t.Errorf("read is %v, want %s", now.value()["date_created"], spelling)
		}
	}
}
