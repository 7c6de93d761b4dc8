package sandbox

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// Request is a request that reached a system, as it was sent.
type Request struct {
	// System is the system's name, such as "teamwork".
	System string
	// Method is the HTTP method.
	Method string
	// Path is the path as sent, without the prefix of the system.
	Path string
	// Template is the path template that Path matches, such as "/invoices/{id}.json", or UnknownPath.
	Template string
	// Query holds the query parameters, and RawQuery their text as sent.
	Query    url.Values
	RawQuery string
	// Header holds the headers, including credentials.
	Header http.Header
	// Body is the complete body.
	Body string
	// Fault names the fault that the request met. It is empty if the system itself responded.
	Fault string
	// Status is the status of the response. It is 0 until there is one, and if the connection was cut instead.
	Status int
}

// clone returns a copy that shares nothing with r.
func (r Request) clone() Request {
	r.Query = url.Values(http.Header(r.Query).Clone())
	r.Header = r.Header.Clone()
	return r
}

// inFlight counts the requests that a system is handling.
type inFlight struct {
	now int
	max int
}

// Requests returns the requests that reached the systems, in order of arrival.
func (b *Box) Requests() []Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	requests := make([]Request, 0, len(b.log))
	for _, request := range b.log {
		requests = append(requests, request.clone())
	}
	return requests
}

// ResetRequests discards the requests, their counts, and the maximum number of concurrent requests.
func (b *Box) ResetRequests() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.log = nil
	b.stats = Stats{}
	flight := map[string]inFlight{}
	for _, m := range b.mounts {
		b.stats[m.name] = map[string]map[string]int{}
		now := b.flight[m.name].now
		flight[m.name] = inFlight{now: now, max: now}
	}
	b.flight = flight
}

// MaxInFlight returns the maximum number of requests that a system handled at once.
func (b *Box) MaxInFlight(system string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.flight[system].max
}

// OnRequest sets a function that is called with each request before it is handled, for example to change a record in
// the middle of a listing. No lock is held during the call. A nil function removes it.
func (b *Box) OnRequest(hook func(Request)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hook = hook
}

// arrive logs and counts a request.
func (b *Box) arrive(request *Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.options.DiscardRequests {
		b.log = append(b.log, request)
	}
	b.stats.add(*request)
	flight := b.flight[request.System]
	flight.now++
	flight.max = max(flight.max, flight.now)
	b.flight[request.System] = flight
}

// leave records how a request ends. It is called before any part of the response is sent: a client that has read the
// response finds its status in the log, and a client that sends requests one after the other never seems to send two at
// once.
func (b *Box) leave(request *Request, status int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	request.Status = status
	flight := b.flight[request.System]
	flight.now--
	b.flight[request.System] = flight
}

// Stats counts requests by system, method, and path template, with the keys in this order.
type Stats map[string]map[string]map[string]int

// Stats returns the counts of the requests.
func (b *Box) Stats() Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.stats.clone()
}

// Count returns the number of requests to system with method and path template. An empty string matches any value.
func (s Stats) Count(system, method, template string) int {
	total := 0
	for systemName, methods := range s {
		for methodName, templates := range methods {
			for templateName, count := range templates {
				if fits(system, systemName) && fits(method, methodName) && fits(template, templateName) {
					total += count
				}
			}
		}
	}
	return total
}

// fits reports whether one of values is the wanted one. An empty wanted matches any value.
func fits(wanted string, values ...string) bool {
	return wanted == "" || slices.Contains(values, wanted)
}

func (s Stats) add(request Request) {
	methods := s[request.System]
	if methods[request.Method] == nil {
		methods[request.Method] = map[string]int{}
	}
	methods[request.Method][request.Template]++
}

func (s Stats) clone() Stats {
	copied := Stats{}
	for system, methods := range s {
		copied[system] = map[string]map[string]int{}
		for method, templates := range methods {
			copied[system][method] = make(map[string]int, len(templates))
			maps.Copy(copied[system][method], templates)
		}
	}
	return copied
}
