package teamwork

import (
	"fmt"
	"net/http"
	"strings"
)

// problem is the reason why a request is refused.
type problem struct {
	status  int
	message string
	header  map[string]string
}

// refuse returns a problem.
func refuse(status int, format string, values ...any) *problem {
	return &problem{status: status, message: fmt.Sprintf(format, values...)}
}

// invalid returns the problem of a request with content that the site does not accept (contract 6: 422).
func invalid(format string, values ...any) *problem {
	return refuse(http.StatusUnprocessableEntity, format, values...)
}

// oldError is the error body of API v1 (contract 6).
type oldError struct {
	Status  string `json:"STATUS"`
	Message string `json:"MESSAGE"`
}

// newErrors is the error body of API v3 (contract 6).
type newErrors struct {
	Errors []newError `json:"errors"`
}

type newError struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

// WriteError responds to r with an error in the format of the API version that its path belongs to.
func (s *Site) WriteError(w http.ResponseWriter, r *http.Request, status int, message string) {
	if strings.HasPrefix(r.URL.Path, "/projects/api/v3/") {
		title := strings.ToLower(http.StatusText(status))
		writeJSON(w, status, newErrors{Errors: []newError{{Title: title, Detail: message}}})
		return
	}
	writeJSON(w, status, oldError{Status: "Error", Message: message})
}
