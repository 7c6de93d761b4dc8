package acceptance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// The types of records that the sandbox stores as entries.
const (
	contractType = "billing_intacct_contract_billing_template"
	projectType  = "billing_intacct_project"
	observedType = "billing_intacct_project_observed_percent_completed"
)

// entryObjects are their objects.
var entryObjects = []string{intacct.ContractTemplates, intacct.Projects, intacct.ObservedPercents}

// allEntries lists every entry, as in "projects/project 101".
func (b *books) allEntries() []string {
	var found []string
	for _, object := range entryObjects {
		for _, entry := range b.Intacct().Entries(object) {
			found = append(found, object+" "+entry.Key)
		}
	}
	return found
}

// createdEntries lists the entries that are not among the initial ones.
func (b *books) createdEntries() []string {
	return slices.DeleteFunc(b.allEntries(), func(entry string) bool { return b.entries[entry] })
}

// shownEntry returns an entry as one line: key, values ordered by name, lines.
func shownEntry(entry intacct.Entry) string {
	text := entry.Key + shownValues(entry.Values)
	for _, line := range entry.Lines {
		text += " | " + line.Key + shownValues(line.Values)
	}
	return text
}

func shownValues(shown map[string]string) string {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(shown)) {
		text += " " + name + "=" + shown[name]
	}
	return text
}

// keeps checks all entries of an object.
func (b *books) keeps(object string, want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		got := []string{}
		for _, entry := range b.Intacct().Entries(object) {
			got = append(got, shownEntry(entry))
		}
		if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
			return fmt.Errorf("%s differ (-want +got):\n%s", object, diff)
		}
		return nil
	}
}

// hasAt checks attributes of a resource in the state.
func hasAt(address string, want map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for _, name := range slices.Sorted(maps.Keys(want)) {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), want[name]))
	}
	return checks
}

// contract renders a contract billing template with two halves, and the given
// values in addition or instead.
func contract(changes values) string { return contractNamed("test", changes) }

func contractNamed(name string, changes values) string {
	attributes := values{"template_id": quote("C-" + name), "lines": shares("0 50", "6 50")}
	maps.Copy(attributes, changes)
	return block(fmt.Sprintf("resource %q %q", contractType, name), attributes)
}

// shares renders lines, each a period and a percentage as HCL expressions.
func shares(lines ...string) string {
	rendered := make([]string, len(lines))
	for i, line := range lines {
		period, percent, _ := strings.Cut(line, " ")
		rendered[i] = "{ period_offset = " + period + ", percent_to_bill = " + percent + " }"
	}
	return "[" + strings.Join(rendered, ", ") + "]"
}

// steps renders lines, each a threshold.
func steps(lines ...string) string {
	rendered := make([]string, len(lines))
	for i, line := range lines {
		rendered[i] = "{ step_percent = " + line + " }"
	}
	return "[" + strings.Join(rendered, ", ") + "]"
}

// plannedChanges creates a plan, and returns the action and the changed
// attributes of each resource, as in "update description". An empty plan returns
// nothing.
func (w *workspace) plannedChanges(arguments ...string) map[string]string {
	w.t.Helper()
	w.run(append([]string{"plan", "-out=plan"}, arguments...)...)
	var plan struct {
		Changes []struct {
			Address string
			Change  struct {
				Actions       []string
				Before, After map[string]any
				AfterUnknown  map[string]any `json:"after_unknown"`
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(w.run("show", "-json", "plan")), &plan); err != nil {
		w.t.Fatal(err)
	}
	found := map[string]string{}
	for _, each := range plan.Changes {
		words := slices.Clone(each.Change.Actions)
		for _, name := range slices.Sorted(maps.Keys(each.Change.Before)) {
			if each.Change.After != nil && (!cmp.Equal(each.Change.Before[name], each.Change.After[name]) || each.Change.AfterUnknown[name] == true) {
				words = append(words, name)
			}
		}
		if words[0] != "no-op" {
			found[each.Address] = strings.Join(words, " ")
		}
	}
	return found
}
