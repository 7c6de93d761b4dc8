package acceptance_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// answering replaces a part of every response to a read, like a server that
// formats its values differently.
func answering(old, replacement string) sandbox.Rule {
	return sandbox.Rule{Method: http.MethodGet, Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
		answer.Body = strings.ReplaceAll(answer.Body, old, replacement)
	})}
}

// The error for a value that cannot be read blames the response, and names the
// record and field. The plan shows no change, a change is refused, the rest of
// the configuration is unaffected, and destroying works.
func TestUnreadableValues_ofAnInvoice(t *testing.T) {
	for name, test := range map[string]struct{ old, replacement, field, change string }{
		"an amount with thousands separators": {`"fixed-cost":"1234.50"`, `"fixed-cost":"1,234.50"`, `fixed-cost of invoice 99, which is attribute fixed_cost`, "description"},
		"an amount with a comma":              {`"fixed-cost":"1234.50"`, `"fixed-cost":"1234,5"`, `fixed-cost of invoice 99, which is attribute fixed_cost`, "po_number"},
		"a date in words":                     {`"display-date":"20260131"`, `"display-date":"31 January 2026"`, `display-date of invoice 99, which is attribute display_date`, "description"},
		"no number for the company":           {`"company-id":"`, `"company-id":"c`, `company-id of invoice 99, which is attribute company_id`, "fixed_cost"},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			set := values{"fixed_cost": `"1234.50"`, "description": `"March"`, "number": `"U-1"`}
			w := site.workspace(t, invoice(set))
			w.apply()
			site.Script(answering(test.old, test.replacement))
			said := w.run("plan")
			w.mustSay(said, "No changes", "Unexpected response from Teamwork", test.field, "The state keeps the previous value")
			if strings.Contains(said, test.change+" ") {
				t.Errorf("the configuration is blamed:\n%s", said)
			}

			site.ResetRequests()
			w.configure(site.config(invoice(with(set, test.change, "9"))))
			w.mustSay(w.fails("apply", "-auto-approve"), "cannot be changed until it can be read", test.field, "Nothing was planned")
			if wrote := site.writes(); len(wrote) > 0 {
				t.Errorf("written: %v", wrote)
			}
			w.configure(site.config(
				data("invoice", "one", values{"id": `"99"`}), "output \"all\" {\n  value = data.billing_teamwork_invoice.one.fixed_cost\n}\n",
			))
			w.mustSay(w.fails("plan"), "Unexpected response from Teamwork", strings.SplitN(test.field, ",", 2)[0])

			site.ClearScript()
			w.configure(site.config(invoice(with(set, test.change, "9"))))
			w.apply() // it can be read again
			site.Script(answering(strings.Replace(test.old, "1234.50", "9", 1), test.replacement))
			w.mustSay(w.run("destroy", "-auto-approve"), "1 destroyed")
			if left := site.created(); len(left) > 0 {
				t.Errorf("the site still has %+v", left)
			}
		})
	}
}

// If an imported record cannot be read completely, it is not imported.
func TestUnreadableValues_cannotBeImported(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(values{"fixed_cost": `"1234.50"`}))
	w.apply()
	w.run("state", "rm", address)
	site.Script(answering(`"fixed-cost":"1234.50"`, `"fixed-cost":"1.234,50 EUR"`))
	w.mustSay(w.fails("import", address, "99"), "Unexpected response from Teamwork", "fixed-cost of invoice 99", `"1.234,50 EUR"`)
	if listed := w.run("state", "list"); strings.Contains(listed, address) {
		t.Errorf("it is in the state: %s", listed)
	}
}

func TestUnreadableValues_ofATemplate(t *testing.T) {
	for name, test := range map[string]struct{ old, replacement, field string }{
		"a percentage with its sign": {`"percentCompleted":"50.00"`, `"percentCompleted":"50.00 %"`, "milestone"},
		"a percentage in words":      {`"percentCompleted":"50.00"`, `"percentCompleted":"half"`, "milestone"},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			set := values{"milestones": stages("50 Half", "100 All")}
			w := books.workspace(t, template(set))
			w.apply()
			rule := answering(test.old, test.replacement)
			rule.Path = intacct.PathTemplate
			books.Script(rule, answering(test.old, test.replacement))
			books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathQuery, Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
				answer.Body = strings.ReplaceAll(answer.Body, test.old, test.replacement)
			})})
			said := w.run("plan")
			w.mustSay(said, "No changes", "Unexpected response from Sage Intacct", test.field, "The state keeps the previous value")
			books.ResetRequests()
			w.configure(books.config(template(with(set, "description", `"Other"`))))
			w.mustSay(w.fails("apply", "-auto-approve"), "cannot be changed until it can be read")
			if wrote := books.writes(); len(wrote) > 0 {
				t.Errorf("written: %v", wrote)
			}
			w.configure(books.config(template(set)))
			w.mustSay(w.run("destroy", "-auto-approve"), "1 destroyed")
			if left := books.created(); len(left) > 0 {
				t.Errorf("the company still has %+v", left)
			}
		})
	}
}

// Milestones that cannot be read back after a create stay as planned, with null for
// what Intacct assigns. The template is not tainted, nothing is sent until it can be
// read, and destroying works.
func TestUnreadableValues_ofATemplateThatWasJustCreated(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, template(values{"milestones": stages("50 Half", "100 All")}))
	unreadable := answering(`"percentCompleted":"50.00"`, `"percentCompleted":"33,5"`)
	inQueries := unreadable
	inQueries.Method, inQueries.Path = http.MethodPost, intacct.PathQuery
	books.Script(unreadable, inQueries)
	w.mustSay(w.run("apply", "-auto-approve"), "Unexpected response from Sage Intacct", "percent_completed", "1 added")
	books.ResetRequests()
	w.mustSay(w.run("apply", "-auto-approve"), "No changes", "Unexpected response from Sage Intacct")
	w.configure(books.config(template(values{"milestones": stages("50 Half", "75 More", "100 All")})))
	w.mustSay(w.fails("apply", "-auto-approve"), "cannot be changed until it can be read", "Nothing was planned or sent")
	if wrote := books.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
	books.ClearScript()
	w.configure(books.config(template(values{"milestones": stages("50 Half", "100 All")})))
	w.plansNothing()
	books.Script(unreadable, inQueries)
	w.mustSay(w.run("destroy", "-auto-approve"), "1 destroyed")
}
