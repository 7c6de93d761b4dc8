package api

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Error is a refusal or a failure as Wethod put it (contract section 5). None
// of its texts has the token in it.
type Error struct {
	Method string
	Path   string
	Status int // HTTP status
	// Key names the kind of failure, as in invalid_data or precondition_failure.
	Key string
	// Message is Wethod's own text, or what its answer began with.
	Message string
	// Failures are the fields that are wrong, where Wethod names them.
	Failures []Failure
	// Unreadable: the answer has a success status and cannot be understood.
	Unreadable bool
}

// mostFailures is how many failures of one answer are told.
const mostFailures = 20

// Failure is one thing that is wrong with a request.
type Failure struct {
	// Field is the wire name of the parameter, as in issue_date; "" where
	// Wethod names none.
	Field string
	// Message is Wethod's own text.
	Message string
}

// Error gives the status, Wethod's message and key, the request, and a line for
// each failure.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "Wethod answered %d", e.Status)
	if name := http.StatusText(e.Status); name != "" {
		fmt.Fprintf(&text, " %s", name)
	}
	if e.Message != "" {
		fmt.Fprintf(&text, ": %s", e.Message)
	}
	if e.Key != "" {
		fmt.Fprintf(&text, " [key %s]", e.Key)
	}
	fmt.Fprintf(&text, " (%s %s)", e.Method, e.Path)
	for _, failure := range e.Failures {
		text.WriteString("\n- " + failure.String())
	}
	if e.Status == http.StatusPreconditionFailed {
		text.WriteString("\nWethod does not document what leads to this status; a possible cause is the value of the header " +
			"Wethod-Company or Wethod-Version.")
	}
	return text.String()
}

// String gives the field, where there is one, and the message.
func (f Failure) String() string {
	if f.Field == "" {
		return f.Message
	}
	return f.Field + ": " + f.Message
}

// failure decodes an answer that is not a success.
func (c *Client) failure(request transport.Request, answer *transport.Answer) *Error {
	failure := &Error{Method: request.Method, Path: request.Path, Status: answer.Status}
	if answer.Status >= 300 && answer.Status <= 399 {
		failure.Message = c.wire.Redirected(answer)
		return failure
	}
	failure.decode(answer.Body)
	if failure.Message == "" && len(failure.Failures) == 0 {
		failure.Message = c.wire.Excerpt(answer.Body)
	}
	excerpt := func(text string) string { return c.wire.Excerpt([]byte(text)) }
	failure.Key, failure.Message = excerpt(failure.Key), c.wire.Message(failure.Message)
	if more := len(failure.Failures) - mostFailures; more > 0 {
		failure.Failures = append(failure.Failures[:mostFailures], Failure{Message: fmt.Sprintf("and %d more", more)})
	}
	for i, each := range failure.Failures {
		failure.Failures[i] = Failure{Field: excerpt(each.Field), Message: excerpt(each.Message)}
	}
	return failure
}

// unreadable is a success that cannot be understood.
func (c *Client) unreadable(request transport.Request, answer *transport.Answer, err error) *Error {
	return &Error{
		Method: request.Method, Path: request.Path, Status: answer.Status,
		Message: c.wire.CannotRead(answer, err), Unreadable: true,
	}
}
