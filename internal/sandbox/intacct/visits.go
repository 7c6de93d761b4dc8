package intacct

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// visit is one request from arrival to end.
type visit struct {
	refused bool  // too many requests were in flight when it arrived
	entry   *once // what is stored under its Idempotency-Key
}

// visitKey is the key of a visit in the context of its request.
type visitKey struct{}

// visitOf returns the visit of a request, or nil if Attend was not called for it.
func visitOf(r *http.Request) *visit {
	present, _ := r.Context().Value(visitKey{}).(*visit)
	return present
}

// flight counts the requests in flight.
type flight struct {
	mu  sync.Mutex
	now int
}

// Attend counts a request toward the concurrency limit of the company (contract 6), and returns the context for
// ServeHTTP, derived from ctx. Call the returned function when the request ends, with the response that the client gets,
// or with status 0 if it gets none. If something in between turned the response into a server error, a retry with the
// same Idempotency-Key gets that error again (contract 5). ServeHTTP itself calls Attend for requests without a visit.
func (c *Company) Attend(ctx context.Context, r *http.Request) (
	context.Context, func(status int, header http.Header, body string),
) {
	present := &visit{}
	limited := c.options.MaxConcurrent > 0 && !strings.HasPrefix(r.URL.Path, "/oauth2/")
	if limited {
		present.refused = !c.enter()
	}
	return context.WithValue(ctx, visitKey{}, present), func(status int, header http.Header, body string) {
		if limited && !present.refused {
			c.leave()
		}
		if present.entry != nil && status >= http.StatusInternalServerError {
			c.kept.replace(present.entry, response{status: status, header: header.Clone(), body: []byte(body)})
		}
	}
}

// enter counts a request in, unless the limit is reached.
func (c *Company) enter() bool {
	c.flight.mu.Lock()
	defer c.flight.mu.Unlock()
	if c.flight.now >= c.options.MaxConcurrent {
		return false
	}
	c.flight.now++
	return true
}

// leave counts a request out.
func (c *Company) leave() {
	c.flight.mu.Lock()
	defer c.flight.mu.Unlock()
	c.flight.now--
}

// overLimit returns the response to a request beyond the limit.
func (c *Company) overLimit() response {
	answer := c.refusal(atGateway(http.StatusTooManyRequests, codeRateLimit, "API rate limit exceeded"))
	answer.header = c.withThrottle(answer.header)
	seconds := int64((c.options.RetryAfter + time.Second - 1) / time.Second)
	answer.header.Set("X-IA-Throttle-Retry-After", strconv.FormatInt(seconds, 10))
	return answer
}

// withThrottle returns header with the headers that describe the limit, if there is one.
func (c *Company) withThrottle(header http.Header) http.Header {
	if c.options.MaxConcurrent <= 0 {
		return header
	}
	c.flight.mu.Lock()
	remaining := c.options.MaxConcurrent - c.flight.now
	c.flight.mu.Unlock()
	header = header.Clone() // a response may be stored for retries
	header.Set("X-IA-Throttle-Limit", strconv.Itoa(c.options.MaxConcurrent))
	header.Set("X-IA-Throttle-Remaining", strconv.Itoa(remaining))
	return header
}
