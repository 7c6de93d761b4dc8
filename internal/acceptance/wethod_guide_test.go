package acceptance_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// The test follows the guide as a reader would, from the token in the
// environment to the paid invoice.
func TestGuides_wethodFromTokenToPaidInvoice(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t, company.Environment("wethod")...)
	guide, err := os.ReadFile("../../templates/guides/getting-started-with-wethod.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	blocks := func(kind string) string {
		var all []string
		for _, match := range regexp.MustCompile("(?s)```"+kind+"\n(.*?)```").FindAllStringSubmatch(string(guide), -1) {
			all = append(all, match[1])
		}
		return strings.Join(all, "\n")
	}
	w.write("main.tf", blocks("terraform"))
	w.apply()
	w.plansNothing()
	company.mustHaveWritten(t, `POST /api/invoices {"project_id":12,"invoice_number":"2026-007","value":1200.50,"issue_date":"2026-03-31",`+
		`"notes":"Design, as agreed"}`)
	if w.isAtLeast(1, 14) {
		w.write("send.tf", blocks("hcl"))
		w.run("fmt", "-check", "-diff")
		w.run("apply", "-auto-approve", "-invoke=action.billing_wethod_invoice_send.march")
		company.mustHaveWritten(t, `POST /api/invoices/101:send {"invoice_contact_id":5}`)
	} else {
		company.set(billID, "sent")
	}
	w.plansNothing()
	w.run("apply", "-auto-approve", "-var=paid_on=2026-04-30")
	company.mustHaveWritten(t, billPaid+` {"payment_date":"2026-04-30"}`)
	if invoice := company.invoice(t, billID); invoice.Status != "paid" || invoice.PaymentDate != "2026-04-30" {
		t.Errorf("the invoice is %+v", invoice)
	}
	w.plansNothing() // omitted attributes are not managed
	w.mustSay(w.fails("destroy", "-auto-approve"), "The invoice is paid and protected")
}
