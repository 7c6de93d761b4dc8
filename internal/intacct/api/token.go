package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const (
	tokenPath = "/oauth2/token"
	// earlyRenewal is how long before its expiry a token is replaced (contract section 4), so that it does not expire
	// in transit.
	earlyRenewal = 60 * time.Second
	// renewalWait is how long a request waits for the early replacement of a token that is still valid. renewalPause
	// is the pause after a failed early replacement.
	renewalWait  = 5 * time.Second
	renewalPause = 10 * time.Second
	// firstPause is the pause before a further new token after a rejection, which doubles each time.
	firstPause = 250 * time.Millisecond
	// mostRenewals is the maximum number of new tokens that one request gets after rejections. After more rejections
	// in a row, the maximum is one.
	mostRenewals = 3
)

// accessToken is a token for requests.
type accessToken struct {
	value string
	// renewAt is when the token is replaced, and endAt is when it expires; zero = only after it is rejected.
	renewAt, endAt time.Time
}

// tokens provides one access token for all requests and replaces it in time. All requests that need a new token share
// one fetch. No request owns the fetch: if one gives up, the others do not fail.
type tokens struct {
	wire       *transport.Client
	credential Credential
	fetches    sharedcall.Group[*accessToken]

	mutex    sync.Mutex // guards what follows
	current  *accessToken
	rejected int       // tokens in a row that were rejected
	renewAt  time.Time // when an early replacement may be retried
	denial   error     // why the credentials were denied; nil = they were not
}

func newTokens(wire *transport.Client, credential Credential) *tokens {
	source := &tokens{wire: wire, credential: credential}
	if credential.AccessToken != "" {
		source.current = &accessToken{value: credential.AccessToken}
	}
	return source
}

// token returns a token that is valid as far as is known, and fetches one if there is none. If a token near its
// expiry cannot be replaced, it is used until it expires. token returns immediately when ctx ends.
func (t *tokens) token(ctx context.Context) (*accessToken, error) {
	if ctx.Err() != nil {
		return nil, &noTokenError{context.Cause(ctx)}
	}
	token, isDue, err := t.known()
	switch {
	case err != nil || token != nil && !isDue:
		return token, err
	case token != nil:
		soon, cancel := context.WithTimeout(ctx, renewalWait)
		defer cancel()
		if newer, err := t.fetches.Do(soon, "token", t.renew); err == nil {
			return newer, nil
		}
		return token, nil
	}
	token, err = t.fetches.Do(ctx, "token", t.renew)
	if err != nil {
		return nil, &noTokenError{err}
	}
	return token, nil
}

// known returns the current token and whether it is due for replacement, or the reason why no token is available.
func (t *tokens) known() (token *accessToken, isDue bool, err error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	now := time.Now()
	if t.current != nil && (t.current.endAt.IsZero() || now.Before(t.current.endAt)) {
		isDue = !t.current.renewAt.IsZero() && !now.Before(t.current.renewAt) && now.After(t.renewAt) && t.denial == nil
		return t.current, isDue, nil
	}
	if t.denial != nil {
		return nil, false, &noTokenError{t.denial}
	}
	return nil, false, nil
}

// accept records that a request was not rejected because of its token.
func (t *tokens) accept(*accessToken) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.rejected = 0
}

// replace discards a rejected token and reports whether the request may be sent with another one: either one that is
// already newer, or up to a few times a fetched one, immediately the first time and after a pause from then on. None
// of this persists: the next request gets a new token again.
func (t *tokens) replace(ctx context.Context, rejected *accessToken, renewals int) bool {
	if t.credential.AccessToken != "" {
		return false
	}
	t.mutex.Lock()
	if t.current == rejected {
		t.current = nil
		t.rejected++
	}
	atMost := mostRenewals
	if t.rejected > mostRenewals {
		atMost = 1
	}
	t.mutex.Unlock()
	if renewals >= atMost {
		return false
	}
	if renewals > 0 {
		wait := firstPause << renewals
		_ = transport.Pause(ctx, wait+rand.N(wait/10+1)) // spread runs whose token was replaced at the same time
	}
	return ctx.Err() == nil
}

