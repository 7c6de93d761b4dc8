package acceptance_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// A day without other events, on the company's own clock.
func onThatDay() time.Time { return time.Date(2026, 5, 2, 10, 0, 0, 0, time.UTC) }

func newCompanyOnThatDay(t *testing.T, shapes wethod.Shapes) *company {
	t.Helper()
	return newCompany(t, sandbox.Options{Wethod: wethod.Options{Now: onThatDay, Shapes: shapes}})
}

// An invoice from draft to sent to paid, and all ways back.
func TestWethodInvoice_paymentThroughAllTransitions(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{})
	w := company.workspace(t, bill(nil))
	w.apply()
	company.mustHaveWritten(t, `POST /api/invoices {"project_id":12,"invoice_number":"W-1","value":1200.50,"issue_date":"2026-03-31"}`)
	w.holds(map[string]any{"paid": false, "payment_date": nil, "status": "draft"})
	company.set(billID, "sent")
	for _, step := range []struct {
		what    string
		changes values
		writes  []string
		paid    bool
		date    any
	}{
		{"sent elsewhere", nil, nil, false, nil},
		{"not paid", values{"paid": "false"}, nil, false, nil},
		{"paid today", values{"paid": "true"}, []string{billPaid + " {}"}, true, "2026-05-02"},
		{"paid earlier", values{"paid": "true", "payment_date": `"2026-04-30"`}, []string{billPaid + ` {"payment_date":"2026-04-30"}`}, true, "2026-04-30"},
		{"the same day", values{"paid": "true", "payment_date": `"20260430"`}, nil, true, "2026-04-30"},
		{"whenever it was", values{"paid": "true"}, nil, true, "2026-04-30"},
		{"left out", nil, nil, true, "2026-04-30"},
		{"unpaid", values{"paid": "false"}, []string{billUnpaid}, false, nil},
		{"changed and paid", values{"paid": "true", "payment_date": `"2026-04-01"`, "notes": `"n"`}, []string{
			`PATCH /api/invoices/101 {"notes":"n"}`, billPaid + ` {"payment_date":"2026-04-01"}`}, true, "2026-04-01"},
		{"changed and unpaid", values{"paid": "false"}, []string{`PATCH /api/invoices/101 {"notes":null}`, billUnpaid}, false, nil},
	} {
		w.configure(company.config(bill(step.changes)))
		w.apply()
		company.mustHaveWritten(t, step.writes...)
		status := map[bool]string{true: "paid", false: "sent"}[step.paid]
		w.holds(map[string]any{"paid": step.paid, "payment_date": step.date, "status": status, "updated_at": company.invoice(t, billID).UpdatedAt})
		w.plansNothing()
		if t.Failed() {
			t.Fatalf("at: %s", step.what)
		}
	}
}

// A payment recorded in Wethod is drift if the payment is managed, and otherwise not.
func TestWethodInvoice_paymentRecordedElsewhere(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{})
	w := company.workspace(t, bill(nil))
	w.apply()
	pay := func(date string) {
		company.Wethod().UpdateInvoice(billID, func(i *wethod.Invoice) { i.Status, i.PaymentDate = "paid", date })
	}
	pay("2026-04-30")
	w.plansNothing()
	w.holds(map[string]any{"paid": false})
	w.apply()
	w.holds(map[string]any{"paid": true, "payment_date": "2026-04-30", "status": "paid"})
	w.configure(company.config(bill(values{"paid": "false"})))
	w.mustSay(w.run("plan"), "paid", "true -> false")
	company.set(billID, "sent") // before the apply, by someone else
	company.ResetRequests()
	w.apply()
	company.mustHaveWritten(t)
	w.configure(company.config(bill(values{"paid": "true"})))
	w.run("plan", "-out=plan")
	pay("2026-04-29")
	company.ResetRequests()
	w.run("apply", "plan") // is not set to paid again, which would change the date
	w.plansNothing()
	if got := company.invoice(t, billID).PaymentDate; got != "2026-05-02" && got != "2026-04-29" {
		t.Errorf("the payment date is %s", got)
	}
	company.set(billID, "sent")
	w.mustSay(w.apply(), "1 changed")
}

