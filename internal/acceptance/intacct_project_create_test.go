package acceptance_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestIntacctValidation_ofProjects(t *testing.T) {
	areRefused(t, projectType, projectNamed, []invalid{
		{"no_name", values{"name": `""`}, []string{`name = ""`, "must not be empty"}},
		{"no_category", values{"category": "null"}, []string{"category"}},
		{"category", values{"category": `"internal"`}, []string{`category = "internal"`, `"contract" "capitalized" "internalNonBillable" "internalBillable"`}},
		{"blank", values{"project_id": `"P "`}, []string{`project_id = "P "`, "begins or ends with whitespace"}},
		{"empty", values{"project_id": `""`}, []string{`project_id = ""`, "omit it if the company numbers projects automatically"}},
		{"billing", values{"billing_type": `"hourly"`}, []string{`billing_type = "hourly"`, `"timeAndMaterial" "fixedFee" "fixedFeeAndExpenses"`}},
		{"customer", values{"customer_id": `""`}, []string{`customer_id = ""`, "must not be empty"}},
		{"amount", values{"contract_amount": `"1.005"`}, []string{`contract_amount = "1.005"`, "has 3 digits after the decimal point", "at most 2 digits"}},
		{"duration", values{"budgeted_duration": "8.125"}, []string{"budgeted_duration = 8.125", "has 3 digits"}},
		{"markup", values{"expense_markup": `"5.001"`}, []string{"expense_markup", "has 3 digits"}},
		{"number", values{"budgeted_cost": `"1,000"`}, []string{`budgeted_cost = "1,000"`, "is not a decimal number"}},
		{"date", values{"start_date": `"2026-02-30"`}, []string{`start_date = "2026-02-30"`, "is not a date"}},
		{"pricing", values{"labor_pricing": `"fixed"`}, []string{`labor_pricing = "fixed"`, `"billingRate" "costPlusFee"`}},
		{"over", values{"billing_over_max": `"stop"`}, []string{`billing_over_max = "stop"`}},
	})
}

// A plan refuses a markup unless the pricing is cost plus fee, configured or by
// Intacct's default. Unknown values are not an error.
func TestProject_markupNeedsCostPlusFee(t *testing.T) {
	books := newBooks(t)
	refused := map[string]values{
		"labor":         {"labor_markup": "10"},
		"labor_rate":    {"labor_markup": "10", "labor_pricing": `"billingRate"`},
		"expense_rate":  {"expense_markup": "10", "expense_pricing": `"billingRate"`},
		"both_are_rate": {"labor_markup": "0", "expense_markup": "10", "expense_pricing": `"billingRate"`},
	}
	w := newWorkspace(t)
	var blocks []string
	for name, changes := range refused {
		blocks = append(blocks, projectNamed(name, changes))
	}
	w.configure(books.config(blocks...))
	w.run("validate")
	output := w.fails("plan")
	for name, changes := range refused {
		for markup := range changes {
			pricing, isMarkup := strings.CutSuffix(markup, "_markup")
			if isMarkup {
				w.mustSay(errorsFor(output, projectType+"."+name), "Markup without cost plus fee", markup+" = ", pricing+"_pricing is billingRate",
					"Intacct keeps a markup with costPlusFee only")
			}
		}
	}
	w.configure(books.config(
		"resource \"terraform_data\" \"later\" { input = \"costPlusFee\" }\n",
		projectNamed("expense", values{"expense_markup": "10"}),
		projectNamed("labor", values{"labor_markup": "10", "labor_pricing": `"costPlusFee"`}),
		projectNamed("unknown", values{"labor_markup": "10", "labor_pricing": "terraform_data.later.output"}),
	))
	w.apply()
	w.plansNothing()
	if sent := len(books.writes()); sent != 3 {
		t.Errorf("sent %q", books.writes())
	}
}

func TestProject_imports(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	child := projectNamed("test", values{"project_id": `"P-0046"`, "name": `"Training"`, "parent_id": `"P-0045"`})
	w := books.workspace(t, child)
	for _, id := range []string{"102", "id:P-0046"} {
		w.run("import", projectAddress, id)
		w.plansNothing()
		w.run("state", "rm", projectAddress)
	}
	w.mustSay(w.fails("import", projectAddress, "id:P-9"), `there is no project "P-9"`)
	w.mustSay(w.fails("import", projectAddress, "P-0046"), "Invalid import ID", `"P-0046" is not a project key`, `as in "id:P-0045"`)
	books.ResetRequests()
	w.mustSay(w.fails("apply", "-auto-approve"), "Error: The project already exists", "with "+projectAddress, `project_id = "P-0046"`,
		`already has a project with the project ID "P-0046"`, "Change the project ID", "terraform import "+projectType+".NAME 102")
	if sent := books.writes(); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
}

