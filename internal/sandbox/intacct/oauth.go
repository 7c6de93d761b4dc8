package intacct

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// The credentials that the company accepts.
const (
	ClientID     = "sandbox"
	ClientSecret = "sandbox-secret"
	// Username may be followed by a vertical bar and the ID of an entity.
	Username = "ws@sandbox"
	// AccessToken is valid without a token request. It belongs to the top level.
	AccessToken = "sandbox-access-token"
)

// Prefix is the path of the company's API in the sandbox.
const Prefix = "/intacct/ia/api/v1"

// Settings returns the attributes of the provider block that authenticate the provider.
func Settings() map[string]string {
	return map[string]string{"client_id": ClientID, "client_secret": ClientSecret, "username": Username}
}

// Authorize adds credentials to a request.
func Authorize(request *http.Request) { request.Header.Set("Authorization", "Bearer "+AccessToken) }

// issued is the response to a token request (contract 4).
type issued struct {
	TokenType    string `json:"token_type"`
	AccessToken  string `json:"access_token"`
	ExpiresIn    *int64 `json:"expires_in,omitempty"`
	RefreshToken string `json:"refresh_token,omitempty"`
}

// issueToken handles POST /oauth2/token, with client credentials and refresh tokens (contract 4). The grant that
// requires a user's consent is not emulated.
func (c *Company) issueToken(request call) (response, *problem) {
	form, problem := parameters(request)
	if problem != nil {
		return response{}, problem
	}
	if problem := checkClient(form); problem != nil {
		return response{}, problem
	}
	switch form.Get("grant_type") {
	case "client_credentials":
		return c.grantClient(form.Get("username"))
	case "refresh_token":
		return c.grantRefresh(form)
	case "":
		return response{}, oauthProblem(http.StatusBadRequest, "invalid_request", "grant_type is missing")
	default:
		return response{}, oauthProblem(http.StatusBadRequest, "unsupported_grant_type", "The grant type is not supported")
	}
}

// parameters reads the parameters of a request to an OAuth endpoint, in either format (contract 4).
func parameters(request call) (url.Values, *problem) {
	refusal := oauthProblem(http.StatusBadRequest, "invalid_request", "The request cannot be read")
	kind, _, err := mime.ParseMediaType(request.header.Get("Content-Type"))
	if err != nil {
		return nil, refusal
	}
	switch kind {
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(request.body))
		if err != nil {
			return nil, refusal
		}
		return form, nil
	case "application/json":
		var fields map[string]string
		if err := json.Unmarshal(request.body, &fields); err != nil {
			return nil, refusal
		}
		form := url.Values{}
		for name, value := range fields {
			form.Set(name, value)
		}
		return form, nil
	default:
		return nil, refusal
	}
}

// checkClient checks the credentials of the application.
func checkClient(form url.Values) *problem {
	if form.Get("client_id") != ClientID || form.Get("client_secret") != ClientSecret {
		return oauthProblem(http.StatusUnauthorized, "invalid_client", "The client id or the client secret is wrong")
	}
	return nil
}

// grantClient issues a token for a user to the application.
func (c *Company) grantClient(username string) (response, *problem) {
	user, entity, scoped := strings.Cut(username, "|")
	if username == "" {
		return response{}, oauthProblem(http.StatusBadRequest, "invalid_request", "username is missing")
	}
	if user != Username || scoped && !c.knowsEntity(entity) {
		return response{}, oauthProblem(http.StatusBadRequest, "invalid_grant",
			"The user is unknown, or the application is not authorized in the company")
	}
	return c.issue(entity, ""), nil
}

// grantRefresh issues a token in exchange for a refresh token, possibly for another entity.
func (c *Company) grantRefresh(form url.Values) (response, *problem) {
	refusal := oauthProblem(http.StatusBadRequest, "invalid_grant", "The refresh token is not valid")
	given := form.Get("refresh_token")
	entity, valid := c.tokens.refreshable(given)
	if !valid {
		return response{}, refusal
	}
	if form.Has("entity_id") {
		entity = form.Get("entity_id")
		if !c.knowsEntity(entity) {
			return response{}, refusal
		}
	}
	return c.issue(entity, given), nil
}

// issue responds with a new token. The token that was exchanged for it, if any, is consumed unless the shapes say
// otherwise.
func (c *Company) issue(entity, exchanged string) response {
	keep := exchanged != "" && c.options.Shapes.KeepRefreshToken
	if exchanged != "" && !keep {
		c.tokens.useUp(exchanged)
	}
	access, refresh := c.tokens.issue(c.options, entity, !keep)
	answer := issued{TokenType: "Bearer", AccessToken: access, RefreshToken: refresh}
	if !c.options.Shapes.HideExpiresIn {
		seconds := int64(c.options.TokenLife.Seconds())
		answer.ExpiresIn = &seconds
	}
	told := answered(http.StatusOK, answer)
	told.header.Set("Cache-Control", "no-store")
	return told
}

// revokeTokens handles POST /oauth2/revoke, which revokes all tokens of the user (contract 4).
func (c *Company) revokeTokens(request call) (response, *problem) {
	form, problem := parameters(request)
	if problem != nil {
		return response{}, problem
	}
	if problem := checkClient(form); problem != nil {
		return response{}, problem
	}
	c.tokens.revokeAll()
	return answered(http.StatusOK, map[string]bool{"revoked": true}), nil
}

// introspectToken handles POST /oauth2/introspect.
func (c *Company) introspectToken(request call) (response, *problem) {
	form, problem := parameters(request)
	if problem != nil {
		return response{}, problem
	}
	active := c.tokens.active(form.Get("token"), c.options.Now())
	return answered(http.StatusOK, map[string]bool{"active": active}), nil
}

// knowsEntity reports whether there is an entity with id.
func (c *Company) knowsEntity(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, found := c.entities[id]
	return found
}
