package reads

// ledger is the basis for the decision to list a scope; see the package comment
// for its symbols.
type ledger struct {
	asked    int // distinct records requested
	paid     int // requests spent on reads within, of any kind
	declined int // reads that were sent to read singly, and have not paid yet
	others   int // A
	cost     int // requests of the first part; 0 = unknown
	rest     int
	isOpen   bool // more may follow the rest
	isSplit  bool // narrower scopes within are also read
	isMisled bool // parts were read one by one, until their order was no longer useful

	// around is the enclosing scope; nil = there is none, or only this scope is
	// read within it.
	around *ledger
}

// whole returns P, the requests of the whole listing; 0 while it is unknown,
// and unlimited if its first part does not tell the length.
func (l ledger) whole() int {
	if l.isOpen {
		return everything
	}
	return l.cost + l.rest
}

// isWorthListing is the condition in the package comment.
func (l ledger) isWorthListing() bool {
	total := l.paid + l.declined + l.rest
	isWithinBound := total <= 2*min(l.others, l.whole())+3
	if l.isMisled && l.others >= l.whole() { // the requests spent on parts are lost
		return true
	}
	if !l.isSplit {
		return isWithinBound && l.mayCost(l.rest)
	}
	isJustified := isWithinBound || l.others >= l.whole() || l.paid+l.declined >= l.whole()
	return isJustified && total <= 2*l.asked+3
}

// mayCost reports whether a narrower scope may spend requests on a listing of
// its own: if there are several narrower scopes, all of them together may spend
// no more than single reads would, plus three.
func (l ledger) mayCost(requests int) bool {
	return l.around == nil || l.around.paid+requests <= l.around.asked+3
}

// cheapest returns the requests of the cheapest way to read the requested
// records of a scope, as far as is known. A listing has at least one part.
func (l ledger) cheapest() int { return min(l.others, max(l.whole(), 1)) }
