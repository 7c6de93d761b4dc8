package teamwork_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestFixedCost_ofNothingDiffersBetweenListAndSingleRead(t *testing.T) {
	t.Parallel()
	for _, sent := range []string{"", "0", "0.00"} {
		t.Run("sent as "+sent, func(t *testing.T) {
			t.Parallel()
			site := newSiteWith(teamwork.Options{}, false)
			send(site, http.MethodPost, "/projects/1149/invoices.json",
				`{"invoice":{"number":"A","display-date":"20260101","fixed-cost":"`+sent+`"}}`)
			if got := invoicesOf(t, send(site, http.MethodGet, "/invoices.json", ""))[0]["fixed-cost"]; got != "0.00" {
				t.Errorf("the list has %q", got)
			}
			single := invoiceOf(t, send(site, http.MethodGet, "/invoices/99.json", ""))
			if single["fixed-cost"] != "" || single["pricing"] != "determine" {
				t.Errorf("the single read has %q, pricing %q", single["fixed-cost"], single["pricing"])
			}
		})
	}
}

func TestFixedCost_spelling(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		sent   string
		asSent bool
		want   string
	}{
		"two decimals are added":   {"1200", false, "1200.00"},
		"further ones are rounded": {"12.345", false, "12.35"},
		"kept as sent":             {"600", true, "600"},
		"kept as sent with one":    {"600.5", true, "600.5"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{Shapes: teamwork.Shapes{MoneyAsSent: test.asSent}})
			send(site, http.MethodPut, "/invoices/49.json", `{"invoice":{"fixed-cost":"`+test.sent+`"}}`)
			single := invoiceOf(t, send(site, http.MethodGet, "/invoices/49.json", ""))
			if single["fixed-cost"] != test.want || single["pricing"] != "fixed" {
				t.Errorf("fixed-cost %q, pricing %q, want %q and fixed", single["fixed-cost"], single["pricing"], test.want)
			}
			if got := invoicesOf(t, send(site, http.MethodGet, "/invoices.json", ""))[0]["fixed-cost"]; got != test.want {
				t.Errorf("the list has %q, want %q", got, test.want)
			}
		})
	}
}

func TestExpenses_keyIsMissingWhenThereAreNone(t *testing.T) {
	t.Parallel()
	single := invoiceOf(t, send(newSite(teamwork.Options{}), http.MethodGet, "/invoices/49.json", ""))
	if _, found := single["expenses"]; found {
		t.Error("there is a key for no expenses")
	}
	if diff := cmp.Diff(any([]any{}), single["line-items"]); diff != "" {
		t.Errorf("line items differ (-want +got):\n%s", diff)
	}
}

func TestLineItems_namesInEitherSpelling(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		names      teamwork.LineItemNames
		want, none string
	}{
		"together": {teamwork.NamesTogether, "user-firstname", "user-first-name"},
		"apart":    {teamwork.NamesApart, "user-first-name", "user-firstname"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{Shapes: teamwork.Shapes{LineItemNames: test.names}})
			body := send(site, http.MethodGet, "/invoices/50.json", "").body
			if !strings.Contains(body, `"`+test.want+`":"Daniel"`) || strings.Contains(body, `"`+test.none+`"`) {
				t.Errorf("want %s and not %s in %s", test.want, test.none, body)
			}
		})
	}
}

func TestCreatedID_inEachPlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		place        teamwork.CreatedID
		body, header string
	}{
		"number":      {teamwork.IDNumber, `{"STATUS":"OK","id":99}`, ""},
		"string":      {teamwork.IDString, `{"STATUS":"OK","id":"99"}`, ""},
		"header only": {teamwork.IDHeader, `{"STATUS":"OK"}`, "99"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{Shapes: teamwork.Shapes{CreatedID: test.place}})
			got := send(site, http.MethodPost, "/projects/1149/invoices.json", exampleCreate)
			got.mustBe(t, http.StatusCreated, test.body)
			if got.header.Get("id") != test.header {
				t.Errorf("header id %q, want %q", got.header.Get("id"), test.header)
			}
		})
	}
}

func TestStatus_onReads(t *testing.T) {
	t.Parallel()
	paths := []string{
		"/invoices.json", "/projects/1149/invoices.json", "/invoices/49.json", "/currencycodes.json",
		"/expenses.json", "/projects/1149/expenses.json", "/expenses/14.json",
		"/time_entries.json", "/projects/1149/time_entries.json", "/time_entries/937.json",
	}
	for _, path := range paths {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			if body := send(newSite(teamwork.Options{}), http.MethodGet, path, "").body; !strings.Contains(body, `"STATUS":"OK"`) {
				t.Errorf("no STATUS in %s", body)
			}
			hiding := newSite(teamwork.Options{Shapes: teamwork.Shapes{HideStatus: true}})
			if body := send(hiding, http.MethodGet, path, "").body; strings.Contains(body, "STATUS") {
				t.Errorf("a STATUS in %s", body)
			}
		})
	}
}

