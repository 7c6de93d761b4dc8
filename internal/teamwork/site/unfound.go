package site

import (
	"fmt"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// UnfoundError reports that a create has no clear response, that what it creates was
// not found afterward, and that this does not prove that it had no effect: Teamwork
// may still be carrying it out, or has confirmed it. The create is not sent again.
type UnfoundError struct {
	// Type is the resource type to import the record as, and Noun the word for it.
	Type, Noun string
	ProjectID  int64
	// Cause is the failure of the create.
	Cause error
}

// Error returns what is known, and what to do.
func (e *UnfoundError) Error() string {
	happened := fmt.Sprintf("The request may still take effect. Project %d does not have the %s yet", e.ProjectID, e.Noun)
	if transport.IsAccepted(e.Cause) {
		happened = fmt.Sprintf("Teamwork reported success, but project %d does not list the %s yet", e.ProjectID, e.Noun)
	}
	return fmt.Sprintf("%v\n\n%s, so the request was not sent again. Wait a few minutes, then check the project in Teamwork. If the %s is "+
		"there, import it to this resource's address:\n\n  terraform import %s.NAME ID\n\nIf not, apply again.", e.Cause, happened, e.Noun, e.Type)
}

// Unwrap returns the failure of the create.
func (e *UnfoundError) Unwrap() error { return e.Cause }

// NotLookedUp returns the error for a create without a clear response whose result
// could not be looked up.
func NotLookedUp(noun string, cause, err error) error {
	return fmt.Errorf("%w; whether the %s was created could not be looked up: %w", cause, noun, err)
}
