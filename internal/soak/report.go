package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// report gathers the outcomes of campaigns.
type report struct {
	mu       sync.Mutex
	rows     map[row]outcome
	failures []string
}

// row is a line of the table: all seeds of one kind of record and fault.
type row struct {
	kind  string
	fault sandbox.FaultKind
}

func (r *report) add(c *campaign, result outcome, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rows == nil {
		r.rows = map[row]outcome{}
	}
	at := row{kind: c.kind.name, fault: c.fault}
	sum := r.rows[at]
	sum.operations += result.operations
	sum.requests += result.requests
	sum.faults += result.faults
	sum.duplicates += result.duplicates
	sum.lost += result.lost
	sum.strangers += result.strangers
	sum.applies = max(sum.applies, result.applies)
	r.rows[at] = sum
	if err != nil {
		r.failures = append(r.failures, fmt.Sprintf("%s with %s, seed %d:\n%s", c.kind.name, c.fault, c.seed, indent(err.Error())))
	}
}

// String returns the table. Retries are the requests beyond those of the
// campaign without faults, if the campaign is otherwise the same.
func (r *report) String() string {
	order := make([]row, 0, len(r.rows))
	for at := range r.rows {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b row) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.fault, b.fault)) })

	var text strings.Builder
	text.WriteString("| record | fault | operations | requests | faults met | retries | maximum applies | duplicates | lost | strangers changed |\n")
	text.WriteString("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	var total outcome
	for _, at := range order {
		result := r.rows[at]
		fault := string(at.fault)
		repeats := strconv.Itoa(result.requests - r.rows[row{kind: at.kind}].requests)
		switch at.fault {
		case "":
			fault = "(none)"
		case switchedSite:
			repeats = "-"
		case changingValues:
			repeats = "-"
			total.operations += result.operations
		default:
			total.operations += result.operations
		}
		fmt.Fprintf(&text, "| %s | %s | %d | %d | %d | %s | %d | %d | %d | %d |\n", at.kind, fault, result.operations, result.requests,
			result.faults, repeats, result.applies, result.duplicates, result.lost, result.strangers)
		total.faults += result.faults
		total.duplicates += result.duplicates
		total.lost += result.lost
		total.strangers += result.strangers
	}
	fmt.Fprintf(&text, "\n%d operations under faults, %d faults met, %d duplicates, %d lost, %d strangers changed\n",
		total.operations, total.faults, total.duplicates, total.lost, total.strangers)
	return text.String()
}

// problems returns an error with everything that went wrong.
func (r *report) problems() error {
	if len(r.failures) == 0 {
		return nil
	}
	return errors.New(strings.Join(r.failures, "\n"))
}