// A new invoice as the newest edition shows it, with exactly the keys of the contract.
func TestNewestEdition_fields(t *testing.T) {
	t.Parallel()
	site := newSiteWith(teamwork.Options{}, false)
	send(site, http.MethodPost, "/projects/1149/invoices.json",
		`{"invoice":{"number":"A <1> & Söhne","display-date":"20260101","fixed-cost":"10"}}`)
	shared := `"id":"99","project-id":"1149","project-name":"API Private Items","company-id":"51",
		"company-name":"Kent Farms","number":"A <1> & Söhne","display-date":"20260101","description":"","po-number":"",
		"fixed-cost":"10.00","currency-code":"USD","status":"active","pricing":"fixed","due-date":"",
		"date-created":"` + testNow + `","date-updated":"` + testNow + `",
		"created-by-user-id":"414","created-by-user-firstname":"Daniel","created-by-user-lastname":"Mackey",
		"update-by-user-id":"414","edited-by-user-firstname":"Daniel","edited-by-user-lastname":"Mackey",
		"exported-date":"","exported-by-user-id":"","exported-by-user-firstname":"","exported-by-user-lastname":"",
		"total-time":"0","total-time-decimal":"0.00","total-cost":"0.00"`
	send(site, http.MethodGet, "/invoices/99.json", "").mustBe(t, http.StatusOK,
		`{"STATUS":"OK","invoice":{`+shared+`,"line-items":[]}}`)
	send(site, http.MethodGet, "/invoices.json", "").mustBe(t, http.StatusOK,
		`{"STATUS":"OK","invoices":[{`+shared+`,"time-cost":"0.00","expenses-cost":"0.00"}]}`)
}

func TestTotals_inTheList(t *testing.T) {
	t.Parallel()
	listed := invoicesOf(t, send(newSite(teamwork.Options{}), http.MethodGet, "/invoices.json", ""))[1]
	want := map[string]string{
		"total-time": "160", "total-time-decimal": "2.66", "total-cost": "358.34",
		"time-cost": "133.34", "expenses-cost": "225.00",
	}
	for key, value := range want {
		if listed[key] != value {
			t.Errorf("%s is %q, want %q", key, listed[key], value)
		}
	}
}

func TestNumber_sentAsIntegerIsText(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	send(site, http.MethodPost, "/invoices.json", `{"invoice":{"project-id":1149,"number":100,"display-date":"20260101"}}`)
	if got := invoiceOf(t, send(site, http.MethodGet, "/invoices/99.json", ""))["number"]; got != "100" {
		t.Errorf("number %v, want the text 100", got)
	}
}

func TestCookies_areSetAndRefused(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	got := send(site, http.MethodGet, "/invoices/49.json", "")
	cookie := got.header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "tw-auth=") {
		t.Fatalf("Set-Cookie is %q", cookie)
	}
	sendWith(site, http.MethodGet, "/invoices/49.json", "", func(header http.Header) {
		header.Set("Cookie", cookie)
	}).mustBeError(t, http.StatusBadRequest)
}

func TestCurrencyCodes_areNotISO4217(t *testing.T) {
	t.Parallel()
	got := send(newSite(teamwork.Options{}), http.MethodGet, "/currencycodes.json", "")
	envelope, _ := parse(t, got.body).(map[string]any)
	list, _ := envelope["currency-codes"].([]any)
	if len(list) != 169 {
		t.Errorf("%d codes, want 169", len(list))
	}
	names := map[any]int{}
	codes := map[any]bool{}
	previous := ""
	for _, element := range list {
		entry, _ := element.(map[string]any)
		name, _ := entry["name"].(string)
		if sorted := strings.ToLower(name); sorted < previous {
			t.Errorf("%q stands behind %q", name, previous)
		} else {
			previous = sorted
		}
		names[name]++
		codes[entry["code"]] = true
	}
	if names["Kwacha"] != 2 {
		t.Errorf("%d times Kwacha, want 2", names["Kwacha"])
	}
	for _, code := range []string{"RMB", "ATS", "FRF", "ITL", "EEK", "LTL", "MWK", "ZMK"} {
		if !codes[code] {
			t.Errorf("%s is missing", code)
		}
	}
	for _, code := range []string{"ZMW", "BYN", "VES", "MRU", "STN"} {
		if codes[code] {
			t.Errorf("%s is there", code)
		}
	}
}
