package acceptance_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestProvider_environmentStandsIn(t *testing.T) {
	t.Parallel()
	configurations := map[string]string{
		"no block":     "",
		"empty block":  `provider "billing" {}`,
		"empty object": `provider "billing" { teamwork = {} }`,
		"null and empty": `provider "billing" {
			teamwork = { base_url = null, api_key = "" }
		}`,
	}
	for name, configuration := range configurations {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t, site.Environment("teamwork")...)
			w.configure(configuration + "\n" + data("invoice", "one", values{"id": "49"}))
			w.run("plan")
		})
	}
}

func TestProvider_tokenInPlaceOfKey(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, "TEAMWORK_BASE_URL="+site.baseURL+"/", "TEAMWORK_ACCESS_TOKEN="+teamwork.AccessToken)
	w.configure(data("invoice", "one", values{"id": "49"}))
	w.run("plan")
	for _, request := range site.Requests() {
		if got := request.Header.Get("Authorization"); got != "Bearer "+teamwork.AccessToken {
			t.Errorf("authorization is %q", got)
		}
		if got := request.Header.Get("User-Agent"); !strings.HasPrefix(got, "terraform-provider-billing/dev (Terraform ") {
			t.Errorf("user agent is %q", got)
		}
	}
}

// The provider block takes precedence over the environment, including the other
// kind of credential.
func TestProvider_blockGoesBeforeTheEnvironment(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, "TEAMWORK_BASE_URL=https://elsewhere.invalid", "TEAMWORK_API_KEY=wrong", "TEAMWORK_ACCESS_TOKEN=wrong")
	w.configure(block(`provider "billing"`, values{
		"teamwork": object(values{"base_url": `"` + site.baseURL + `"`, "access_token": `"` + teamwork.AccessToken + `"`}),
	}) + data("invoice", "one", values{"id": "49"}))
	w.run("plan")
}

func TestProvider_missingValuesAreNamedWithTheirCure(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	t.Cleanup(func() { // after all cases
		if sent := site.requests(); len(sent) > 0 {
			t.Errorf("sent were %v", sent)
		}
	})
	tests := map[string]struct {
		variables []string
		says      []string
	}{
		"nothing": {nil, []string{
			"Teamwork is not configured", "needs teamwork.base_url and teamwork.api_key", "environment variables TEAMWORK_BASE_URL and TEAMWORK_API_KEY",
			`base_url = "https://acme.teamwork.com"`, "api_key = var.teamwork_api_key",
		}},
		"no credential": {[]string{"TEAMWORK_BASE_URL=" + site.baseURL}, []string{
			"needs teamwork.api_key. Set the environment variable TEAMWORK_API_KEY", "api_key = var.teamwork_api_key",
		}},
		"both credentials": {append(site.Environment("teamwork"), "TEAMWORK_ACCESS_TOKEN=x"), []string{
			"Teamwork is configured twice", "Both TEAMWORK_API_KEY and TEAMWORK_ACCESS_TOKEN are set",
		}},
		"plain http": {[]string{"TEAMWORK_BASE_URL=http://acme.teamwork.com", "TEAMWORK_API_KEY=x"}, []string{
			"Invalid environment variable TEAMWORK_BASE_URL", "would send the credential unencrypted",
		}},
		"line break": {[]string{"TEAMWORK_BASE_URL=" + site.baseURL, "TEAMWORK_API_KEY=x\n"}, []string{
			"Invalid environment variable TEAMWORK_API_KEY", "contains a line break",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t, test.variables...)
			w.configure(data("currency_codes", "all", nil))
			w.mustSay(w.fails("plan"), test.says...)
			// Configurations that do not use the system get no errors.
			w.configure(`provider "billing" {}` + "\n" + block(`resource "terraform_data" "x"`, nil))
			w.run("plan")
		})
	}
}

