package protocol_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

func (c *core) actions() tfprotov6.ActionServer {
	c.t.Helper()
	server, ok := c.server.(tfprotov6.ActionServer)
	if !ok {
		c.t.Fatalf("%T has no actions", c.server)
	}
	return server
}

// invoke invokes the action that adds line items.
func (c *core) invoke(config object) (progress, diagnostics []string) {
	c.t.Helper()
	return c.invokeAction(actionType, config)
}

// invokeAction plans and invokes an action, and returns its progress and its diagnostics.
func (c *core) invokeAction(actionType string, config object) (progress, diagnostics []string) {
	c.t.Helper()
	wire := c.wire(c.schemas.ActionSchemas[actionType].Schema.ValueType(), config)
	planned, err := c.actions().PlanAction(c.t.Context(), &tfprotov6.PlanActionRequest{ActionType: actionType, Config: wire})
	c.must(err)
	if planned.Deferred != nil || len(planned.Diagnostics) > 0 {
		return nil, said(planned.Diagnostics)
	}
	stream, err := c.actions().InvokeAction(c.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: actionType, Config: wire})
	c.must(err)
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			diagnostics = said(event.Diagnostics)
		}
	}
	return progress, diagnostics
}

// validateAction returns what is wrong with the configuration of the action.
func (c *core) validateAction(config object) []string {
	c.t.Helper()
	answer, err := c.actions().ValidateActionConfig(c.t.Context(), &tfprotov6.ValidateActionConfigRequest{
		ActionType: actionType, Config: c.wire(c.schemas.ActionSchemas[actionType].Schema.ValueType(), config),
	})
	c.must(err)
	return said(answer.Diagnostics)
}

// bills checks the entries on an invoice.
func (c *core) bills(id int, timeLogs, expenses []int) {
	c.t.Helper()
	invoice, _ := c.Teamwork().Invoice(id)
	if !slices.Equal(invoice.TimeLogIDs, timeLogs) || !slices.Equal(invoice.ExpenseIDs, expenses) {
		c.t.Errorf("invoice %d bills time logs %v and expenses %v, want %v and %v", id, invoice.TimeLogIDs, invoice.ExpenseIDs, timeLogs, expenses)
	}
}

// sentBodies returns the bodies of the writes since the last reset.
func (c *core) sentBodies() []string {
	var bodies []string
	for _, request := range c.Requests() {
		if request.Method == http.MethodPut {
			bodies = append(bodies, strings.TrimSpace(request.Body))
		}
	}
	return bodies
}

const lineItems = "/invoices/{id}/lineitems.json"

func TestAction_addsEntries(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config             object
		timeLogs, expenses []int
		progress, bodies   []string
	}{
		"time logs": {
			config:   object{"time_log_ids": []any{111, 222}},
			timeLogs: []int{111, 222},
			progress: []string{"Adding 2 time logs to invoice 49", "Invoice 49 has all of the entries"},
			bodies:   []string{`{"lineitems":{"add":{"timelogs":"111,222"}}}`},
		},
		"expenses": {
			config:   object{"expense_ids": []any{36}, "time_log_ids": []any{}},
			expenses: []int{36},
			progress: []string{"Adding 1 expense to invoice 49", "Invoice 49 has all of the entries"},
			bodies:   []string{`{"lineitems":{"add":{"expenses":"36"}}}`},
		},
		"both, the time logs first": {
			config:   object{"expense_ids": []any{37, 36}, "time_log_ids": []any{222}},
			timeLogs: []int{222}, expenses: []int{37, 36},
			progress: []string{"Adding 1 time log to invoice 49", "Adding 2 expenses to invoice 49", "Invoice 49 has all of the entries"},
			bodies:   []string{`{"lineitems":{"add":{"timelogs":"222"}}}`, `{"lineitems":{"add":{"expenses":"37,36"}}}`},
		},
		"with totals": {
			config: object{"time_log_ids": []any{111, 222, 940}, "time_log_totals": object{
				"111": "123456789012345678.90", "222": "0", "940": "007.50",
			}},
			timeLogs: []int{111, 222, 940},
			progress: []string{"Adding 3 time logs to invoice 49", "Invoice 49 has all of the entries"},
			bodies: []string{
				`{"lineitems":{"add":{"timelogs":"111,222,940"},"timelogTotals":{"111":123456789012345678.90,"222":0,"940":7.50}}}`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{})
			test.config["invoice_id"] = "49"
			core.expect(core.validateAction(test.config))
			progress, diagnostics := core.invoke(test.config)
			core.expect(diagnostics)
			differs(t, "progress", test.progress, progress)
			differs(t, "bodies", test.bodies, core.sentBodies())
			core.bills(49, test.timeLogs, test.expenses)
			if reads := core.Stats().Count("teamwork", http.MethodGet, ""); reads != 1 {
				t.Errorf("%d reads, want the one that verifies the entries: %v", reads, core.requests())
			}
		})
	}
}

