package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// notAvailable replaces a figure that is not available on this machine or with
// these flags.
const notAvailable = "n/a"

// report prints the results of a kind, as Markdown.
func report(w io.Writer, kind kind, results []result) {
	fmt.Fprintf(w, "\n## %s\n\n", strings.ToUpper(kind.name()[:1])+kind.name()[1:])
	fmt.Fprintln(w, "Median of the runs; ratios are medians of the ratios of consecutive runs. \"empty\" is the same "+
		"schema without an implementation. Processor time is that of the command-line interface and the provider together.")
	fmt.Fprintln(w)
	table(w, header{
		left:  []string{"what"},
		right: []string{"N"},
		rest: []string{
			"condition", "wall", "÷ empty", "÷ terraform_data", "wall of empty", "wall of terraform_data",
			"processor", "processor ÷ empty", "memory", "memory of empty", "requests",
		},
	}, rows(results, func(r result) []string {
		return []string{
			r.operation, fmt.Sprint(r.n), r.condition.String(),
			inSeconds(median(seconds(r.real, wallOf))),
			times(ratio(r.real, r.empty, wallOf)), times(ratio(r.real, r.plain, wallOf)),
			inSeconds(median(seconds(r.empty, wallOf))), inSeconds(median(seconds(r.plain, wallOf))),
			inSeconds(median(seconds(r.real, cpuOf))), times(ratio(r.real, r.empty, cpuOf)),
			inMebibytes(largestMemory(r.real)), inMebibytes(largestMemory(r.empty)),
			byKind(mostRequests(r.real)),
		}
	}))
	reportGrowth(w, results)
	reportStates(w, results)
	if kind.system() == "teamwork" {
		reportBars(w, results)
	}
}

// reportGrowth prints the cost of one more record.
func reportGrowth(w io.Writer, results []result) {
	fmt.Fprint(w, "\nGrowth per additional record, by least squares over N:\n\n")
	type series struct {
		operation string
		condition condition
	}
	var order []series
	groups := map[series][]result{}
	for _, r := range results {
		key := series{r.operation, r.condition}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], r)
	}
	var lines [][]string
	for _, key := range order {
		group := groups[key]
		growth := func(unit string, value func(result) float64) string {
			points := make([]point, len(group))
			for i, r := range group {
				points[i] = point{float64(r.n), value(r)}
			}
			if grows, ok := slope(points); ok {
				return fmt.Sprintf("%.2f %s", grows, unit)
			}
			return notAvailable
		}
		wall := func(samples func(result) []sample) string {
			return growth("ms", func(r result) float64 { return 1000 * median(seconds(samples(r), wallOf)) })
		}
		memory := func(samples func(result) []sample) string {
			return growth("KiB", func(r result) float64 { return float64(largestMemory(samples(r))) / 1024 })
		}
		lines = append(lines, []string{
			key.operation, key.condition.String(),
			wall(realOf), wall(emptyOf), wall(plainOf),
			growth("requests", func(r result) float64 { return float64(mostRequests(r.real).total()) }),
			memory(realOf), memory(emptyOf),
		})
	}
	table(w, header{left: []string{"what", "condition"}, right: []string{
		"wall", "wall of empty", "wall of terraform_data", "requests", "memory", "memory of empty",
	}}, lines)
}

func realOf(r result) []sample  { return r.real }
func emptyOf(r result) []sample { return r.empty }
func plainOf(r result) []sample { return r.plain }

// reportStates prints the sizes of the states, which are a cost of their own.
// The provider and the empty provider have the same state file.
func reportStates(w io.Writer, results []result) {
	fmt.Fprint(w, "\nState files:\n\n")
	var lines [][]string
	seen := map[int]bool{}
	for _, r := range results {
		if r.operation == planUnchanged && !seen[r.n] {
			seen[r.n] = true
			lines = append(lines, []string{fmt.Sprint(r.n), inKibibytes(r.realState), inKibibytes(r.plainState)})
		}
	}
	table(w, header{right: []string{"N", "the provider and empty", "terraform_data"}}, lines)
}

// header is the first line of a table, with its columns grouped by alignment.
type header struct{ left, right, rest []string }

// table prints a table in Markdown.
func table(w io.Writer, columns header, lines [][]string) {
	names := slices.Concat(columns.left, columns.right, columns.rest)
	fmt.Fprintf(w, "| %s |\n", strings.Join(names, " | "))
	var rules strings.Builder
	for i := range names {
		if i < len(columns.left) {
			rules.WriteString("|---")
		} else {
			rules.WriteString("|--:")
		}
	}
	fmt.Fprintln(w, rules.String()+"|")
	for _, line := range lines {
		fmt.Fprintf(w, "| %s |\n", strings.Join(line, " | "))
	}
}

func rows(results []result, row func(result) []string) [][]string {
	lines := make([][]string, len(results))
	for i, r := range results {
		lines[i] = row(r)
	}
	return lines
}

func inSeconds(value float64) string { return fmt.Sprintf("%.2f s", value) }

func inKibibytes(bytes int64) string { return fmt.Sprintf("%.1f KiB", float64(bytes)/1024) }

func times(ratio float64) string { return fmt.Sprintf("%.2f", ratio) }

func inMebibytes(bytes int64) string {
	if bytes == 0 {
		return notAvailable
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}

// byKind formats a count of requests for readers.
func byKind(counts requests) string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[kind], kind))
	}
	if len(parts) > 1 {
		return fmt.Sprintf("%d: %s", counts.total(), strings.Join(parts, ", "))
	}
	return strings.Join(parts, "")
}
