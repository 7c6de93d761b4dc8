package acceptance_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// TestWethodFilters_onTheWire sends one request for each filter. The IDs are
// those of the matching invoices in the sandbox's seed, determined by hand.
func TestWethodFilters_onTheWire(t *testing.T) {
	tests := []struct {
		name      string
		arguments values
		query     string
		ids       string
	}{
		{"all", nil, "limit=100&offset=0", "41 42 43 44 45 46 47 48 49 50 51 52"},
		{"project", values{"project_id": "14"}, "limit=100&offset=0&project_id=14", "44 45 46"},
		{"project_without_invoices", values{"project_id": "99"}, "limit=100&offset=0&project_id=99", ""},
		{"issued_on", values{"issue_date": `{ on = "2024-06-01" }`}, "issue_date=2024-06-01&limit=100&offset=0", "48"},
		{"issued_on_compact", values{"issue_date": `{ on = "20240601" }`}, "issue_date=2024-06-01&limit=100&offset=0", "48"},
		{"issued_after", values{"issue_date": `{ after = "2024-12-31" }`}, "issue_date=gt%3A2024-12-31&limit=100&offset=0", "51 52"},
		{"issued_before", values{"issue_date": `{ before = "2024-02-29" }`}, "issue_date=lt%3A2024-02-29&limit=100&offset=0", "43 44"},
		{
			"issued_between", values{"issue_date": `{ after = "2024-02-01", before = "20240630" }`},
			"issue_date=gt%3A2024-02-01&limit=100&offset=0", "41 45 46 47 48",
		},
		{"paid_on", values{"payment_date": `{ on = "2024-07-01" }`}, "limit=100&offset=0&payment_date=2024-07-01", "41"},
		{"paid_after", values{"payment_date": `{ after = "2024-06-30" }`}, "limit=100&offset=0&payment_date=gt%3A2024-06-30", "41 50"},
		{"paid_before", values{"payment_date": `{ before = "2024-06-30" }`}, "limit=100&offset=0&payment_date=lt%3A2024-06-30", "45"},
		{
			"paid_between", values{"payment_date": `{ after = "2024-03-01", before = "2025-01-31" }`},
			"limit=100&offset=0&payment_date=gt%3A2024-03-01", "41 48",
		},
		{
			"changed_on", values{"updated_at": `{ on = "2024-06-01T00:00:00+02:00" }`},
			"limit=100&offset=0&updated_at=2024-06-01T00%3A00%3A00%2B02%3A00", "48 49",
		},
		{
			"changed_after", values{"updated_at": `{ after = "2025-01-02T08:00:00+01:00" }`},
			"limit=100&offset=0&updated_at=gt%3A2025-01-02T08%3A00%3A00%2B01%3A00", "52",
		},
		{
			"changed_before", values{"updated_at": `{ before = "2024-02-29T22:30:00.5Z" }`},
			"limit=100&offset=0&updated_at=lt%3A2024-02-29T22%3A30%3A00.5Z", "43 44 45",
		},
		{ // 45 was changed at 22:30 UTC, 48 and 49 at 22:00 UTC, each written in a different time zone than here
			"changed_between", values{"updated_at": `{ after = "2024-02-29T17:30:00-05:00", before = "2024-06-01T03:00:00+05:00" }`},
			"limit=100&offset=0&updated_at=gt%3A2024-02-29T17%3A30%3A00-05%3A00", "46 47",
		},
		{
			"several", values{
				"project_id": "12", "issue_date": `{ after = "2024-01-10", before = "2025-02-01" }`,
				"updated_at": `{ after = "2024-07-02T10:00:00Z", before = "2025-02-01T00:00:00Z" }`,
			},
			"issue_date=gt%3A2024-01-10&limit=100&offset=0&project_id=12&updated_at=gt%3A2024-07-02T10%3A00%3A00Z", "42 51",
		},
	}
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t)
	var blocks, queries []string
	ids := map[string]string{}
	for _, test := range tests {
		blocks = append(blocks, listed(test.name, test.arguments))
		queries = append(queries, test.query)
		ids[test.name] = test.ids
	}
	w.configure(company.config(blocks...))
	w.apply()
	if diff := cmp.Diff(ids, w.outputs()); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
	got := company.queries()
	slices.Sort(got)
	slices.Sort(queries)
	if diff := cmp.Diff(queries, got); diff != "" {
		t.Errorf("queries differ (-want +got):\n%s", diff)
	}
	for _, request := range company.Requests() {
		if request.Method != "GET" || request.Path != "/api/invoices" || request.Status != 200 ||
			request.Header.Get("Wethod-Company") != "sandbox" || request.Header.Get("Wethod-Version") != "2024-06-15" {
			t.Errorf("unexpected request %+v", request)
		}
	}
	w.plansNothing()
}

