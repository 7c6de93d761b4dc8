package sandbox

// Always makes a rule of a script hold for every request that fits it.
const Always = -1

// Rule is a line of a script: which requests it holds for, and how they are answered. Empty fields fit any request.
type Rule struct {
	// System is the system's name, such as "teamwork".
	System string
	// Method is the verb.
	Method string
	// Path is a path template, such as "/invoices/{id}.json", or a path as sent, such as "/invoices/49.json".
	Path string
	// When is a further condition, such as on the query or the body.
	When func(Request) bool
	// Skip is the number of fitting requests that are let through first.
	Skip int
	// Times is the number of requests that are answered so; 0 means one, Always every one.
	Times int
	// Fault is the answer; the zero value stands for Pass.
	Fault Fault
}

// scriptedRule is a rule with what is left of it.
type scriptedRule struct {
	Rule
	skip int
	left int
}

// Script adds rules. A request is answered by the first rule that fits it and is not used up; scripted answers come
// before random faults. Rules keep to the order in which they were added.
func (b *Box) Script(rules ...Rule) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, rule := range rules {
		if rule.Fault.name == "" {
			rule.Fault = Pass()
		}
		left := rule.Times
		if left == 0 {
			left = 1
		}
		b.rules = append(b.rules, &scriptedRule{Rule: rule, skip: rule.Skip, left: left})
	}
}

// ClearScript removes every rule.
func (b *Box) ClearScript() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rules = nil
}

// ScriptLeft gives the number of scripted answers not given yet; rules that hold always are not counted.
func (b *Box) ScriptLeft() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	total := 0
	for _, rule := range b.rules {
		total += max(rule.left, 0)
	}
	return total
}

// scripted takes the answer to request from the script.
func (b *Box) scripted(request Request) (Fault, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, rule := range b.rules {
		if rule.left == 0 || !rule.fits(request) {
			continue
		}
		if rule.skip > 0 {
			rule.skip--
			continue
		}
		if rule.left > 0 {
			rule.left--
		}
		return rule.Fault, true
	}
	return Fault{}, false
}

// fits says whether the rule holds for request.
func (r Rule) fits(request Request) bool {
	return fits(r.System, request.System) && fits(r.Method, request.Method) &&
		fits(r.Path, request.Template, request.Path) && (r.When == nil || r.When(request))
}
