package acceptance_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// A value that the server changes never taints, replaces, or duplicates the
// record: the state keeps the planned value, a warning describes the difference,
// and the next plan shows it as an in-place change. Equivalent values are not a
// change.
func TestChangedValues_ofAnInvoice(t *testing.T) {
	for name, test := range map[string]struct {
		server  quirks.Values
		set     values
		warning string // "" means no warning and no change
		planned string
	}{
		"whitespace at the end is trimmed": {quirks.Values{Trim: true}, values{"description": `"March\n"`}, "", ""},
		"other line ends":                  {quirks.Values{Trim: true}, values{"description": `"March\r\nApril  \r\n"`, "po_number": `"PO 7 "`}, "", ""},
		"whitespace before is trimmed":     {quirks.Values{Trim: true}, values{"description": `"  March"`}, `sent "  March", stored "March"`, "description"},
		"escaped": {
			quirks.Values{Escape: true}, values{"description": `"Smith & Sons"`}, `sent "Smith & Sons", stored "Smith &amp; Sons"`, "description",
		},
		"another spelling of an amount and a date": {
			quirks.Values{}, values{"fixed_cost": `"1234.5"`, "display_date": `"20260131"`}, "", "",
		},
		"a number in capitals":  {quirks.Values{Recase: true}, values{"number": `"inv-7"`}, `sent "inv-7", stored "INV-7"`, "number"},
		"a currency overridden": {quirks.Values{OverrideCurrency: "EUR"}, values{"currency_code": `"USD"`}, `sent "USD", stored "EUR"`, "currency_code"},
		"an amount rounded": {
			quirks.Values{Round: true}, values{"fixed_cost": "99.999", "currency_code": `"KWD"`}, `sent "99.999", stored "100.00"`, "fixed_cost",
		},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			site.Teamwork().SetValues(test.server)
			w := site.workspace(t, invoice(test.set))
			for range 3 {
				said := w.apply()
				if test.warning != "" {
					w.mustSay(said, "Teamwork stores "+test.planned+" differently", test.warning)
				} else if strings.Contains(said, "differently") {
					t.Errorf("a spelling is called a difference:\n%s", said)
				}
			}
			if test.warning == "" {
				w.plansNothing()
			} else {
				w.mustSay(w.run("plan"), "will be updated in-place", test.planned, "0 to add, 1 to change, 0 to destroy")
			}
			for _, wrote := range site.writes() {
				if strings.HasPrefix(wrote, "DELETE") {
					t.Error(wrote)
				}
			}
			if made := site.created(); len(made) != 1 {
				t.Errorf("made are %d invoices", len(made))
			}
		})
	}
}

func TestChangedValues_ofATemplate(t *testing.T) {
	for name, test := range map[string]struct {
		server  quirks.Values
		set     values
		warning string
		planned string // "" means no change
	}{
		"trimmed":            {quirks.Values{Trim: true}, values{"description": `"Design\n"`, "milestones": `[{ percent_completed = 100, description = "All \n" }]`}, "", ""},
		"escaped":            {quirks.Values{Escape: true}, values{"description": `"Design & build"`}, `stored "Design &amp; build"`, "description"},
		"a milestone's text": {quirks.Values{Escape: true}, values{"milestones": `[{ percent_completed = 100, description = "A & B" }]`}, `stored [100 "A &amp; B"]`, "milestones"},
		"a name in capitals": {quirks.Values{Recase: true}, values{"name": `"lower"`}, `Sent "lower", stored "LOWER"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			books.Intacct().SetValues(test.server)
			w := books.workspace(t, template(test.set))
			if said := w.apply(); test.warning != "" {
				w.mustSay(said, "Sage Intacct stores", test.warning)
			}
			for range 2 {
				w.apply()
			}
			if test.planned == "" {
				w.plansNothing()
			} else {
				w.mustSay(w.run("plan"), "will be updated in-place", test.planned, "0 to add, 1 to change, 0 to destroy")
			}
			if made := books.created(); len(made) != 1 {
				t.Errorf("made are %v", made)
			}
		})
	}
}

// A warning also follows an update after which the server has another value.
func TestChangedValues_onUpdate(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(values{"description": `"March"`}))
	w.apply()
	site.Teamwork().SetValues(quirks.Values{Escape: true, Trim: true})
	w.configure(site.config(invoice(values{"description": `"A < B\n"`})))
	w.mustSay(w.apply(), `sent "A < B\n", stored "A &lt; B"`)
	w.mustSay(w.run("plan"), "0 to add, 1 to change, 0 to destroy")
}

// A status that the contract does not list is an error that names it: nothing is
// planned, and nothing is sent.
func TestUnknownStatus_nothingIsSent(t *testing.T) {
	for name, test := range map[string]struct{ status, word string }{
		"deleted": {"deleted", `has the status "deleted"`},
		"voided":  {"voided", `has the status "voided"`},
		"empty":   {" ", `has the status " "`},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := site.workspace(t, invoice(values{"status": `"completed"`}))
			w.apply()
			site.edit(firstID, func(i *teamwork.Invoice) { i.Status = test.status })()
			site.ResetRequests()
			w.configure(site.config(invoice(values{"status": `"completed"`, "description": `"Second"`})))
			w.mustSay(w.fails("plan"), test.word, "terraform state rm")
			w.mustSay(w.fails("apply", "-auto-approve"), test.word)
			w.mustSay(w.fails("destroy", "-auto-approve"), test.word)
			if diff := cmp.Diff([]string{}, site.writes()); diff != "" {
				t.Errorf("writes differ (-want +got):\n%s", diff)
			}
		})
	}
}

// A word that differs only in case is the same word.
func TestUnknownStatus_anotherCaseIsTheSame(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(values{"status": `"completed"`}))
	w.apply()
	site.edit(firstID, func(i *teamwork.Invoice) { i.Status = "Completed" })()
	w.plansNothing()
}

// A record that the system reports as deleted is not written to.
func TestUnknownStatus_softDeletedTemplate(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty})
	w := books.workspace(t, inStages("50", "100"))
	w.apply()
	books.Intacct().SetSoftDelete(true)
	state := w.read("terraform.tfstate")
	w.run("destroy", "-auto-approve")
	w.write("terraform.tfstate", state) // as in another run of the same configuration
	books.ResetRequests()
	w.mustSay(w.fails("apply", "-auto-approve"), `has the status "deleted"`)
}