// After a lost response, the provider finds the project by its ID and adopts
// it.
func TestProjectCreate_withoutAClearAnswerMakesOneProject(t *testing.T) {
	faults := map[string]sandbox.Fault{
		"cut_after": sandbox.Cut().After(), "cut_before": sandbox.Cut(), "status500_after": sandbox.ErrorStatus(500).After(),
		"status500_before": sandbox.ErrorStatus(500), "truncated": sandbox.Truncate(), "empty_after": sandbox.Reply(201, nil, "").After(),
	}
	books := newBooks(t)
	var blocks []string
	for name, fault := range faults {
		blocks = append(blocks, projectNamed(name, wholeProject()))
		books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathProjects, When: mentions(`"P-` + name + `"`), Fault: fault})
	}
	w := books.workspace(t, blocks...)
	w.apply()
	w.plansNothing()
	found := map[string]int{}
	for _, entry := range books.Intacct().Entries(intacct.Projects) {
		found[entry.Values["id"]]++
		books.Script(sandbox.Rule{Method: http.MethodPatch, When: mentions("/" + entry.Key), Fault: faults[strings.TrimPrefix(entry.Values["id"], "P-")]})
	}
	blocks = nil
	for name := range faults {
		if found["P-"+name] != 1 {
			t.Errorf("%s: there are %d projects", name, found["P-"+name])
		}
		changed := wholeProject()
		maps.Copy(changed, values{"customer_id": "null", "budgeted_cost": "1", "description": `"Other"`})
		blocks = append(blocks, projectNamed(name, changed))
	}
	w.configure(books.config(blocks...))
	w.apply()
	w.plansNothing()
	if left := books.ScriptLeft(); left > 0 {
		t.Errorf("%d of the faults were not met", left)
	}
}

// Without an ID, the company numbers the project itself, or its refusal points
// at the attribute.
func TestProjectCreate_withoutAnID(t *testing.T) {
	for name, test := range map[string]struct {
		options intacct.Options
		refusal sandbox.Fault
		says    []string
	}{
		"numbered":          {intacct.Options{NumbersProjects: true}, sandbox.Pass(), nil},
		"refused":           {intacct.Options{}, sandbox.Pass(), []string{"/id: id is required"}},
		"refused as a rule": {intacct.Options{}, sandbox.Reply(422, nil, `{"ia::error":{"code":"operationFailed","message":"The project needs an ID"}}`), []string{"The project needs an ID"}},
	} {
		t.Run(name, func(t *testing.T) {
			test.options.Shapes.Nulls = intacct.NullsEmpty
			books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: test.options})
			books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathProjects, Fault: test.refusal})
			w := books.workspace(t, aProject(values{"project_id": "null"}))
			if test.says == nil {
				w.apply()
				w.plansNothing()
				w.mustSay(w.run("show"), `project_id = "PRJ-00001"`)
				w.configure(books.config(aProject(values{"project_id": `"PRJ-00001"`, "name": `"Renamed"`})))
				w.apply()
				w.configure(books.config(aProject(values{"project_id": "null", "name": `"Renamed"`})))
				w.plansNothing()
				return
			}
			w.mustSay(w.fails("apply", "-auto-approve"), append(append([]string{"could not create the project", "with " + projectAddress}, test.says...),
				"Without project_id, the company must number projects automatically (document sequencing). If it does not, set project_id.")...)
			if len(books.writes()) != 1 {
				t.Errorf("sent %q", books.writes())
			}
		})
	}
}

// A refusal of another field points at that field, with or without project_id.
func TestProject_refusalsPointAtAttributes(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: intacct.Options{NumbersProjects: true}})
	w := books.workspace(t, aProject(values{"project_id": "null", "customer_id": `"CUST-9"`}), projectNamed("named", values{"class_id": `"NONE"`}),
		projectNamed("date", values{"start_date": `"2026-01-31"`, "budgeted_billing_amount": "7"}))
	books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathProjects, When: mentions(`"P-date"`), Fault: sandbox.Reply(400, nil,
		`{"ia::result":{"ia::error":{"code":"invalidRequest","message":"Payload contains errors","details":[{"message":"Not then","target":"/startDate"},{"message":"Nor so much","target":"/budget/billingAmount"}]}}}`)})
	output := w.fails("apply", "-auto-approve")
	w.mustSay(errorsFor(output, projectAddress), `customer_id = "CUST-9"`, "There is no customer with the id CUST-9")
	w.mustSay(errorsFor(output, projectType+".named"), `class_id = "NONE"`, "There is no class with the id NONE")
	w.mustSay(errorsFor(output, projectType+".date"), "budgeted_billing_amount = 7", "Nor so much", `start_date = "2026-01-31"`, "Not then")
}

