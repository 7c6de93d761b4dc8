package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"unicode"
)

// NoAnswerError says that a request got no whole answer: the system could not
// be reached, the connection broke, the time was up, or the user interrupted
// the run. Unless NotSent, the request may have taken effect all the same.
type NoAnswerError struct {
	System string // as a user knows it
	Method string
	Path   string
	Err    error // without secrets

	notSent bool
}

// Error names the system and the request, and what happened.
func (e *NoAnswerError) Error() string {
	if errors.Is(e.Err, context.Canceled) {
		return fmt.Sprintf("%s %s to %s was interrupted", e.Method, e.Path, e.System)
	}
	return fmt.Sprintf("no answer from %s to %s %s: %v", e.System, e.Method, e.Path, e.Err)
}

// Unwrap gives the cause.
func (e *NoAnswerError) Unwrap() error { return e.Err }

// NotSent tells whether the request certainly had no effect: each of its
// attempts found no connection, was given up while it waited for a limit, or
// was refused for too many requests.
func (e *NoAnswerError) NotSent() bool { return e.notSent }

// neverLeft tells whether an attempt failed before anything was sent.
func neverLeft(err error) bool {
	if _, waiting := errors.AsType[*notSentError](err); waiting {
		return true
	}
	network, ok := errors.AsType[*net.OpError](err)
	return ok && network.Op == "dial"
}

// How much is shown of an answer that cannot be decoded, and of a system's own
// message, in bytes.
const (
	maxExcerpt = 300
	maxMessage = 2000
)

// inOneLine folds the beginning of a text into one line of printable words. It
// expects text without secrets: cutting first could leave half of one.
func inOneLine(text string, longest int) string {
	cut := len(text) > longest
	if cut {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	printable := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	line := strings.Join(strings.Fields(printable), " ")
	if cut {
		line += " …"
	}
	return line
}

// Redirected explains a redirect. It is never followed: it would carry the
// credential along.
func (c *Client) Redirected(answer *Answer) string {
	host := ""
	if target, err := url.Parse(answer.Header.Get("Location")); err == nil && target.Host != "" {
		host = " to " + target.Host
	}
	return c.Message(fmt.Sprintf("the address redirects%s, and redirects are not followed; base_url is probably not the system's own", host))
}

// CannotRead explains a success that cannot be understood, for the reason of
// err, with what it began with.
func (c *Client) CannotRead(answer *Answer, err error) string {
	message := fmt.Sprintf("the answer cannot be read (%v)", err)
	if excerpt := c.Excerpt(answer.Body); excerpt != "" {
		message += ": " + excerpt
	}
	return c.Message(message)
}
