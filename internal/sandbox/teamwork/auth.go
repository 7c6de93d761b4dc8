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

// Prefix is where the sandbox has the site.
const Prefix = "/teamwork"

// Settings gives the attributes of the provider block that let the provider in.
func Settings() map[string]string { return map[string]string{"api_key": APIKey} }

// Authorize adds credentials to a request.
func Authorize(request *http.Request) { request.SetBasicAuth(APIKey, "x") }

// authenticated checks the credentials (contract 3): Basic with the API key as the user and any password, or Bearer
// with a token, for which an API key seems to do as well.
func authenticated(r *http.Request) bool {
	if user, _, basic := r.BasicAuth(); basic {
		return user == APIKey
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && (token == AccessToken || token == APIKey)
}

// unauthorized is the answer to other credentials or none.
func unauthorized() *problem {
	refusal := refuse(http.StatusUnauthorized, "You are not authorized: the API key or access token is missing or wrong")
	refusal.header = map[string]string{"WWW-Authenticate": `Basic realm="TeamWork"`}
	return refusal
}

// caller is the user that the credentials belong to.
func caller() User { return User{ID: 414, FirstName: "Daniel", LastName: "Mackey"} }

// colleague is the user who works in the site's own screens.
func colleague() User { return User{ID: 415, FirstName: "Holly", LastName: "McGill"} }
