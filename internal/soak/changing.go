package main

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
)

// changingValues names the campaign in the table.
const changingValues = "values changed, answers lost"

// playChanging runs a campaign in which the system changes a third of the
// values at random while responses are lost. An apply may fail with an error
// that names the existing records. No record may be duplicated, unknown, or
// planned for deletion.
func (c *campaign) playChanging(ctx context.Context) (result outcome, err error) {
	faults := sandbox.Faults{Seed: c.seed, Shares: map[sandbox.FaultKind]float64{sandbox.FaultLost: c.share}}
	if c.seed%2 == 0 {
		faults.Shares[sandbox.FaultStatus500After] = c.share
	}
	options := emptySandbox(faults)
	values := quirks.Values{Trim: true, Escape: true, Round: true, Recase: true, Share: 0.3, Seed: c.seed}
	options.Teamwork.Values, options.Intacct.Values, options.Wethod.Shapes.Values = values, values, values
	c.box = c.kind.prepared(options, c.number)
	server, err := c.box.Start()
	if err != nil {
		return result, err
	}
	defer server.Close()

	var printed strings.Builder // by all failed commands
	for _, step := range []struct{ command, text string }{
		{"apply", " \"R&D\" <as created> "}, {"apply", " \"R&D\" <as changed> "}, {"destroy", " \"R&D\" <as changed> "},
	} {
		configuration := changeable(c.kind.configuration(server, c.number, step.text))
		if err := c.Write("main.tf", configuration); err != nil {
			return result, err
		}
		if result.operations == 0 {
			if _, err := c.Run(ctx, "init"); err != nil {
				return result, err
			}
		}
		isClean := false
		for applies := 1; applies <= mostApplies && !isClean; applies++ {
			result.applies = max(result.applies, applies)
			_, err = c.Run(ctx, step.command, "-auto-approve")
			if isClean = err == nil; !isClean {
				printed.WriteString(plainText(err.Error()))
			}
		}
		if err != nil && !naming().MatchString(plainText(err.Error())) {
			return result, fmt.Errorf("%s: %w", step.command, err)
		}
		result.operations += c.number
		duplicates, lost, err := c.unaccounted(printed.String())
		if err != nil {
			return result, err
		}
		result.duplicates += duplicates
		result.lost += lost
		if err := c.plansNoRemoval(ctx, isClean); step.command == "apply" && err != nil {
			return result, err
		}
	}
	for _, request := range c.box.Requests() {
		result.requests++
		if request.Fault != "" {
			result.faults++
		}
	}
	if result.duplicates > 0 || result.lost > 0 {
		return result, fmt.Errorf("%d duplicates, %d lost; output of the failed commands:\n%s", result.duplicates, result.lost, printed.String())
	}
	return result, nil
}

// changeable returns records names that a system can escape and recase, and
// amounts that it can round.
func changeable(configuration string) string {
	return strings.NewReplacer(
		"SOAK-$", "soak-r&d-$", "Soak $", "soak r&d $",
		"100 + count.index\n", "\"${100 + count.index}.125\"\n  currency_code = \"KWD\"\n",
		"count.index + 100\n", "\"${count.index + 100}.125\"\n",
	).Replace(configuration)
}

// loose returns a name without the differences that the system may have
// introduced.
func loose(name string) string { return strings.ToLower(strings.TrimSpace(html.UnescapeString(name))) }

// plainText returns printed output without the frame around errors and without
// line breaks.
func plainText(printed string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(printed, "│", " ")), " ") + " "
}

// naming matches how errors name an existing record.
func naming() *regexp.Regexp {
	return regexp.MustCompile(`terraform import \S+ (\d+)|with the key (\d+)`)
}

// unaccounted counts the duplicate records, and the records that are only in
// the system or only in the state and that no error has named.
func (c *campaign) unaccounted(printed string) (duplicates, lost int, err error) {
	known, err := c.state()
	if err != nil {
		return 0, 0, err
	}
	named := map[string]bool{}
	for _, match := range naming().FindAllStringSubmatch(printed, -1) {
		named[match[1]+match[2]] = true
	}
	found := map[string]int{}
	for id, record := range c.kind.records(c.box) {
		if found[loose(record.name)]++; found[loose(record.name)] > 1 {
			duplicates++
		}
		if !known[id] && !named[id] {
			lost++
		}
		delete(known, id)
	}
	return duplicates, lost + len(known), nil
}

// state returns the IDs of the records in the state.
func (c *campaign) state() (map[string]bool, error) {
	ids := map[string]bool{}
	raw, err := c.Read("terraform.tfstate")
	if err != nil {
		return ids, err
	}
	var state struct {
		Resources []struct {
			Instances []struct {
				Attributes struct {
					ID string `json:"id"`
				} `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	err = json.Unmarshal([]byte(raw), &state)
	for _, resource := range state.Resources {
		for _, instance := range resource.Instances {
			ids[instance.Attributes.ID] = true
		}
	}
	return ids, err
}

// plansNoRemoval creates a plan and checks that it deletes and replaces
// nothing. After a clean apply, it must not create anything either.
func (c *campaign) plansNoRemoval(ctx context.Context, isClean bool) error {
	if _, err := c.untilClean(ctx, "plan", "-out=plan.bin"); err != nil {
		return fmt.Errorf("the plan afterward: %w", err)
	}
	raw, err := c.Output(ctx, "show", "-json", "plan.bin")
	if err != nil {
		return err
	}
	var plan struct {
		Changes []struct {
			Address string `json:"address"`
			Change  struct {
				Actions []string `json:"actions"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(raw), &plan); err != nil {
		return err
	}
	for _, each := range plan.Changes {
		actions := strings.Join(each.Change.Actions, ", ")
		if strings.Contains(actions, "delete") || isClean && strings.Contains(actions, "create") {
			return fmt.Errorf("the plan afterward has %s for %s", actions, each.Address)
		}
	}
	return nil
}
