package api

import "fmt"

// DifferentError means that a write has no clear response, and that the object that exists now differs from the one
// to write. Someone else may have written it.
type DifferentError struct {
	Noun, Label string // as in ExistsError
	Name        string
	Key         string
	// Cause is the failure of the write.
	Cause error
}

// Error names the object and returns the failure of the write.
func (e *DifferentError) Error() string {
	return fmt.Sprintf("Sage Intacct did not confirm the creation of the %s %q. A %[1]s with that %[3]s exists now, with the key %[4]s, "+
		"but its values differ: %[5]v", e.Noun, e.Name, e.Label, e.Key, e.Cause)
}

// Unwrap returns the failure of the write.
func (e *DifferentError) Unwrap() error { return e.Cause }

// UnknownOutcomeError means that a write has no clear response, and that a lookup of its outcome failed too. The
// write may have taken effect.
type UnknownOutcomeError struct {
	// Cause is the failure of the write, and LookUp is the failure of the lookup.
	Cause  error
	LookUp error
}

// Error returns both failures.
func (e *UnknownOutcomeError) Error() string {
	return fmt.Sprintf("%v\nThe provider could not find out whether the request took effect anyway: %v", e.Cause, e.LookUp)
}

// Unwrap returns the failure of the write.
func (e *UnknownOutcomeError) Unwrap() error { return e.Cause }

// UnconfirmedError means that a write has no clear response, and that nothing shows its effect yet, although Intacct
// may still carry it out or has accepted it. It is not sent again, because it could then take effect twice.
type UnconfirmedError struct {
	Noun string // as in ExistsError
	// Label and Name are as in ExistsError, for a create. Key is the object's key, for a change.
	Label, Name string
	Key         string
	// Cause is the failure of the write.
	Cause error
}

// Error returns the failure and what was looked for.
func (e *UnconfirmedError) Error() string {
	if e.Key != "" {
		return fmt.Sprintf("%v\nSage Intacct may have accepted the change, or may still carry it out, but the %s with the key %s does not show it "+
			"so far. The provider did not send the request again. Check the %[2]s in Sage Intacct, and apply again", e.Cause, e.Noun, e.Key)
	}
	return fmt.Sprintf("%v\nSage Intacct may have accepted the request, or may still carry it out, but the provider found no %s with the %s %q "+
		"so far. It did not send the request again. Check in Sage Intacct whether the %[2]s exists now", e.Cause, e.Noun, e.Label, e.Name)
}

// Unwrap returns the failure of the write.
func (e *UnconfirmedError) Unwrap() error { return e.Cause }

// SimilarError means that Intacct has refused to create an object, and that objects with a similar name exist, which
// may be the reason.
type SimilarError struct {
	Noun, Label string // as in ExistsError
	Found       []Found
	// Cause is the refusal.
	Cause error
}

// Error returns the refusal and lists the objects.
func (e *SimilarError) Error() string {
	return fmt.Sprintf("%v\nThis may be because of a similar %s. Sage Intacct has: %s", e.Cause, e.Label, listed(e.Found))
}

// Unwrap returns the refusal.
func (e *SimilarError) Unwrap() error { return e.Cause }

// LinesError means that an object has lines although none of them is known.
type LinesError struct {
	Noun, Key, LineNoun string
	Count               int
}

// Error returns how many lines there are.
func (e *LinesError) Error() string {
	return fmt.Sprintf("Nothing was sent: the change adds the first %[3]ss of the %[1]s with the key %[2]s, but Sage Intacct already has %[4]d %[3]s(s) of it. "+
		"Run the plan again. If it adds them again, Sage Intacct's queries do not show them to this user: grant the user permission", e.Noun, e.Key, e.LineNoun, e.Count)
}
