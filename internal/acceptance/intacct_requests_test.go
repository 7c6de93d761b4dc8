package acceptance_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// The requests of each command, except token requests.
func TestIntacctRequests_ofOneTemplate(t *testing.T) {
	const readOne, update = "GET templates/12", "PATCH templates/12"
	books := newBooks(t)
	w := books.workspace(t, inStages("25 Design", "50", "100"))
	costs := func(what string, run func(), want ...string) {
		t.Helper()
		books.ResetRequests()
		run()
		if diff := cmp.Diff(append([]string{}, want...), books.requests()); diff != "" {
			t.Errorf("%s: requests differ (-want +got):\n%s", what, diff)
		}
	}
	apply := func() { w.apply() }
	costs("validate", func() { w.run("validate") })
	costs("plan of a create", func() { w.run("plan") })
	costs("create", apply, "POST query", "POST templates", readOne)
	costs("plan without change", w.plansNothing, readOne)
	w.configure(books.config(inStages("100.0", `"25.00" Design`, "50")))
	costs("another order and spelling", apply, readOne)
	w.configure(books.config(inStages("25", "60", "100")))
	costs("update", apply, readOne, update, readOne)
	costs("destroy", func() { w.run("destroy", "-auto-approve") }, readOne, "DELETE templates/12")

	books.Intacct().AddTemplate(intacct.Template{Key: "40", Name: "T-test", Description: "By hand"})
	costs("import by key", func() { w.run("import", templateAddress, "40") }, "GET templates/40")
	w.run("state", "rm", templateAddress)
	costs("import by name", func() { w.run("import", templateAddress, "name:T-test") }, "POST query", "GET templates/40")
}

// Creating many templates checks few names one by one, and refreshing many
// queries them, unless the configuration says otherwise.
func TestIntacctRequests_ofManyTemplates(t *testing.T) {
	const many = 30
	books := newBooks(t)
	w := newWorkspace(t)
	count := func(arguments ...string) map[string]int {
		t.Helper()
		books.ResetRequests()
		w.run(arguments...)
		counts := map[string]int{}
		for _, line := range books.requests() {
			method, path, _ := strings.Cut(line, " ")
			counts[method+" "+strings.TrimRight(path, "0123456789")]++
		}
		return counts
	}
	w.configure(books.config(manyTemplates(many, nil)))
	// One name, then all names. Creates that end together are read back by two
	// queries.
	counts := count("apply", "-auto-approve")
	if readBack := counts["POST query"] - 2 + counts["GET templates/"]; counts["POST templates"] != many || readBack > 2*many/10+5 {
		t.Errorf("create: requests are %v", counts)
	}
	if counts := count("plan", "-detailed-exitcode"); counts["POST query"] != 2 || counts["GET templates/"] > 5 {
		t.Errorf("plan: requests are %v, want two queries, and at most five single reads beside them", counts)
	}
	for reads, want := range map[string]map[string]int{"list": {"POST query": 2}, "single": {"GET templates/": many}} {
		w.configure(books.configWith(values{"reads": quote(reads)}, manyTemplates(many, nil)))
		if diff := cmp.Diff(want, count("plan", "-detailed-exitcode")); diff != "" {
			t.Errorf("plan with reads = %q: requests differ (-want +got):\n%s", reads, diff)
		}
	}
}

// How the company computes the share to invoice is not documented. If it
// differs from the plan's assumption, that is neither an error nor a change.
func TestMilestones_sharesThatTheCompanyComputesItsOwnWay(t *testing.T) {
	books := newBooks(t)
	share := regexp.MustCompile(`"percentToInvoice":"[0-9.]+"`)
	books.Script(sandbox.Rule{Method: http.MethodGet, Path: intacct.PathTemplate, Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
		each := fmt.Sprintf(`"percentToInvoice":"%.2f"`, 100/float64(max(strings.Count(answer.Body, "percentToInvoice"), 1)))
		answer.Body = share.ReplaceAllString(answer.Body, each)
	})})
	shares := fmt.Sprintf("output \"shares\" {\n  value = join(\" \", %s.milestones[*].percent_to_invoice)\n}\n", templateAddress)
	w := books.workspace(t, inStages("25 Design", "50", "100"), shares)
	w.apply()
	w.plansNothing()
	w.configure(books.config(inStages("25 Design", "50 Build", "75", "100"), shares)) // the plan knows the shares of 25 and 50
	w.apply()
	w.run("apply", "-auto-approve") // records the company's values
	w.plansNothing()
	if got := w.outputs()["shares"]; got != "25.00 25.00 25.00 25.00" {
		t.Errorf("shares are %s", got)
	}
}

// A create that takes effect but never gets a response times out, and is
// adopted.
func TestTemplateCreate_thatIsNotAnsweredInTime(t *testing.T) {
	books := newBooks(t)
	books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, Times: sandbox.Always, Fault: sandbox.Hang().After()})
	w := newWorkspace(t)
	w.configure(books.configWith(values{"max_retries": "0", "request_timeout": `"1s"`}, inStages("50", "100")))
	w.apply()
	if got := len(books.writes()); got != 1 {
		t.Errorf("sent are %q", books.writes())
	}
	w.plansNothing()
}
