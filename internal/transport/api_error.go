package transport

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// APIError is a failure as a system put it in an answer. None of its texts has
// a secret in it, and each is of a bounded length.
type APIError struct {
	System string // as a user knows it
	Method string
	Path   string
	Status int // HTTP status
	Problem
	// IsUnreadable: the answer has a success status and cannot be understood.
	IsUnreadable bool
	// IsWebPage: the answer is a page for a browser, which no API gives: whatever
	// its status, it says nothing about a record.
	IsWebPage bool
	// IsLimited: there were too many requests, in whichever of the system's
	// spellings.
	IsLimited bool
	// ComeBackIn is how long the system asks to be left alone, where that is
	// longer than the client waits; else 0.
	ComeBackIn time.Duration
	// IsRepetition: an earlier attempt of the same request was sent and got no
	// answer that can be read, so it may have been carried out all the same.
	IsRepetition bool
}

// Problem is what a system's words say went wrong. Any of them can be "".
type Problem struct {
	// Message is the system's own text, or what its answer began with.
	Message string
	// Correction is what to do about it.
	Correction string
	// Code names the kind of failure, as in invalidRequest or invalid_data;
	// ErrorID and MessageID name the very message.
	Code, ErrorID, MessageID string
	// CodeName is what the system calls the code; "" = code.
	CodeName string
	// SupportID is what the system's support wants to know.
	SupportID string
	// Fields are the details, one a field that is wrong.
	Fields []FieldProblem
}

// FieldProblem is one detail of a failure.
type FieldProblem struct {
	// Target is the field in the system's own words, as in issue_date or
	// /milestones/0/percentCompleted; "" = it is about no single field.
	Target                   string
	Message, Correction      string
	Code, ErrorID, MessageID string
}

// IsEmpty tells whether a problem says nothing.
func (p *Problem) IsEmpty() bool {
	return p.Message == "" && p.Code == "" && len(p.Fields) == 0
}

// mostFields is how many details of one answer are told.
const mostFields = 20

// clean applies a function to every text, which bounds its length, and bounds
// their number.
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

// Error gives the status, the system's message with all that identifies it, the
// request, and a line for each detail.
func (e *APIError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s answered %d", e.System, e.Status)
	write(&text, " %s", http.StatusText(e.Status))
	write(&text, ": %s", e.Message)
	write(&text, ". %s", e.Correction)
	write(&text, " ["+cmp.Or(e.CodeName, "code")+" %s]", e.Code)
	write(&text, " [error id %s]", e.ErrorID)
	write(&text, " [message id %s]", e.MessageID)
	write(&text, " [support id %s]", e.SupportID)
	fmt.Fprintf(&text, " (%s %s)", e.Method, e.Path)
	for _, field := range e.Fields {
		text.WriteString("\n- " + field.String())
	}
	if e.ComeBackIn > 0 {
		fmt.Fprintf(&text, "\n%s asks for a pause of %s. Try again after %s.", e.System,
			e.ComeBackIn.Round(time.Second), time.Now().Add(e.ComeBackIn).UTC().Format("2006-01-02 15:04:05 UTC"))
	}
	return text.String()
}

// String gives the field, the message, and all that identifies it.
func (f FieldProblem) String() string {
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

// Outcome is Unknown where the server failed, where its answer cannot be
// understood and where an earlier attempt was lost; else the system has Declined.
func (e *APIError) Outcome() Outcome {
	if e.IsUnreadable || e.IsRepetition || e.Status >= http.StatusInternalServerError || e.Status == http.StatusRequestTimeout {
		return Unknown
	}
	return Declined
}
