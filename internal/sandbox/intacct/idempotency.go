package intacct

import (
	"net/http"
	"sync"
	"time"
)

// The rules for retries (contract 5).
const (
	headerIdempotency = "Idempotency-Key"
	headerCachedDate  = "X-Ia-Idempotency-Cached-Date"
	longestKey        = 256
	replayedFor       = 48 * time.Hour
	knownFor          = 60 * 24 * time.Hour
)

// idempotency stores the responses to requests with an Idempotency-Key, including failures.
type idempotency struct {
	mu      sync.Mutex
	entries map[string]*once
}

// once is a request with an Idempotency-Key and the response to it.
type once struct {
	request string
	since   time.Time
	done    bool
	answer  response
}

// runOnce runs an operation unless its key was used before.
func (c *Company) runOnce(key, path string, chosen operation, request call, present *visit) (response, *problem) {
	if len(key) > longestKey {
		return response{}, refuse(http.StatusBadRequest, codeInvalidRequest,
			"The %s is longer than %d characters", headerIdempotency, longestKey)
	}
	entry, first, problem := c.kept.begin(key, request.method+" "+path+"\n"+string(request.body), c.options.Now())
	if problem != nil {
		return response{}, problem
	}
	if !first {
		answer := c.kept.answerOf(entry)
		answer.header = answer.header.Clone()
		answer.header.Set(headerIdempotency, key)
		answer.header.Set(headerCachedDate, entry.since.UTC().Format(time.RFC3339))
		return answer, nil
	}
	answer, problem := chosen.run(c, request)
	if problem != nil {
		answer = c.refusal(problem)
	}
	c.kept.replace(entry, answer)
	present.entry = entry
	return answer, nil
}

// begin returns the entry stored under key, and reports whether it is new. It refuses a key that is too old, that
// belongs to another request, or whose request is still in progress.
func (i *idempotency) begin(key, request string, now time.Time) (*once, bool, *problem) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.entries == nil {
		i.entries = map[string]*once{}
	}
	entry := i.entries[key]
	if entry == nil || now.Sub(entry.since) > knownFor {
		entry = &once{request: request, since: now}
		i.entries[key] = entry
		return entry, true, nil
	}
	conflict := func(message string) *problem { return refuse(http.StatusConflict, codeOperationFailed, "%s", message) }
	switch {
	case entry.request != request:
		return nil, false, conflict("The idempotency key belongs to another request")
	case !entry.done:
		return nil, false, conflict("A request with this idempotency key is under way")
	case now.Sub(entry.since) > replayedFor:
		return nil, false, conflict("The idempotency key was used before, and its response is no longer available")
	default:
		return entry, false, nil
	}
}

// answerOf returns the stored response.
func (i *idempotency) answerOf(entry *once) response {
	i.mu.Lock()
	defer i.mu.Unlock()
	return entry.answer
}

// replace stores a response.
func (i *idempotency) replace(entry *once, answer response) {
	i.mu.Lock()
	defer i.mu.Unlock()
	entry.answer, entry.done = answer, true
}
