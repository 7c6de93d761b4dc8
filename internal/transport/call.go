package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Call sends a request as Do does, makes an error of an answer that is no
// success or that holds an error all the same, and decodes a success into
// result, unless that is nil. An empty success leaves result as it is: what is
// missed then is for the caller to say.
//
// Errors: *APIError, *NoAnswerError.
func (c *Client) Call(ctx context.Context, request Request, result any) (*Answer, error) {
	answer, err := c.Do(ctx, request)
	if err != nil {
		return nil, err
	}
	return answer, c.Decode(request, answer, result)
}

// Decode is what Call does with an answer.
func (c *Client) Decode(request Request, answer *Answer, result any) error {
	if err := c.Failure(request, answer); err != nil {
		return err
	}
	if len(bytes.TrimSpace(answer.Body)) == 0 {
		return nil
	}
	if answer.unreadable != nil {
		return c.CannotRead(request, answer, answer.unreadable)
	}
	if result == nil {
		result = &lenient.Object{} // what is said of a write is said in an object
	}
	if err := json.Unmarshal(answer.Body, result); err != nil {
		return c.CannotRead(request, answer, err)
	}
	return nil
}

// Failure is what an answer says went wrong: *APIError, or nil for a success
// that holds no error.
func (c *Client) Failure(request Request, answer *Answer) error {
	holdsNone := answer.unreadable != nil || !holdsError(answer.Body) && !c.dialect.HasFailed(answer.Body)
	if succeeded(answer.Status) && holdsNone {
		return nil
	}
	failure := c.apiError(request, answer)
	if failure.IsRedirect() {
		failure.Message = c.redirected(answer)
		return failure
	}
	failure.Problem = c.dialect.Problem(answer.Body)
	if failure.IsEmpty() {
		failure.Problem = CommonProblem(answer.Body)
	}
	if failure.IsEmpty() {
		failure.Message = c.excerpt(answer.Body)
	}
	failure.clean(c.inOneLine)
	return failure
}

// apiError is an error about an answer, of which nothing is said yet.
func (c *Client) apiError(request Request, answer *Answer) *APIError {
	return &APIError{
		System: c.system, Method: request.Method, Path: request.Path, Status: answer.Status,
		IsWebPage: answer.IsWebPage(), IsLimited: answer.isLimited, ComeBackIn: answer.comeBackIn, IsRepetition: answer.IsRepetition,
	}
}

// CannotRead is a success that cannot be understood, for the reason of err.
func (c *Client) CannotRead(request Request, answer *Answer, err error) *APIError {
	message := fmt.Sprintf("the answer cannot be read (%v)", err)
	if excerpt := c.excerpt(answer.Body); excerpt != "" {
		message += ": " + excerpt
	}
	return c.Lacking(request, answer, "%s", message)
}

// Unconfirmed is a success that does not say that a record was deleted, as that
// of a gateway or of a job that begins later.
func (c *Client) Unconfirmed(request Request, answer *Answer) *APIError {
	return c.Lacking(request, answer, "the answer does not say that the record is deleted: %s", c.excerpt(answer.Body))
}

// IsEmpty tells whether an answer has nothing in it, as most that say that a
// record is deleted.
func (a *Answer) IsEmpty() bool {
	return a.Status != http.StatusAccepted && len(bytes.TrimSpace(a.Body)) == 0
}

// Lacking is a success that lacks what was asked for, in the words of format.
func (c *Client) Lacking(request Request, answer *Answer, format string, arguments ...any) *APIError {
	failure := c.apiError(request, answer)
	failure.IsUnreadable = true
	failure.Message = c.message(fmt.Sprintf(format, arguments...))
	return failure
}

// redirected explains a redirect. It is never followed: it would carry the
// credential along.
func (c *Client) redirected(answer *Answer) string {
	host := ""
	if target, err := url.Parse(answer.Header.Get("Location")); err == nil && target.Host != "" {
		host = " to " + target.Host
	}
	return c.message(fmt.Sprintf("the address redirects%s, and redirects are not followed", host))
}

// message is a text in one line, without secrets and not longer than a person
// would read.
func (c *Client) message(text string) string { return c.inOneLine(text, maxMessage) }

// excerpt is the beginning of an answer's body in one line and without secrets,
// for error texts about answers that are not what was expected.
func (c *Client) excerpt(body []byte) string { return c.inOneLine(string(body), maxExcerpt) }

func (c *Client) inOneLine(text string, longest int) string {
	return inOneLine(c.redactor.String(text), longest)
}

// IsWebPage tells whether the answer is a page for a browser, as a gateway or a
// site that is no longer there gives it, and not the system's own: whatever its
// status, it says nothing about a record.
func (a *Answer) IsWebPage() bool {
	return strings.Contains(a.Header.Get("Content-Type"), "html") || bytes.HasPrefix(bytes.TrimSpace(a.Body), []byte("<"))
}
