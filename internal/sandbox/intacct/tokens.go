package intacct

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// tokens stores the issued tokens.
type tokens struct {
	mu          sync.Mutex
	count       int
	revocations int
	access      map[string]*token
	refresh     map[string]string // the entity of each refresh token
	fixedEnded  bool
}

// token is an access token.
type token struct {
	entity  string // the ID of the entity, or empty at the top level
	expires time.Time
	uses    int // remaining; -1 means unlimited
}

// TokensIssued returns the number of access tokens issued.
func (c *Company) TokensIssued() int {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	return c.tokens.count
}

// Revocations returns the number of revocation requests, which also revoke the tokens of every other program of the same
// user (contract 4).
func (c *Company) Revocations() int {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	return c.tokens.revocations
}

// ExpireTokens expires every access token issued so far. Refresh tokens and the fixed AccessToken stay valid.
func (c *Company) ExpireTokens() {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	clear(c.tokens.access)
}

// ExpireAccessToken expires the fixed AccessToken.
func (c *Company) ExpireAccessToken() {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	c.tokens.fixedEnded = true
}

// issue creates an access token and, if requested, a refresh token.
func (t *tokens) issue(options Options, entity string, refreshable bool) (access, refresh string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.access == nil {
		t.access, t.refresh = map[string]*token{}, map[string]string{}
	}
	t.count++
	now := options.Now()
	made := &token{entity: entity, expires: now.Add(options.TokenLife), uses: -1}
	if options.TokenUses > 0 {
		made.uses = options.TokenUses
	}
	access = webToken(t.count, entity, now, made.expires)
	t.access[access] = made
	if refreshable {
		refresh = fmt.Sprintf("sandbox-refresh-token-%d", t.count)
		t.refresh[refresh] = entity
	}
	return access, refresh
}

// webToken returns the access token with a number, in the format of a JSON Web Token with a dummy signature.
func webToken(number int, entity string, from, until time.Time) string {
	part := func(value map[string]any) string {
		text, err := json.Marshal(value)
		if err != nil {
			panic("intacct sandbox: " + err.Error()) // strings and numbers only
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	header := part(map[string]any{"alg": "RS256", "typ": "JWT"})
	claims := part(map[string]any{
		"clientId": ClientID, "sub": Username, "entityId": entity, "jti": number, "iat": from.Unix(), "exp": until.Unix(),
	})
	signature := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "signature of token %d", number))
	return header + "." + claims + "." + signature
}

// refreshable returns the entity of a refresh token, and reports whether it is valid.
func (t *tokens) refreshable(refresh string) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	entity, found := t.refresh[refresh]
	return entity, found
}

// useUp invalidates a refresh token.
func (t *tokens) useUp(refresh string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.refresh, refresh)
}

// revokeAll invalidates every token.
func (t *tokens) revokeAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.revocations++
	t.fixedEnded = true
	clear(t.access)
	clear(t.refresh)
}

// active reports whether an access token is valid, without using it.
func (t *tokens) active(access string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.valid(access, now)
}

// use returns the entity of an access token, and reports whether it is valid. If so, it counts one use of the token.
func (t *tokens) use(access string, now time.Time) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.valid(access, now) {
		return "", false
	}
	made := t.access[access]
	if made == nil {
		return "", true
	}
	if made.uses > 0 {
		made.uses--
	}
	return made.entity, true
}

// valid reports whether an access token is valid. The caller must hold the lock.
func (t *tokens) valid(access string, now time.Time) bool {
	if access == AccessToken {
		return !t.fixedEnded
	}
	made := t.access[access]
	return made != nil && made.uses != 0 && now.Before(made.expires)
}

// authenticate returns the entity of the token in a request (contract 4).
func (c *Company) authenticate(header http.Header) (string, *problem) {
	scheme, access, _ := strings.Cut(header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || access == "" {
		return "", atGateway(http.StatusUnauthorized, codeNotBearer, "The Authorization header has no Bearer token")
	}
	entity, valid := c.tokens.use(access, c.options.Now())
	if !valid {
		return "", c.tokenProblem()
	}
	return entity, nil
}

// tokenProblem refuses a token in one of the known ways (contract 4).
func (c *Company) tokenProblem() *problem {
	switch c.options.Shapes.TokenRefusal {
	case RefusalGateway:
		return atGateway(http.StatusUnauthorized, codeNoToken, "The access token cannot be decoded")
	case RefusalText:
		return &problem{
			status: http.StatusBadRequest, shape: ErrorsAsText,
			body: errorBody{Code: codeTokenInvalid, Message: "Invalid token: The token is not valid"},
		}
	default:
		return &problem{status: http.StatusUnauthorized, shape: ErrorsBare, body: errorBody{
			Code:           codeTokenInvalid,
			Message:        "Token is not valid",
			ErrorID:        "REST-2102",
			AdditionalInfo: &additionalInfo{MessageID: "IA.TOKEN_IS_INVALID"},
		}}
	}
}