func TestAction_refusalsPointAtTheirAttribute(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	for _, test := range []struct {
		config object
		want   [][]string
	}{
		{object{"invoice_id": "49", "time_log_ids": []any{4711}}, [][]string{
			says("time_log_ids: Teamwork: could not add the time logs to invoice 49", "422", "time log 4711", "no invoice bills them yet"),
		}},
		{object{"invoice_id": "49", "time_log_ids": []any{938}}, [][]string{says("time_log_ids: ", "422", "billed already")}},
		{object{"invoice_id": "51", "expense_ids": []any{36}}, [][]string{says("expense_ids: ", "422", "completed")}},
		{object{"invoice_id": "4711", "expense_ids": []any{36}}, [][]string{says("invoice_id: ", "404", "Check that invoice_id")}},
		{object{"invoice_id": "49", "time_log_ids": []any{4711}, "expense_ids": []any{36}}, [][]string{
			says("time_log_ids: ", "422"), says("warning: The expenses were not added"),
		}},
		{object{"invoice_id": "49", "time_log_ids": []any{111}, "expense_ids": []any{4711}}, [][]string{
			says("expense_ids: ", "422", "expense 4711"), says("warning: The time logs were added", "omit those that it has from time_log_ids"),
		}},
	} {
		_, diagnostics := core.invoke(test.config)
		core.expect(diagnostics, test.want...)
	}
	core.bills(49, []int{111}, nil)
	if reads := core.Stats().Count("teamwork", http.MethodGet, ""); reads > 0 {
		t.Errorf("%d reads for refusals, which are certain", reads)
	}
}

// A request that may have taken effect is not sent again. The invoice shows whether it has.
func TestAction_ambiguousFailuresAreReadBack(t *testing.T) {
	t.Parallel()
	const put, read = "PUT /invoices/49/lineitems.json", "GET /invoices/49.json"
	for name, test := range map[string]struct {
		fault    sandbox.Fault
		isAdded  bool
		requests []string
	}{
		"lost after it took effect": {sandbox.Cut().After(), true, []string{put, read, read}},
		"500 after it took effect":  {sandbox.ErrorStatus(500).After(), true, []string{put, read, read}},
		"cut short":                 {sandbox.Truncate(), true, []string{put, read, read}},
		"lost before":               {sandbox.Cut(), false, []string{put, read, read, read, read}},
		"500 before":                {sandbox.ErrorStatus(500), false, []string{put, read, read, read, read}},
		"a page for people":         {sandbox.HTMLPage(), false, []string{put, read, read, read, read}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{})
			core.Script(sandbox.Rule{Path: lineItems, Times: sandbox.Always, Fault: test.fault})
			progress, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111, 222}})
			differs(t, "requests", test.requests, core.requests())
			uncertain := "It is not certain whether Teamwork added the time logs. Reading invoice 49"
			if test.isAdded {
				core.expect(diagnostics)
				core.bills(49, []int{111, 222}, nil)
				differs(t, "progress", []string{
					"Adding 2 time logs to invoice 49", uncertain, "Invoice 49 has the time logs", "Invoice 49 has all of the entries",
				}, progress)
				return
			}
			core.expect(diagnostics, says("Teamwork: could not add the time logs to invoice 49", "none of the time logs", "Before you run the action again"))
			core.bills(49, nil, nil)
			differs(t, "progress", []string{"Adding 2 time logs to invoice 49", uncertain}, progress)
		})
	}
}

// The second kind is added after a first one whose response was lost.
func TestAction_lostAnswerInTheMiddleIsNoEnd(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Path: lineItems, Fault: sandbox.Cut().After()})
	_, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111}, "expense_ids": []any{36}})
	core.expect(diagnostics)
	core.bills(49, []int{111}, []int{36})
}

// Some of the entries are on the invoice, or it cannot be read: the error
// reports both cases.
func TestAction_whatIsOnTheInvoiceAfterAFailureIsTold(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	changeInvoice(core, 49, func(i *sandboxInvoice) { i.ExpenseIDs = []int{36} })
	core.Script(sandbox.Rule{Path: lineItems, Fault: sandbox.Cut()})
	_, diagnostics := core.invoke(object{"invoice_id": "49", "expense_ids": []any{36, 37, 38}})
	core.expect(diagnostics, says("No response", "invoice 49 has expense 36, but not expenses 37, 38", "omit the expenses"))

	core.Script(
		sandbox.Rule{Path: lineItems, Fault: sandbox.ErrorStatus(502)},
		sandbox.Rule{Method: http.MethodGet, Times: sandbox.Always, Fault: sandbox.ErrorStatus(503)},
	)
	_, diagnostics = core.invoke(object{"invoice_id": "49", "expense_ids": []any{37}})
	core.expect(diagnostics, says("502", "could not read whether the expenses were added", "503", "check the invoice in Teamwork"))
}

// A response of OK does not prove that the site added every entry: the missing ones
// are errors.
func TestAction_skippedEntriesAreErrors(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	changeInvoice(core, 49, func(i *sandboxInvoice) { i.TimeLogIDs = []int{111} })
	core.Script(sandbox.Rule{Path: lineItems, Times: 2, Fault: sandbox.Reply(http.StatusOK, nil, `{"STATUS":"OK"}`)})
	progress, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111, 222}, "expense_ids": []any{36}})
	core.expect(diagnostics,
		says("time_log_ids: Teamwork: invoice 49 does not have all of the entries", "responded OK", "does not have time log 222", "Check the invoice"),
		says("expense_ids: Teamwork: invoice 49 does not have all of the entries", "does not have expense 36"),
	)
	differs(t, "progress", []string{"Adding 2 time logs to invoice 49", "Adding 1 expense to invoice 49"}, progress)
}

