package main

import (
	"fmt"
	"io"
	"time"
)

// The provider's performance targets, each for a plan of unchanged invoices
// against the floors of the same run.
const (
	barSize      = 1000
	barLatency   = 50 * time.Millisecond
	barEmpty     = 1.15
	barPlain     = 2.0
	barMemory    = 40 << 20
	barLargeSize = 5000
)

// reportBars prints whether the provider meets the targets, as far as they were
// measured.
func reportBars(w io.Writer, results []result) {
	var lines [][]string
	add := func(bar, measured string, holds bool) {
		lines = append(lines, []string{bar, measured, verdict(holds)})
	}
	for _, r := range results {
		if r.operation != planUnchanged {
			continue
		}
		if r.n == barSize && r.condition == (condition{latency: barLatency}) {
			toEmpty, toPlain := ratio(r.real, r.empty, wallOf), ratio(r.real, r.plain, wallOf)
			add(fmt.Sprintf("plan of %d at %s: at most %.2f times the empty provider", r.n, r.condition, barEmpty), times(toEmpty), toEmpty <= barEmpty)
			add(fmt.Sprintf("plan of %d at %s: at most %.0f times terraform_data", r.n, r.condition, barPlain), times(toPlain), toPlain <= barPlain)
		}
		if r.n == barSize && r.condition.rate > 0 {
			sent := mostRequests(r.real).total()
			add(fmt.Sprintf("plan of %d at %s: never waits", r.n, r.condition), fmt.Sprintf("%d requests", sent), sent <= r.condition.rate)
		}
		if (r.n == barSize || r.n == barLargeSize) && r.condition.rate == 0 {
			taken, floor := largestMemory(r.real), largestMemory(r.empty)
			measured, holds := notAvailable, false
			if taken > 0 && floor > 0 {
				measured, holds = fmt.Sprintf("%+d MiB", (taken-floor)>>20), taken-floor <= barMemory
			}
			add(fmt.Sprintf("plan of %d at %s: memory at most the empty provider's plus %d MiB", r.n, r.condition, barMemory>>20), measured, holds)
		}
	}
	lines = append(lines, createBars(results)...)
	if len(lines) == 0 {
		return
	}
	fmt.Fprint(w, "\n")
	table(w, header{left: []string{"bar", "measured", "holds"}}, lines)
}
