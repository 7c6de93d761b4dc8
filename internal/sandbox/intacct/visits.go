package intacct

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// visit is one request from its arrival to its end.
type visit struct {
	refused bool  // too many were there when it came
	entry   *once // what it left behind under its Idempotency-Key
}

// visitKey is the key of a visit in the context of its request.
type visitKey struct{}

// visitOf gives the visit that a request is, or nil when nobody attends to it.
func visitOf(r *http.Request) *visit {
	present, _ := r.Context().Value(visitKey{}).(*visit)
	return present
}

// flight counts the requests that are there.
type flight struct {
	mu  sync.Mutex
	now int
}

// Attend counts a request among those that the company handles at once (contract 6), and gives the context in which
// ServeHTTP is to see it, made from ctx. The function is to be called when the request ends, with the answer that its
// client gets, or with status 0 when it gets none: where something in between turned the answer into a failure of the
// server, a repetition under the same Idempotency-Key gets that failure again (contract 5). ServeHTTP attends to requests
// which nobody attends to.
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

// enter counts a request in, unless as many are there as may be.
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

// overLimit is the answer to a request beyond the limit.
func (c *Company) overLimit() response {
	answer := c.refusal(atGateway(http.StatusTooManyRequests, codeRateLimit, "API rate limit exceeded"))
	answer.header = c.withThrottle(answer.header)
	seconds := int64((c.options.RetryAfter + time.Second - 1) / time.Second)
	answer.header.Set("X-IA-Throttle-Retry-After", strconv.FormatInt(seconds, 10))
	return answer
}

// withThrottle gives header with what tells of the limit, if there is one.
func (c *Company) withThrottle(header http.Header) http.Header {
	if c.options.MaxConcurrent <= 0 {
		return header
	}
	c.flight.mu.Lock()
	remaining := c.options.MaxConcurrent - c.flight.now
	c.flight.mu.Unlock()
	header = header.Clone() // an answer may be kept for repetitions
	header.Set("X-IA-Throttle-Limit", strconv.Itoa(c.options.MaxConcurrent))
	header.Set("X-IA-Throttle-Remaining", strconv.Itoa(remaining))
	return header
}
