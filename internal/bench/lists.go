package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// Targets for data sources that list.
const (
	barListMemory       = 120 << 20 // for one list of 5,000
	barSeveralMemory    = 300 << 20 // for several at once
	barList             = 1.0       // times the generic list
	severalLists        = 3
	barCreates          = 1.25 // requests per create, for 100 creates
	barManyCreates      = 1.15 // and for 1,000
	barCreatesSize      = 100
	barManyCreatesSize  = 1000
	smallestListToShow  = 1000
	listOfInvoicesTypes = `["all", "active", "all"]`
)

// listResult is the cost of reading lists of n records, for the provider and
// the generic list.
type listResult struct {
	n, lists      int
	real, generic []sample
}

// lists declares the given number of data sources that list the invoices of a
// project.
func lists(count int) string {
	return providers + fmt.Sprintf(`
data "billing_teamwork_invoices" "all" {
  count      = %d
  project_id = 1149
  type       = %s[count.index]
}

output "count" {
  value = [for list in data.billing_teamwork_invoices.all : length(list.invoices)]
}
`, count, listOfInvoicesTypes)
}

// measureLists measures data sources that list, one and several at once,
// alternating with the generic list.
func (s *stage) measureLists(ctx context.Context, options options) ([]listResult, error) {
	var results []listResult
	for _, n := range options.sizes {
		if n < smallestListToShow {
			continue
		}
		for _, count := range []int{1, severalLists} {
			result, err := s.measureList(ctx, n, count, options.runs)
			if err != nil {
				return results, err
			}
			results = append(results, result)
		}
	}
	return results, nil
}

func (s *stage) measureList(ctx context.Context, n, count, runs int) (listResult, error) {
	result := listResult{n: n, lists: count}
	ours, err := s.newWorkspace(ctx, s.real, lists(count))
	if err != nil {
		return result, err
	}
	generic, err := s.newWorkspace(ctx, s.generic, lists(count))
	if err != nil {
		return result, err
	}
	for run := range runs {
		progress("reading %d lists of %d invoices, run %d of %d", count, n, run+1, runs)
		err := s.withSandbox(ctx, invoices{}.seed(n), func(sandbox *commandline.Sandbox) error {
			for _, each := range []struct {
				workspace *workspace
				samples   *[]sample
			}{{ours, &result.real}, {generic, &result.generic}} {
				each.workspace.configureFor(sandbox, 0)
				if _, err := countRequests(ctx, sandbox, "teamwork"); err != nil {
					return err
				}
				measured, err := each.workspace.measure(ctx, "plan")
				if err != nil {
					return err
				}
				if measured.requests, err = countRequests(ctx, sandbox, "teamwork"); err != nil {
					return err
				}
				*each.samples = append(*each.samples, measured)
			}
			return nil
		})
		if err != nil {
			return result, err
		}
	}
	return result, nil
}

// reportLists prints the cost of lists, next to the generic list.
func reportLists(w io.Writer, results []listResult) {
	if len(results) == 0 {
		return
	}
	fmt.Fprint(w, "\n## Data sources that list invoices\n\n\"generic\" keeps each record as a map of strings, without knowledge of the system.\n\n")
	lines, bars := [][]string{}, [][]string{}
	for _, r := range results {
		compared, memory := ratio(r.real, r.generic, wallOf), largestMemory(r.real)
		lines = append(lines, []string{
			fmt.Sprint(r.n), fmt.Sprint(r.lists), inSeconds(median(seconds(r.real, wallOf))), inSeconds(median(seconds(r.generic, wallOf))), times(compared),
			inMebibytes(memory), inMebibytes(largestMemory(r.generic)), byKind(mostRequests(r.real)), byKind(mostRequests(r.generic)),
		})
		if r.n != barLargeSize {
			continue
		}
		most := int64(barListMemory)
		if r.lists > 1 {
			most = barSeveralMemory
		}
		bars = append(bars, []string{fmt.Sprintf("%d lists of %d: memory at most %s", r.lists, r.n, inMebibytes(most)), inMebibytes(memory), verdict(memory > 0 && memory <= most)},
			[]string{fmt.Sprintf("%d lists of %d: at most %.1f times the generic list", r.lists, r.n, barList), times(compared), verdict(compared <= barList)})
	}
	table(w, header{right: []string{
		"N", "lists", "wall", "wall of generic", "÷ generic", "memory", "memory of generic", "requests", "requests of generic",
	}}, lines)
	if len(bars) > 0 {
		fmt.Fprintln(w)
		table(w, header{left: []string{"bar", "measured", "holds"}}, bars)
	}
}

func verdict(holds bool) string {
	if holds {
		return "yes"
	}
	return "no"
}

// createBars returns the targets for the cost of creates, as far as they were measured.
func createBars(results []result) [][]string {
	var lines [][]string
	for _, r := range results {
		most := map[int]float64{barCreatesSize: barCreates, barManyCreatesSize: barManyCreates}[r.n]
		if r.operation != createAll || most == 0 || r.condition.rate > 0 {
			continue
		}
		sent := mostRequests(r.real).total()
		bar := fmt.Sprintf("create %d at %s: at most %.0f requests", r.n, r.condition, most*float64(r.n))
		if !slices.ContainsFunc(lines, func(line []string) bool { return strings.HasPrefix(line[0], bar) }) {
			lines = append(lines, []string{bar, fmt.Sprint(sent), verdict(float64(sent) <= most*float64(r.n))})
		}
	}
	return lines
}