// Without an ID, a project created by a lost request cannot be recognized, so
// the create is sent once, and projects created since are listed with the
// commands that import them.
func TestProjectCreate_withoutAnIDAndAClearAnswerIsNeverRepeated(t *testing.T) {
	for name, test := range map[string]struct {
		fault sandbox.Fault
		made  int
	}{
		"cut_after": {sandbox.Cut().After(), 1}, "cut_before": {sandbox.Cut(), 0}, "status500_after": {sandbox.ErrorStatus(500).After(), 1},
		"status500_before": {sandbox.ErrorStatus(502), 0}, "empty_after": {sandbox.Reply(201, nil, "").After(), 1}, "truncated": {sandbox.Truncate(), 1},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{Intacct: intacct.Options{NumbersProjects: true}})
			books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathProjects, Times: sandbox.Always, Fault: test.fault})
			w := books.workspace(t, aProject(values{"project_id": "null"}))
			output := w.fails("apply", "-auto-approve")
			if sent := len(books.writes()); sent != 1 || len(books.createdEntries()) != test.made {
				t.Fatalf("sent %d times, made %v", sent, books.createdEntries())
			}
			if test.made == 0 {
				w.mustSay(output, "could not confirm that the project was created", "The provider did not retry the request. No project has been created since then")
				return
			}
			w.mustSay(output, "could not confirm that the project was created", "The provider did not retry the request", `Created since then: "PRJ-00001" with the key 103`,
				"before the next apply", "terraform import "+projectType+".NAME 103")
			if strings.Contains(output, "NAME 101") {
				t.Errorf("one from before is listed:\n%s", output)
			}
			w.run("import", projectAddress, "103")
			w.plansNothing()
		})
	}
}

// Projects that this run has created are not candidates, and other projects are
// listed.
func TestProjectCreate_withoutAnIDListsWhatIsNotThisRuns(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: intacct.Options{NumbersProjects: true}})
	books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathProjects, When: mentions(`"Project lost"`), Fault: sandbox.ErrorStatus(500)})
	books.OnRequest(func(request sandbox.Request) {
		if request.Method == http.MethodPost && strings.Contains(request.Body, `"Project lost"`) {
			books.Intacct().AddEntry(intacct.Projects, intacct.Entry{Key: "900", Values: map[string]string{"id": "SOMEBODYS", "name": "N"}})
		}
	})
	w := books.workspace(t, projectNamed("first", values{"project_id": "null"}), projectNamed("second", values{"project_id": `"P-2"`}),
		projectNamed("lost", values{"project_id": "null", "depends_on": "[" + projectType + ".first, " + projectType + ".second]"}))
	w.mustSay(w.fails("apply", "-auto-approve"), `Created since then: "SOMEBODYS" with the key 900`, "NAME 900")
	if got := books.writes(); len(got) != 3 {
		t.Errorf("sent %q", got)
	}
}

// A project with postings cannot be deleted, and the error says so. A deleted
// project is planned to be created again.
func TestProject_deletions(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, aProject(nil))
	w.apply()
	books.Intacct().MarkEntryInUse(intacct.Projects, "101")
	w.mustSay(w.fails("destroy", "-auto-approve"), "could not delete project 101", "is in use and cannot be deleted")
	books.Intacct().DeleteEntry(intacct.Projects, "101")
	if diff := cmp.Diff(map[string]string{projectAddress: "create"}, w.plannedChanges()); diff != "" {
		t.Error(diff)
	}
	w.apply()
	for _, status := range []int{404, 400, 422} {
		books.Script(sandbox.Rule{Method: http.MethodDelete, Fault: sandbox.ErrorStatus(status).After()})
		w.run("destroy", "-auto-approve")
		w.apply()
	}
	if left := books.ScriptLeft(); left > 0 {
		t.Errorf("%d of the faults were not met", left)
	}
}

// A plan and its apply cost few requests, including token requests.
func TestProject_refreshOf300(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, block(fmt.Sprintf("resource %q %q", projectType, "many"), values{
		"count": "300", "project_id": `"M-${count.index}"`, "name": `"Many"`, "category": `"contract"`, "customer_id": `"CUST-00101"`,
	}))
	books.ResetRequests()
	w.apply()
	if sent := len(books.Requests()); sent > 300*5/4 {
		t.Errorf("creating 300 projects took %d requests", sent)
	}
	books.ResetRequests()
	w.plansNothing()
	if sent := len(books.Requests()); sent > 4 {
		t.Errorf("a refresh of 300 projects took %d requests: %v", sent, books.requests())
	}
}
