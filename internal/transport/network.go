package transport

import (
	"net"
	"net/http"
	"time"
)

// idleConnections is how many idle connections to one host are kept: more than
// the usual parallelism of Terraform (10 by default), so that no request has to
// wait for a new handshake.
const idleConnections = 64

// NewNetwork returns the end of the chain: a pooled HTTP transport that honors
// the usual proxy environment variables, keeps no cookies and follows no
// redirects.
func NewNetwork() http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          0, // no limit over all hosts: there is one host per client
		MaxIdleConnsPerHost:   idleConnections,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}
