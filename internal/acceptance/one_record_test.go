package acceptance_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// posts counts the requests that create a record.
func posts(requests []sandbox.Request, path string) int {
	count := 0
	for _, request := range requests {
		if request.Method == http.MethodPost && strings.HasSuffix(request.Path, path) {
			count++
		}
	}
	return count
}

// Regardless of how a server changes a number, a create whose response is lost is
// sent once. The provider adopts the result because nothing else can have created
// it.
func TestOneRecord_lostAnswerFromAServerThatChangesNumbers(t *testing.T) {
	for name, server := range map[string]quirks.Values{
		"in capitals": {Recase: true},
		"escaped":     {Escape: true},
		"all at once": {Recase: true, Escape: true, Trim: true, OverrideCurrency: "EUR"},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			site.Teamwork().SetValues(server)
			site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathProjectInvoices, Times: sandbox.Always, Fault: sandbox.Cut().After()})
			w := site.workspace(t, invoice(values{"number": `"inv & 7"`, "description": `"a & b "`}))
			for range 3 {
				w.apply()
			}
			if count := posts(site.Requests(), "/invoices.json"); count != 1 {
				t.Errorf("%d creates were sent, want 1", count)
			}
			if made := site.created(); len(made) != 1 {
				t.Errorf("made are %+v", made)
			}
		})
	}
}

func TestOneRecord_lostAnswerFromAServerThatChangesNames(t *testing.T) {
	books := newBooks(t)
	books.Intacct().SetValues(quirks.Values{Recase: true, Escape: true})
	books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, Times: sandbox.Always, Fault: sandbox.ErrorStatus(500).After()})
	w := books.workspace(t, template(values{"name": `"a & b"`, "milestones": stages("50 x<y", "100")}))
	for range 3 {
		w.apply()
	}
	if count := posts(books.Requests(), "/objects/projects/project-billing-template"); count != 1 {
		t.Errorf("%d creates were sent, want 1", count)
	}
	if made := books.created(); len(made) != 1 {
		t.Errorf("made are %v", made)
	}
}

// An invoice that appeared in the meantime, and that the create may have made,
// prevents another create and is named. It is not adopted unless it matches.
func TestOneRecord_lostAnswerAndAnInvoiceThatDoesNotFit(t *testing.T) {
	site := newSite(t)
	site.OnRequest(func(request sandbox.Request) {
		if request.Method == http.MethodPost {
			site.Teamwork().AddInvoice(teamwork.Invoice{ProjectID: project, Number: "A colleague's", DisplayDate: "20260131"})
		}
	})
	site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathProjectInvoices, Times: sandbox.Always, Fault: sandbox.Cut()})
	w := site.workspace(t, invoice(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), "did not exist before the request: ID 99, number \"A colleague's\"",
		"terraform import billing_teamwork_invoice.NAME 99", "If not, apply again")
	if count := posts(site.Requests(), "/invoices.json"); count != 1 {
		t.Errorf("%d creates were sent, want 1", count)
	}
}

// Texts that look the same are one number, and one name.
func TestOneRecord_numberInAnotherComposition(t *testing.T) {
	site := newSite(t)
	site.Teamwork().AddInvoice(teamwork.Invoice{ProjectID: project, Number: "Cafe\u0301 ", DisplayDate: "20260131"})
	site.ResetRequests()
	w := site.workspace(t, invoice(values{"number": "\"Caf\u00e9\""}))
	w.mustSay(w.fails("apply", "-auto-approve"), "The invoice already exists", "terraform import billing_teamwork_invoice.NAME 99")
	if wrote := site.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
}

func TestOneRecord_nameInAnotherComposition(t *testing.T) {
	books := newBooks(t)
	books.Intacct().AddTemplate(intacct.Template{Name: "Cafe\u0301", Description: "From before"})
	w := books.workspace(t, template(values{"name": "\"Caf\u00e9\""}))
	w.mustSay(w.fails("apply", "-auto-approve"), "The template already exists", "terraform import "+templateType+".NAME")
	if count := posts(books.Requests(), "/objects/projects/project-billing-template"); count != 0 {
		t.Errorf("%d creates were sent", count)
	}
}

// counted declares an invoice for each of the numbers.
func counted(numbers ...string) string {
	return fmt.Sprintf("locals {\n  numbers = [%s]\n}\n", `"`+strings.Join(numbers, `", "`)+`"`) +
		block(`resource "billing_teamwork_invoice" "test"`, values{
			"count": "length(local.numbers)", "project_id": "1149", "number": "local.numbers[count.index]", "display_date": `"2026-01-31"`,
		})
}

