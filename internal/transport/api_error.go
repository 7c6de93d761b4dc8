package transport

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// APIError is a failure that a system reported in a response. None of its texts
// contains a secret, and each has a limited length.
type APIError struct {
	System string // the name for users
	Method string
	Path   string
	Status int // HTTP status
	Problem
	// IsUnreadable: the response has a success status but cannot be understood.
	IsUnreadable bool
	// IsWebPage: the response is a page for a browser, which no API returns.
	// Its status says nothing about a record.
	IsWebPage bool
	// IsLimited: there were too many requests, in any of the forms in which the
	// system reports it.
	IsLimited bool
	// ComeBackIn is the wait that the system requests, if it is longer than the
	// client waits; else 0.
	ComeBackIn time.Duration
	// IsRepetition: an earlier attempt of the same request was sent and got no
	// readable response, so it may have taken effect anyway.
	IsRepetition bool
}

// Problem is what went wrong in the system's own words. Any of them can be "".
type Problem struct {
	// Message is the system's own text, or the beginning of the response.
	Message string
	// Correction is what to do about it.
	Correction string
	// Code names the kind of failure, such as invalidRequest or invalid_data.
	// ErrorID and MessageID identify the exact message.
	Code, ErrorID, MessageID string
	// CodeName is the system's name for the code; "" = code.
	CodeName string
	// SupportID is the ID that the system's support asks for.
	SupportID string
	// Fields are the details, one for each invalid field.
	Fields []FieldProblem
}

// FieldProblem is one detail of a failure.
type FieldProblem struct {
	// Target is the field in the system's own words, such as issue_date or
	// /milestones/0/percentCompleted; "" = the detail concerns no single field.
	Target                   string
	Message, Correction      string
	Code, ErrorID, MessageID string
}

// IsEmpty reports whether a problem is empty.
func (p *Problem) IsEmpty() bool {
	return p.Message == "" && p.Code == "" && len(p.Fields) == 0
}

// mostFields is the maximum number of details that are shown for one response.
const mostFields = 20

// clean applies a function to every text, which limits its length, and limits
// the number of texts.
func (p *Problem) clean(clean func(text string, longest int) string) {
	if more := len(p.Fields) - mostFields; more > 0 {
		p.Fields = append(p.Fields[:mostFields:mostFields], FieldProblem{Message: fmt.Sprintf("and %d more", more)})
	}
	p.Message = clean(p.Message, maxMessage)
	texts := []*string{&p.Correction, &p.Code, &p.ErrorID, &p.MessageID, &p.SupportID}
	for i := range p.Fields {
		field := &p.Fields[i]
		texts = append(texts, &field.Target, &field.Message, &field.Correction, &field.Code, &field.ErrorID, &field.MessageID)
	}
	for _, text := range texts {
		*text = clean(*text, maxDetail)
	}
}

// Error returns the status, the system's message with everything that
// identifies it, the request, and a line for each detail.
func (e *APIError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s responded with %d", e.System, e.Status)
	write(&text, " %s", http.StatusText(e.Status))
	write(&text, ": %s", e.Message)
	write(&text, ". %s", e.Correction)
	write(&text, " ["+cmp.Or(e.CodeName, "code")+" %s]", e.Code)
	write(&text, " [error ID %s]", e.ErrorID)
	write(&text, " [message ID %s]", e.MessageID)
	write(&text, " [support ID %s]", e.SupportID)
	fmt.Fprintf(&text, " (%s %s)", e.Method, e.Path)
	for _, field := range e.Fields {
		text.WriteString("\n- " + field.String())
	}
	if e.ComeBackIn > 0 {
		fmt.Fprintf(&text, "\n%s requests a pause of %s. Try again after %s.", e.System,
			e.ComeBackIn.Round(time.Second), time.Now().Add(e.ComeBackIn).UTC().Format("2006-01-02 15:04:05 UTC"))
	}
	return text.String()
}

// String returns the field, the message, and everything that identifies it.
func (f FieldProblem) String() string {
	var text strings.Builder
	write(&text, "%s: ", f.Target)
	text.WriteString(f.Message)
	write(&text, ". %s", f.Correction)
	write(&text, " [code %s]", f.Code)
	write(&text, " [error ID %s]", f.ErrorID)
	write(&text, " [message ID %s]", f.MessageID)
	return text.String()
}

// write adds a part unless it is empty.
func write(text *strings.Builder, format, part string) {
	if part != "" {
		fmt.Fprintf(text, format, part)
	}
}

// Outcome returns Unknown if the server failed, if its response cannot be
// understood, or if an earlier attempt was lost. Otherwise, the system has
// Declined.
func (e *APIError) Outcome() Outcome {
	if e.IsUnreadable || e.IsRepetition || e.Status >= http.StatusInternalServerError || e.Status == http.StatusRequestTimeout {
		return Unknown
	}
	return Declined
}
