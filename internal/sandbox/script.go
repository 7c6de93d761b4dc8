package sandbox

// Always makes a rule of a script apply to every request that matches it.
const Always = -1

// Rule is a line of a script. It selects requests and sets the response to them. Empty fields match any request.
type Rule struct {
	// System is the system's name, such as "teamwork".
	System string
	// Method is the HTTP method.
	Method string
	// Path is a path template, such as "/invoices/{id}.json", or a path as sent, such as "/invoices/49.json".
	Path string
	// When is an additional condition, such as on the query or the body.
	When func(Request) bool
	// Skip is the number of matching requests that pass first.
	Skip int
	// Times is the number of requests that the rule applies to; 0 means one, Always means every request.
	Times int
	// Fault is the response. The zero value means Pass.
	Fault Fault
}

// scriptedRule is a rule with the number of uses left.
type scriptedRule struct {
	Rule
	skip int
	left int
}

// Script adds rules. The first rule that matches a request and is not used up determines the response. Scripted
// responses take precedence over random faults. Rules apply in the order in which they were added.
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

// ScriptLeft returns the number of scripted responses not sent yet, except those of rules that always apply.
func (b *Box) ScriptLeft() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	total := 0
	for _, rule := range b.rules {
		total += max(rule.left, 0)
	}
	return total
}

// scripted takes the response to request from the script.
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

// fits reports whether the rule applies to request.
func (r Rule) fits(request Request) bool {
	return fits(r.System, request.System) && fits(r.Method, request.Method) &&
		fits(r.Path, request.Template, request.Path) && (r.When == nil || r.When(request))
}
