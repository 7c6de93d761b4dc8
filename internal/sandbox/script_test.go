package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestScript_answersTheNextFittingRequests(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	server := box.StartTest(t)
	box.Script(
		sandbox.Rule{System: "teamwork", Method: "GET", Path: teamwork.PathInvoice, Skip: 1, Times: 2, Fault: sandbox.ErrorStatus(503)},
		sandbox.Rule{Path: "/invoices/50.json", Fault: sandbox.Reply(418, nil, `{}`)},
	)
	steps := []struct {
		method, path string
		status       int
	}{
		{"GET", "/invoices.json", 200},
		{"GET", "/invoices/49.json", 200},
		{"GET", "/invoices/49.json", 503},
		{"GET", "/invoices/50.json", 503},
		{"GET", "/invoices/49.json", 200},
		{"GET", "/invoices/50.json", 418},
		{"GET", "/invoices/50.json", 200},
	}
	for i, step := range steps {
		if got := do(t, server, step.method, step.path, ""); got.status != step.status {
			t.Errorf("step %d: status %d, want %d", i, got.status, step.status)
		}
	}
	if left := box.ScriptLeft(); left != 0 {
		t.Errorf("%d answers left", left)
	}
}

func TestScript_rules(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rule sandbox.Rule
		want []int // statuses of three reads of invoice 49
	}{
		"fits every request when empty": {sandbox.Rule{Fault: sandbox.ErrorStatus(503)}, []int{503, 200, 200}},
		"always":                        {sandbox.Rule{Times: sandbox.Always, Fault: sandbox.ErrorStatus(503)}, []int{503, 503, 503}},
		"another system":                {sandbox.Rule{System: "intacct", Fault: sandbox.ErrorStatus(503)}, []int{200, 200, 200}},
		"another verb":                  {sandbox.Rule{Method: "PUT", Fault: sandbox.ErrorStatus(503)}, []int{200, 200, 200}},
		"another path":                  {sandbox.Rule{Path: "/invoices/50.json", Fault: sandbox.ErrorStatus(503)}, []int{200, 200, 200}},
		"a condition that holds": {
			sandbox.Rule{When: func(r sandbox.Request) bool { return r.Header.Get("Authorization") != "" }, Fault: sandbox.ErrorStatus(503)},
			[]int{503, 200, 200},
		},
		"a condition that does not": {
			sandbox.Rule{When: func(r sandbox.Request) bool { return r.Body != "" }, Fault: sandbox.ErrorStatus(503)}, []int{200, 200, 200},
		},
		"no fault passes": {sandbox.Rule{}, []int{200, 200, 200}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := sandbox.New(sandbox.Options{})
			server := box.StartTest(t)
			box.Script(test.rule)
			for i, want := range test.want {
				if got := do(t, server, http.MethodGet, "/invoices/49.json", ""); got.status != want {
					t.Errorf("read %d: status %d, want %d", i, got.status, want)
				}
			}
		})
	}
}

func TestScript_comesBeforeRandomFaults(t *testing.T) {
	t.Parallel()
	box := always(sandbox.FaultStatus500)
	server := box.StartTest(t)
	box.Script(sandbox.Rule{Fault: sandbox.Pass()})
	do(t, server, http.MethodGet, "/invoices/49.json", "").mustBe(t, 200)
	do(t, server, http.MethodGet, "/invoices/49.json", "").mustBe(t, 500)
}

func TestScript_canBeCleared(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	server := box.StartTest(t)
	box.Script(sandbox.Rule{Times: 3, Fault: sandbox.Cut()})
	if left := box.ScriptLeft(); left != 3 {
		t.Errorf("%d answers left, want 3", left)
	}
	box.ClearScript()
	do(t, server, http.MethodGet, "/invoices/49.json", "").mustBe(t, 200)
}

func TestScript_effectOfFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault  sandbox.Fault
		status int // 0 if the connection is cut
		effect int
	}{
		"cut":                {sandbox.Cut(), 0, 0},
		"lost answer":        {sandbox.Cut().After(), 0, 1},
		"reply":              {sandbox.Reply(403, nil, `{"STATUS":"Error","MESSAGE":"no"}`), 403, 0},
		"reply after effect": {sandbox.Reply(504, nil, "").After(), 504, 1},
		"redirect":           {sandbox.Redirect("https://elsewhere.example/"), 302, 0},
		"drip":               {sandbox.Drip(1), 201, 1},
		"edit":               {sandbox.Edit(func(answer *sandbox.Answer) { answer.Status = 200 }), 200, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := sandbox.New(sandbox.Options{})
			server := box.StartTest(t)
			box.Script(sandbox.Rule{Method: http.MethodPost, Fault: test.fault})
			got := do(t, server, http.MethodPost, "/projects/1149/invoices.json", createBody)
			if got.status != test.status || (got.err != nil) != (test.status == 0) {
				t.Errorf("the client saw %d, %v", got.status, got.err)
			}
			if count := created(box); count != test.effect {
				t.Errorf("%d invoices created, want %d", count, test.effect)
			}
			if request := box.Requests()[0]; request.Fault == "" || request.Status != test.status {
				t.Errorf("the log says %q, status %d", request.Fault, request.Status)
			}
		})
	}
}

