package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"unicode"
)

// NoAnswerError means that a request got no whole response: the system could
// not be reached, the connection broke, the timeout passed, or the user
// interrupted the run. Its Outcome tells whether the request may have taken
// effect.
type NoAnswerError struct {
	System string // the name for users
	Method string
	Path   string
	Err    error // without secrets

	isUnsent bool
}

// Error names the system, the request, and the cause.
func (e *NoAnswerError) Error() string {
	if errors.Is(e.Err, context.Canceled) {
		return fmt.Sprintf("%s %s to %s was interrupted", e.Method, e.Path, e.System)
	}
	return fmt.Sprintf("no response from %s to %s %s: %v", e.System, e.Method, e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *NoAnswerError) Unwrap() error { return e.Err }

// Outcome is NotSent if the request certainly had no effect: each of its
// attempts found no connection, was given up while it waited for a limit, or
// was refused as one too many. Otherwise, it is Unknown.
func (e *NoAnswerError) Outcome() Outcome {
	if e.isUnsent {
		return NotSent
	}
	return Unknown
}

// neverLeft reports whether an attempt failed before anything was sent.
func neverLeft(err error) bool {
	if _, waiting := errors.AsType[*notSentError](err); waiting {
		return true
	}
	network, ok := errors.AsType[*net.OpError](err)
	return ok && network.Op == "dial"
}

// Maximum lengths, in bytes, of the excerpt of a response that cannot be
// decoded, of a system's own message, and of everything that comes with it.
const (
	maxExcerpt = 300
	maxMessage = 2000
	maxDetail  = 500
)

// inOneLine folds the beginning of a text into one line of printable words. It
// expects text without secrets, because cutting first could leave half of one.
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
