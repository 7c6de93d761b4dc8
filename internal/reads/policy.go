package reads

// ledger is what the decision to list a scope depends on; see the package
// comment for its letters.
type ledger struct {
	asked    int // different records asked for
	paid     int // requests spent on reads within, in every way
	declined int // reads that were told to see for themselves, and did not pay yet
	others   int // A
	cost     int // requests of the first part; 0 while it is not known
	rest     int
	isOpen   bool // more may follow the rest
	isSplit  bool // narrower scopes within are read too
	isMisled bool // parts were read singly, until their order told nothing any more

	// around is the scope around this one; nil = there is none, or this one is
	// all that is read within it.
	around *ledger
}

// whole is P: what the whole listing takes; 0 while it is not known, and no
// bound where its first part has told that it does not say.
func (l ledger) whole() int {
	if l.isOpen {
		return everything
	}
	return l.cost + l.rest
}

// isWorthListing is the condition of the package comment.
func (l ledger) isWorthListing() bool {
	total := l.paid + l.declined + l.rest
	isWithinBound := total <= 2*min(l.others, l.whole())+3
	if l.isMisled && l.others >= l.whole() { // what was spent on parts is lost
		return true
	}
	if !l.isSplit {
		return isWithinBound && l.mayCost(l.rest)
	}
	isJustified := isWithinBound || l.others >= l.whole() || l.paid+l.declined >= l.whole()
	return isJustified && total <= 2*l.asked+3
}

// mayCost tells whether a narrower scope may spend requests on a listing of its
// own: where it is not alone, all of them together spend no more than single
// reads would have, and three.
func (l ledger) mayCost(requests int) bool {
	return l.around == nil || l.around.paid+requests <= l.around.asked+3
}

// cheapest is what the cheapest way takes for the records asked for of a scope,
// as far as is known: a listing has one part at least.
func (l ledger) cheapest() int { return min(l.others, max(l.whole(), 1)) }
