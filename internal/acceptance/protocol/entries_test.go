package protocol_test

import (
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func newContractTemplate(description any) object {
	return object{"template_id": "T-1", "description": description, "lines": []any{object{"period_offset": 0, "percent_to_bill": "100"}}}
}

func newProject(description any) object {
	return object{"project_id": "T-1", "name": "Project", "category": "contract", "description": description, "customer_id": "CUST-00101", "contract_amount": "5"}
}

func newObserved(notes any) object {
	return object{"project_id": "P-0045", "as_of_date": "2027-01-31", "percent_complete": "50", "notes": notes}
}

// Observed percentages are imported by key and by identity.
func TestImport_ofObservedPercents(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	want := core.importWith(observedType, "11", nil)
	differs(t, "state", object{
		"id": "11", "project_id": "P-0045", "as_of_date": "2026-03-31", "percent_complete": "25", "notes": "Design accepted",
		"href": "/objects/projects/project-observed-percent-completed/11",
	}, want.value())
	core.plansNothing(want)
	imported := core.importWith(observedType, "", object{"id": "11"})
	differs(t, "by identity", want.value(), imported.value())
	differs(t, "identity", object{"id": "11"}, imported.identify())
	core.expect(said(core.tryImport(observedType, "P-0045", nil).Diagnostics), says("Invalid import ID", `"P-0045" is not the key of an observed percentage`))
}

// Intacct records with user-defined IDs are imported by key, by that ID, and by
// identity.
func TestImport_byIDsThatPeopleGive(t *testing.T) {
	t.Parallel()
	for kind, test := range map[string]struct{ key, id, noun string }{
		contractType: {"41", "202AN4PER_QUARTERLY", "template"}, projectType: {"101", "P-0045", "project"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{})
			want := core.importWith(kind, test.key, nil)
			differs(t, "identity", object{"id": test.key}, want.identify())
			core.plansNothing(want)
			for name, imported := range map[string]instance{
				"by id": core.importWith(kind, "id:"+test.id, nil), "by identity": core.importWith(kind, "", object{"id": test.key}),
			} {
				differs(t, name, want.value(), imported.value())
				differs(t, name+": identity", want.identify(), imported.identify())
			}
			for id, want := range map[string][]string{
				"id:" + strings.ToLower(test.id) + "x": says("there is no " + test.noun),
				test.id:                                says("Invalid import ID", "with a prefix, as in", "id:"),
				"id:":                                  says("there is no " + test.noun + ` ""`),
			} {
				core.expect(said(core.tryImport(kind, id, nil).Diagnostics), want)
			}
			core.expect(said(core.tryImport(kind, "", object{"id": "x"}).Diagnostics), says("Invalid import ID"))
		})
	}
}

// A list shows a record exactly as a Read after its import, regardless of how
// missing values and decimals are shown.
func TestEntries_listedAreAsReadAfterImport(t *testing.T) {
	t.Parallel()
	for name, shapes := range map[string]intacct.Shapes{
		"as documented": {}, "empty": {Nulls: intacct.NullsEmpty, Decimals: intacct.DecimalsPadded}, "left out": {Nulls: intacct.NullsLeftOut},
		"bare": {NullReferences: true, ExtraFields: true},
	} {
		for kind, found := range map[string]string{contractType: "41 42", projectType: "101 102"} {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				core := newCore(t, sandbox.Options{Intacct: intacct.Options{Shapes: shapes}})
				results := core.list(query{kind: kind, includeResource: true})
				differs(t, "found", found, ids(results))
				for _, result := range results {
					core.isManagedAsListed(kind, result)
				}
			})
		}
	}
}

func TestEntries_listedByFilters(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	for _, test := range []struct {
		kind   string
		config object
		want   string
	}{
		{contractType, filters(filter("id", "eq", "STEPS")), "42"},
		{contractType, object{"filters": []any{filter("method", "eq", "predefinedPercentages"), filter("isStepBilling", "eq", "true")}, "filter_expression": "1 or 2"}, "41 42"},
		{contractType, filters(filter("id", "eq", "NONE")), ""},
		{projectType, filters(filter("customer.id", "eq", "CUST-00101")), "101"},
		{projectType, filters(filter("parent.id", "eq", "P-0045"), filter("status", "eq", "active")), "102"},
	} {
		if got := ids(core.list(query{kind: test.kind, config: test.config})); got != test.want {
			t.Errorf("%v: %q, want %q", test.config, got, test.want)
		}
	}
	results := core.list(query{kind: contractType, config: filters(filter("key", "eq", "42"))})
	if results[0].name != "STEPS" || results[0].resource != nil {
		t.Errorf("display name is %q, the resource is %v", results[0].name, results[0].resource)
	}
	core.expect(core.list(query{kind: contractType, config: object{"filter_expression": "1"}})[0].said, says("filter_expression: Invalid filter expression"))
}
