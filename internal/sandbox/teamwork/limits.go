package teamwork

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// limit counts the requests of the current window.
type limit struct {
	mu    sync.Mutex
	start time.Time
	count int
}

// countRequest counts a request toward the limit, if there is one, and sets the headers that describe it (contract 4).
// A window starts with the first request after the previous window has ended.
func (s *Site) countRequest(header http.Header) *problem {
	if s.options.Rate <= 0 {
		return nil
	}
	now := s.options.Now()
	s.limit.mu.Lock()
	defer s.limit.mu.Unlock()
	if s.limit.count == 0 || now.Sub(s.limit.start) >= s.options.RateWindow {
		s.limit.start, s.limit.count = now, 0
	}
	s.limit.count++
	remaining := s.options.Rate - s.limit.count
	header.Set("X-Ratelimit-Limit", strconv.Itoa(s.options.Rate))
	header.Set("X-Ratelimit-Remaining", strconv.Itoa(max(remaining, 0)))
	header.Set("X-Ratelimit-Reset", s.resetHeader(now, s.limit.start.Add(s.options.RateWindow)))
	if remaining < 0 {
		return refuse(http.StatusTooManyRequests, "Rate limit exceeded")
	}
	return nil
}

// resetHeader returns the end of the window, rounded up to whole seconds, in one of the two units of the contract.
func (s *Site) resetHeader(now, end time.Time) string {
	if s.options.Shapes.ResetAsEpoch {
		return strconv.FormatInt(end.Add(time.Second-1).Unix(), 10)
	}
	return strconv.FormatInt(int64((end.Sub(now)+time.Second-1)/time.Second), 10)
}
