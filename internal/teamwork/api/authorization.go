package api

import (
	"encoding/base64"
	"net/http"
	"time"
)

// defaultLimitWait is the wait after a rate-limit response that does not specify one
// (contract section 4).
const defaultLimitWait = 60 * time.Second

// authorized adds the credential to each request.
type authorized struct {
	next       http.RoundTripper
	credential Credential
}

func (a *authorized) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	if a.credential.AccessToken != "" {
		request.Header.Set("Authorization", "Bearer "+a.credential.AccessToken)
	} else {
		request.SetBasicAuth(a.credential.APIKey, basicPassword)
	}
	return a.next.RoundTrip(request)
}

// basicPassword goes with an API key; the site ignores it (contract section 3).
const basicPassword = "x"

// secrets returns the values to keep out of logs and errors, including the encoded
// form in which the key is sent.
func (c Credential) secrets() []string {
	if c.AccessToken != "" {
		return []string{c.AccessToken}
	}
	return []string{c.APIKey, base64.StdEncoding.EncodeToString([]byte(c.APIKey + ":" + basicPassword))}
}
