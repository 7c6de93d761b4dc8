package wethod_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// newCompany returns a service with the demo's records and the given behavior.
func newCompany(shapes wethod.Shapes, lacking ...wethod.Permission) *wethod.Service {
	service := wethod.New(wethod.Options{
		Now:         func() time.Time { return time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC) },
		Permissions: wethod.Without(lacking...), Shapes: shapes,
	})
	service.Seed(true)
	return service
}

// write sends a request with a body, unless the body is "".
func write(service *wethod.Service, method, path, body string) answer {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	wethod.Authorize(request)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	recorder := httptest.NewRecorder()
	service.ServeHTTP(recorder, request)
	return answer{status: recorder.Code, body: recorder.Body.String()}
}

// field returns a JSON field of the response.
func (a answer) field(t *testing.T, name string) any {
	t.Helper()
	return parse[map[string]any](t, a.body)[name]
}

// failures returns the fields that a 400 complains about.
func (a answer) failures(t *testing.T) []string {
	t.Helper()
	if a.status != http.StatusBadRequest {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var fields []string
	for _, failure := range parse[struct{ Failures []struct{ Field string } }](t, a.body).Failures {
		fields = append(fields, failure.Field)
	}
	slices.Sort(fields)
	return fields
}

const least = `{"project_id":12,"value":1200.50,"issue_date":"2026-03-31"}`

func TestCreate_answersWithTheWholeDraft(t *testing.T) {
	t.Parallel()
	service := newCompany(wethod.Shapes{})
	write(service, http.MethodPost, wethod.PathInvoices, least).mustBe(t, 201, `{"id":101,"created_at":"2026-11-21T10:00:00+00:00",
		"updated_at":"2026-11-21T10:00:00+00:00","status":"draft","invoice_number":null,"purchase_order":null,"value":1200.5,"exchange_rate":null,
		"issue_date":"2026-03-31","payment_date":null,"notes":null,"project_id":12,"budget_area_uid":null,"vat_rate_id":null,"payment_term_id":null}`)
	write(service, http.MethodPost, wethod.PathInvoices, `{"project_id":14,"value":12345678901234567.891,"issue_date":"2026-03-31","invoice_number":"N",
		"purchase_order":"P","exchange_rate":1.25,"notes":"<n>","budget_area_uid":"b","vat_rate_id":3,"payment_term_id":null}`).mustBe(t, 201,
		`{"id":102,"created_at":"2026-11-21T10:00:00+00:00","updated_at":"2026-11-21T10:00:00+00:00","status":"draft","invoice_number":"N",
		"purchase_order":"P","value":12345678901234567.891,"exchange_rate":1.25,"issue_date":"2026-03-31","payment_date":null,"notes":"<n>",
		"project_id":14,"budget_area_uid":"b","vat_rate_id":3,"payment_term_id":null}`)
}

func TestCreate_refuses(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		``:   {"body"},
		`[]`: {"body"},
		`{}`: {"issue_date", "project_id", "value"},
		`{"project_id":null,"value":null,"issue_date":null}`:                                   {"issue_date", "project_id", "value"},
		`{"project_id":"12","value":"1","issue_date":20260331}`:                                {"issue_date", "project_id", "value"},
		`{"project_id":12,"value":1,"issue_date":"2026-02-30"}`:                                {"issue_date"},
		`{"project_id":99,"value":1,"issue_date":"2026-02-28"}`:                                {"project_id"},
		`{"project_id":16,"value":1,"issue_date":"2026-02-28"}`:                                {"project_id"}, // no job order
		`{"project_id":17,"value":1,"issue_date":"2026-02-28"}`:                                {"project_id"}, // no budget
		strings.Replace(least, "{", `{"status":"paid","payment_date":"2026-01-01","id":7,`, 1): {"id", "payment_date", "status"},
		strings.Replace(least, "{", `{"vat_rate_id":"3","payment_term_id":0,"notes":7,`, 1):    {"notes", "payment_term_id", "vat_rate_id"},
		strings.Replace(least, "{", `{"invoice_number":"`+strings.Repeat("é", 256)+`",`, 1):    {"invoice_number"},
	} {
		got := write(newCompany(wethod.Shapes{}), http.MethodPost, wethod.PathInvoices, body)
		if diff := cmp.Diff(want, got.failures(t)); diff != "" {
			t.Errorf("%s: failures differ (-want +got):\n%s", body, diff)
		}
	}
	write(newCompany(wethod.Shapes{NotBillableIs412: true}), http.MethodPost, wethod.PathInvoices, strings.Replace(least, "12", "16", 1)).
		mustBeError(t, 412, "precondition_failure")
	longest := strings.Replace(least, "{", `{"invoice_number":"`+strings.Repeat("é", 255)+`",`, 1)
	if got := write(newCompany(wethod.Shapes{}), http.MethodPost, wethod.PathInvoices, longest); got.status != 201 {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestCreate_shapes(t *testing.T) {
	t.Parallel()
	numbered := strings.Replace(least, "{", `{"invoice_number":"INV-2024-001",`, 1)
	for name, test := range map[string]struct {
		shapes wethod.Shapes
		body   string
		field  string
		want   any
	}{
		"numbers itself":        {wethod.Shapes{NumbersItself: true}, least, "invoice_number", "AUTO-101"},
		"takes a number":        {wethod.Shapes{NumbersItself: true}, numbered, "invoice_number", "INV-2024-001"},
		"has a default rate":    {wethod.Shapes{DefaultRate: "1.08"}, least, "exchange_rate", "1.08"},
		"takes any number":      {wethod.Shapes{}, numbered, "status", "draft"},
		"has one of each":       {wethod.Shapes{OneOfEachNumber: true}, numbered, "key", "invalid_data"},
		"keeps digits":          {wethod.Shapes{KeepsDigits: true}, least, "value", "1200.50"},
		"trims and rounds":      {wethod.Shapes{Values: quirks.Values{Trim: true, Round: true}}, strings.Replace(least, "1200.50", "1200.505", 1), "value", "1200.51"},
		"has a whole number":    {wethod.Shapes{}, strings.Replace(least, "1200.50", "1200.00", 1), "value", "1200"},
		"has one with hundreds": {wethod.Shapes{}, strings.Replace(least, "1200.50", "1200", 1), "value", "1200"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := write(newCompany(test.shapes), http.MethodPost, wethod.PathInvoices, test.body).field(t, test.field)
			if text, isNumber := got.(interface{ String() string }); isNumber {
				got = text.String()
			}
			if got != test.want {
				t.Errorf("%s is %v, want %v", test.field, got, test.want)
			}
		})
	}
}

func TestUpdate_changesWhatIsGivenAndClearsWithNull(t *testing.T) {
	t.Parallel()
	service := newCompany(wethod.Shapes{})
	got := write(service, http.MethodPatch, "/api/invoices/44", `{"purchase_order":null,"vat_rate_id":null,"exchange_rate":null,"project_id":12,"value":7}`)
	got.mustBe(t, 200, `{"id":44,"created_at":"2024-02-01T10:00:00Z","updated_at":"2026-11-21T10:00:00+00:00","status":"sent",
		"invoice_number":"INV-2024-002","purchase_order":null,"value":7,"exchange_rate":null,"issue_date":"2024-02-01","payment_date":null,
		"notes":"Second installment, as agreed","project_id":12,"budget_area_uid":"ba_5f3c","vat_rate_id":null,"payment_term_id":1}`)
	for body, want := range map[string][]string{
		`{"value":null,"project_id":null,"issue_date":null}`: {"issue_date", "project_id", "value"},
		`{"status":"draft"}`:                       {"status"},
		`{"project_id":16}`:                        {"project_id"},
		`{"value":"7"}`:                            {"value"},
		`{"notes":"ok","invoice_contact_id":null}`: {"invoice_contact_id"},
	} {
		if diff := cmp.Diff(want, write(service, http.MethodPatch, "/api/invoices/44", body).failures(t)); diff != "" {
			t.Errorf("%s: failures differ (-want +got):\n%s", body, diff)
		}
	}
	write(service, http.MethodPatch, "/api/invoices/4711", `{}`).mustBeError(t, 404, "not_found")
}

func TestDelete_shapes(t *testing.T) {
	t.Parallel()
	for shape, status := range map[wethod.Deletion]int{wethod.DeletionEmpty: 200, wethod.DeletionNoContent: 204, wethod.DeletionInvoice: 200} {
		service := newCompany(wethod.Shapes{Deletion: shape})
		got := write(service, http.MethodDelete, "/api/invoices/41", "")
		if got.status != status || (got.body == "") == (shape == wethod.DeletionInvoice) {
			t.Errorf("shape %d: %d %s", shape, got.status, got.body)
		}
		write(service, http.MethodDelete, "/api/invoices/41", "").mustBeError(t, 404, "not_found")
		write(service, http.MethodGet, "/api/invoices/41", "").mustBeError(t, 404, "not_found")
	}
}

// The state machine of the contract, with both variants of what it infers.
func TestStates(t *testing.T) {
	t.Parallel()
	const draft, sent, paid = "42", "44", "41"
	repeats, drafts, keeps := wethod.Shapes{RefusesRepeats: true}, wethod.Shapes{PaysDrafts: true}, wethod.Shapes{KeepsPaymentDate: true}
	for name, test := range map[string]struct {
		shapes       wethod.Shapes
		id, action   string
		body         string
		status       int
		after, dated any
	}{
		"send":                          {wethod.Shapes{}, draft, "send", `{"invoice_contact_id":5}`, 200, "sent", nil},
		"send again":                    {wethod.Shapes{}, sent, "send", `{"invoice_contact_id":5}`, 200, "sent", nil},
		"send again, refused":           {repeats, sent, "send", `{"invoice_contact_id":5}`, 400, nil, nil},
		"send without a contact":        {wethod.Shapes{}, draft, "send", `{}`, 400, nil, nil},
		"send to nobody":                {wethod.Shapes{}, draft, "send", `{"invoice_contact_id":99}`, 400, nil, nil},
		"send to a text":                {wethod.Shapes{}, draft, "send", `{"invoice_contact_id":"5"}`, 400, nil, nil},
		"pay":                           {wethod.Shapes{}, sent, "set-paid", `{"payment_date":"2026-01-31"}`, 200, "paid", "2026-01-31"},
		"pay today":                     {wethod.Shapes{}, sent, "set-paid", `{"payment_date":null}`, 200, "paid", "2026-11-21"},
		"pay without a date":            {wethod.Shapes{}, sent, "set-paid", `{}`, 200, "paid", "2026-11-21"},
		"pay without a body":            {wethod.Shapes{}, sent, "set-paid", ``, 200, "paid", "2026-11-21"},
		"pay on no day":                 {wethod.Shapes{}, sent, "set-paid", `{"payment_date":"2026-02-30"}`, 400, nil, nil},
		"pay with more":                 {wethod.Shapes{}, sent, "set-paid", `{"paid":true}`, 400, nil, nil},
		"pay again":                     {wethod.Shapes{}, paid, "set-paid", `{"payment_date":"2026-01-31"}`, 200, "paid", "2026-01-31"},
		"pay again, refused":            {repeats, paid, "set-paid", `{"payment_date":"2026-01-31"}`, 400, nil, nil},
		"pay a draft, refused":          {wethod.Shapes{}, draft, "set-paid", ``, 400, nil, nil},
		"pay a draft":                   {drafts, draft, "set-paid", ``, 200, "paid", "2026-11-21"},
		"unpay":                         {wethod.Shapes{}, paid, "set-unpaid", ``, 200, "sent", nil},
		"unpay and keep the date":       {keeps, paid, "set-unpaid", ``, 200, "sent", "2024-07-01"},
		"unpay what is sent":            {wethod.Shapes{}, sent, "set-unpaid", ``, 200, "sent", nil},
		"unpay what is a draft":         {wethod.Shapes{}, draft, "set-unpaid", ``, 200, "draft", nil},
		"unpay what is sent, refused":   {repeats, sent, "set-unpaid", ``, 412, nil, nil},
		"unpay with a body":             {wethod.Shapes{}, paid, "set-unpaid", `{}`, 400, nil, nil},
		"an invoice that is not there":  {wethod.Shapes{}, "4711", "set-unpaid", ``, 404, nil, nil},
		"send what was not there ever":  {wethod.Shapes{}, "4711", "send", `{"invoice_contact_id":5}`, 404, nil, nil},
		"send what is paid, is refused": {wethod.Shapes{}, paid, "send", `{"invoice_contact_id":5}`, 400, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := newCompany(test.shapes)
			got := write(service, http.MethodPost, "/api/invoices/"+test.id+":"+test.action, test.body)
			if got.status != test.status || got.field(t, "status") != test.after || got.field(t, "payment_date") != test.dated {
				t.Errorf("%d %s", got.status, got.body)
			}
			if mails := len(service.Mails()); (mails == 1) != (test.action == "send" && test.status == 200) {
				t.Errorf("%d mails", mails)
			}
		})
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	const own, other, closed, closedOther = "42", "46", "41", "44"
	all := wethod.AllPermissions()
	for name, test := range map[string]struct {
		lacking            []wethod.Permission
		method, path, body string
		status             int
	}{
		"read other":            {[]wethod.Permission{wethod.ViewOther}, "GET", "/api/invoices/" + other, "", 403},
		"read own":              {[]wethod.Permission{wethod.ViewOther}, "GET", "/api/invoices/" + own, "", 200},
		"read nothing":          {all, "GET", "/api/invoices/4711", "", 403},
		"create other":          {[]wethod.Permission{wethod.CreateOther}, "POST", "/api/invoices", strings.Replace(least, "12", "14", 1), 403},
		"create own":            {[]wethod.Permission{wethod.CreateOther}, "POST", "/api/invoices", least, 201},
		"create":                {[]wethod.Permission{wethod.Create, wethod.CreateOther}, "POST", "/api/invoices", least, 403},
		"edit other":            {[]wethod.Permission{wethod.EditOther}, "PATCH", "/api/invoices/" + other, `{"notes":"n"}`, 403},
		"edit own":              {[]wethod.Permission{wethod.EditOther}, "PATCH", "/api/invoices/" + own, `{"notes":"n"}`, 200},
		"edit closed":           {[]wethod.Permission{wethod.EditSent}, "PATCH", "/api/invoices/" + closed, `{"notes":"n"}`, 403},
		"move away":             {[]wethod.Permission{wethod.EditOther}, "PATCH", "/api/invoices/" + own, `{"project_id":14}`, 403},
		"delete other":          {[]wethod.Permission{wethod.DeleteOther}, "DELETE", "/api/invoices/" + other, "", 403},
		"delete own":            {[]wethod.Permission{wethod.DeleteOther}, "DELETE", "/api/invoices/" + own, "", 200},
		"delete closed":         {[]wethod.Permission{wethod.EditSent}, "DELETE", "/api/invoices/" + closed, "", 403},
		"pay":                   {[]wethod.Permission{wethod.EditSent}, "POST", "/api/invoices/" + closedOther + ":set-paid", "", 403},
		"unpay":                 {[]wethod.Permission{wethod.EditSent}, "POST", "/api/invoices/" + closed + ":set-unpaid", "", 403},
		"contacts need nothing": {all, "GET", "/api/invoice-contacts", "", 200},
		"projects":              {[]wethod.Permission{wethod.PipelineView, wethod.PipelineViewOther}, "GET", "/api/projects", "", 403},
		"another's project":     {[]wethod.Permission{wethod.PipelineViewOther}, "GET", "/api/projects/14", "", 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := write(newCompany(wethod.Shapes{}, test.lacking...), test.method, test.path, test.body); got.status != test.status {
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]int{
		"/api/invoice-contacts": {6, 5},
		"/api/invoice-contacts?updated_at=gt:2024-03-01T00:00:00Z": {6},
		"/api/invoice-contacts?limit=1&offset=1":                   {5},
		"/api/projects":                                            {17, 16, 15, 14, 12},
		"/api/projects?deleted=true":                               {18},
		"/api/projects?deleted_at=gt:2024-01-01T00:00:00Z":         {18},
		"/api/projects?probability=100":                            {17, 14, 12},
		"/api/projects?project_stage_id=4":                         {14, 12},
		"/api/projects?date_start=lt:2024-05-01":                   {14, 12},
		"/api/projects?date_start=2024-05-01":                      {15},
		"/api/projects?updated_at=gt:2024-06-01T00:00:00Z":         {17, 16},
	} {
		write(newCompany(wethod.Shapes{}), http.MethodGet, path, "").mustHaveIDs(t, want...)
	}
	service := newCompany(wethod.Shapes{}, wethod.PipelineViewOther)
	write(service, http.MethodGet, "/api/projects", "").mustHaveIDs(t, 12)
	if diff := cmp.Diff([]string{"deleted"}, write(service, http.MethodGet, "/api/projects?deleted=maybe", "").failures(t)); diff != "" {
		t.Error(diff)
	}
	write(service, http.MethodGet, "/api/invoice-contacts/5", "").mustBe(t, 200, `{"id":5,"created_at":"2024-01-02T09:00:00+00:00",
		"updated_at":"2024-01-02T09:00:00+00:00","email":"billing@orchards.example","alias":"Orchards, billing"}`)
	write(service, http.MethodGet, "/api/invoice-contacts/7", "").mustBeError(t, 404, "not_found")
	if got := write(service, http.MethodGet, "/api/projects/12", ""); got.field(t, "name") != "Orchard website" || got.field(t, "deleted_at") != nil {
		t.Errorf("%d %s", got.status, got.body)
	}
	newCompany(wethod.Shapes{ListsByID: true}).Seed(false)
	get(newCompany(wethod.Shapes{ListsByID: true}), "project_id=14").mustHaveIDs(t, 44, 45, 46)
}
