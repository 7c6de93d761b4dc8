package acceptance_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func inCurrency(name, code string) string {
	return invoiceNamed(name, values{"number": `"` + name + `"`, "currency_code": `"` + code + `"`})
}

func TestCurrency_unknownCodeIsRefusedInThePlan(t *testing.T) {
	site := newSite(t)
	step := func(code string, phrases ...string) resource.TestStep {
		return resource.TestStep{Config: site.config(inCurrency("test", code)), PlanOnly: true, ExpectError: says(phrases...)}
	}
	site.test(t,
		step("UDS", "Unknown currency code", `does not know the currency code "UDS"`, "Did you mean", "USD (US dollar)",
			"billing_teamwork_currency_codes"),
		step("EUE", "Did you mean", "EUR (Euro)"),
		step("ZMW", "Did you mean", "ZMK (Kwacha)"), // newer than the site's list
		step("QXJ", `does not know the currency code "QXJ". For all codes, see the data source`),
	)
	if err := site.wrote()(nil); err != nil {
		t.Error(err)
	}
}

func TestCurrency_listIsReadOnceARun(t *testing.T) {
	site := newSite(t)
	var blocks []string
	for name, code := range map[string]string{"a": "USD", "b": "EUR", "c": "GBP", "d": "RMB", "e": "ATS", "f": "USD"} {
		blocks = append(blocks, inCurrency(name, code))
	}
	w := site.workspace(t, append(blocks, "data \"billing_teamwork_currency_codes\" \"all\" {}")...)
	w.run("plan")
	if count := site.Stats().Count("teamwork", http.MethodGet, teamwork.PathCurrencyCodes); count != 1 {
		t.Errorf("the list was read %d times, want once", count)
	}
	w.apply()
	site.ResetRequests()
	w.configure(site.config(blocks...))
	w.plansNothing()
	if count := site.Stats().Count("teamwork", http.MethodGet, teamwork.PathCurrencyCodes); count != 0 {
		t.Errorf("with no new currency, the list was read %d times", count)
	}
}

func TestCurrency_listThatFailsIsOneWarning(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, inCurrency("a", "USD"), inCurrency("b", "QXJ"), inCurrency("c", "EUR"))
	for name, test := range map[string]struct {
		fault    sandbox.Fault
		requests int // in a run, regardless of the number of invoices
	}{
		"500": {sandbox.ErrorStatus(500), 1 + 1}, "403": {sandbox.ErrorStatus(403), 1}, "404": {sandbox.ErrorStatus(404), 1},
		"nonsense": {sandbox.Reply(200, nil, `{"STATUS":"OK"}`), 1}, "an error in a success": {sandbox.Reply(200, nil, `{"error":"locked"}`), 1},
	} {
		site.ClearScript()
		site.ResetRequests()
		site.Script(sandbox.Rule{Path: teamwork.PathCurrencyCodes, Times: sandbox.Always, Fault: test.fault})
		output := w.run("plan")
		if sent := len(site.requests()); sent != test.requests {
			t.Errorf("%s: %d requests were sent, want %d", name, sent, test.requests)
		}
		w.mustSay(output, "Currency codes were not checked", "/currencycodes.json")
		if count := strings.Count(output, "Currency codes were not checked"); count != 1 {
			t.Errorf("%s: the warning was given %d times, want once:\n%s", name, count, output)
		}
	}
	site.ClearScript()
	site.Script(sandbox.Rule{Path: teamwork.PathCurrencyCodes, Times: sandbox.Always, Fault: sandbox.ErrorStatus(401)})
	w.mustSay(w.fails("plan"), "could not read the currency codes", "401", "teamwork.api_key (TEAMWORK_API_KEY)")
}

// If the check fails to run, the site refuses an unknown currency.
func TestCurrency_refusedBySite(t *testing.T) {
	site := newSite(t)
	site.Script(sandbox.Rule{Path: teamwork.PathCurrencyCodes, Times: sandbox.Always, Fault: sandbox.ErrorStatus(403)})
	site.test(t, resource.TestStep{
		Config:      site.config(inCurrency("test", "QXJ")),
		ExpectError: says("could not create the invoice", "422", `currency-code "QXJ" is not known`),
	})
}

func TestCurrency_codesOfTheSite(t *testing.T) {
	site := newSite(t)
	at := tfjsonpath.New("currency_codes")
	codes := "data.billing_teamwork_currency_codes.all"
	site.test(t, resource.TestStep{
		Config: site.config("data \"billing_teamwork_currency_codes\" \"all\" {}"),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(codes, at, knownvalue.ListSizeExact(169)),
			statecheck.ExpectKnownValue(codes, at.AtSliceIndex(0), knownvalue.ObjectExact(map[string]knownvalue.Check{
				"code": text("AFN"), "name": text("Afghani"),
			})),
		},
	})
}
