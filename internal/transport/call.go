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

// Call sends a request like Do. It returns an error for a response that is not
// a success or that contains an error anyway, and decodes a success into
// result, unless that is nil. An empty success does not change result: the
// caller decides whether something is missing.
//
// Errors: *APIError, *NoAnswerError.
func (c *Client) Call(ctx context.Context, request Request, result any) (*Answer, error) {
	answer, err := c.Do(ctx, request)
	if err != nil {
		return nil, err
	}
	return answer, c.Decode(request, answer, result)
}

// Decode does the second part of Call: it handles a response.
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
		result = &lenient.Object{} // responses to writes are objects
	}
	if err := json.Unmarshal(answer.Body, result); err != nil {
		return c.CannotRead(request, answer, err)
	}
	return nil
}

// Failure returns the error in a response as *APIError, or nil for a success
// without an error.
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

// apiError returns an error for a response, without details.
func (c *Client) apiError(request Request, answer *Answer) *APIError {
	return &APIError{
		System: c.system, Method: request.Method, Path: request.Path, Status: answer.Status,
		IsWebPage: answer.IsWebPage(), IsLimited: answer.isLimited, ComeBackIn: answer.comeBackIn, IsRepetition: answer.IsRepetition,
	}
}

// CannotRead returns the error for a success that cannot be understood because of err.
func (c *Client) CannotRead(request Request, answer *Answer, err error) *APIError {
	message := fmt.Sprintf("the response cannot be read (%v)", err)
	if excerpt := c.excerpt(answer.Body); excerpt != "" {
		message += ": " + excerpt
	}
	return c.Lacking(request, answer, "%s", message)
}

// Unconfirmed returns the error for a success that does not confirm that a
// record was deleted, such as the response of a gateway or of a job that begins
// later.
func (c *Client) Unconfirmed(request Request, answer *Answer) *APIError {
	return c.Lacking(request, answer, "the response does not confirm that the record is deleted: %s", c.excerpt(answer.Body))
}

// IsEmpty reports whether a response is empty, as are most that confirm a
// deletion.
func (a *Answer) IsEmpty() bool {
	return a.Status != http.StatusAccepted && len(bytes.TrimSpace(a.Body)) == 0
}

// Lacking returns the error for a success that lacks what was requested, with a text formatted by format.
func (c *Client) Lacking(request Request, answer *Answer, format string, arguments ...any) *APIError {
	failure := c.apiError(request, answer)
	failure.IsUnreadable = true
	failure.Message = c.message(fmt.Sprintf(format, arguments...))
	return failure
}

// redirected explains a redirect. Redirects are never followed: they would
// carry the credential along.
func (c *Client) redirected(answer *Answer) string {
	host := ""
	if target, err := url.Parse(answer.Header.Get("Location")); err == nil && target.Host != "" {
		host = " to " + target.Host
	}
	return c.message(fmt.Sprintf("the address redirects%s, and redirects are not followed", host))
}

// message returns a text on one line, without secrets and in a readable length.
func (c *Client) message(text string) string { return c.inOneLine(text, maxMessage) }

// excerpt returns the beginning of a response body on one line and without
// secrets, for error texts about unexpected responses.
func (c *Client) excerpt(body []byte) string { return c.inOneLine(string(body), maxExcerpt) }

func (c *Client) inOneLine(text string, longest int) string {
	return inOneLine(c.redactor.String(text), longest)
}

// IsWebPage reports whether the response is a page for a browser, as from a
// gateway or a site that no longer exists, rather than from the system itself.
// The status of such a page says nothing about a record.
func (a *Answer) IsWebPage() bool {
	return strings.Contains(a.Header.Get("Content-Type"), "html") || bytes.HasPrefix(bytes.TrimSpace(a.Body), []byte("<"))
}
