package wethod_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestList_isTheExampleOfTheContract(t *testing.T) {
	t.Parallel()
	get(newService(), "project_id=12&updated_at=gt:2024-07-01T00:00:00Z&issue_date=lt:2025-01-01").mustBe(t, 200, `[
	  {"id": 42, "created_at": "2024-07-03T08:00:00.120Z", "updated_at": "2024-07-03T08:00:00.120Z",
	   "status": "draft", "value": 250, "issue_date": "2024-07-31", "project_id": 12},
	  {"id": 41, "created_at": "2024-06-15T08:30:00+00:00", "updated_at": "2024-07-02T10:00:00+00:00",
	   "status": "paid", "invoice_number": "INV-2024-001", "purchase_order": null, "value": 1000.5,
	   "exchange_rate": null, "issue_date": "2024-06-15", "payment_date": "2024-07-01", "notes": null,
	   "project_id": 12, "budget_area_uid": null, "vat_rate_id": 3, "payment_term_id": 2}]`)
}

func TestList_keepsDigitsZerosAndEmptyTexts(t *testing.T) {
	t.Parallel()
	get(newService(), "issue_date=lt:2024-02-02").mustBe(t, 200, `[
	  {"id": 44, "created_at": "2024-02-01T10:00:00Z", "updated_at": "2024-02-03T11:30:00.5+01:00", "status": "sent",
	   "invoice_number": "INV-2024-002", "purchase_order": "PO-77", "value": 12345678901234567.891, "exchange_rate": 1.0873000000000001,
	   "issue_date": "2024-02-01", "payment_date": null, "notes": "Second installment, as agreed", "project_id": 14,
	   "budget_area_uid": "ba_5f3c", "vat_rate_id": 3, "payment_term_id": 1},
	  {"id": 43, "created_at": "2024-01-10T09:00:00Z", "updated_at": "2024-01-10T09:00:00Z", "status": "draft", "invoice_number": "",
	   "purchase_order": "", "value": 0, "exchange_rate": 0, "issue_date": "2024-01-10", "payment_date": null, "notes": "", "project_id": 12,
	   "budget_area_uid": "", "vat_rate_id": 0, "payment_term_id": 0}]`)
}

func TestList_chooses(t *testing.T) {
	t.Parallel()
	tests := map[string][]int{
		"":                                                  {52, 50, 51, 42, 41, 48, 49, 47, 46, 45, 44, 43},
		"project_id=14":                                     {46, 45, 44},
		"project_id=99":                                     {},
		"issue_date=2024-06-01":                             {48},
		"issue_date=gt:2024-12-31":                          {52, 51},
		"issue_date=lt:2024-02-29":                          {44, 43},
		"issue_date=lt%3A2024-02-29":                        {44, 43},
		"payment_date=2024-07-01":                           {41},
		"payment_date=gt:2024-06-30":                        {50, 41},
		"payment_date=lt:2024-06-30":                        {45},
		"payment_date=lt:2099-01-01":                        {50, 41, 48, 45},
		"updated_at=2024-05-31T22:00:00Z":                   {48, 49},
		"updated_at=2024-06-01T00:00:00%2B02:00":            {48, 49},
		"updated_at=2024-07-03T08:00:00.12Z":                {42},
		"updated_at=2024-07-03T08:00:00Z":                   {},
		"updated_at=gt:2025-01-02T07:00:00Z":                {52},
		"updated_at=lt:2024-02-29T22:30:00Z":                {44, 43},
		"updated_at=lt:2024-02-29T22:30:01Z":                {45, 44, 43},
		"limit=3":                                           {52, 50, 51},
		"limit=3&offset=10":                                 {44, 43},
		"offset=12":                                         {},
		"offset=2000000000":                                 {},
		"limit=1&offset=5&project_id=12":                    {},
		"issue_date=gt:2024-12-31&issue_date=lt:2024-02-29": {44, 43}, // the last one
		"project_id=14&project_id=15&limit=x&limit=1":       {50},
		"status=paid&sort=id&Limit=1":                       {52, 50, 51, 42, 41, 48, 49, 47, 46, 45, 44, 43},
	}
	for query, want := range tests {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			get(newService(), query).mustHaveIDs(t, want...)
		})
	}
}

func TestList_refusesWhatHasNoMeaning(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"limit=0":                              {"limit"},
		"limit=101":                            {"limit"},
		"limit=-1":                             {"limit"},
		"limit=ten":                            {"limit"},
		"limit=":                               {"limit"},
		"limit=1.0":                            {"limit"},
		"offset=-1":                            {"offset"},
		"offset=x":                             {"offset"},
		"project_id=0":                         {"project_id"},
		"project_id=a":                         {"project_id"},
		"issue_date=20240101":                  {"issue_date"},
		"issue_date=2024-02-30":                {"issue_date"},
		"issue_date=":                          {"issue_date"},
		"issue_date=gte:2024-01-01":            {"issue_date"},
		"issue_date=bt:2024-01-01,2024-02-01":  {"issue_date"},
		"issue_date=gt:gt:2024-01-01":          {"issue_date"},
		"payment_date=2024-01-01T00:00:00Z":    {"payment_date"},
		"updated_at=2024-01-01":                {"updated_at"},
		"updated_at=2024-01-01T20:00:00":       {"updated_at"},
		"updated_at=2024-01-01T20:00:00+02:00": {"updated_at"}, // the + is a space
		"updated_at=2024-01-01T20:00:00,5Z":    {"updated_at"},
		"updated_at=gt:":                       {"updated_at"},
		"limit=0&issue_date=x&updated_at=x&offset=a": {"limit", "offset", "issue_date", "updated_at"},
		"limit=%zz": {"query"},
	}
	for query, want := range tests {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			got := get(newService(), query)
			body := parse[struct {
				Key, Message string
				Failures     []struct{ Field, Message string }
			}](t, got.body)
			var fields []string
			for _, failure := range body.Failures {
				fields = append(fields, failure.Field)
			}
			if got.status != 400 || body.Key != "invalid_data" || body.Message == "" || !slices.Equal(fields, want) {
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
}

func TestList_pagesThatFollowEachOtherAreWhole(t *testing.T) {
	t.Parallel()
	service := newServiceWith(false)
	service.Generate(250)
	var ids []int
	for _, offset := range []int{0, 100, 200, 300} {
		for _, invoice := range parse[[]struct{ ID int }](t, get(service, fmt.Sprintf("limit=100&offset=%d", offset)).body) {
			ids = append(ids, invoice.ID)
		}
	}
	if len(ids) != 250 || ids[0] != 350 || slices.IsSorted(ids) {
		t.Errorf("%d ids, the first is %d", len(ids), ids[0])
	}
	slices.Sort(ids)
	if diff := cmp.Diff(250, len(slices.Compact(ids))); diff != "" {
		t.Errorf("distinct ids differ (-want +got):\n%s", diff)
	}
}