func TestProvider_credentialIsWrong(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, "TEAMWORK_BASE_URL="+site.baseURL, "TEAMWORK_API_KEY=not-the-key")
	w.configure(data("invoice", "one", values{"id": "49"}))
	w.mustSay(w.fails("plan"), "401 Unauthorized: You are not authorized",
		"Check teamwork.api_key (TEAMWORK_API_KEY) or access_token (TEAMWORK_ACCESS_TOKEN)")
}

// The address comes from a resource that does not exist at the first plan.
func TestProvider_valuesThatAreNotKnownYet(t *testing.T) {
	site := newSite(t)
	connection := func(generation string) string {
		return block(`resource "terraform_data" "site"`, values{"input": `"` + site.baseURL + `"`, "triggers_replace": `"` + generation + `"`}) +
			block(`provider "billing"`, values{"teamwork": object(values{
				"base_url": "terraform_data.site.output", "api_key": `"` + teamwork.APIKey + `"`, "requests_per_minute": "0",
			})})
	}
	site.test(t,
		resource.TestStep{
			Config:           connection("first") + full(nil),
			ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionCreate)),
			Check:            site.hasCreated(1),
		},
		resource.TestStep{
			// Unknown again: the refresh keeps the state.
			PreConfig:        func() { site.ResetRequests() },
			Config:           connection("second") + full(nil),
			ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionNoop)),
		},
		resource.TestStep{
			Config:           connection("third") + full(values{"description": `"Changed"`}),
			ConfigPlanChecks: beforeApply(changesOnly("description")),
			Check:            site.hasCreated(1),
		},
	)
}

func TestProvider_refreshBeforeValuesAreKnownWarns(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t)
	configuration := func(generation string) string {
		return block(`resource "terraform_data" "site"`, values{"input": `"` + site.baseURL + `"`, "triggers_replace": `"` + generation + `"`}) +
			block(`provider "billing"`, values{"teamwork": object(values{
				"base_url": "terraform_data.site.output", "api_key": `"` + teamwork.APIKey + `"`,
			})}) + full(nil)
	}
	w.configure(configuration("first"))
	w.apply()
	site.Teamwork().DeleteInvoice(firstID) // not seen by a refresh that sends no requests
	site.ResetRequests()
	w.configure(configuration("second"))
	output := w.run("plan")
	w.mustSay(output, "Plan: 1 to add, 0 to change, 1 to destroy") // only of terraform_data
	w.mustSay(output, "Skipped refresh: Teamwork is not configured yet", "did not refresh the state of invoice 99", "sets teamwork.base_url from a value that is not known until apply")
	if sent := site.requests(); len(sent) > 0 {
		t.Errorf("sent were %v", sent)
	}
}

// A data source cannot wait: the error says so and gives the cure.
func TestProvider_dataSourceBeforeValuesAreKnown(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t)
	w.configure(block(`resource "terraform_data" "site"`, values{"input": `"` + site.baseURL + `"`}) +
		block(`provider "billing"`, values{"teamwork": object(values{
			"base_url": "terraform_data.site.output", "api_key": `"` + teamwork.APIKey + `"`,
		})}) + data("invoice", "one", values{"id": "49"}))
	w.mustSay(w.fails("plan"), "Teamwork is not configured yet", "sets teamwork.base_url", "apply in two steps with -target")
	w.run("apply", "-auto-approve", "-target=terraform_data.site")
	w.run("plan")
}

func TestProvider_siteThatIsNotThere(t *testing.T) {
	w := newWorkspace(t, "TEAMWORK_BASE_URL=http://127.0.0.1:1", "TEAMWORK_API_KEY=canary") // a port without a listener
	w.configure(`provider "billing" { max_retries = 0 }` + "\n" + full(values{"currency_code": "null"}))
	w.mustSay(w.fails("apply", "-auto-approve"), "Teamwork: could not create the invoice", "No response from Teamwork to GET /projects/1149/invoices.json")
}
