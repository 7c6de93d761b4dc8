package sandbox

import (
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Answer is a complete response to a request.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// record runs write and returns the response that it writes.
func record(write func(http.ResponseWriter)) Answer {
	recorder := &recorder{header: http.Header{}}
	write(recorder)
	recorder.WriteHeader(http.StatusOK)
	return Answer{Status: recorder.status, Header: recorder.header, Body: string(recorder.body)}
}

// recorder is an http.ResponseWriter that keeps the response.
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

// send writes the response unchanged.
func (a Answer) send(w http.ResponseWriter) {
	a.sendHeader(w)
	_, _ = w.Write([]byte(a.Body)) // the sandbox does not care if the client has disconnected
}

// sendHeader writes everything except the body, and announces the length of the complete body.
func (a Answer) sendHeader(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.Header)
	if a.Status != http.StatusNoContent && a.Status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
	}
	w.WriteHeader(a.Status)
}

// sendHalf announces the complete body, writes half of it, and then aborts the connection.
func (a Answer) sendHalf(w http.ResponseWriter) {
	if len(a.Body) < 2 {
		cut(w)
		return
	}
	a.sendHeader(w)
	_, _ = w.Write([]byte(a.Body[:len(a.Body)/2]))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler) // the way net/http aborts a response
}

// drips is the number of pieces in which a dripped body is sent.
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

// cut resets the connection without a response. If it cannot access the connection, it closes it.
func cut(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without lingering, closing sends a reset instead of a normal close
	}
	_ = connection.Close()
}
