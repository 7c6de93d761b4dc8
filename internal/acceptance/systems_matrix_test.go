package acceptance_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// system is one system of record as a configuration uses it: how it is
// configured, by the provider block or by the environment, what is asked of it,
// and what a user reads who has not configured it.
type system struct {
	block     string
	variables []string
	use       string
	missing   []string
}

// systemsOf are the three systems that one sandbox plays.
func systemsOf(server *sandbox.Server) map[string]system {
	return map[string]system{
		"teamwork": {
			block:     fmt.Sprintf("teamwork = {\n base_url = %q\n api_key = \"sandbox-key\"\n}\n", server.TeamworkURL()),
			variables: []string{"TEAMWORK_BASE_URL=" + server.TeamworkURL(), "TEAMWORK_API_KEY=sandbox-key"},
			use:       `data "billing_teamwork_invoice" "one" { id = "49" }`,
			missing: []string{
				"Teamwork is not configured", "teamwork.base_url (environment variable TEAMWORK_BASE_URL)",
				"teamwork.api_key (environment variable TEAMWORK_API_KEY)", `base_url = "https://acme.teamwork.com"`,
			},
		},
		"intacct": {
			block: fmt.Sprintf("intacct = {\n base_url = %q\n client_id = \"sandbox\"\n client_secret = \"sandbox-secret\"\n username = \"ws@sandbox\"\n}\n",
				server.IntacctURL()),
			variables: []string{
				"INTACCT_BASE_URL=" + server.IntacctURL(), "INTACCT_CLIENT_ID=sandbox",
				"INTACCT_CLIENT_SECRET=sandbox-secret", "INTACCT_USERNAME=ws@sandbox",
			},
			use: `data "billing_intacct_project_billing_template" "one" { id = "15" }`,
			missing: []string{
				"Sage Intacct is not configured", "intacct.client_id (environment variable INTACCT_CLIENT_ID)",
				"intacct.client_secret (environment variable INTACCT_CLIENT_SECRET)", "intacct.username (environment variable INTACCT_USERNAME)",
				"client_secret = var.intacct_secret",
			},
		},
		"wethod": {
			block:     fmt.Sprintf("wethod = {\n base_url = %q\n company = \"sandbox\"\n token = \"sandbox-token\"\n}\n", server.WethodURL()),
			variables: []string{"WETHOD_BASE_URL=" + server.WethodURL(), "WETHOD_COMPANY=sandbox", "WETHOD_TOKEN=sandbox-token"},
			use:       `data "billing_wethod_invoices" "all" {}`,
			missing: []string{
				"Wethod is not configured", "wethod.company (environment variable WETHOD_COMPANY)",
				"wethod.token (environment variable WETHOD_TOKEN)", "token = var.wethod_token",
			},
		},
	}
}

// subsets are each system alone, each pair, and all three.
func subsets(systems map[string]system) [][]string {
	names := slices.Sorted(maps.Keys(systems))
	var found [][]string
	for bits := 1; bits < 1<<len(names); bits++ {
		var subset []string
		for i, name := range names {
			if bits&(1<<i) != 0 {
				subset = append(subset, name)
			}
		}
		found = append(found, subset)
	}
	return found
}

// TestSystems_missingCredentialsOfOneHinderNoOther: whichever systems are
// configured, and however, they work without the others.
func TestSystems_missingCredentialsOfOneHinderNoOther(t *testing.T) {
	for _, subset := range subsets(systemsOf(&sandbox.Server{})) {
		for _, way := range []string{"block", "environment"} {
			t.Run(strings.Join(subset, " and ")+" by "+way, func(t *testing.T) {
				box := sandbox.New(sandbox.Options{})
				systems := systemsOf(box.StartTest(t))
				var blocks, uses, variables []string
				for _, name := range subset {
					uses = append(uses, systems[name].use)
					if way == "block" {
						blocks = append(blocks, systems[name].block)
					} else {
						variables = append(variables, systems[name].variables...)
					}
				}
				w := newWorkspace(t, variables...)
				w.configure("provider \"billing\" {\n" + strings.Join(blocks, "") + "}\n" + strings.Join(uses, "\n"))
				w.run("plan")
				for _, name := range subset {
					if box.Stats().Count(name, "", "") == 0 {
						t.Errorf("%s was not asked", name)
					}
				}
			})
		}
	}
}

// TestSystems_usedWithoutConfigurationIsOneErrorThatNamesTheCure, while the
// other two systems are configured.
func TestSystems_usedWithoutConfigurationIsOneErrorThatNamesTheCure(t *testing.T) {
	for name := range systemsOf(&sandbox.Server{}) {
		t.Run(name, func(t *testing.T) {
			systems := systemsOf(sandbox.New(sandbox.Options{}).StartTest(t))
			var variables, uses []string
			for other, system := range systems {
				uses = append(uses, system.use)
				if other != name {
					variables = append(variables, system.variables...)
				}
			}
			w := newWorkspace(t, variables...)
			w.configure("provider \"billing\" {}\n" + strings.Join(uses, "\n"))
			output := w.fails("plan")
			for _, words := range systems[name].missing {
				w.mustSay(output, words)
			}
			if found := strings.Count(output, "is not configured"); found != 1 {
				t.Errorf("%d errors about missing configuration, want one:\n%s", found, output)
			}
		})
	}
}