// numbers checks which numbers the provider's invoices have.
func (s *site) numbers(t *testing.T, want ...string) {
	t.Helper()
	left := map[string]int{}
	for _, number := range want {
		left[number]++
	}
	for _, invoice := range s.created() {
		left[invoice.Number]--
	}
	for number, count := range left {
		if count != 0 {
			t.Errorf("number %q: %+d", number, -count)
		}
	}
}

func TestOneRecord_numbersAreSwappedAndShifted(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, counted("N1", "N2", "N3"))
	w.apply()
	for _, numbers := range [][]string{
		{"N2", "N1", "N3"},       // a swap
		{"N1", "N3", "N2"},       // rotated
		{"N0", "N1", "N3", "N2"}, // one more in front
		{"N3", "N2"},             // fewer
		{"N2", "N4", "N3"},       // and more again
	} {
		w.configure(site.config(counted(numbers...)))
		w.apply()
		w.plansNothing()
		site.numbers(t, numbers...)
	}
}

// A number that another invoice keeps is refused: at plan time if this
// configuration manages that invoice, otherwise before anything is written.
func TestOneRecord_numberThatIsTakenIsRefusedOnUpdate(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, counted("N1", "N2"))
	w.apply()
	site.ResetRequests()
	w.configure(site.config(counted("N1", "N1")))
	w.mustSay(w.fails("plan"), "Two invoices with the same number", `"N1"`, "Change the number of one of them")
	w.configure(site.config(counted("N1", "INV00001")))
	w.mustSay(w.fails("apply", "-auto-approve"), "The number is already taken", "(ID 49)", "Nothing was sent")
	if wrote := site.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
}

// The successor of an invoice that still has the number cannot be created. The
// message gives the cure, because Terraform would refuse an import.
func TestOneRecord_replacedBeforeItIsDestroyed(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(nil)+"\n")
	w.configure(site.config(strings.TrimSuffix(invoice(nil), "}\n") + "  lifecycle {\n    create_before_destroy = true\n  }\n}\n"))
	w.apply()
	site.ResetRequests()
	w.mustSay(w.fails("apply", "-auto-approve", "-replace="+address), "remove create_before_destroy", "terraform untaint")
	if wrote := site.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
	w.plansNothing()
}

// Templates change their names by replacement. One waits for another's name.
func TestOneRecord_namesAreShifted(t *testing.T) {
	books := newBooks(t)
	named := func(names ...string) string {
		return fmt.Sprintf("locals {\n  names = [%s]\n}\n", `"`+strings.Join(names, `", "`)+`"`) +
			block(fmt.Sprintf("resource %q %q", templateType, "test"), values{
				"count": "length(local.names)", "name": "local.names[count.index]", "description": `"x"`,
			})
	}
	w := books.workspace(t, named("B", "C", "D"))
	w.apply()
	w.configure(books.config(named("A", "B", "C", "D")))
	w.apply()
	w.plansNothing()
	if made := books.created(); len(made) != 4 {
		t.Errorf("made are %v", made)
	}
}

// A credential that can create but not list is enough. A warning reports what
// could not be checked.
func TestOneRecord_credentialThatMayNotList(t *testing.T) {
	site := newSite(t)
	site.Script(sandbox.Rule{Method: http.MethodGet, Path: teamwork.PathProjectInvoices, Times: sandbox.Always, Fault: sandbox.ErrorStatus(403)})
	w := newWorkspace(t)
	w.configure(strings.Replace(site.config(invoice(nil)), "requests_per_minute", "reads = \"single\"\n    requests_per_minute", 1))
	w.mustSay(w.apply(), "Existing invoice numbers were only partly checked", "could not be listed", "403")
	w.plansNothing()
}

func TestOneRecord_credentialThatMayNotQuery(t *testing.T) {
	books := newBooks(t)
	books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathQuery, Times: sandbox.Always, Fault: sandbox.ErrorStatus(403)})
	w := newWorkspace(t)
	w.configure(books.configWith(values{"reads": `"single"`}, inStages("50", "100")))
	w.mustSay(w.apply(), "Existing template names were not checked", "403")
	w.plansNothing()
}

