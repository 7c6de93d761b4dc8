package wethod

import "net/http"

// problem is the reason why a request is refused.
type problem struct {
	status   int
	message  string
	failures []failure
}

// errorBody is the body of every error (contract 5). Only 400 has failures.
type errorBody struct {
	Key      string    `json:"key"`
	Message  string    `json:"message"`
	Failures []failure `json:"failures,omitempty"`
}

// failure is what is wrong with one parameter.
type failure struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// invalid returns the problem of invalid parameters.
func invalid(failures []failure) *problem {
	return &problem{http.StatusBadRequest, "You provided invalid data. Check 'failures' for details.", failures}
}

// key returns the key of a status. Those of 400 and 412 are documented, and the others are made up.
func key(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "invalid_data"
	case http.StatusUnauthorized:
		return "unauthorized"
	case http.StatusForbidden:
		return "forbidden"
	case http.StatusNotFound:
		return "not_found"
	case http.StatusPreconditionFailed:
		return "precondition_failure"
	case http.StatusTooManyRequests:
		return "too_many_requests"
	default:
		return "error"
	}
}

// WriteError responds to r with an error in the service's own format.
func (s *Service) WriteError(w http.ResponseWriter, _ *http.Request, status int, message string) {
	writeJSON(w, status, errorBody{Key: key(status), Message: message})
}
