package teamwork

import (
	"net/http"
	"strings"
)

// The credentials that the site accepts.
const (
	APIKey      = "sandbox-key"
	AccessToken = "sandbox-token"
)

// Prefix is the path of the site in the sandbox.
const Prefix = "/teamwork"

// Settings returns the attributes of the provider block that authenticate the provider.
func Settings() map[string]string { return map[string]string{"api_key": APIKey} }

// Authorize adds credentials to a request.
func Authorize(request *http.Request) { request.SetBasicAuth(APIKey, "x") }

// authenticated checks the credentials (contract 3): Basic with the API key as the user and any password, or Bearer
// with a token. An API key seems to work as a token as well.
func authenticated(r *http.Request) bool {
	if user, _, basic := r.BasicAuth(); basic {
		return user == APIKey
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && (token == AccessToken || token == APIKey)
}

// unauthorized returns the response to missing or wrong credentials.
func unauthorized() *problem {
	refusal := refuse(http.StatusUnauthorized, "You are not authorized: the API key or access token is missing or wrong")
	refusal.header = map[string]string{"WWW-Authenticate": `Basic realm="TeamWork"`}
	return refusal
}

// caller returns the user that the credentials belong to.
func caller() User { return User{ID: 414, FirstName: "Daniel", LastName: "Mackey"} }

// colleague returns the user who works in the site's own screens.
func colleague() User { return User{ID: 415, FirstName: "Holly", LastName: "McGill"} }