// A credit is an invoice with a negative amount. The site decides whether to accept it.
func TestOneRecord_negativeAmount(t *testing.T) {
	site := newSite(t)
	site.Teamwork().AddInvoice(teamwork.Invoice{ProjectID: project, Number: "CREDIT", DisplayDate: "20260131", FixedCost: "-12.50"})
	credit := func(changes values) string {
		all := values{"number": `"CREDIT"`, "fixed_cost": `"-12.5"`, "protect_completed": ""}
		maps.Copy(all, changes)
		return invoice(all)
	}
	site.test(t,
		resource.TestStep{Config: site.config("import {\n  to = "+address+"\n  id = \"99\"\n}\n", credit(nil))},
		resource.TestStep{Config: site.config(credit(values{"fixed_cost": "-13"})), ConfigPlanChecks: beforeApply(changesOnly("fixed_cost"))},
	)
}

// A response about another invoice than the requested one is not accepted.
func TestOneRecord_answerAboutAnotherInvoice(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(nil))
	w.apply()
	site.Script(sandbox.Rule{
		Method: http.MethodGet, Path: "/invoices/{id}.json", Times: sandbox.Always,
		Fault: sandbox.Reply(200, nil, `{"invoice":{"id":"49","number":"INV00001","project-id":"1149","status":"active","display-date":"20150617"}}`),
	})
	w.mustSay(w.fails("plan"), "requested invoice 99, but the site returned invoice 49")
	site.ClearScript()
	w.plansNothing()
}

// Neither is an ID that existed in the project before: a create cannot have
// made it.
func TestOneRecord_createThatAnswersWithAnIDFromBefore(t *testing.T) {
	for name, answer := range map[string]string{
		"from before":  `{"STATUS":"OK","id":49}`,
		"no id at all": `{"STATUS":"OK","id":"new"}`,
		"zero":         `{"STATUS":"OK","id":0}`,
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathProjectInvoices, Fault: sandbox.Reply(201, nil, answer)})
			w := site.workspace(t, invoice(nil))
			if name == "from before" {
				w.mustSay(w.fails("apply", "-auto-approve"), "the ID of an invoice that existed before", "49")
				if text := w.read("terraform.tfstate"); strings.Contains(text, `"49"`) {
					t.Error("the invoice from before is in the state")
				}
				return
			}
			w.mustSay(w.fails("apply", "-auto-approve"), "Teamwork reported success", "so the request was not sent again")
			if made := posts(site.Requests(), "/invoices.json"); made != 1 {
				t.Errorf("%d creates were sent, want 1", made)
			}
			w.apply()
			w.plansNothing()
			if made := site.created(); len(made) != 1 {
				t.Errorf("made are %+v", made)
			}
		})
	}
}

// The provider searches every page for a number, regardless of the headers that
// count the pages. A count that cannot be read stops the create.
func TestOneRecord_pagesThatAreNotCounted(t *testing.T) {
	for name, test := range map[string]struct {
		headers teamwork.PageHeaders
		says    string
	}{
		"counted":    {teamwork.PageHeadersPlain, "The invoice already exists"},
		"forgotten":  {teamwork.PageHeadersForgotten, "The invoice already exists"},
		"folded":     {teamwork.PageHeadersFolded, "The invoice already exists"},
		"first only": {teamwork.PageHeadersFirstOnly, "The invoice already exists"},
		"unreadable": {teamwork.PageHeadersUnreadable, "should be a number"},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSiteWith(t, sandbox.Options{PageSize: 10, Invoices: 35})
			site.Teamwork().SetPageHeaders(test.headers)
			w := site.workspace(t, invoice(values{"number": `"GEN00035"`}))
			w.mustSay(w.fails("apply", "-auto-approve"), test.says)
			if wrote := site.writes(); len(wrote) > 0 {
				t.Errorf("written: %v", wrote)
			}
		})
	}
}

// An error in a successful response is a failure: nothing is reported as deleted,
// and a refused create is sent once.
func TestOneRecord_errorInASuccess(t *testing.T) {
	refusal := sandbox.Reply(200, nil, `{"errors":[{"title":"conflict","detail":"locked"}]}`)
	site := newSite(t)
	w := site.workspace(t, invoice(nil))
	site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathProjectInvoices, Times: sandbox.Always, Fault: refusal})
	w.mustSay(w.fails("apply", "-auto-approve"), "200 OK: conflict: locked")
	if count := posts(site.Requests(), "/invoices.json"); count != 1 {
		t.Errorf("%d creates were sent, want 1", count)
	}
	site.ClearScript()
	w.apply()
	site.Script(sandbox.Rule{Method: http.MethodDelete, Path: "/invoices/{id}.json", Times: sandbox.Always, Fault: refusal})
	w.mustSay(w.fails("destroy", "-auto-approve"), "could not delete invoice", "conflict: locked")
	site.ClearScript()
	w.plansNothing()
}
