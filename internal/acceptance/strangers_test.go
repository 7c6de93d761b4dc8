package acceptance_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// strangersSite is another company's site with an invoice that has the ID,
// number, and project of the one that the test manages.
func strangersSite(t *testing.T, status string) *site {
	t.Helper()
	stranger := newSite(t)
	stranger.Teamwork().AddInvoice(teamwork.Invoice{
		ID: firstID, ProjectID: project, Number: "T-1", DisplayDate: "20250101", Description: "A stranger's", Status: status,
		DateCreated: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	stranger.ResetRequests()
	return stranger
}

// A provider that is pointed at another company's site changes nothing there,
// regardless of the command, and reports which record it did not find.
func TestStrangers_anotherSitesInvoiceIsNeverTouched(t *testing.T) {
	for name, changes := range map[string]values{
		"protected":   {"protect_completed": ""},
		"unprotected": nil,
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := site.workspace(t, invoice(changes))
			w.apply()
			stranger := strangersSite(t, "active")
			before := stranger.Teamwork().Invoices()
			for _, run := range [][]string{
				{"plan"},
				{"apply", "-auto-approve"},
				{"apply", "-auto-approve", "-refresh=false", "-var=word=Second"},
				{"apply", "-auto-approve", "-refresh=false", "-replace=" + address},
				{"destroy", "-auto-approve"},
				{"destroy", "-auto-approve", "-refresh=false"},
			} {
				w.configure(stranger.config(`variable "word" { default = "First" }`, invoice(values{
					"description": "var.word", "protect_completed": changes["protect_completed"],
				})))
				w.mustSay(w.fails(run...), "(ID 99) is a different record", "date_created", "terraform state rm")
			}
			if wrote := stranger.writes(); len(wrote) > 0 {
				t.Errorf("written to the stranger's site: %v", wrote)
			}
			if diff := cmp.Diff(before, stranger.Teamwork().Invoices()); diff != "" {
				t.Errorf("the stranger's invoices differ (-before +after):\n%s", diff)
			}
			w.configure(site.config(invoice(changes))) // back again, nothing has changed
			w.plansNothing()
		})
	}
}

// Terraform deletes a tainted record without its private state. What never changes
// about the invoice is in the state, so a stranger's is still recognized.
func TestStrangers_taintedInvoice(t *testing.T) {
	site := newSite(t)
	completed := invoice(values{"status": `"completed"`, "protect_completed": ""})
	w := site.workspace(t, completed)
	site.Script(sandbox.Rule{Method: http.MethodPut, Path: teamwork.PathComplete, Times: sandbox.Always, Fault: sandbox.ErrorStatus(422)})
	w.mustSay(w.fails("apply", "-auto-approve"), "created invoice 99, but could not complete it", "terraform untaint")
	site.ClearScript()
	stranger := strangersSite(t, "active")
	w.configure(stranger.config(completed))
	for _, run := range [][]string{
		{"apply", "-auto-approve"}, {"apply", "-auto-approve", "-refresh=false"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"},
	} {
		w.mustSay(w.fails(run...), "(ID 99) is a different record", "date_created")
	}
	if wrote := stranger.writes(); len(wrote) > 0 {
		t.Errorf("written to the stranger's site: %v", wrote)
	}
	w.configure(site.config(completed)) // back again, it is replaced
	w.mustSay(w.run("apply", "-auto-approve"), "1 added, 0 changed, 1 destroyed")
}

// The absence of the invoice on another site proves nothing: the provider
// neither creates one there nor removes one from the state.
func TestStrangers_siteWithoutTheInvoice(t *testing.T) {
	site, other := newSite(t), newSite(t)
	w := site.workspace(t, invoice(nil))
	w.apply()
	w.configure(other.config(invoice(values{"description": `"Second"`})))
	for _, run := range [][]string{{"plan"}, {"apply", "-auto-approve", "-refresh=false"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		w.mustSay(w.fails(run...), "(ID 99) is not at this address", "correct teamwork.base_url")
	}
	if wrote := other.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
	w.configure(site.config(invoice(nil)))
	w.plansNothing()
}

// A site that moved to another address keeps working: its invoices prove that
// they are the same.
func TestStrangers_siteThatMoved(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(nil))
	w.apply()
	moved := strings.Replace(site.baseURL, "127.0.0.1", "localhost", 1)
	w.configure(strings.Replace(site.config(invoice(values{"description": `"Second"`})), site.baseURL, moved, 1))
	w.mustSay(w.run("apply", "-auto-approve", "-refresh=false"), "0 added, 1 changed, 0 destroyed")
	w.plansNothing()
	w.mustSay(w.run("destroy", "-auto-approve"), "1 destroyed")
}

// The company of a template is not in any address or response, but only in the credential.
func TestStrangers_anotherCompanysTemplateIsNeverTouched(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, inStages("50", "100"))
	w.apply()
	stranger := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty})
	stranger.Intacct().AddTemplate(intacct.Template{Key: "12", Name: "T-test", Description: "A stranger's"})
	stranger.ResetRequests()
	for _, run := range [][]string{{"plan"}, {"apply", "-auto-approve", "-refresh=false"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		w.configure(stranger.configWith(values{"username": `"ws@stranger"`}, template(values{"description": `"Second"`})))
		w.mustSay(w.fails(run...), "belongs to another account", "last seen in sandbox at", "terraform state rm")
	}
	for _, request := range stranger.Requests() {
		if !strings.Contains(request.Path, "oauth2") {
			t.Errorf("sent to the stranger's company: %s %s", request.Method, request.Path)
		}
	}
}

