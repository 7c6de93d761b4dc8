package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is one way in which a request is answered otherwise than the system alone would. The functions of this file
// make faults.
type Fault struct {
	name string
	// handled says that the system handles the request, which thereby takes effect.
	handled bool
	// answer gives what is sent; nil sends the system's own answer.
	answer func(occasion) Answer
	// delivery is how the answer is sent, if at all.
	delivery delivery
	// pause follows each piece of a dripped answer.
	pause time.Duration
}

// delivery is a way of sending an answer.
type delivery int

const (
	deliverWhole delivery = iota
	deliverSlowly
	deliverHalf
	deliverCut
	deliverNever
)

// occasion is what the answer of a fault can depend on.
type occasion struct {
	mount   *mount
	request *http.Request
	now     time.Time
	real    Answer
}

// realAnswer lets the system answer.
func realAnswer() Fault { return Fault{handled: true} }

// Pass lets the system answer as if there were no fault; in a script it keeps other rules and random faults away.
func Pass() Fault { return Fault{name: "pass", handled: true} }

// Cut cuts the connection with a reset, before the request takes effect.
func Cut() Fault { return Fault{name: "cut", delivery: deliverCut} }

// Hang never answers, before the request takes effect; it ends when the client gives up or the server closes.
func Hang() Fault { return Fault{name: "hang", delivery: deliverNever} }

// Drip sends the system's own answer in sixteen pieces, with a pause after each.
func Drip(pause time.Duration) Fault {
	return Fault{name: "drip", handled: true, delivery: deliverSlowly, pause: pause}
}

// Truncate announces the system's own answer, sends half of it and closes the connection.
func Truncate() Fault { return Fault{name: "truncate", handled: true, delivery: deliverHalf} }

// Edit sends the system's own answer after edit has changed it.
func Edit(edit func(*Answer)) Fault {
	return Fault{name: "edit", handled: true, answer: func(o occasion) Answer {
		answer := o.real
		answer.Header = answer.Header.Clone()
		edit(&answer)
		return answer
	}}
}

// Reply answers with what is given instead of the system, before the request takes effect. A body without a
// Content-Type header is sent as JSON.
func Reply(status int, header http.Header, body string) Fault {
	return Fault{name: fmt.Sprintf("reply %d", status), answer: func(occasion) Answer {
		copied := http.Header{}
		if body != "" {
			copied.Set("Content-Type", "application/json")
		}
		for name, values := range header {
			copied[http.CanonicalHeaderKey(name)] = values
		}
		return Answer{Status: status, Header: copied, Body: body}
	}}
}

// ErrorStatus answers with an error in the system's own shape, before the request takes effect.
func ErrorStatus(status int) Fault {
	return Fault{name: fmt.Sprintf("status %d", status), answer: func(o occasion) Answer {
		return o.systemError(status, http.StatusText(status))
	}}
}

// Redirect answers 302 to location, before the request takes effect.
func Redirect(location string) Fault {
	fault := Reply(http.StatusFound, http.Header{"Location": {location}}, "")
	fault.name = "redirect"
	return fault
}

// HTMLPage answers 200 with a page for people, as a sign-in screen in between does, before the request takes effect.
func HTMLPage() Fault {
	header := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	fault := Reply(http.StatusOK, header, "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>")
	fault.name = "html"
	return fault
}

// After lets the request take effect first, and then answers as f does.
func (f Fault) After() Fault {
	f.handled = true
	f.name += " after effect"
	return f
}

// systemError gives the system's own error answer.
func (o occasion) systemError(status int, message string) Answer {
	return record(func(w http.ResponseWriter) { o.mount.system.WriteError(w, o.request, status, message) })
}

// deliver sends answer in the way of the fault.
func (f Fault) deliver(w http.ResponseWriter, r *http.Request, answer Answer) {
	switch f.delivery {
	case deliverSlowly:
		answer.sendDrip(w, r, f.pause)
	case deliverHalf:
		answer.sendHalf(w)
	case deliverCut:
		cut(w)
	default:
		answer.send(w)
	}
}
