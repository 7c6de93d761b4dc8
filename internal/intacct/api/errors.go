package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Error is a refusal or a failure as Sage Intacct put it. None of its texts
// has a secret in it.
type Error struct {
	Method string
	Path   string
	Status int // HTTP status
	// Message is Intacct's own text, or what its answer began with.
	Message string
	// Code names the kind of failure, as in invalidRequest, operationFailed,
	// GW-0011 or invalid_grant (contract section 7.2).
	Code string
	// ErrorID, as in REST-1064, and MessageID, as in IA.NOT_A_VALID_FIELD, name
	// the very message.
	ErrorID   string
	MessageID string
	// SupportID is what Sage's support wants to know.
	SupportID string
	// Correction is what to do about it, where Intacct says so.
	Correction string
	// Fields are the details, one a field that is wrong.
	Fields []FieldError
	// Unreadable: the answer has a success status and cannot be understood.
	Unreadable bool
	// IsWebPage: the answer is a page for a browser, which the API does not give.
	IsWebPage bool

	// unanswered: an earlier attempt of the same request got no answer.
	unanswered bool
}

// FieldError is one detail of a failure.
type FieldError struct {
	// Target is the field as a pointer into the request's body, as sent:
	// /description or /milestones/0/percentCompleted; "" where the detail is
	// about no single field (contract section 7.1).
	Target     string
	Code       string
	Message    string
	ErrorID    string
	MessageID  string
	Correction string
}

// Error gives the status, Intacct's message with all that identifies it, the
// request, and a line for each detail.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "Sage Intacct answered %d %s", e.Status, http.StatusText(e.Status))
	write(&text, ": %s", e.Message)
	write(&text, ". %s", e.Correction)
	write(&text, " [code %s]", e.Code)
	write(&text, " [error id %s]", e.ErrorID)
	write(&text, " [message id %s]", e.MessageID)
	write(&text, " [support id %s]", e.SupportID)
	fmt.Fprintf(&text, " (%s %s)", e.Method, e.Path)
	for _, field := range e.Fields {
		text.WriteString("\n- " + field.String())
	}
	return text.String()
}

// String gives the field, the message, and all that identifies it.
func (f FieldError) String() string {
	var text strings.Builder
	write(&text, "%s: ", f.Target)
	text.WriteString(f.Message)
	write(&text, ". %s", f.Correction)
	write(&text, " [code %s]", f.Code)
	write(&text, " [error id %s]", f.ErrorID)
	write(&text, " [message id %s]", f.MessageID)
	return text.String()
}

// write adds a part that is left out when there is nothing to say.
func write(text *strings.Builder, format, part string) {
	if part != "" {
		fmt.Fprintf(text, format, part)
	}
}

// IsNotFound tells whether the record is gone: 404 from Intacct itself, and
// nothing else (contract section 7.2). A 404 of the token endpoint is a wrong
// address and no such thing, and neither is a gateway's page.
func IsNotFound(err error) bool {
	var failure *Error
	return hasStatus(err, http.StatusNotFound) && errors.As(err, &failure) && !failure.IsWebPage
}

// MayBeConflict tells whether a refusal can mean that a value which must be
// unique is taken: 409, which can also be about an idempotency key, or 422,
// which stands for any rule of the business. Which of the two it is for a name
// is not documented, and neither is the text (contract section 7.2): a look-up
// tells.
func MayBeConflict(err error) bool {
	return hasStatus(err, http.StatusConflict) || hasStatus(err, http.StatusUnprocessableEntity)
}

func hasStatus(err error, status int) bool {
	if _, ok := errors.AsType[*noTokenError](err); ok {
		return false
	}
	var failure *Error
	return errors.As(err, &failure) && failure.Status == status
}

// MayHaveTakenEffect tells whether a failed write could have been carried out
// all the same: it or an earlier attempt of it got no answer, the server
// failed, or its answer cannot be understood. Such a write is looked up before
// it is sent again (contract section 5).
func MayHaveTakenEffect(err error) bool {
	if _, ok := errors.AsType[*unknownOutcome](err); ok {
		return true
	}
	if _, ok := errors.AsType[*noTokenError](err); ok {
		return false
	}
	if noAnswer, ok := errors.AsType[*transport.NoAnswerError](err); ok {
		return !noAnswer.NotSent()
	}
	var failure *Error
	return errors.As(err, &failure) &&
		(failure.Unreadable || failure.unanswered || failure.Status >= 500 || failure.Status == http.StatusRequestTimeout)
}

// unknownOutcome is a failure that came after an attempt of the same request
// had got no answer.
type unknownOutcome struct{ err error }

func (e *unknownOutcome) Error() string { return e.err.Error() }
func (e *unknownOutcome) Unwrap() error { return e.err }

// failure decodes an answer that is not a success, in whichever of its shapes
// (contract section 7.1).
func failure(wire *transport.Client, request transport.Request, answer *transport.Answer) *Error {
	failure := &Error{
		Method: request.Method, Path: request.Path, Status: answer.Status, IsWebPage: answer.IsWebPage(), unanswered: answer.Unanswered,
	}
	if answer.Status >= 300 && answer.Status <= 399 {
		failure.Message = wire.Redirected(answer)
		return failure
	}
	failure.decode(answer.Body)
	if failure.Message == "" && failure.Code == "" && len(failure.Fields) == 0 {
		failure.Message = wire.Excerpt(answer.Body)
	}
	failure.clean(wire.Message)
	return failure
}

// clean takes the secrets out of every text, and bounds it: a system may repeat
// a credential in any of them.
func (e *Error) clean(clean func(string) string) {
	texts := []*string{&e.Message, &e.Code, &e.ErrorID, &e.MessageID, &e.SupportID, &e.Correction}
	for i := range e.Fields {
		field := &e.Fields[i]
		texts = append(texts, &field.Target, &field.Code, &field.Message, &field.ErrorID, &field.MessageID, &field.Correction)
	}
	for _, text := range texts {
		*text = clean(*text)
	}
}

// unreadable is a success that cannot be understood.
func unreadable(wire *transport.Client, request transport.Request, answer *transport.Answer, err error) *Error {
	return &Error{
		Method: request.Method, Path: request.Path, Status: answer.Status,
		Message: wire.CannotRead(answer, err), Unreadable: true,
	}
}

// incomplete is a success that lacks what was asked for.
func incomplete(request transport.Request, status int, format string, arguments ...any) *Error {
	return &Error{
		Method: request.Method, Path: request.Path, Status: status,
		Message: fmt.Sprintf(format, arguments...), Unreadable: true,
	}
}
