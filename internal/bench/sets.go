package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// barSet is the maximum cost of a set, from plan to apply, as a multiple of the
// empty provider's. Terraform itself compares the elements of a set pairwise
// during an apply.
const barSet = 1.25

// partOfRange is the number of values in one call of range, which Terraform limits to 1,024.
const partOfRange = 500

// set is a configuration with one resource that has a set of n elements.
type set struct {
	name          string
	sizes         []int
	seed          func(n int) []string
	configuration func(n int) string
}

func sets() []set {
	return []set{
		{
			name: "milestones", sizes: []int{50, 200},
			seed: func(int) []string { return seeded("-templates", 0) },
			configuration: func(n int) string {
				return "terraform {\n  required_providers {\n    billing = { source = \"registry.terraform.io/projectbilling/billing\" }\n  }\n}\n" +
					fmt.Sprintf(`
resource "billing_intacct_project_billing_template" "many" {
  name        = "Many"
  description = "Many milestones"
  milestones  = [for i in range(1, %d + 1) : { percent_completed = format("%%d.%%02d", floor(i / 100), i %% 100), description = "Step ${i}" }]
}
`, n)
			},
		},
		{
			name: "time logs", sizes: []int{500, 2000},
			seed: func(n int) []string { return seeded("-time-logs", n) },
			configuration: func(n int) string {
				return providers + fmt.Sprintf(`
resource "billing_teamwork_invoice" "many" {
  project_id   = 1149
  number       = "MANY"
  display_date = "2026-03-31"
  time_log_ids = flatten([for part in range(%d) : range(100001 + %[2]d * part, 100001 + %[2]d * (part + 1))])
}
`, n/partOfRange, partOfRange)
			},
		},
	}
}

// smallestSet returns the shorter of the two lengths of a measured set.
func smallestSet(name string) int {
	for _, each := range sets() {
		if each.name == name {
			return slices.Min(each.sizes)
		}
	}
	return 0
}

// setResult is the cost of planning and applying a set of n elements.
type setResult struct {
	set, command string
	n            int
	real, empty  []sample
}

// measureSets measures the plan and the apply of long sets, alternating with
// the empty provider.
func (s *stage) measureSets(ctx context.Context, options options) ([]setResult, error) {
	var results []setResult
	for _, each := range sets() {
		for _, n := range each.sizes {
			measured, err := s.measureSet(ctx, each, n, options.runs)
			if err != nil {
				return results, err
			}
			results = append(results, measured...)
		}
	}
	return results, nil
}

func (s *stage) measureSet(ctx context.Context, of set, n, runs int) ([]setResult, error) {
	results := []setResult{{set: of.name, command: "plan", n: n}, {set: of.name, command: "apply", n: n}}
	for run := range runs {
		progress("a set of %d %s, run %d of %d", n, of.name, run+1, runs)
		for _, provider := range []*commandline.Provider{s.real, s.empty} {
			w, err := s.newWorkspace(ctx, provider, of.configuration(n))
			if err != nil {
				return nil, err
			}
			err = s.withSandbox(ctx, of.seed(n), func(sandbox *commandline.Sandbox) error {
				w.configureFor(sandbox, 0)
				for i, arguments := range [][]string{{"plan", "-out=plan.bin"}, {"apply", "plan.bin"}} {
					measured, err := w.measure(ctx, arguments...)
					if err != nil {
						return err
					}
					if provider == s.real {
						results[i].real = append(results[i].real, measured)
					} else {
						results[i].empty = append(results[i].empty, measured)
					}
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return results, nil
}

// reportSets prints the cost of sets, next to the empty provider.
func reportSets(w io.Writer, results []setResult) {
	if len(results) == 0 {
		return
	}
	fmt.Fprint(w, "\n## Long sets\n\nOne resource with a set of N elements. \"empty\" is the same schema without an implementation: its cost is Terraform's own.\n\n")
	var lines, bars [][]string
	for _, r := range results {
		compared := ratio(r.real, r.empty, wallOf)
		lines = append(lines, []string{
			r.command, fmt.Sprint(r.n), r.set, inSeconds(median(seconds(r.real, wallOf))), inSeconds(median(seconds(r.empty, wallOf))), times(compared),
			inMebibytes(largestMemory(r.real)), inMebibytes(largestMemory(r.empty)),
		})
		if r.n == smallestSet(r.set) { // starting the processes dominates
			continue
		}
		bars = append(bars, []string{fmt.Sprintf("%s of %d %s: at most %.2f times the empty provider", r.command, r.n, r.set, barSet), times(compared), verdict(compared <= barSet)})
	}
	table(w, header{left: []string{"what"}, right: []string{"N"}, rest: []string{
		"elements", "wall", "wall of empty", "÷ empty", "memory", "memory of empty",
	}}, lines)
	fmt.Fprintln(w)
	table(w, header{left: []string{"bar", "measured", "holds"}}, bars)
}
