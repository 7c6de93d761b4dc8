package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
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
	// earlyRenewal is how long before its end a token is replaced (contract
	// section 4), so that none ends on the way.
	earlyRenewal = 60 * time.Second
	// renewalWait is how long a request waits for the early replacement of a
	// token that is still good, renewalPause how long none is tried again after
	// one that failed.
	renewalWait  = 5 * time.Second
	renewalPause = 10 * time.Second
	// mostRenewals is how often one request gets another token in place of a
	// rejected one. Where as many in a row were rejected, it is once.
	mostRenewals = 3
)

// accessToken is a token that requests are sent with.
type accessToken struct {
	value string
	// renewAt is when it is replaced, endAt when it ends; zero = once it is rejected.
	renewAt, endAt time.Time
}

// tokens hands out one access token to all requests and replaces it in time.
// A fetch is shared by all who need it, and belongs to none of them: one who
// gives up does not fail the others.
type tokens struct {
	wire       *transport.Client
	credential Credential
	fetches    sharedcall.Group[*accessToken]

	mutex    sync.Mutex // guards what follows
	current  *accessToken
	rejected int       // tokens in a row that no request was accepted with
	renewAt  time.Time // when an early replacement may be tried again
	denial   error     // why the credentials get no token, once that is certain
}

func newTokens(wire *transport.Client, credential Credential) *tokens {
	source := &tokens{wire: wire, credential: credential}
	if credential.AccessToken != "" {
		source.current = &accessToken{value: credential.AccessToken}
	}
	return source
}

// token returns a token that is valid as far as is known, and fetches one
// where there is none. A token near its end serves until it ends, if it cannot
// be replaced. It returns at once when ctx ends.
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

// known is the token at hand and whether it is due to be replaced, or the
// reason why there will be none.
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

// accept notes that a request with the token was not rejected for it.
func (t *tokens) accept(*accessToken) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.rejected = 0
}

// replace gives up a token that was rejected, and tells whether the request may
// be sent with another one: with one that is newer already, or a few times with
// one that is fetched, at once the first time and after a pause from then on.
// Nothing of this lasts: the next request gets a new token again.
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
		pause(ctx, renewals)
	}
	return ctx.Err() == nil
}

// renew fetches a token and keeps it. Credentials that were denied are not
// tried again: nothing can change them while this client lives, and a user who
// is denied often enough is locked out.
func (t *tokens) renew(ctx context.Context) (*accessToken, error) {
	before, isDue, err := t.known()
	if err != nil || before != nil && !isDue { // fetched while this one was about to
		return before, err
	}
	retry := transport.RetryAlways // fetching a token twice does no harm
	if before != nil {
		retry = transport.RetryNever // it still serves
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

// areDenied tells whether a failure is about the credentials themselves.
func areDenied(err error) bool {
	var failure *transport.APIError
	return errors.As(err, &failure) && !failure.IsWebPage && !failure.IsLimited &&
		transport.HasStatus(failure, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden)
}

// fetch asks for a token: POST /oauth2/token with grant_type, client_id,
// client_secret and username as a form (contract section 4). It never revokes
// one: that would end every other token of the user as well. The exchange is
// made here and not by an OAuth library, since those refuse a lifetime with a
// fraction and do not know Intacct's errors.
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
	// Nothing of a success is shown before the token in it is known to be one.
	granted := lenient.First(answer.Body)
	token, refresh := granted.Text("access_token"), granted.Text("refresh_token")
	t.wire.Conceal(token, refresh)
	if err := t.wire.Failure(request, answer); err != nil {
		return nil, err
	}
	if token == "" {
		return nil, t.wire.Lacking(request, answer, "the answer has no access token in it")
	}
	if err := transport.CheckCredential(token); err != nil {
		return nil, t.wire.Lacking(request, answer, "the access token cannot be sent: %v", err)
	}
	return newAccessToken(token, granted.Text("expires_in"), time.Now()), nil
}

// newAccessToken is a token that ends when its lifetime says, in seconds, or
// when it says itself. It is replaced earlyRenewal before, or halfway where it
// lives less than twice as long. One that does not say when it ends, or whose
// end has passed by this machine's clock, is kept until it is rejected.
func newAccessToken(value, lifetime string, now time.Time) *accessToken {
	const longest = 100 * 365 * 24 * time.Hour
	end := expiryOf(value)
	if seconds, err := strconv.ParseFloat(strings.TrimSpace(lifetime), 64); err == nil && seconds > 0 {
		end = now.Add(time.Duration(min(seconds, longest.Seconds()) * float64(time.Second)))
	}
	token := &accessToken{value: value}
	if left := end.Sub(now); !end.IsZero() && left > 0 {
		// Without the monotonic reading: a machine that slept must not think the
		// token younger than it is.
		token.endAt = end.Round(0)
		token.renewAt = token.endAt.Add(-min(earlyRenewal, left/2))
	}
	return token
}

// expiryOf is the end that a JSON Web Token states, in seconds since 1970,
// perhaps with a fraction; zero = none.
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
	_ = json.Unmarshal(payload, &claims) // not an object: then it states nothing
	const latest = 1 << 40               // far future, and still a time
	expiry, err := strconv.ParseFloat(claims.Text("exp"), 64)
	if err != nil || !(expiry > 0 && expiry <= latest) {
		return time.Time{}
	}
	return time.Unix(int64(expiry), 0)
}

// noTokenError says that a request was not sent for want of an access token.
type noTokenError struct{ err error }

// Error has the cause.
func (e *noTokenError) Error() string { return fmt.Sprintf("no access token: %v", e.err) }

// Unwrap gives the cause: *transport.APIError, *transport.NoAnswerError or the context's.
func (e *noTokenError) Unwrap() error { return e.err }

// Outcome is that of the request which was not sent.
func (e *noTokenError) Outcome() transport.Outcome { return transport.NotSent }
