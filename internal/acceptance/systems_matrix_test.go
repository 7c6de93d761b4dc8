package acceptance_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// system is one system of record as a configuration uses it: how it is
// configured in the provider block or the environment, what is requested from
// it, and the error if it is not configured.
type system struct {
	block     string
	variables []string
	use       string
	missing   []string
}

// systemsOf returns the systems that one sandbox emulates.
func systemsOf(server *sandbox.Server) map[string]system {
	systems := map[string]system{
		"teamwork": {
			use: `data "billing_teamwork_invoice" "one" { id = "49" }`,
			missing: []string{
				"Teamwork is not configured", "teamwork.base_url and teamwork.api_key",
				"environment variables TEAMWORK_BASE_URL and TEAMWORK_API_KEY", `base_url = "https://acme.teamwork.com"`,
			},
		},
		"intacct": {
			use: `data "billing_intacct_project_billing_template" "one" { id = "15" }`,
			missing: []string{
				"Sage Intacct is not configured", "intacct.client_id, intacct.client_secret and intacct.username",
				"environment variables INTACCT_CLIENT_ID, INTACCT_CLIENT_SECRET and INTACCT_USERNAME",
				"client_secret = var.intacct_secret",
			},
		},
		"wethod": {
			use: `data "billing_wethod_invoices" "all" {}`,
			missing: []string{
				"Wethod is not configured", "wethod.company and wethod.token",
				"environment variables WETHOD_COMPANY and WETHOD_TOKEN", "token = var.wethod_token",
			},
		},
	}
	for _, name := range sandbox.Names() {
		system := systems[name]
		system.block, system.variables = server.Block(name), server.Environment(name)
		systems[name] = system
	}
	return systems
}

// subsets returns each system alone, each pair, and all three.
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

// TestSystems_missingCredentialsOfOneHinderNoOther checks that the configured
// systems work without the others, regardless of how they are configured.
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

// TestSystems_usedWithoutConfigurationIsOneErrorThatNamesTheCure configures the
// other two systems.
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
