package transport

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Logger receives wire events. Its methods have the signatures of
// terraform-plugin-log's tflog.Debug and tflog.Trace.
type Logger interface {
	Debug(ctx context.Context, message string, fields ...map[string]any)
	Trace(ctx context.Context, message string, fields ...map[string]any)
}

// logged records every attempt: at debug level the request and its result, at
// trace level also the headers. Bodies are never logged: they contain amounts
// and customers' names.
type logged struct {
	next     http.RoundTripper
	logger   Logger
	redactor *Redactor
	system   string
}

func (l *logged) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	fields := map[string]any{
		"system": l.system,
		"method": request.Method,
		"url":    l.redactor.String(request.URL.Redacted()),
	}
	l.logger.Trace(ctx, "sending request", fields, map[string]any{"headers": l.headers(request.Header)})

	start := time.Now()
	response, err := l.next.RoundTrip(request)
	fields["duration_ms"] = time.Since(start).Milliseconds()
	if err != nil {
		fields["error"] = l.redactor.String(err.Error())
		l.logger.Debug(ctx, "request failed", fields)
		return nil, err
	}
	fields["status"] = response.StatusCode
	l.logger.Debug(ctx, "request completed", fields)
	l.logger.Trace(ctx, "response received", fields, map[string]any{"headers": l.headers(response.Header)})
	return response, nil
}

// headers returns a readable list of headers without secrets. Credentials and
// cookies are omitted by name as well as by value.
func (l *logged) headers(header http.Header) []string {
	lines := make([]string, 0, len(header))
	for name, values := range header {
		switch http.CanonicalHeaderKey(name) {
		case "Authorization", "Cookie", "Set-Cookie", "Proxy-Authorization":
			continue
		}
		lines = append(lines, l.redactor.String(name+": "+strings.Join(values, ", ")))
	}
	slices.Sort(lines)
	return lines
}