func TestScript_shapesOfAnswers(t *testing.T) {
	t.Parallel()
	unchanged := do(t, sandbox.New(sandbox.Options{}).StartTest(t), http.MethodGet, "/invoices.json", "")
	tests := map[string]struct {
		fault  sandbox.Fault
		header map[string]string
		body   string
	}{
		"redirect": {sandbox.Redirect("https://elsewhere.example/"), map[string]string{"Location": "https://elsewhere.example/"}, ""},
		"reply": {
			sandbox.Reply(200, http.Header{"x-page": {"7"}}, `{"a":1}`),
			map[string]string{"X-Page": "7", "Content-Type": "application/json"}, `{"a":1}`,
		},
		"drip is whole in the end": {sandbox.Drip(1), map[string]string{"X-Pages": "1"}, unchanged.body},
		"edit": {
			sandbox.Edit(func(answer *sandbox.Answer) {
				answer.Header.Del("X-Pages")
				answer.Body = strings.Replace(answer.Body, "OK", "Error", 1)
			}),
			map[string]string{"X-Pages": "", "X-Page": "1"}, strings.Replace(unchanged.body, "OK", "Error", 1),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := sandbox.New(sandbox.Options{})
			server := box.StartTest(t)
			box.Script(sandbox.Rule{Fault: test.fault})
			got := do(t, server, http.MethodGet, "/invoices.json", "")
			if got.err != nil || got.body != test.body {
				t.Errorf("error %v, body %s, want %s", got.err, got.body, test.body)
			}
			for name, value := range test.header {
				if got.header.Get(name) != value {
					t.Errorf("%s is %q, want %q", name, got.header.Get(name), value)
				}
			}
		})
	}
}

// Every operation on expenses and time can be selected by its template, and meets the same faults as the others.
func TestScript_namesExpensesAndTime(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	server := box.StartTest(t)
	operations := []struct{ method, template, path, body string }{
		{"GET", teamwork.PathExpenses, "/expenses.json", ""},
		{"GET", teamwork.PathProjectExpenses, "/projects/1149/expenses.json", ""},
		{"POST", teamwork.PathProjectExpenses, "/projects/1149/expenses.json", `{"expense":{"name":"A","date":"20260101","cost":"1"}}`},
		{"PUT", teamwork.PathExpense, "/expenses/36.json", `{"expense":{"cost":"1"}}`},
		{"GET", teamwork.PathExpense, "/expenses/36.json", ""},
		{"DELETE", teamwork.PathExpense, "/expenses/36.json", ""},
		{"GET", teamwork.PathTimeEntries, "/time_entries.json", ""},
		{"GET", teamwork.PathProjectTimeEntries, "/projects/1149/time_entries.json", ""},
		{"GET", teamwork.PathTaskTimeEntries, "/tasks/7001/time_entries.json", ""},
		{"GET", teamwork.PathTimeEntry, "/time_entries/111.json", ""},
		{"GET", teamwork.PathTimeLogs, "/projects/api/v3/time.json", ""},
		{"GET", teamwork.PathProjectTimeLogs, "/projects/api/v3/projects/1149/time.json", ""},
		{"GET", teamwork.PathTimeLog, "/projects/api/v3/time/111.json", ""},
		{"PATCH", teamwork.PathTimeLog, "/projects/api/v3/time/111.json", `{"timelog":{"isBillable":false}}`},
		{"GET", teamwork.PathUnbilledMetric, "/projects/api/v3/projects/metrics/unbilled.json", ""},
	}
	for _, operation := range operations {
		box.Script(sandbox.Rule{Method: operation.method, Path: operation.template, Fault: sandbox.ErrorStatus(503)})
		do(t, server, operation.method, operation.path, operation.body).mustBe(t, 503)
		do(t, server, operation.method, operation.path, operation.body).mustBe(t, 200)
	}
}

func TestScript_losesTheAnswerToACreatedExpense(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	server := box.StartTest(t)
	box.Script(sandbox.Rule{Method: "POST", Path: teamwork.PathExpenses, Fault: sandbox.Cut().After()})
	before := len(box.Teamwork().Expenses())
	const body = `{"expense":{"project-id":"1149","name":"A","date":"20260101","cost":"1"}}`
	if got := do(t, server, http.MethodPost, "/expenses.json", body); got.err == nil {
		t.Errorf("the answer arrived: %+v", got)
	}
	if expenses := box.Teamwork().Expenses(); len(expenses) != before+1 || expenses[before].Name != "A" {
		t.Errorf("the expenses are %+v", expenses)
	}
}
