package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Error is a refusal or a failure as the site put it.
type Error struct {
	Method string
	Path   string
	Status int // HTTP status
	// Message is the site's own text, or what its answer began with.
	Message string
	// Code and ID are the site's own, where it gives them (API v3).
	Code string
	ID   string
	// Unreadable: the answer has a success status and cannot be understood.
	Unreadable bool
	// IsWebPage: the answer is a page for a browser, which the site's API does
	// not give.
	IsWebPage bool
	// Limited: the site is asked too often, whether it says so by 429 or, as it
	// used to, by 400 (contract section 4).
	Limited bool
}

// Error gives the status, the site's message, and the request.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "Teamwork answered %d", e.Status)
	if name := http.StatusText(e.Status); name != "" {
		fmt.Fprintf(&text, " %s", name)
	}
	if e.Message != "" {
		fmt.Fprintf(&text, ": %s", e.Message)
	}
	if e.Code != "" {
		fmt.Fprintf(&text, " [code %s]", e.Code)
	}
	if e.ID != "" {
		fmt.Fprintf(&text, " [error id %s]", e.ID)
	}
	fmt.Fprintf(&text, " (%s %s)", e.Method, e.Path)
	return text.String()
}

// IsNotFound tells whether the record is gone: 404 from the site itself, and
// nothing else (contract section 9, question 2). A gateway's page proves nothing.
func IsNotFound(err error) bool {
	var failure *Error
	return hasStatus(err, http.StatusNotFound) && errors.As(err, &failure) && !failure.IsWebPage
}

// IsUnauthorized tells whether the site does not accept the credential: 401.
func IsUnauthorized(err error) bool { return hasStatus(err, http.StatusUnauthorized) }

// IsRefusal tells whether the site understood a request and declined it for
// what it asks: a 4xx that is about neither credentials, permission, the
// record's existence nor limits.
func IsRefusal(err error) bool {
	var failure *Error
	if !errors.As(err, &failure) || failure.Status < 400 || failure.Status > 499 || failure.Limited {
		return false
	}
	switch failure.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
		http.StatusRequestTimeout:
		return false
	}
	return true
}

func hasStatus(err error, status int) bool {
	var failure *Error
	return errors.As(err, &failure) && failure.Status == status
}

// MayHaveTakenEffect tells whether a failed write could have been carried out
// all the same: no answer came, the server failed, or its answer cannot be
// understood. Such a write is looked up before it is sent again.
func MayHaveTakenEffect(err error) bool {
	if noAnswer, ok := errors.AsType[*transport.NoAnswerError](err); ok {
		return !noAnswer.NotSent()
	}
	var failure *Error
	return errors.As(err, &failure) &&
		(failure.Unreadable || failure.Status >= 500 || failure.Status == http.StatusRequestTimeout)
}

// failure decodes an answer that is not a success, in whichever of its shapes
// (contract section 6).
func (c *Client) failure(request transport.Request, answer *transport.Answer) *Error {
	failure := &Error{Method: request.Method, Path: request.Path, Status: answer.Status, Limited: answer.Limited, IsWebPage: answer.IsWebPage()}
	if answer.Status >= 300 && answer.Status <= 399 {
		failure.Message = c.wire.Redirected(answer)
		return failure
	}
	failure.decode(answer.Body)
	if failure.Message == "" {
		failure.Message = c.wire.Excerpt(answer.Body)
	}
	failure.Message = c.wire.Message(failure.Message)
	failure.Code, failure.ID = c.wire.Message(failure.Code), c.wire.Message(failure.ID)
	return failure
}

// unreadable is a success that cannot be understood.
func (c *Client) unreadable(request transport.Request, answer *transport.Answer, err error) *Error {
	return &Error{
		Method: request.Method, Path: request.Path, Status: answer.Status,
		Message: c.wire.CannotRead(answer, err), Unreadable: true,
	}
}

// decode finds the message in any of the shapes in which the site has been
// seen to put it. Keys are told apart by case here, unlike in a struct:
// MESSAGE is v1's, message is a gateway's.
func (e *Error) decode(body []byte) {
	var shape map[string]json.RawMessage
	if json.Unmarshal(body, &shape) != nil {
		return
	}
	var content map[string]json.RawMessage
	_ = json.Unmarshal(shape["content"], &content) // not there, or not an object: then it has nothing to say
	for _, found := range []func() bool{
		func() bool { return e.take(shape["MESSAGE"]) },
		func() bool { return e.takeList(shape["errors"]) },
		func() bool { return e.take(shape["error"]) },
		func() bool { return e.take(shape["message"]) },
		func() bool { return e.takeList(content["errors"]) },
		func() bool { return e.take(content["error"]) },
	} {
		if found() {
			return
		}
	}
}

// take uses a single text as the message.
func (e *Error) take(raw json.RawMessage) bool {
	var text Text
	if len(raw) == 0 || json.Unmarshal(raw, &text) != nil || text == "" {
		return false
	}
	e.Message = string(text)
	return true
}

// mostErrors is how many errors of a list are told.
const mostErrors = 20

// takeList uses a list of texts or of v3 errors ({id, code, title, detail}),
// all of whose fields are optional.
func (e *Error) takeList(raw json.RawMessage) bool {
	var items []json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &items) != nil {
		return false
	}
	var messages, codes, ids []string
	for _, item := range items[:min(len(items), mostErrors)] {
		var text Text
		if json.Unmarshal(item, &text) == nil {
			messages = append(messages, string(text))
			continue
		}
		var v3 struct{ ID, Code, Title, Detail Text }
		if json.Unmarshal(item, &v3) != nil {
			continue
		}
		messages = append(messages, joinNonEmpty(": ", string(v3.Title), string(v3.Detail)))
		codes = append(codes, string(v3.Code))
		ids = append(ids, string(v3.ID))
	}
	if more := len(items) - mostErrors; more > 0 {
		messages = append(messages, fmt.Sprintf("and %d more", more))
	}
	e.Code, e.ID = joinNonEmpty(", ", codes...), joinNonEmpty(", ", ids...)
	e.Message = joinNonEmpty("; ", messages...)
	return e.Message != ""
}

func joinNonEmpty(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}