// If the entries cannot be verified, a warning says so.
func TestAction_unverifiedEntriesAreAWarning(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Method: http.MethodGet, Times: sandbox.Always, Fault: sandbox.ErrorStatus(500)})
	progress, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111}})
	core.expect(diagnostics, says("warning: It was not verified that invoice 49 has all of the entries", "responded OK", "500"))
	differs(t, "progress", []string{"Adding 1 time log to invoice 49"}, progress)
	core.bills(49, []int{111}, nil)
}

// A request refused because of a rate limit did not take effect, and is
// retried.
func TestAction_isRepeatedWhenTheSiteWasAskedTooOften(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Path: lineItems, Fault: sandbox.RateLimited(sandbox.RetryAfterSeconds, 0)})
	_, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111}})
	core.expect(diagnostics)
	core.bills(49, []int{111}, nil)
}

// After the action, a read requests the site's data instead of using an earlier
// list.
func TestAction_countsAsAWriteOfTheInvoice(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	first, second := core.importWith(invoiceType, "49", nil), core.importWith(invoiceType, "50", nil)
	_, diagnostics := core.invoke(object{"invoice_id": "49", "time_log_ids": []any{111}})
	core.expect(diagnostics)
	core.read(second)
	core.ResetRequests()
	core.read(first)
	differs(t, "requests", []string{"GET /invoices/49.json"}, core.requests())
}

func TestAction_validation(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	logs := []any{111, 222}
	for _, test := range []struct {
		config object
		want   []string
	}{
		{object{"invoice_id": "INV00001", "time_log_ids": logs}, says("invoice_id: ", `"INV00001" is not an invoice ID`, `"49"`)},
		{object{"invoice_id": "", "time_log_ids": logs}, says("invoice_id: ", "is not an invoice ID")},
		{object{"invoice_id": "49"}, says("time_log_ids: Nothing to add", "time_log_ids and expense_ids are both empty", "Set at least one of them")},
		{object{"invoice_id": "49", "time_log_ids": []any{}, "expense_ids": []any{}}, says("time_log_ids: Nothing to add")},
		{object{"invoice_id": "49", "time_log_ids": []any{111, 0}}, says("time_log_ids[1]: Invalid ID", "of at least 1")},
		{object{"invoice_id": "49", "expense_ids": []any{36, nil}}, says("expense_ids[1]: Invalid ID", "expense")},
		{object{"invoice_id": "49", "expense_ids": []any{36, 37, 36}}, says("expense_ids[2]: Duplicate ID", "expense 36", "distinct()")},
		{object{"invoice_id": "49", "time_log_ids": logs, "time_log_totals": object{"333": "1"}},
			says(`time_log_totals["333"]: `, "is not in time_log_ids")},
		{object{"invoice_id": "49", "time_log_ids": logs, "time_log_totals": object{"first": "1"}}, says(`time_log_totals["first"]: Invalid ID`)},
		{object{"invoice_id": "49", "time_log_ids": logs, "time_log_totals": object{"111": "-1"}}, says(`time_log_totals["111"]: Invalid amount`, "-1")},
		{object{"invoice_id": "49", "time_log_ids": logs, "time_log_totals": object{"111": nil}}, says(`time_log_totals["111"]: Invalid amount`, "null")},
		{object{"invoice_id": "49", "time_log_ids": logs, "time_log_totals": object{"111": "12,50"}}, says(`time_log_totals["111"]: Invalid amount`, "without thousands")},
		{object{"invoice_id": "49", "time_log_ids": logs, "time_log_totals": object{"111": "1e3"}}, says(`time_log_totals["111"]: Invalid amount`, "exponents")},
		{object{"invoice_id": "49", "expense_ids": []any{36}, "time_log_totals": object{"111": "1"}}, says(`time_log_totals["111"]: `, "is not in time_log_ids")},
	} {
		core.expect(core.validateAction(test.config), test.want)
		_, diagnostics := core.invoke(test.config) // values that were unknown before are checked now
		core.expect(diagnostics, test.want)
	}
	for _, config := range []object{
		{"invoice_id": unknown{}, "time_log_ids": unknown{}}, {"invoice_id": "49", "expense_ids": unknown{}},
		{"invoice_id": "49", "time_log_ids": []any{111, unknown{}}, "time_log_totals": object{"222": "1", "111": unknown{}}},
		{"invoice_id": "49", "time_log_ids": unknown{}, "time_log_totals": object{"222": "1"}},
		{"invoice_id": "49", "time_log_ids": logs, "time_log_totals": unknown{}},
	} {
		core.expect(core.validateAction(config))
	}
	if sent := core.requests(); len(sent) > 0 {
		t.Errorf("validation sent %v", sent)
	}
}
