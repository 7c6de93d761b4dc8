// Package ownedlines says which line of a configuration is which line of a
// document of Sage Intacct. The lines that a document owns have keys of their
// own, which a configuration does not know, so they are recognized by what they
// say.
package ownedlines

// Key is what lines are paired by; false = this line is not paired by it.
type Key[L any] func(line L) (string, bool)

// Match pairs wanted lines with existing ones, each at most once: first by the
// first key, of what is left by the second, and so on. Lines with the same key
// are paired in the order in which they come. The result is the index of each
// wanted line's partner, -1 for one without. It takes time in proportion to the
// number of lines.
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

// Any pairs the lines that are left, in the order in which they come.
func Any[L any](L) (string, bool) { return "", true }
