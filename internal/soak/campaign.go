package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// mostApplies is the maximum number of applies that a user may need.
const mostApplies = 3

// campaign is one run of creates, changes and deletions of one kind of record
// through a sandbox with faults of one kind.
type campaign struct {
	*commandline.Workspace

	kind   kind
	fault  sandbox.FaultKind // "" means none; changingValues and switchedSite have their own campaigns
	share  float64           // of the requests
	seed   uint64
	number int // of records

	box *sandbox.Box
}

// outcome is the result of a campaign.
type outcome struct {
	operations int // records created, changed, and deleted
	requests   int
	faults     int // requests that met the fault
	applies    int // the maximum number of applies for one step
	duplicates int
	lost       int
	strangers  int // another site's records that were changed or deleted
}

// play runs the campaign that its fault selects.
func (c *campaign) play(ctx context.Context) (outcome, error) {
	switch c.fault {
	case changingValues:
		return c.playChanging(ctx)
	case switchedSite:
		return c.playSwitched(ctx)
	default:
		return c.playFaults(ctx)
	}
}

// playFaults runs a campaign with faults of one kind, or none. It fails if a step does not complete cleanly, or
// if a system does not have the declared records.
func (c *campaign) playFaults(ctx context.Context) (outcome, error) {
	faults := sandbox.Faults{Seed: c.seed, Shares: map[sandbox.FaultKind]float64{}}
	if c.fault != "" {
		faults.Shares[c.fault] = c.share
	}
	c.box = c.kind.prepared(emptySandbox(faults), c.number)
	server, err := c.box.Start()
	if err != nil {
		return outcome{}, err
	}
	defer server.Close()

	var result outcome
	for _, step := range []struct {
		words     string
		arguments []string
		records   int
		text      string
	}{
		{"create", []string{"apply", "-auto-approve"}, c.number, "as created"},
		{"change", []string{"apply", "-auto-approve"}, c.number, "as changed"},
		{"delete", []string{"destroy", "-auto-approve"}, 0, "as changed"},
	} {
		configuration := c.kind.configuration(server, c.number, step.text)
		if err := c.Write("main.tf", configuration); err != nil {
			return result, err
		}
		if step.words == "create" {
			if _, err := c.Run(ctx, "init"); err != nil {
				return result, err
			}
		}
		applies, err := c.untilClean(ctx, step.arguments...)
		result.applies = max(result.applies, applies)
		if err != nil {
			return result, fmt.Errorf("%s: %w", step.words, err)
		}
		result.operations += c.number
		duplicates, lost := c.kind.compare(c.box, step.records, step.text)
		result.duplicates += duplicates
		result.lost += lost
		if step.records == 0 {
			continue
		}
		if _, err := c.untilClean(ctx, "plan", "-detailed-exitcode"); err != nil {
			return result, fmt.Errorf("%s: the plan afterward is not empty: %w", step.words, err)
		}
	}
	for _, request := range c.box.Requests() {
		result.requests++
		if request.Fault != "" {
			result.faults++
		}
	}
	if result.duplicates > 0 || result.lost > 0 {
		return result, fmt.Errorf("%d duplicates, %d lost", result.duplicates, result.lost)
	}
	return result, nil
}

// untilClean repeats a command until it succeeds, as a user would.
func (c *campaign) untilClean(ctx context.Context, arguments ...string) (applies int, err error) {
	for applies = 1; ; applies++ {
		_, err = c.Run(ctx, arguments...)
		var exit *exec.ExitError
		if err == nil || applies == mostApplies || !errors.As(err, &exit) || ctx.Err() != nil {
			return applies, err
		}
	}
}