// A draft cannot be paid: the error contains the system's refusal and the cure,
// and the invoice is in the state.
func TestWethodInvoice_newInvoiceThatIsPaid(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{})
	w := company.workspace(t, bill(values{"paid": "true", "payment_date": `"2026-04-30"`}))
	w.mustSay(w.run("plan"), "1 to add", "Warning: Payment of a new invoice")
	w.mustSay(w.fails("apply", "-auto-approve"), "created invoice 101, but could not complete it", "400 Bad Request",
		"cannot be set to paid", "Send it first", "billing_wethod_invoice_send", "terraform untaint")
	w.holds(map[string]any{"id": "101", "status": "draft", "paid": false, "payment_date": nil})
	w.run("untaint", billAddress)
	company.set(billID, "sent")
	w.apply()
	w.holds(map[string]any{"id": "101", "status": "paid", "payment_date": "2026-04-30"})
	w.plansNothing()

	other := newCompanyOnThatDay(t, wethod.Shapes{PaysDrafts: true})
	w.write("terraform.tfstate", "")
	w.configure(other.config(bill(values{"paid": "true"})))
	w.apply()
	w.holds(map[string]any{"id": "101", "status": "paid", "payment_date": "2026-05-02"})
	w.plansNothing()
}

// If a paid invoice cannot be set to paid again, its date stays, and the error
// reports the refusal.
func TestWethodInvoice_paymentDateThatCannotChange(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{RefusesRepeats: true})
	w := company.workspace(t, bill(nil))
	w.apply()
	company.set(billID, "sent")
	w.configure(company.config(bill(values{"paid": "true"})))
	w.apply()
	w.configure(company.config(bill(values{"paid": "true", "payment_date": `"2026-04-30"`})))
	w.mustSay(w.fails("apply", "-auto-approve"), "could not update invoice 101", "An invoice that is paid cannot be set to paid")
	w.holds(map[string]any{"payment_date": "2026-05-02", "status": "paid"})
}

// Payments with lost responses are looked up, and retried if they did not take
// effect.
func TestWethodInvoice_paymentWhoseAnswerIsLost(t *testing.T) {
	for name, test := range map[string]struct {
		fault sandbox.Fault
		posts int
	}{
		"cut after effect":    {sandbox.Cut().After(), 1},
		"500 after effect":    {sandbox.ErrorStatus(500).After(), 1},
		"a page after effect": {sandbox.HTMLPage().After(), 1},
		"cut before effect":   {sandbox.Cut(), 2},
		"502 before effect":   {sandbox.ErrorStatus(502), 2},
		"too many requests":   {sandbox.RateLimited(sandbox.RetryAfterSeconds, 1), 2},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompanyOnThatDay(t, wethod.Shapes{RefusesRepeats: true})
			w := company.workspace(t, bill(nil))
			w.apply()
			company.set(billID, "sent")
			company.Script(
				sandbox.Rule{Path: wethod.PathSetPaid, Fault: test.fault},
				sandbox.Rule{Path: wethod.PathSetUnpaid, Fault: test.fault},
			)
			for _, step := range []struct{ paid, path string }{{"true", wethod.PathSetPaid}, {"false", wethod.PathSetUnpaid}} {
				company.ResetRequests()
				w.configure(company.config(bill(values{"paid": step.paid})))
				w.apply()
				if posts := company.Stats().Count("wethod", "POST", step.path); posts != test.posts {
					t.Errorf("paid = %s: %d requests, want %d", step.paid, posts, test.posts)
				}
				w.plansNothing()
			}
		})
	}
}

