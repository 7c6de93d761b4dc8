package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/singleflight"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const (
	tokenPath = "/oauth2/token"
	// earlyRenewal is how long before its end a token is replaced (contract
	// section 4), so that none ends on the way.
	earlyRenewal = 60 * time.Second
)

// accessToken is a token that requests are sent with.
type accessToken struct {
	value string
	// renewAt is when it is replaced; zero = once it is refused.
	renewAt time.Time
	// replacement: it was fetched since the one before it was refused.
	replacement bool
	// accepted: a request with it was not refused for it.
	accepted atomic.Bool
}

func (t *accessToken) isFresh(now time.Time) bool {
	return t != nil && (t.renewAt.IsZero() || now.Before(t.renewAt))
}

// tokens hands out one access token to all requests and replaces it in time.
// A fetch is shared by all who need it, and belongs to none of them: one who
// gives up does not fail the others.
type tokens struct {
	wire       *transport.Client
	credential Credential
	fetches    singleflight.Group

	mutex      sync.Mutex // guards what follows
	current    *accessToken
	wasRefused bool  // the token that the next one replaces was refused
	refusal    error // why the credentials get no token, once that is certain
}

func newTokens(wire *transport.Client, credential Credential) *tokens {
	source := &tokens{wire: wire, credential: credential}
	if credential.AccessToken != "" {
		source.current = &accessToken{value: credential.AccessToken}
	}
	return source
}

// token returns a token that is valid as far as is known, and fetches one
// where there is none. It returns at once when ctx ends.
func (t *tokens) token(ctx context.Context) (*accessToken, error) {
	if err := ctx.Err(); err != nil {
		return nil, &noTokenError{context.Cause(ctx)}
	}
	if token, err := t.known(); token != nil || err != nil {
		return token, err
	}
	fetched := t.fetches.DoChan("token", func() (any, error) { return t.renew(context.WithoutCancel(ctx)) })
	select {
	case result := <-fetched:
		token, _ := result.Val.(*accessToken)
		return token, result.Err
	case <-ctx.Done():
		return nil, &noTokenError{context.Cause(ctx)}
	}
}

// known is the token at hand, or the reason why there will be none.
func (t *tokens) known() (*accessToken, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.current.isFresh(time.Now()) {
		return t.current, nil
	}
	return nil, t.refusal
}

// drop forgets a token that was refused, and tells whether another one can be
// had. A token that replaced a refused one and was itself never accepted is
// not replaced again: then it is not the token that is wrong.
func (t *tokens) drop(refused *accessToken) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.credential.AccessToken != "" {
		return false
	}
	if t.current != refused { // someone else was quicker
		return true
	}
	if refused.replacement && !refused.accepted.Load() {
		return false
	}
	t.current, t.wasRefused = nil, true
	return true
}

// renew fetches a token and keeps it. Credentials that were refused are not
// tried again: nothing can change them while this client lives, and a user who
// is refused often enough is locked out.
func (t *tokens) renew(ctx context.Context) (*accessToken, error) {
	if token, err := t.known(); token != nil || err != nil { // fetched while this one was about to
		return token, err
	}
	token, err := t.fetch(ctx)
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if err != nil {
		err = &noTokenError{err}
		if areRefused(err) {
			t.refusal = err
		}
		return nil, err
	}
	token.replacement, t.wasRefused = t.wasRefused, false
	t.current = token
	return token, nil
}

// areRefused tells whether a failure is about the credentials themselves.
func areRefused(err error) bool {
	var failure *Error
	if !errors.As(err, &failure) {
		return false
	}
	switch failure.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		return true
	}
	return false
}

// fetch asks for a token: POST /oauth2/token with grant_type, client_id,
// client_secret and username as a form (contract section 4). It never revokes
// one: that would end every other token of the user as well.
func (t *tokens) fetch(ctx context.Context) (*accessToken, error) {
	exchange := &tokenExchange{wire: t.wire}
	config := clientcredentials.Config{
		ClientID:       t.credential.ClientID,
		ClientSecret:   t.credential.ClientSecret,
		TokenURL:       t.wire.BaseURL().String() + tokenPath,
		EndpointParams: url.Values{"username": {t.credential.Username}},
		AuthStyle:      oauth2.AuthStyleInParams,
	}
	token, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{
		Transport:     exchange,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}))
	if err != nil {
		return nil, exchange.failure(err)
	}
	t.wire.Conceal(token.AccessToken, token.RefreshToken)
	if err := transport.CheckCredential(token.AccessToken); err != nil {
		return nil, exchange.broken("the access token cannot be sent: " + err.Error())
	}
	return &accessToken{value: token.AccessToken, renewAt: renewalTime(token, time.Now())}, nil
}

