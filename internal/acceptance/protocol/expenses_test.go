package protocol_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

const (
	expenseType  = "billing_teamwork_expense"
	billableType = "billing_teamwork_time_logs_set_billable"
)

func newExpense(description any) object {
	return object{"project_id": 1149, "name": "Tyres", "date": "2026-03-04", "cost": "200", "description": description}
}

func TestExpenses_listed(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	for name, test := range map[string]struct {
		config object
		want   string
	}{
		"all":             {nil, "14 15 36 37 38 39"},
		"of a project":    {object{"project_id": 1150}, "39"},
		"of another":      {object{"project_id": 1152}, ""},
		"of none visible": {object{"project_id": 4711}, "!"},
	} {
		if got := ids(core.list(query{kind: expenseType, config: test.config})); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	limited := core.list(query{kind: expenseType, limit: 2})
	if got := ids(limited); got != "14 15" || limited[0].name != "4 New Tyres: 200.00" {
		t.Errorf("%q, named %q", got, limited[0].name)
	}
	differs(t, "identity", object{"id": "14", "host": core.host()}, limited[0].identity)
}

func TestExpenses_listedWithResourcesAreAsReadAfterImport(t *testing.T) {
	t.Parallel()
	for edition, shapes := range teamworkEditions() {
		t.Run(edition, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{Teamwork: shapes})
			for _, listed := range core.list(query{kind: expenseType, includeResource: true}) {
				core.isManagedAsListed(expenseType, listed)
			}
		})
	}
}

func TestImport_ofExpenses(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	want := core.importWith(expenseType, "37", nil)
	differs(t, "identity", object{"id": "37", "host": core.host()}, want.identify())
	core.plansNothing(want)
	for name, identity := range map[string]object{"id alone": {"id": "37"}, "id and host": {"id": "37", "host": core.host()}} {
		differs(t, name, want.value(), core.importWith(expenseType, "", identity).value())
	}
	for _, test := range []struct {
		id       string
		identity object
		want     []string
	}{
		{"", object{"id": "37", "host": "other.teamwork.com"}, says("The expense is on another site", "other.teamwork.com", core.host())},
		{"Seed", nil, says("Invalid import ID", `"Seed" is not an expense ID`)},
	} {
		core.expect(said(core.tryImport(expenseType, test.id, test.identity).Diagnostics), test.want)
	}
}

func TestAction_setsBillable(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.ResetRequests()
	progress, diagnostics := core.invokeAction(billableType, object{"time_log_ids": []any{111, 222}, "billable": false})
	core.expect(diagnostics)
	if len(progress) != 2 || !strings.Contains(progress[1], "time log 222 as not billable (2 of 2)") {
		t.Errorf("progress is %q", progress)
	}
	var sent []string
	for _, request := range core.Requests() {
		sent = append(sent, strings.TrimSpace(request.Method+" "+request.Path+" "+request.Body))
	}
	want := []string{
		`PATCH /projects/api/v3/time/111.json {"timelog":{"isBillable":false}}`, `PATCH /projects/api/v3/time/222.json {"timelog":{"isBillable":false}}`,
	}
	if !slices.Equal(sent, want) {
		t.Errorf("sent %q", sent)
	}
	for _, id := range []int{111, 222} {
		if log, _ := core.Teamwork().TimeLog(id); log.Billable {
			t.Errorf("time log %d is still billable", id)
		}
	}
	core.Script(sandbox.Rule{Method: http.MethodPatch, Path: teamwork.PathTimeLog, Times: 1, Fault: sandbox.Cut()}) // retried, because that is safe
	_, diagnostics = core.invokeAction(billableType, object{"time_log_ids": []any{111}, "billable": true})
	core.expect(diagnostics)
	_, diagnostics = core.invokeAction(billableType, object{"time_log_ids": []any{111, 937, 222}, "billable": false})
	core.expect(diagnostics, says("could not mark time log 937 as not billable", "does not change time that an invoice bills", "1 of 3 time logs were marked before"))
}

// A different-looking expense at another address is not mistaken for the one in
// the state.
func TestExpense_ofAnotherSite(t *testing.T) {
	t.Parallel()
	own := newCore(t, sandbox.Options{})
	created := own.create(expenseType, newExpense("ours"))
	other := newCore(t, sandbox.Options{})
	other.Teamwork().AddExpense(teamwork.Expense{ID: 40, ProjectID: 1149, Name: "Tyres", Date: "20260304", Cost: "200.00", Description: "a stranger's"})
	answer, err := other.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: expenseType, CurrentState: other.dynamic(created.state), Private: created.private, CurrentIdentity: other.identityData(created.identity),
	})
	other.must(err)
	other.expect(said(answer.Diagnostics), says("may be a different record", "remove the resource"))
}