// A success alone does not prove a payment: the invoice does, in the response or
// as read once afterwards.
func TestWethodInvoice_paymentWithoutEffect(t *testing.T) {
	for name, test := range map[string]struct {
		before, paid string // the status, and the change
		fault        sandbox.Fault
		says         []string // nil means success
	}{
		"still sent":                 {"sent", "true", sandbox.Reply(200, nil, `{"id":101,"status":"sent"}`), []string{`set the invoice to paid`, `status is still "sent"`}},
		"still a draft":              {"draft", "true", sandbox.Reply(200, nil, `{"id":101,"status":"draft"}`), []string{`status is still "draft"`, "only sent invoices", "billing_wethod_invoice_send"}},
		"still paid":                 {"paid", "false", sandbox.Reply(200, nil, `{"id":101,"status":"paid"}`), []string{`set the invoice to unpaid`, `status is still "paid"`}},
		"empty, paid without it":     {"sent", "true", sandbox.Reply(200, nil, ""), []string{`status is still "sent"`}},
		"empty, unpaid without it":   {"paid", "false", sandbox.Reply(200, nil, ""), []string{`status is still "paid"`}},
		"empty, but paid":            {"sent", "true", sandbox.Reply(200, nil, "").After(), nil},
		"empty, but unpaid":          {"paid", "false", sandbox.Reply(204, nil, "").After(), nil},
		"as it was before, but paid": {"sent", "true", sandbox.Reply(200, nil, `{"id":101,"status":"sent"}`).After(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompanyOnThatDay(t, wethod.Shapes{})
			w := company.workspace(t, bill(nil))
			w.apply()
			company.set(billID, test.before)
			w.apply()
			w.configure(company.config(bill(values{"paid": test.paid})))
			company.Script(sandbox.Rule{Path: wethod.PathSetPaid, Fault: test.fault}, sandbox.Rule{Path: wethod.PathSetUnpaid, Fault: test.fault})
			if test.says == nil {
				w.apply()
				w.plansNothing()
				return
			}
			w.mustSay(w.fails("apply", "-auto-approve"), append([]string{"could not update invoice 101", "Wethod responded with success"}, test.says...)...)
			w.holds(map[string]any{"paid": test.before == "paid", "status": test.before})
			w.plansSomething()
		})
	}
}

// The invoice is in the state, and can be recognized although it was not read.
func TestWethodInvoice_paymentOfANewInvoiceWithoutEffect(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{PaysDrafts: true})
	company.Script(
		sandbox.Rule{Path: wethod.PathSetPaid, Fault: sandbox.Reply(200, nil, "")},
		sandbox.Rule{Method: "GET", Path: wethod.PathInvoice, Times: 2, Fault: sandbox.ErrorStatus(500)},
	)
	w := company.workspace(t, bill(values{"paid": "true"}))
	w.mustSay(w.fails("apply", "-auto-approve"), "created invoice 101, but could not complete it", "could not be read",
		"It is not certain whether the payment changed", "terraform untaint")
	w.holds(map[string]any{"id": "101", "status": "draft", "paid": false, "created_at": company.invoice(t, billID).CreatedAt})
	w.run("untaint", billAddress)
	w.apply()
	w.holds(map[string]any{"id": "101", "status": "paid"})
}

// If the second step of an update fails, the state contains exactly what was
// changed.
func TestWethodInvoice_halfAnUpdate(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{})
	w := company.workspace(t, bill(nil))
	w.apply()
	company.set(billID, "sent")
	w.configure(company.config(bill(values{"paid": "true", "notes": `"n"`})))
	company.Script(sandbox.Rule{Path: wethod.PathSetPaid, Fault: sandbox.ErrorStatus(403)})
	w.mustSay(w.fails("apply", "-auto-approve"), "could not update invoice 101", "403 Forbidden", "needs invoices.edit_sent")
	w.holds(map[string]any{"notes": "n", "paid": false, "status": "sent"})
	company.ResetRequests()
	w.apply()
	company.mustHaveWritten(t, billPaid+" {}")
}