// renew fetches and stores a token. It does not retry credentials that were denied: they cannot change during the
// lifetime of this client, and a user who is denied too often is locked out.
func (t *tokens) renew(ctx context.Context) (*accessToken, error) {
	before, isDue, err := t.known()
	if err != nil || before != nil && !isDue { // another call has fetched one in the meantime
		return before, err
	}
	retry := transport.RetryAlways // fetching a token twice does no harm
	if before != nil {
		retry = transport.RetryNever // it is still valid
	}
	token, err := t.fetch(ctx, retry)
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if err != nil {
		if areDenied(err) {
			t.denial = err
		}
		t.renewAt = time.Now().Add(renewalPause)
		return nil, err
	}
	t.current = token
	return token, nil
}

// areDenied reports whether a failure is about the credentials themselves.
func areDenied(err error) bool {
	var failure *transport.APIError
	return errors.As(err, &failure) && !failure.IsWebPage && !failure.IsLimited &&
		transport.HasStatus(failure, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden)
}

// fetch requests a token: POST /oauth2/token with grant_type, client_id, client_secret and username as a form
// (contract section 4). It never revokes a token, because that would end every other token of the user as well. It
// does not use an OAuth library, because those reject a lifetime with a fraction and do not understand Intacct's
// errors.
func (t *tokens) fetch(ctx context.Context, retry transport.RetryPolicy) (*accessToken, error) {
	request := transport.Request{Method: http.MethodPost, Path: tokenPath, Retry: retry, Form: url.Values{
		"grant_type":    {"client_credentials"},
		"client_id":     {t.credential.ClientID},
		"client_secret": {t.credential.ClientSecret},
		"username":      {t.credential.Username},
	}}
	answer, err := t.wire.Do(ctx, request)
	if err != nil {
		return nil, err
	}
	// Hide the token before any part of a successful response can be shown.
	granted := lenient.First(answer.Body)
	token, refresh := granted.Text("access_token"), granted.Text("refresh_token")
	t.wire.Conceal(token, refresh)
	if err := t.wire.Failure(request, answer); err != nil {
		return nil, err
	}
	if token == "" {
		return nil, t.wire.Lacking(request, answer, "the response does not contain an access token")
	}
	if err := transport.CheckCredential(token); err != nil {
		return nil, t.wire.Lacking(request, answer, "the access token cannot be sent: %v", err)
	}
	return newAccessToken(token, granted.Text("expires_in"), time.Now()), nil
}

// newAccessToken returns a token that expires after its lifetime in seconds, or at the time that the token itself
// states. It is replaced earlyRenewal before that, or halfway through if it lives less than twice as long. A token
// without an expiry, or with one that has passed by this machine's clock, is kept until it is rejected.
func newAccessToken(value, lifetime string, now time.Time) *accessToken {
	const longest = 100 * 365 * 24 * time.Hour
	end := expiryOf(value)
	if seconds, err := strconv.ParseFloat(strings.TrimSpace(lifetime), 64); err == nil && seconds > 0 {
		end = now.Add(time.Duration(min(seconds, longest.Seconds()) * float64(time.Second)))
	}
	token := &accessToken{value: value}
	if left := end.Sub(now); !end.IsZero() && left > 0 {
		// Remove the monotonic reading: after a machine has slept, the token must not appear younger than it is.
		token.endAt = end.Round(0)
		token.renewAt = token.endAt.Add(-min(earlyRenewal, left/2))
	}
	return token
}

// expiryOf returns the expiry that a JSON Web Token states in seconds since 1970, possibly with a fraction; zero =
// none.
func expiryOf(token string) time.Time {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return time.Time{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return time.Time{}
	}
	var claims lenient.Object
	_ = json.Unmarshal(payload, &claims) // not an object: no expiry
	const latest = 1 << 40               // far in the future, but still a valid time
	expiry, err := strconv.ParseFloat(claims.Text("exp"), 64)
	if err != nil || !(expiry > 0 && expiry <= latest) {
		return time.Time{}
	}
	return time.Unix(int64(expiry), 0)
}

// noTokenError means that a request was not sent because there was no access token.
type noTokenError struct{ err error }

// Error returns the cause.
func (e *noTokenError) Error() string { return fmt.Sprintf("no access token: %v", e.err) }

// Unwrap returns the cause: *transport.APIError, *transport.NoAnswerError or the context's.
func (e *noTokenError) Unwrap() error { return e.err }

// Outcome returns NotSent, because the request was not sent.
func (e *noTokenError) Outcome() transport.Outcome { return transport.NotSent }