// renewalTime is when to replace a token: earlyRenewal before its end, or
// halfway where it lives less than twice as long. A token that does not say
// when it ends, or whose end has passed by this machine's clock, is kept until
// it is refused.
func renewalTime(token *oauth2.Token, now time.Time) time.Time {
	end := token.Expiry
	if !end.After(now) {
		end = expiryOf(token.AccessToken)
	}
	lifetime := end.Sub(now)
	if end.IsZero() || lifetime <= 0 {
		return time.Time{}
	}
	// Without the monotonic reading: a machine that slept must not think the
	// token younger than it is.
	return end.Round(0).Add(-min(earlyRenewal, lifetime/2))
}

// expiryOf is the end that a JSON Web Token states; zero = none.
func expiryOf(token string) time.Time {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return time.Time{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return time.Time{}
	}
	var claims struct {
		Expiry float64 `json:"exp"` // seconds since 1970, perhaps with a fraction
	}
	const latest = 1 << 40 // far future, and still a time
	if json.Unmarshal(payload, &claims) != nil || claims.Expiry <= 0 || claims.Expiry > latest {
		return time.Time{}
	}
	return time.Unix(int64(claims.Expiry), 0)
}

// tokenExchange lets the OAuth library send its request through the client's
// own chain, and keeps the answer, whose errors the library does not
// understand.
type tokenExchange struct {
	wire    *transport.Client
	request transport.Request
	answer  *transport.Answer
}

// RoundTrip sends the token request. Fetching a token twice does no harm, so
// it is repeated like a read.
func (e *tokenExchange) RoundTrip(request *http.Request) (*http.Response, error) {
	defer request.Body.Close()
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, fmt.Errorf("read the form kept in memory: %w", err)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, errors.New("the OAuth library made a form that cannot be read")
	}
	e.request = transport.Request{Method: http.MethodPost, Path: tokenPath, Form: form, Retry: transport.RetryAlways}
	if e.answer, err = e.wire.Do(request.Context(), e.request); err != nil {
		return nil, err
	}
	return &http.Response{
		Status:     fmt.Sprintf("%d %s", e.answer.Status, http.StatusText(e.answer.Status)),
		StatusCode: e.answer.Status,
		// Whatever an answer calls itself, it is JSON or an error.
		Header:  http.Header{"Content-Type": {"application/json"}},
		Body:    io.NopCloser(bytes.NewReader(e.answer.Body)),
		Request: request,
	}, nil
}

// failure is why there is no token. The library's own error is left out: it
// repeats the answer, which may hold a token.
func (e *tokenExchange) failure(err error) error {
	if noAnswer, ok := errors.AsType[*transport.NoAnswerError](err); ok {
		return noAnswer
	}
	if e.answer == nil {
		return fmt.Errorf("send the token request: %w", err)
	}
	if e.answer.Status < 200 || e.answer.Status > 299 {
		return failure(e.wire, e.request, e.answer)
	}
	refusal := e.broken("")
	refusal.decode(e.answer.Body)
	refusal.clean(e.wire.Message)
	if refusal.Message == "" && refusal.Code == "" {
		refusal.Message = "the answer has no access token in it"
	}
	return refusal
}

// broken is an answer that gives no usable token. Nothing of it is shown.
func (e *tokenExchange) broken(message string) *Error {
	return &Error{
		Method: e.request.Method, Path: e.request.Path, Status: e.answer.Status,
		Message: message, Unreadable: true,
	}
}

// noTokenError says that a request was not sent for want of an access token.
type noTokenError struct{ err error }

// Error says whether it is the credentials that are wrong.
func (e *noTokenError) Error() string {
	advice := ""
	if areRefused(e.err) {
		advice = " (check client_id, client_secret and username, and that the company has authorized the application)"
	}
	return fmt.Sprintf("no access token for Sage Intacct%s: %v", advice, e.err)
}

// Unwrap gives the cause: *Error, *transport.NoAnswerError or the context's.
func (e *noTokenError) Unwrap() error { return e.err }
