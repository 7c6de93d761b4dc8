package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"reflect"
	"slices"
	"strings"
)

const (
	planFile = "demo.tfplan"
	// Exit status of plan -detailed-exitcode if there are changes.
	exitChanges = 2
)

// plan is the part of the `show -json` output of a plan that the demo uses.
type plan struct {
	Changes []change `json:"resource_changes"`
}

// change is the change of one record.
type change struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	Change  struct {
		Actions   []string       `json:"actions"`
		Before    map[string]any `json:"before"`
		After     map[string]any `json:"after"`
		Importing *struct {
			ID string `json:"id"`
		} `json:"importing"`
	} `json:"change"`
}

// action returns what happens to the record: "create", "update", "delete", or "no-op".
func (c change) action() string { return strings.Join(c.Change.Actions, "+") }

// differing returns the attributes that the change affects.
func (c change) differing() []string {
	var names []string
	for name, before := range c.Change.Before {
		if !reflect.DeepEqual(before, c.Change.After[name]) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// plan creates a plan and reads it. An empty plan has no changes.
func (s *story) plan(ctx context.Context, arguments ...string) (*plan, error) {
	_, err := s.terraform(ctx, append([]string{"plan", "-detailed-exitcode", "-out=" + planFile}, arguments...)...)
	var exit *exec.ExitError
	found := errors.As(err, &exit) && exit.ExitCode() == exitChanges
	if err != nil && !found {
		return nil, err
	}
	text, err := s.terraform(ctx, "show", "-json", planFile)
	if err != nil {
		return nil, err
	}
	read := &plan{}
	if err := json.Unmarshal([]byte(text), read); err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	read.Changes = slices.DeleteFunc(read.Changes, func(c change) bool {
		return (c.action() == "no-op" && c.Change.Importing == nil) || c.action() == "read"
	})
	if found == (len(read.Changes) == 0) {
		return nil, fmt.Errorf("the exit status of the plan and its %d changes disagree", len(read.Changes))
	}
	return read, nil
}

// planOne creates a plan that must have one change, of the given kind.
func (s *story) planOne(ctx context.Context, action, address string, attributes ...string) (change, error) {
	read, err := s.plan(ctx)
	if err != nil {
		return change{}, err
	}
	if len(read.Changes) != 1 || read.Changes[0].Address != address || read.Changes[0].action() != action {
		return change{}, fmt.Errorf("want one %s, for %s; the plan has %s", action, address, read.summary())
	}
	only := read.Changes[0]
	if differing := only.differing(); action == "update" && !slices.Equal(differing, attributes) {
		return change{}, fmt.Errorf("want a change of %v, got one of %v", attributes, differing)
	}
	return only, nil
}

// planNothing creates a plan that must be empty.
func (s *story) planNothing(ctx context.Context) error {
	read, err := s.plan(ctx)
	if err == nil && len(read.Changes) > 0 {
		err = fmt.Errorf("the plan should be empty; it has %s", read.summary())
	}
	return err
}

// expect checks that a plan has only one action, for the given number of
// records.
func (p *plan) expect(action string, count int) error {
	for _, each := range p.Changes {
		if each.action() != action {
			count = -1
		}
	}
	if len(p.Changes) != count {
		return fmt.Errorf("want only %s; the plan has %s", action, p.summary())
	}
	return nil
}

func (p *plan) summary() string {
	words := make([]string, 0, len(p.Changes))
	for _, each := range p.Changes {
		words = append(words, each.action()+" "+each.Address)
	}
	return fmt.Sprintf("%q", words)
}

// applied applies the last plan.
func (s *story) applied(ctx context.Context) error {
	_, err := s.terraform(ctx, "apply", planFile)
	return err
}
