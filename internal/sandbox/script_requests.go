package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
)

// rulePosted is the body of POST /sandbox/script. Empty fields match any request.
type rulePosted struct {
	System string    `json:"system"`
	Method string    `json:"method"`
	Path   string    `json:"path"`
	Times  int       `json:"times"`
	Fault  FaultKind `json:"fault"`
}

// serveScript lets other processes script faults: POST adds a rule, GET returns the number of scripted responses left,
// and DELETE removes every rule.
func (b *Box) serveScript(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, "{\"left\": %d}\n", b.ScriptLeft()) // the sandbox does not care if the client has disconnected
	case http.MethodPost:
		rule, err := readRule(http.MaxBytesReader(w, r.Body, largestBody))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b.Script(rule)
		w.WriteHeader(http.StatusNoContent)
	case http.MethodDelete:
		b.ClearScript()
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", "GET, POST, DELETE")
		http.Error(w, "use GET to count rules, POST to add one, and DELETE to remove all", http.StatusMethodNotAllowed)
	}
}

// readRule decodes a rule and finds its fault.
func readRule(body io.Reader) (Rule, error) {
	var posted rulePosted
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&posted); err != nil {
		return Rule{}, fmt.Errorf("cannot read the rule: %w", err)
	}
	if posted.System != "" && !slices.Contains(Names(), posted.System) {
		return Rule{}, fmt.Errorf("system %q: must be one of %v", posted.System, Names())
	}
	if posted.Times < Always {
		return Rule{}, fmt.Errorf("times %d: must be a count, or %d for every request", posted.Times, Always)
	}
	if err := (Faults{Shares: map[FaultKind]float64{posted.Fault: 1}}).validate(); err != nil {
		return Rule{}, err
	}
	rule := Rule{System: posted.System, Method: posted.Method, Path: posted.Path, Times: posted.Times}
	for _, named := range faultKinds() {
		if named.kind == posted.Fault {
			rule.Fault = named.fault
		}
	}
	return rule, nil
}
