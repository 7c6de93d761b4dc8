package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
)

// largestBody is larger than any request that the emulated systems require.
const largestBody = 16 << 20

// serveSystem passes a request through the log, the faults, and the latency to the system m.
func (b *Box) serveSystem(w http.ResponseWriter, r *http.Request, m *mount) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if err != nil {
		panic(http.ErrAbortHandler) // an incomplete request does not count: it reached no system
	}
	request := newRequest(m, r, string(body))
	b.arrive(request)
	r, ended := m.attend(r.Context(), r)
	var sent Answer
	left := false
	leave := func() {
		if !left {
			left = true
			ended(sent.Status, sent.Header, sent.Body)
			b.leave(request, sent.Status)
		}
	}
	defer leave() // for exits that the code below does not see

	b.callHook(*request)
	fault := b.faultFor(request)
	var answer Answer
	if fault.handled {
		answer = record(func(w http.ResponseWriter) { m.serve(w, r, body) })
	}
	if fault.answer != nil {
		answer = fault.answer(occasion{mount: m, request: m.inner(r, body), now: b.options.Now(), real: answer})
	}
	answered := b.exempt(*request) || wait(r.Context(), b.options.Latency)
	if fault.delivery == deliverNever {
		<-r.Context().Done()
		answered = false
	}
	if !answered { // the client has given up, or the server is closing
		leave()
		cut(w)
		return
	}
	if fault.delivery != deliverCut {
		sent = answer
	}
	leave()
	fault.deliver(w, r, answer)
}

// newRequest describes a request for the log.
func newRequest(m *mount, r *http.Request, body string) *Request {
	path := strings.TrimPrefix(r.URL.EscapedPath(), m.prefix)
	return &Request{
		System:   m.name,
		Method:   r.Method,
		Path:     path,
		Template: m.template(path),
		Query:    r.URL.Query(),
		RawQuery: r.URL.RawQuery,
		Header:   r.Header.Clone(),
		Body:     body,
	}
}

// serve lets the system respond.
func (m *mount) serve(w http.ResponseWriter, r *http.Request, body []byte) {
	m.system.ServeHTTP(w, m.inner(r, body))
}

// attend calls Attend of the system with r, if the system is a Host.
func (m *mount) attend(ctx context.Context, r *http.Request) (*http.Request, func(status int, header http.Header, body string)) {
	if host, ok := m.system.(Host); ok {
		ctx, ended := host.Attend(ctx, m.inner(r, nil))
		return r.WithContext(ctx), ended
	}
	return r, func(int, http.Header, string) {}
}

// inner returns the request as the system sees it: without the prefix, and with its body unread.
func (m *mount) inner(r *http.Request, body []byte) *http.Request {
	inner := r.Clone(r.Context())
	inner.URL.Path = strings.TrimPrefix(r.URL.Path, m.prefix)
	inner.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, m.prefix)
	inner.Body = io.NopCloser(bytes.NewReader(body))
	inner.ContentLength = int64(len(body))
	return inner
}

// callHook calls the function set with OnRequest.
func (b *Box) callHook(request Request) {
	b.mu.Lock()
	hook := b.hook
	b.mu.Unlock()
	if hook != nil {
		hook(request.clone())
	}
}

// exempt reports whether a request is exempt from faults and latency.
func (b *Box) exempt(request Request) bool {
	return b.options.Exempt != nil && b.options.Exempt(request)
}

// faultFor selects the response to a request: from the script, otherwise from the dice, otherwise from the system.
func (b *Box) faultFor(request *Request) Fault {
	fault, found := b.scripted(*request)
	if !found && !b.exempt(*request) {
		fault, found = b.dice.roll()
	}
	if !found {
		return realAnswer()
	}
	b.mu.Lock()
	request.Fault = fault.name
	b.mu.Unlock()
	return fault
}
