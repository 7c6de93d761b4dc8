package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is a way to respond to a request that differs from what the system alone would do. The functions in this file
// create faults.
type Fault struct {
	name string
	// handled is true if the system handles the request, so that the request takes effect.
	handled bool
	// answer returns the response to send. If it is nil, the system's own response is sent.
	answer func(occasion) Answer
	// delivery is how the response is sent, if at all.
	delivery delivery
	// pause follows each piece of a dripped response.
	pause time.Duration
}

// delivery is a way of sending a response.
type delivery int

const (
	deliverWhole delivery = iota
	deliverSlowly
	deliverHalf
	deliverCut
	deliverNever
)

// occasion holds the values that the response of a fault can depend on.
type occasion struct {
	mount   *mount
	request *http.Request
	now     time.Time
	real    Answer
}

// realAnswer lets the system respond.
func realAnswer() Fault { return Fault{handled: true} }

// Pass lets the system respond as if there were no fault. In a script, it keeps other rules and random faults away.
func Pass() Fault { return Fault{name: "pass", handled: true} }

// Cut resets the connection before the request takes effect.
func Cut() Fault { return Fault{name: "cut", delivery: deliverCut} }

// Hang never responds, and the request does not take effect. It ends when the client gives up or the server closes.
func Hang() Fault { return Fault{name: "hang", delivery: deliverNever} }

// Drip sends the system's own response in sixteen pieces, with a pause after each.
func Drip(pause time.Duration) Fault {
	return Fault{name: "drip", handled: true, delivery: deliverSlowly, pause: pause}
}

// Truncate announces the system's own response, sends half of it, and closes the connection.
func Truncate() Fault { return Fault{name: "truncate", handled: true, delivery: deliverHalf} }

// Edit sends the system's own response after edit has changed it.
func Edit(edit func(*Answer)) Fault {
	return Fault{name: "edit", handled: true, answer: func(o occasion) Answer {
		answer := o.real
		answer.Header = answer.Header.Clone()
		edit(&answer)
		return answer
	}}
}

// Reply sends the given response instead of the system's, and the request does not take effect. A body without a
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

// ErrorStatus responds with an error in the system's own format, and the request does not take effect.
func ErrorStatus(status int) Fault {
	return Fault{name: fmt.Sprintf("status %d", status), answer: func(o occasion) Answer {
		return o.systemError(status, http.StatusText(status))
	}}
}

// Redirect responds with 302 to location, before the request takes effect.
func Redirect(location string) Fault {
	fault := Reply(http.StatusFound, http.Header{"Location": {location}}, "")
	fault.name = "redirect"
	return fault
}

// HTMLPage responds with 200 and an HTML page, as an intercepting sign-in page does, before the request takes effect.
func HTMLPage() Fault {
	header := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	fault := Reply(http.StatusOK, header, "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>")
	fault.name = "html"
	return fault
}

// After lets the request take effect first, and then responds as f does.
func (f Fault) After() Fault {
	f.handled = true
	f.name += " after effect"
	return f
}

// systemError returns the system's own error response.
func (o occasion) systemError(status int, message string) Answer {
	return record(func(w http.ResponseWriter) { o.mount.system.WriteError(w, o.request, status, message) })
}

// deliver sends answer in the way that the fault requires.
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
