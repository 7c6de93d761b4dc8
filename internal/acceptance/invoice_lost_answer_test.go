package acceptance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// creates matches the create of the invoice with a number.
func creates(number string, fault sandbox.Fault) sandbox.Rule {
	return sandbox.Rule{
		Method: http.MethodPost, Path: teamwork.PathProjectInvoices, Fault: fault,
		When: func(request sandbox.Request) bool { return strings.Contains(request.Body, `"`+number+`"`) },
	}
}

func TestInvoice_createWhoseAnswerIsLostMakesOneInvoice(t *testing.T) {
	faults := map[string]struct {
		fault sandbox.Fault
		posts int
	}{
		"cut after effect":       {sandbox.Cut().After(), 1},
		"500 after effect":       {sandbox.ErrorStatus(500).After(), 1},
		"408 after effect":       {sandbox.ErrorStatus(408).After(), 1},
		"HTML after effect":      {sandbox.HTMLPage().After(), 1},
		"empty after effect":     {sandbox.Reply(201, nil, "").After(), 1},
		"without an id":          {sandbox.Reply(201, nil, `{"STATUS":"OK"}`).After(), 1},
		"truncated":              {sandbox.Truncate(), 1},
		"half of the JSON":       {sandbox.Reply(201, nil, `{"STATUS":"OK","i`).After(), 1},
		"cut before effect":      {sandbox.Cut(), 2},
		"500 before effect":      {sandbox.ErrorStatus(500), 2},
		"503 before effect":      {sandbox.ErrorStatus(503), 2},
		"HTML before effect":     {sandbox.HTMLPage(), 2},
		"too many, one second":   {sandbox.RateLimited(sandbox.RetryAfterSeconds, 1), 2},
		"STATUS not OK, as once": {sandbox.Reply(500, nil, `{"STATUS":"Error","MESSAGE":"x"}`).After(), 1},
	}
	site := newSite(t)
	var blocks []string
	i := 0
	for number, test := range faults {
		i++
		blocks = append(blocks, fullNamed(fmt.Sprintf("n%d", i), values{"number": fmt.Sprintf("%q", number)}))
		site.Script(creates(number, test.fault))
	}
	site.test(t, resource.TestStep{
		Config: site.config(blocks...),
		Check: func(*terraform.State) error {
			posts, found := map[string]int{}, map[string]int{}
			for _, invoice := range site.created() {
				found[invoice.Number]++
			}
			for number, test := range faults {
				for _, request := range site.Requests() {
					if request.Method == http.MethodPost && strings.Contains(request.Body, `"`+number+`"`) {
						posts[number]++
					}
				}
				if found[number] != 1 || posts[number] != test.posts {
					return fmt.Errorf("%s: %d invoices from %d requests, want 1 from %d", number, found[number], posts[number], test.posts)
				}
			}
			return nil
		},
	})
}

// A create that the site has reported as done is not followed by another one.
func TestInvoice_createThatWasAcceptedIsSentOnce(t *testing.T) {
	site := newSite(t)
	site.Script(sandbox.Rule{
		Method: http.MethodPost, Path: teamwork.PathProjectInvoices, Times: sandbox.Always, Fault: sandbox.Reply(201, nil, `{"STATUS":"OK"}`),
	})
	w := site.workspace(t, invoice(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), "Teamwork reported success", "so the request was not sent again",
		"terraform import billing_teamwork_invoice.NAME ID", "If not, apply again")
	if got := posts(site.Requests(), "/invoices.json"); got != 1 {
		t.Errorf("%d creates were sent, want 1", got)
	}
}

// The lookup reads the whole project, unlike the check before a create.
func TestInvoice_lostAnswerInLargeProjectIsLookedUpToTheEnd(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{PageSize: 2, Invoices: 100})
	site.Script(creates("T-1", sandbox.Cut().After()))
	site.test(t, resource.TestStep{Config: site.config(full(nil)), Check: all(site.wrote(create), site.hasCreated(1))})
}

func TestInvoice_lostAnswerAndForeignInvoiceOfThatNumber(t *testing.T) {
	site := newSite(t)
	site.Script(creates("T-1", sandbox.Cut()))
	site.OnRequest(func(request sandbox.Request) {
		if request.Method == http.MethodPost {
			site.Teamwork().AddInvoice(teamwork.Invoice{ProjectID: project, Number: "T-1", DisplayDate: "20200101"})
		}
	})
	site.test(t, resource.TestStep{
		Config:      site.config(full(nil)),
		ExpectError: says("The invoice already exists", "terraform import billing_teamwork_invoice.NAME 99"),
	})
	if err := site.wrote(create)(nil); err != nil {
		t.Error(err)
	}
}

func TestInvoice_lostAnswerThatCannotBeLookedUp(t *testing.T) {
	site := newSite(t)
	site.Script(
		creates("T-1", sandbox.Cut().After()),
		sandbox.Rule{Method: http.MethodGet, Path: teamwork.PathProjectInvoices, Skip: 1, Times: 2, Fault: sandbox.ErrorStatus(503)},
	)
	site.test(t,
		resource.TestStep{
			Config:      site.config(full(nil)),
			ExpectError: says("No response from Teamwork to POST", "whether the invoice was created could not be looked up", "503"),
		},
		// The next apply reports the existing record instead of creating another.
		resource.TestStep{Config: site.config(full(nil)), ExpectError: says("The invoice already exists", "NAME 99")},
		resource.TestStep{
			PreConfig: func() {
				if found := site.created(); len(found) != 1 {
					t.Errorf("created are %d invoices, want 1", len(found))
				}
			},
			Config:           site.config("import {\n  to = "+address+"\n  id = \"99\"\n}\n", full(values{"protect_completed": ""})),
			ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionNoop)),
		},
	)
}

// Once its ID is known, an invoice is in the state even if later steps fail.
func TestInvoice_createdButNotFinishedIsNeverForgotten(t *testing.T) {
	site := newSite(t)
	config := site.config(full(values{"status": `"completed"`}))
	site.Script(sandbox.Rule{Path: "/invoices/{id}/complete.json", Fault: sandbox.ErrorStatus(403)})
	site.test(t,
		resource.TestStep{Config: config, ExpectError: says("created invoice 99, but could not complete it", "terraform untaint")},
		resource.TestStep{
			PreConfig: func() {
				if found := site.created(); len(found) != 1 {
					t.Errorf("created are %d invoices, want 1", len(found))
				}
			},
			Config:           config,
			ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionReplace)), // it is tainted
			Check:            site.hasCreated(1),
		},
	)
}

// A create that was confirmed is not tainted if a later read fails.
func TestInvoice_createdAndNotReadBackIsKept(t *testing.T) {
	site := newSite(t)
	site.Script(sandbox.Rule{Method: http.MethodGet, Path: "/invoices/{id}.json", Times: 2, Fault: sandbox.ErrorStatus(500)})
	w := site.workspace(t, full(values{"status": `"completed"`}))
	w.mustSay(w.apply(), "created invoice 99, but could not read it", "500 Internal Server Error")
	w.plansNothing()
	if err := site.wrote(create, complete)(nil); err != nil {
		t.Error(err)
	}
}

// A site may need a moment until it returns a new record.
func TestInvoice_notFoundRightAfterCreateIsAskedAgain(t *testing.T) {
	site := newSite(t)
	site.Script(sandbox.Rule{Method: http.MethodGet, Path: "/invoices/{id}.json", Times: 2, Fault: sandbox.ErrorStatus(404)})
	site.test(t, resource.TestStep{Config: site.config(full(nil)), Check: all(site.wrote(create), site.hasCreated(1))})
}
