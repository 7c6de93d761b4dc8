package acceptance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestInvoice_numberThatExistsIsRefusedWithTheImportCommand(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{
			Config: site.config(invoice(values{"number": `"INV00003"`})), // a completed one
			ExpectError: says("The invoice already exists", `Project 1149 already has an invoice with number "INV00003"`,
				"terraform import billing_teamwork_invoice.NAME 51"),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := site.wrote()(nil); err != nil {
					t.Errorf("something was sent: %v", err)
				}
			},
			// The same number in another project is another invoice.
			Config: site.config(invoice(values{"number": `"INV00003"`, "project_id": "1150"})),
			Check:  site.wrote("POST /projects/1150/invoices.json"),
		},
	)
}

func TestInvoice_numberTwiceInOneConfigurationCreatesOne(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{
			Config:      site.config(invoiceNamed("test", nil), invoiceNamed("other", nil)),
			ExpectError: says(`Another resource of this configuration has the number "T-1" in project 1149`, "Give one of them another number"),
		},
		resource.TestStep{
			PreConfig: func() {
				if found := site.created(); len(found) != 1 {
					t.Errorf("created are %d invoices, want 1: %+v", len(found), found)
				}
			},
			Config: site.config(),
		},
	)
}

// An invoice of this run releases its number when it gets another one, and when it is deleted.
func TestInvoice_numberMovesToAnotherInvoice(t *testing.T) {
	site := newSite(t)
	dependent := func(changes values) string {
		changes["depends_on"] = "[" + address + "]"
		return invoiceNamed("other", changes)
	}
	site.test(t,
		resource.TestStep{Config: site.config(invoice(nil))},
		resource.TestStep{
			Config: site.config(invoice(values{"number": `"T-2"`}), dependent(values{"number": `"T-1"`})),
			Check:  site.hasCreated(2),
		},
		resource.TestStep{
			Config:           site.config(invoice(values{"number": `"T-2"`, "project_id": "1150"}), dependent(values{"number": `"T-1"`})),
			ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionReplace)),
			Check:            site.hasCreated(2),
		},
		resource.TestStep{
			// Back again: the number of its predecessor in the project is free.
			Config: site.config(invoice(values{"number": `"T-2"`}), dependent(values{"number": `"T-1"`})),
			Check:  site.hasCreated(2),
		},
	)
}

func TestInvoice_createIsRefusedBySite(t *testing.T) {
	site := newSite(t)
	step := func(config string, fault sandbox.Fault, phrases ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() {
				site.ClearScript()
				site.Script(sandbox.Rule{Method: http.MethodPost, Times: sandbox.Always, Fault: fault})
			},
			Config:      site.config(config),
			ExpectError: says(phrases...),
		}
	}
	site.test(t,
		step(invoice(nil), sandbox.ErrorStatus(403), "Teamwork: could not create the invoice", "403 Forbidden", `"can access billing"`),
		step(invoice(nil), sandbox.Reply(422, nil, `{"STATUS":"Error","MESSAGE":"number is too long"}`),
			"could not create the invoice", "422", "number is too long", "POST /projects/1149/invoices.json"),
		step(invoice(nil), sandbox.Reply(500, nil, `{"content":{"errors":["date not caught"]}}`), "500", "date not caught",
			`no invoice with number "T-1" was found in project 1149 afterwards`),
		step(invoice(values{"project_id": "4711"}), sandbox.Pass(), "404", "Project not found", "Check project_id and teamwork.base_url"),
		resource.TestStep{
			PreConfig: func() {
				if found := site.created(); len(found) > 0 {
					t.Errorf("refused creates left %+v", found)
				}
			},
			Config: site.config(),
		},
	)
}

func TestInvoice_twentyCreatesListTheProjectOnce(t *testing.T) {
	site := newSite(t)
	var blocks []string
	for i := range 20 {
		blocks = append(blocks, invoiceNamed(fmt.Sprintf("n%d", i), values{"number": fmt.Sprintf(`"T-%d"`, i)}))
	}
	w := site.workspace(t, blocks...)
	w.apply()
	listings, isCreated := 0, false // later lists are read-backs
	for _, line := range site.requests() {
		isCreated = isCreated || strings.HasPrefix(line, "POST")
		if strings.HasPrefix(line, "GET /projects/1149/invoices.json") && !isCreated {
			listings++
		}
	}
	if listings != 1 {
		t.Errorf("the project was listed %d times, want once", listings)
	}
	if found := site.created(); len(found) != 20 {
		t.Errorf("created are %d invoices, want 20", len(found))
	}
	w.plansNothing()
}

func TestInvoice_largeProjectIsCheckedInPartAndSaysSoOnce(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{PageSize: 2, Invoices: 100})
	w := site.workspace(t, invoice(nil), invoiceNamed("other", values{"number": `"T-2"`}))
	output := w.apply()
	w.mustSay(output, "Existing invoice numbers were only partly checked", "Project 1149 has more invoices than the provider reads", "(40 pages)")
	if count := strings.Count(output, "only partly checked"); count != 1 {
		t.Errorf("the warning was given %d times, want once:\n%s", count, output)
	}
	if pages := site.Stats().Count("teamwork", http.MethodGet, teamwork.PathProjectInvoices); pages != 40 {
		t.Errorf("%d pages were read, want 40", pages)
	}
}

func TestInvoice_numberOnTheLastPageIsFound(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{PageSize: 1, Invoices: 20})
	site.test(t, resource.TestStep{
		Config:      site.config(invoice(values{"number": `"GEN00020"`})),
		ExpectError: says(`already has an invoice with number "GEN00020"`, "terraform import billing_teamwork_invoice.NAME"),
	})
}

// The list is a few seconds old when an invoice is about to be refused.
// Invoices deleted since then do not prevent the create.
func TestInvoice_numberOfAnInvoiceThatIsGoneIsFree(t *testing.T) {
	site := newSite(t)
	site.OnRequest(func(request sandbox.Request) {
		if request.Method == http.MethodGet && request.Path == "/invoices/49.json" {
			site.Teamwork().DeleteInvoice(49)
		}
	})
	site.test(t, resource.TestStep{
		Config:            site.config(invoice(values{"number": `"INV00001"`})),
		ConfigStateChecks: has(map[string]knownvalue.Check{"id": text("99")}),
	})
}
