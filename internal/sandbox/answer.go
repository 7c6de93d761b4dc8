package sandbox

import (
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Answer is a whole answer to a request.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// record runs write and gives what it would have answered.
func record(write func(http.ResponseWriter)) Answer {
	recorder := &recorder{header: http.Header{}}
	write(recorder)
	recorder.WriteHeader(http.StatusOK)
	return Answer{Status: recorder.status, Header: recorder.header, Body: string(recorder.body)}
}

// recorder is an http.ResponseWriter that keeps the answer.
type recorder struct {
	status int
	header http.Header
	body   []byte
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(text []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	r.body = append(r.body, text...)
	return len(text), nil
}

// send writes the answer as it is.
func (a Answer) send(w http.ResponseWriter) {
	a.sendHeader(w)
	_, _ = w.Write([]byte(a.Body)) // a client that is gone is no concern of the sandbox
}

// sendHeader writes all but the body, and announces the length of the whole body.
func (a Answer) sendHeader(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.Header)
	if a.Status != http.StatusNoContent && a.Status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
	}
	w.WriteHeader(a.Status)
}

// sendHalf writes half of the body that it announces, and then breaks the connection off.
func (a Answer) sendHalf(w http.ResponseWriter) {
	if len(a.Body) < 2 {
		cut(w)
		return
	}
	a.sendHeader(w)
	_, _ = w.Write([]byte(a.Body[:len(a.Body)/2]))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler) // what net/http offers for leaving an answer unfinished
}

// drips is the number of pieces that a dripped body is sent in.
const drips = 16

// sendDrip writes the body in pieces with a pause after each, until it is whole or the client has given up.
func (a Answer) sendDrip(w http.ResponseWriter, r *http.Request, pause time.Duration) {
	a.sendHeader(w)
	flusher := http.NewResponseController(w)
	_ = flusher.Flush()
	size := len(a.Body)/drips + 1
	for rest := a.Body; rest != ""; {
		piece := rest[:min(size, len(rest))]
		rest = rest[len(piece):]
		if _, err := w.Write([]byte(piece)); err != nil {
			return
		}
		_ = flusher.Flush()
		if !wait(r.Context(), pause) {
			return
		}
	}
}

// cut breaks the connection with a reset and without a word. Where the connection cannot be had it is closed.
func cut(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without lingering, closing sends a reset instead of an orderly end
	}
	_ = connection.Close()
}
