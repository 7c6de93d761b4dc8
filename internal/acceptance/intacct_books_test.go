package acceptance_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// The address of the tests' template in a configuration, and the keys that an
// empty company assigns to its first template and its first milestone.
const (
	templateType    = "billing_intacct_project_billing_template"
	templateAddress = templateType + ".test"
	firstTemplate   = "12"
	firstMilestone  = 23
)

// books is an emulated Sage Intacct company for a single test.
type books struct {
	*sandbox.Box
	sandbox.Address
	baseURL string
	before  map[string]bool // keys of the initial templates
	entries map[string]bool // objects and keys of the other initial records
}

// newBooks returns a company without templates.
func newBooks(t *testing.T) *books {
	t.Helper()
	return newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty})
}

func newBooksWith(t *testing.T, options sandbox.Options) *books {
	t.Helper()
	box := sandbox.New(options)
	address := box.StartTest(t).Address
	b := &books{Box: box, Address: address, baseURL: address.SystemURL("intacct"), before: map[string]bool{}, entries: map[string]bool{}}
	for _, entry := range b.allEntries() {
		b.entries[entry] = true
	}
	for _, template := range box.Intacct().BillingTemplates() {
		b.before[template.Key] = true
	}
	return b
}

// config returns a complete configuration: a provider for this company that
// does not wait long, and the given blocks.
func (b *books) config(blocks ...string) string { return b.configWith(values{}, blocks...) }

// configWith is like config, with other values in the provider block:
// max_retries and request_timeout at the top level, and all others in the
// system's object.
func (b *books) configWith(changes values, blocks ...string) string {
	settings, connection := values{"max_retries": "1"}, values{}
	for name, value := range b.Settings("intacct") {
		connection[name] = quote(value)
	}
	for name, value := range changes {
		if name == "max_retries" || name == "request_timeout" {
			settings[name] = value
		} else {
			connection[name] = value
		}
	}
	settings["intacct"] = object(connection)
	return block("provider \"billing\"", settings) + "\n" + strings.Join(blocks, "\n")
}

// workspace creates a folder with a complete configuration for this company.
func (b *books) workspace(t *testing.T, blocks ...string) *workspace {
	t.Helper()
	w := newWorkspace(t)
	w.configure(b.config(blocks...))
	return w
}

// quote renders a text without interpolations.
func quote(text string) string { return fmt.Sprintf("%q", text) }

// template renders the resource at templateAddress with the required values of
// a template, and the given values in addition or instead.
func template(changes values) string { return templateNamed("test", changes) }

func templateNamed(name string, changes values) string {
	attributes := values{"name": quote("T-" + name), "description": `"Design and build"`}
	maps.Copy(attributes, changes)
	return block(fmt.Sprintf("resource %q %q", templateType, name), attributes)
}

// stages renders milestones. Each is a percentage as an HCL expression and,
// after a space, a description: "25 Design".
func stages(lines ...string) string {
	rendered := make([]string, len(lines))
	for i, line := range lines {
		percent, description, described := strings.Cut(line, " ")
		rendered[i] = "{ percent_completed = " + percent + " }"
		if described {
			rendered[i] = "{ percent_completed = " + percent + ", description = " + quote(description) + " }"
		}
	}
	return "[" + strings.Join(rendered, ", ") + "]"
}

// inStages returns a template with milestones and otherwise default values.
func inStages(lines ...string) string { return template(values{"milestones": stages(lines...)}) }

// test runs the steps with the provider inside this process, in parallel with
// other tests. Regardless of the steps, the final destroy leaves nothing behind
// that the provider has created.
func (b *books) test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: inProcess(),
		Steps:                    steps,
		CheckDestroy: func(*terraform.State) error {
			if left := b.created(); len(left) > 0 {
				return fmt.Errorf("after the destroy, the company still has %d templates of the provider: %+v", len(left), left)
			}
			if left := b.createdEntries(); len(left) > 0 {
				return fmt.Errorf("after the destroy, the company still has %v", left)
			}
			return nil
		},
	})
}

// created lists the templates that are not among the initial ones.
func (b *books) created() []intacct.Template {
	return slices.DeleteFunc(b.Intacct().BillingTemplates(), func(template intacct.Template) bool { return b.before[template.Key] })
}

// shown returns a template as one line, with its milestones by percentage, for
// comparisons and for readers.
func shown(template intacct.Template) string {
	text := fmt.Sprintf("%s %q %q %s %s %s %s", template.Key, template.Name, template.Description, template.BillingMethod,
		template.CalculateOn, template.BasedOn, template.Status)
	for _, milestone := range template.Milestones {
		text += " " + milestone.Key + ":" + milestone.PercentCompleted
		if milestone.Description != nil {
			text += "=" + *milestone.Description
		}
	}
	return text
}

// holds checks which templates the provider has created.
func (b *books) holds(want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		got := []string{}
		for _, template := range b.created() {
			got = append(got, shown(template))
		}
		if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
			return fmt.Errorf("the company's templates differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

// requests lists the requests since the last reset, except token requests, as
// in "GET templates/12", "POST query", and "POST templates".
func (b *books) requests() []string {
	lines := []string{}
	for _, request := range b.Requests() {
		if request.Template != intacct.PathToken {
			lines = append(lines, request.Method+" "+shortPath(request.Path))
		}
	}
	return lines
}

func shortPath(path string) string {
	return strings.NewReplacer(intacct.PathTemplates, "templates", intacct.PathQuery, "query", intacct.PathContractTemplates, "contract-templates",
		intacct.PathObservedPercents, "observed", intacct.PathProjects, "projects").Replace(path)
}

// writes lists the requests that change something, with their bodies.
func (b *books) writes() []string {
	lines := []string{}
	for _, request := range b.Requests() {
		if request.Method != http.MethodGet && request.Template != intacct.PathQuery && request.Template != intacct.PathToken {
			lines = append(lines, strings.TrimSpace(request.Method+" "+shortPath(request.Path)+" "+request.Body))
		}
	}
	return lines
}

// wrote checks that these requests, in this order, are the ones that changed
// something since the last reset.
func (b *books) wrote(want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if diff := cmp.Diff(append([]string{}, want...), b.writes()); diff != "" {
			return fmt.Errorf("writes differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

// count counts the matching requests.
func (b *books) count(fits func(sandbox.Request) bool) int {
	found := 0
	for _, request := range b.Requests() {
		if fits(request) {
			found++
		}
	}
	return found
}

// tokensAsked returns the number of token requests since the last reset.
func (b *books) tokensAsked() int {
	return b.count(func(request sandbox.Request) bool { return request.Template == intacct.PathToken })
}

// hasTemplate checks attributes of the template at templateAddress in the state.
func hasTemplate(want map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for _, name := range slices.Sorted(maps.Keys(want)) {
		checks = append(checks, statecheck.ExpectKnownValue(templateAddress, tfjsonpath.New(name), want[name]))
	}
	return checks
}

// line is an exact milestone in the state.
func line(key int, percent, toInvoice string, description knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id": text(fmt.Sprint(key)), "percent_completed": text(percent), "percent_to_invoice": text(toInvoice), "description": description,
	})
}

// templateWillBe checks the planned action for the template at templateAddress.
func templateWillBe(action plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(templateAddress, action)
}

// templateChangesOnly is changesOnly for the template at templateAddress.
func templateChangesOnly(attributes ...string) plancheck.PlanCheck {
	return changedAttributes{address: templateAddress, want: attributes}
}
