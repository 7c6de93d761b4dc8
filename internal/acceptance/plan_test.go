package acceptance_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// has checks attributes of the resource at address in the state; nil means
// null.
func has(want map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for _, name := range slices.Sorted(maps.Keys(want)) {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), want[name]))
	}
	return checks
}

// text and null are the values that most attributes have.
func text(value string) knownvalue.Check { return knownvalue.StringExact(value) }
func null() knownvalue.Check             { return knownvalue.Null() }

// beforeApply returns checks of the plan before it is applied.
func beforeApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// willBe checks the planned action for the resource at address.
func willBe(action plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, action)
}

// changesOnly checks that the plan updates the resource at address in place,
// and that exactly these attributes change.
func changesOnly(attributes ...string) plancheck.PlanCheck {
	return changedAttributes{address: address, want: attributes}
}

type changedAttributes struct {
	address string
	want    []string
}

func (c changedAttributes) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		if change.Address != c.address {
			continue
		}
		if !change.Change.Actions.Update() {
			resp.Error = fmt.Errorf("%s: planned is %v, want an update in place", c.address, change.Change.Actions)
			return
		}
		before, _ := change.Change.Before.(map[string]any)
		after, _ := change.Change.After.(map[string]any)
		unknown, _ := change.Change.AfterUnknown.(map[string]any)
		var changed []string
		for name := range before {
			if !reflect.DeepEqual(before[name], after[name]) || unknown[name] == true {
				changed = append(changed, name)
			}
		}
		slices.Sort(changed)
		if diff := cmp.Diff(c.want, changed); diff != "" {
			resp.Error = fmt.Errorf("%s: changed attributes differ (-want +got):\n%s", c.address, diff)
		}
		return
	}
	resp.Error = fmt.Errorf("%s is not in the plan", c.address)
}

// says matches a message that contains all of the given words in this order,
// regardless of line breaks by the command-line interface.
func says(phrases ...string) *regexp.Regexp {
	const gap = `[\s│|]+`
	patterns := make([]string, len(phrases))
	for i, phrase := range phrases {
		words := strings.Fields(phrase)
		for j, word := range words {
			words[j] = regexp.QuoteMeta(word)
		}
		patterns[i] = strings.Join(words, gap)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(patterns, `.*`))
}

// importedAs checks what an import command wrote to the state. The attributes
// in absent must be null.
func importedAs(want map[string]string, absent ...string) resource.ImportStateCheckFunc {
	return func(states []*terraform.InstanceState) error {
		if len(states) != 1 {
			return fmt.Errorf("imported are %d records, want 1", len(states))
		}
		got := map[string]string{}
		for name := range want {
			got[name] = states[0].Attributes[name]
		}
		for _, name := range absent {
			if value, found := states[0].Attributes[name]; found {
				return fmt.Errorf("%s is %q, want none", name, value)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("imported attributes differ (-want +got):\n%s", diff)
		}
		return nil
	}
}
