package api

// describes reports whether an object may be the result of this creation, regardless of how Intacct changes texts.
func (c Creation) describes(object Row, lines []Row) bool {
	if !c.Values.given().areIn(object, true) || len(lines) != len(c.Lines) {
		return false
	}
	return areThere(c.Lines, lines)
}

// isApplied reports whether an object shows everything that the patch changes. Lines that are added or deleted prove
// that the patch was carried out, because it is one transaction, and then texts may be as Intacct has changed them.
// Without such lines, texts must be identical, because sending them again does no harm, unless the patch is not going
// to be sent again: isFinal.
func (p Patch) isApplied(object Row, lines []Row, isFinal bool) bool {
	isLoose := isFinal || len(p.DeleteLines)+len(p.AddLines) > 0
	if !p.Values.areIn(object, isLoose) {
		return false
	}
	byKey := make(map[string]Row, len(lines))
	for _, line := range lines {
		byKey[string(line.text("key"))] = line
	}
	for _, key := range p.DeleteLines {
		if _, isThere := byKey[key]; isThere {
			return false
		}
	}
	for _, change := range p.ChangeLines {
		line, isThere := byKey[change.Key]
		if !isThere || !change.Values.areIn(line, isLoose) {
			return false
		}
		delete(byKey, change.Key) // it is not an added line
	}
	left := make([]Row, 0, len(byKey))
	for _, line := range byKey {
		left = append(left, line)
	}
	return areThere(p.AddLines, left)
}

// areThere reports whether each of the wanted lines is among those found, each of which counts once.
func areThere(wanted []Values, found []Row) bool {
	isUsed := make([]bool, len(found))
	for _, line := range wanted {
		isThere := false
		for i, row := range found {
			if !isUsed[i] && line.areIn(row, true) {
				isUsed[i], isThere = true, true
				break
			}
		}
		if !isThere {
			return false
		}
	}
	return true
}
