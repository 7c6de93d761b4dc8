// Package ownedlines matches the lines of a configuration with the lines of a Sage Intacct document. The lines that a
// document owns have keys that a configuration does not contain, so they are matched by their values.
package ownedlines

// Key returns what a line is paired by; false = the line is not paired by it.
type Key[L any] func(line L) (string, bool)

// Match pairs wanted lines with existing ones, each at most once: first by the first key, then the remaining ones by
// the second, and so on. It pairs lines with the same key in order. The result is the index of each wanted line's
// partner, or -1 if it has none. The time is proportional to the number of lines.
func Match[L any](wanted, existing []L, keys ...Key[L]) []int {
	partners := make([]int, len(wanted))
	for i := range partners {
		partners[i] = -1
	}
	isTaken := make([]bool, len(existing))
	for _, key := range keys {
		free := map[string][]int{}
		for j, line := range existing {
			if text, hasKey := key(line); hasKey && !isTaken[j] {
				free[text] = append(free[text], j)
			}
		}
		for i, line := range wanted {
			text, hasKey := key(line)
			if !hasKey || partners[i] >= 0 || len(free[text]) == 0 {
				continue
			}
			partners[i] = free[text][0]
			isTaken[partners[i]] = true
			free[text] = free[text][1:]
		}
	}
	return partners
}

// Any pairs the remaining lines in order.
func Any[L any](L) (string, bool) { return "", true }