// Nor does the address identify the company if another one with the same name
// is there. The template itself does.
func TestStrangers_sameCompanyAtAnotherAddress(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, inStages("50", "100"))
	w.apply()
	stranger := newBooks(t)
	stranger.Intacct().AddTemplate(intacct.Template{Key: "12", Name: "A stranger's", Description: "Theirs"})
	stranger.ResetRequests()
	w.configure(stranger.config(template(values{"description": `"Second"`})))
	for _, run := range [][]string{{"plan"}, {"apply", "-auto-approve", "-refresh=false"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		w.mustSay(w.fails(run...), "(ID 12) is a different record", `has "A stranger's"`)
	}
	for _, request := range stranger.Requests() {
		if request.Method == "PATCH" || request.Method == "DELETE" {
			t.Errorf("sent to the stranger's company: %s %s", request.Method, request.Path)
		}
	}
}

// A template's name never changes, so one with another name is another template.
func TestStrangers_templateWithAnotherNameIsNotTheSame(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, inStages("50", "100"))
	w.apply()
	books.Intacct().UpdateTemplate("12", func(template *intacct.Template) { template.Name = "A stranger's" })
	books.ResetRequests()
	w.mustSay(w.fails("plan"), `template "T-test" (ID 12) is a different record`, `has "A stranger's"`)
	w.mustSay(w.fails("apply", "-auto-approve"), "is a different record")
}

// An import requires the system: a provider with unknown values cannot read the
// imported record, and a record that was never read is not replaced.
func TestStrangers_importBeforeTheProviderIsKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ address, resource, id string }{
		"invoice":                      {address, invoice(values{"number": `"INV00001"`}), "49"},
		"invoice that differs in much": {address, invoice(values{"number": `"OTHER"`, "project_id": "1150"}), "49"},
		"template":                     {templateAddress, template(values{"name": `"Three Steps"`}), "15"},
		"template by name":             {templateAddress, template(values{"name": `"Three Steps"`}), "name:Three Steps"},
		"invoice that does not exist":  {address, invoice(nil), "4711"},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t, site.Environment()...)
			root := site.URL()
			w.configure("resource \"terraform_data\" \"root\" {\n  input = \"" + root + "\"\n}\nprovider \"billing\" {\n" +
				"  teamwork = { base_url = \"${terraform_data.root.output}/teamwork\" }\n" +
				"  intacct  = { base_url = \"${terraform_data.root.output}/intacct/ia/api/v1\" }\n}\n" +
				"import {\n  to = " + test.address + "\n  id = \"" + test.id + "\"\n}\n" + test.resource)
			for range 3 {
				w.mustSay(w.fails("apply", "-auto-approve"), "is not configured yet", "-target")
			}
			for _, request := range site.Requests() {
				if request.Method != "GET" {
					t.Errorf("sent: %s %s", request.Method, request.Path)
				}
			}
		})
	}
}

// A gateway's page does not describe a record, regardless of its status:
// nothing is removed from the state, created again, or reported as deleted.
func TestStrangers_gatewayThatAnswers404WithAPage(t *testing.T) {
	t.Parallel()
	page := sandbox.Reply(404, http.Header{"Content-Type": {"text/html"}}, "<!DOCTYPE html><html><body>No such site</body></html>")
	for name, run := range map[string][]string{
		"refreshing":                 {"plan"},
		"deleting":                   {"destroy", "-auto-approve"},
		"deleting without a refresh": {"destroy", "-auto-approve", "-refresh=false"},
		"changing without a refresh": {"apply", "-auto-approve", "-refresh=false", "-var=word=Second"},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t, site.Environment()...)
			w.configure("variable \"word\" {\n  default = \"First\"\n}\nprovider \"billing\" {\n  max_retries = 0\n}\n" +
				invoice(values{"description": "var.word"}) + template(values{"description": "var.word"}))
			w.apply()
			site.Script(sandbox.Rule{Path: "/invoices/{id}.json", Times: sandbox.Always, Fault: page},
				sandbox.Rule{Path: intacct.PathTemplate, Times: sandbox.Always, Fault: page})
			w.mustSay(w.fails(run...), "404 Not Found", "No such site")
			site.ClearScript()
			w.plansNothing()
		})
	}
}