// late is a value that is unknown in a first plan.
const late = "resource \"terraform_data\" \"late\" {\n  input = \"2024-12-31\"\n}\n"

func TestWethodFilters_valuesThatAreKnownOnlyAfterApply(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t)
	w.configure(company.config(late,
		listed("late", values{"issue_date": "{ after = terraform_data.late.output, before = \"2025-02-01\" }"}),
		listed("whole", values{"payment_date": "terraform_data.late.output == \"\" ? null : { after = terraform_data.late.output }"}),
	))
	w.apply()
	if diff := cmp.Diff(map[string]string{"late": "51", "whole": "50"}, w.outputs()); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
}

func TestWethodFilters_valuesThatTurnOutToBeWrong(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t)
	w.configure(company.config(late, listed("late", values{"issue_date": "{ after = terraform_data.late.output, before = \"2024-12-31\" }"})))
	w.mustSay(w.fails("apply", "-auto-approve"), "Bounds that exclude everything",
		"issue_date.after (2024-12-31) is not earlier than issue_date.before (2024-12-31)")
}

func TestWethodFilters_areCheckedBeforeAnythingIsSent(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t)
	w.configure(company.config(
		listed("a", values{"issue_date": "{}"}),
		listed("b", values{"issue_date": `{ on = "2024-01-01", before = "2024-02-01" }`}),
		listed("c", values{"payment_date": `{ on = "2024-02-30" }`}),
		listed("d", values{"payment_date": `{ after = "01/02/2024" }`}),
		listed("e", values{"payment_date": `{ after = "2024-02-02", before = "20240201" }`}),
		listed("f", values{"updated_at": `{ on = "2024-01-01" }`}),
		listed("g", values{"updated_at": `{ before = "2024-01-01T20:00:00" }`}),
		listed("h", values{"updated_at": `{ after = "2024-01-01T20:00:00+02:00", before = "2024-01-01T18:00:00Z" }`}),
		listed("i", values{"project_id": "0"}),
		listed("j", values{"updated_at": `{ on = "" }`}),
	))
	output := w.fails("validate")
	for _, phrases := range [][]string{
		{"Empty filter", `in data "billing_wethod_invoices" "a"`, "issue_date sets none of on, after, and before"},
		{"Filters that exclude each other", `"b"`, "issue_date.on sets an exact value and cannot be combined with issue_date.after or issue_date.before"},
		{"Invalid date", `"c"`, `Attribute payment_date.on: "2024-02-30" is not a date`},
		{"Invalid date", `"d"`, `Attribute payment_date.after: "01/02/2024" is not a date`},
		{"Bounds that exclude everything", `"e"`, "payment_date.after (2024-02-02) is not earlier than payment_date.before (20240201)"},
		{"Invalid timestamp", `"f"`, `Attribute updated_at.on: "2024-01-01" is not a timestamp`},
		{"Invalid timestamp", `"g"`, `Attribute updated_at.before: "2024-01-01T20:00:00" is not a timestamp`},
		{
			"Bounds that exclude everything", `"h"`,
			"updated_at.after (2024-01-01T20:00:00+02:00) is not earlier than updated_at.before (2024-01-01T18:00:00Z)",
		},
		{"Invalid Attribute Value", `"i"`, "project_id value must be at least 1"},
		{"Invalid timestamp", `"j"`, `Attribute updated_at.on: "" is not a timestamp`},
	} {
		w.mustSay(output, phrases...)
	}
	if len(company.Requests()) != 0 {
		t.Errorf("sent %v", company.queries())
	}
}
