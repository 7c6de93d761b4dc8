package transport

import (
	"net"
	"net/http"
	"time"
)

// idleConnections is how many connections to one host are kept for the next
// request: above the parallelism that people give Terraform (10 by default),
// so that no request pays for a new handshake.
const idleConnections = 64

// NewNetwork is the end of the chain: a pooled HTTP transport that honours the
// usual proxy environment variables, keeps no cookies and follows no redirect.
func NewNetwork() http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          0, // no limit over all hosts: there is one host a client
		MaxIdleConnsPerHost:   idleConnections,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}