// A sent or paid invoice cannot be changed or deleted: the plan fails, and
// names the invoice, the change, and the cure. Its payment is not protected.
func TestWethodProtection_plansFail(t *testing.T) {
	for _, status := range []string{"sent", "paid"} {
		t.Run(status, func(t *testing.T) {
			company := newCompanyOnThatDay(t, wethod.Shapes{})
			guarded := func(changes values) string {
				all := values{"protect_sent": ""}
				maps.Copy(all, changes)
				return bill(all)
			}
			w := company.workspace(t, guarded(nil))
			w.apply()
			w.configure(company.config(guarded(values{"notes": `"draft"`})))
			w.apply() // a draft is not protected
			company.set(billID, status)
			w.apply() // takes over the status
			company.ResetRequests()
			for _, test := range []struct {
				changes values
				says    string
			}{
				{values{"value": "7"}, "would change notes, value"},
				{values{"project_id": "14", "notes": `"draft"`}, "would change project_id"},
				{values{"notes": `"draft"`, "exchange_rate": "1.5", "invoice_number": `"W-2"`}, "would change exchange_rate, invoice_number"},
			} {
				w.configure(company.config(guarded(test.changes)))
				w.mustSay(w.fails("plan"), `invoice "W-1" (ID 101) is `+status, test.says, "protect_sent = false in the same apply")
				w.fails("apply", "-auto-approve")
			}
			w.configure(company.config(guarded(values{"notes": `"draft"`})))
			w.mustSay(w.fails("destroy", "-auto-approve"), "would delete it", "apply protect_sent = false first")
			w.configure(company.config())
			w.mustSay(w.fails("plan"), "would delete it", "removed block")
			company.mustHaveWritten(t)

			w.configure(company.config(guarded(values{"notes": `"draft"`, "paid": "true", "payment_date": `"2026-04-30"`})))
			w.apply()
			w.configure(company.config(guarded(values{"notes": `"draft"`, "paid": "false"})))
			w.apply()
			company.mustHaveWritten(t, billPaid+` {"payment_date":"2026-04-30"}`, billUnpaid)
			w.configure(company.config(bill(values{"paid": "false", "value": "7"})))
			w.apply()
			company.mustHaveWritten(t, `PATCH /api/invoices/101 {"value":7,"notes":null}`)
			w.run("destroy", "-auto-approve")
			company.mustHaveWritten(t, billDelete)
		})
	}
}

// The provider catches what a plan could not know before it writes anything.
func TestWethodProtection_sentBetweenPlanAndApply(t *testing.T) {
	for name, plan := range map[string][]string{
		"a change":          {"plan", "-out=plan", "-var=word=Second"},
		"a deletion":        {"plan", "-out=plan", "-destroy"},
		"without a refresh": {"plan", "-out=plan", "-refresh=false", "-var=word=Second"},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompanyOnThatDay(t, wethod.Shapes{})
			w := company.workspace(t, `variable "word" { default = "First" }`, bill(values{"notes": "var.word", "protect_sent": ""}))
			w.apply()
			w.run(plan...)
			company.set(billID, "sent")
			company.ResetRequests()
			w.mustSay(w.fails("apply", "plan"), "The invoice is sent and protected", "Nothing was sent")
			company.mustHaveWritten(t)
		})
	}
}

// A state written before the attribute existed plans no changes, and protects.
func TestWethodProtection_stateFromBefore(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{})
	w := company.workspace(t, bill(values{"protect_sent": ""}))
	w.apply()
	company.set(billID, "sent")
	w.apply()
	w.write("terraform.tfstate", strings.NewReplacer(`"protect_sent": true`, `"protect_sent": null`).Replace(w.read("terraform.tfstate")))
	w.run("plan", "-refresh=false", "-detailed-exitcode")
	w.mustSay(w.fails("destroy", "-auto-approve", "-refresh=false"), "would delete it")
}

// The action mails on request, and the sent invoice is protected.
func TestWethodSend_byTheCommandLine(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{})
	action := "action \"billing_wethod_invoice_send\" \"test\" {\n  config {\n    invoice_id         = " + billAddress + ".id\n    invoice_contact_id = 5\n  }\n}\n"
	w := company.workspace(t)
	if !w.isAtLeast(1, 14) {
		t.Skip("actions need Terraform 1.14")
	}
	w.configure(company.config(bill(values{"protect_sent": ""}), action))
	w.apply()
	company.mustHaveWritten(t, `POST /api/invoices {"project_id":12,"invoice_number":"W-1","value":1200.50,"issue_date":"2026-03-31"}`)
	w.run("apply", "-auto-approve", "-invoke=action.billing_wethod_invoice_send.test")
	company.mustHaveWritten(t, `POST /api/invoices/101:send {"invoice_contact_id":5}`)
	w.configure(company.config(bill(values{"protect_sent": "", "paid": "true"}), action))
	w.apply()
	company.mustHaveWritten(t, billPaid+" {}")
	w.holds(map[string]any{"status": "paid", "payment_date": "2026-05-02"})
	w.mustSay(w.fails("destroy", "-auto-approve"), "The invoice is paid and protected")
	if mails := len(company.Wethod().Mails()); mails != 1 {
		t.Errorf("%d mails", mails)
	}
}
