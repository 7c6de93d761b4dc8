package intacct

import (
	"fmt"
	"net/http"
	"strings"
)

// problem is the reason why a request is refused.
type problem struct {
	status int
	shape  ErrorShape
	header map[string]string
	body   errorBody
}

// The error codes in the contract (7.2).
const (
	codeInvalidRequest  = "invalidRequest"
	codeInvalidKey      = "invalidKey"
	codeOperationFailed = "operationFailed"
	codeNotFound        = "notFound"
	codeTokenInvalid    = "tokenInvalid"
	codeRateLimit       = "GW-0010"
	codeGateway         = "GW-0001"
	codeNoToken         = "GW-0031"
	codeNotBearer       = "GW-0034"
	codeBusinessRule    = "BL01001973"
)

// findings collects what is wrong with a payload, one entry per field (contract 3).
type findings []detail

// notAField records a field that is unknown or not allowed (contract 7.2).
func (f *findings) notAField(target string) {
	*f = append(*f, detail{
		Code:    codeInvalidRequest,
		Message: target + " is not a valid field",
		ErrorID: "REST-1043",
		Target:  target,
		AdditionalInfo: &additionalInfo{
			MessageID:    "IA.NOT_A_VALID_FIELD",
			Placeholders: map[string]string{"FIELD": target},
		},
	})
}

// add records a value that is not valid for a field.
func (f *findings) add(target, format string, values ...any) {
	*f = append(*f, detail{Code: codeInvalidRequest, Message: fmt.Sprintf(format, values...), Target: target})
}

// problem returns the refusal of the payload, or nil if the payload is valid.
func (f findings) problem() *problem {
	if len(f) == 0 {
		return nil
	}
	return &problem{status: http.StatusBadRequest, shape: ErrorsInResult, body: errorBody{
		Code:           codeInvalidRequest,
		Message:        "Payload contains errors",
		ErrorID:        "REST-1064",
		AdditionalInfo: &additionalInfo{MessageID: "IA.PAYLOAD_CONTAINS_ERRORS"},
		Details:        f,
	}}
}

// noPayload refuses a request without a body, with the wording of the documentation's example.
func noPayload(method string) *problem {
	return &problem{status: http.StatusBadRequest, shape: ErrorsInResult, body: errorBody{
		Code:    codeInvalidRequest,
		Message: fmt.Sprintf("A %s request requires a payload", method),
		ErrorID: "REST-1028",
		AdditionalInfo: &additionalInfo{
			MessageID:    "IA.REQUEST_REQUIRES_A_PAYLOAD",
			Placeholders: map[string]string{"OPERATION": method},
		},
	}}
}

// refuse refuses a request with a code and a message, in the format of the specification.
func refuse(status int, code, format string, values ...any) *problem {
	return &problem{status: status, shape: ErrorsInResult, body: errorBody{Code: code, Message: fmt.Sprintf(format, values...)}}
}

// malformed refuses a request whose payload is not at fault, with the wording of the second example in the older
// documentation.
func malformed(format string, values ...any) *problem {
	return &problem{status: http.StatusBadRequest, shape: ErrorsOnTop, body: errorBody{
		Code:    codeInvalidRequest,
		Message: "Malformed URL",
		Details: findings{{
			Code:       codeInvalidRequest,
			Message:    fmt.Sprintf(format, values...),
			Correction: "Send what the documentation of the endpoint describes",
		}},
	}}
}

// businessRule refuses a request that violates a business rule (contract 7.1, shape B).
func businessRule(format string, values ...any) *problem {
	return &problem{status: http.StatusUnprocessableEntity, shape: ErrorsOnTop, body: errorBody{
		Code:    codeOperationFailed,
		Message: "The operation failed",
		Details: findings{{Code: codeBusinessRule, Message: fmt.Sprintf(format, values...)}},
	}}
}

// noSuch refuses a key that no record has (contract 7.2).
func noSuch(status int, object, key string) *problem {
	if status == http.StatusUnprocessableEntity {
		return businessRule("There is no %s with the key %s", object, key)
	}
	code := codeNotFound
	if status == http.StatusBadRequest {
		code = codeInvalidKey
	}
	return refuse(status, code, "There is no %s with the key %s", object, key)
}

// atGateway refuses a request before it reaches the company (contract 7.1, shape C).
func atGateway(status int, code, message string) *problem {
	return &problem{status: status, shape: ErrorsOfGateway, body: errorBody{Code: code, Message: message}}
}

// oauthProblem refuses a token request (contract 4).
func oauthProblem(status int, code, description string) *problem {
	return &problem{status: status, shape: ErrorsOfOAuth, body: errorBody{Code: code, Message: description}}
}

// WriteError responds to r with an error in the format of the company's errors with that status (contract 7).
func (c *Company) WriteError(w http.ResponseWriter, r *http.Request, status int, message string) {
	c.refusal(c.problemFor(r, status, message)).send(w)
}

// problemFor returns the usual problem for a status.
func (c *Company) problemFor(r *http.Request, status int, message string) *problem {
	switch {
	case strings.HasPrefix(r.URL.Path, "/oauth2/"):
		return oauthProblem(status, "server_error", message)
	case status == http.StatusUnauthorized:
		refusal := c.tokenProblem()
		refusal.status = status
		return refusal
	case status == http.StatusTooManyRequests:
		return atGateway(status, codeRateLimit, message)
	case status >= http.StatusInternalServerError:
		return atGateway(status, codeGateway, message)
	case status == http.StatusNotFound:
		return refuse(status, codeNotFound, "%s", message)
	case status == http.StatusUnprocessableEntity:
		refusal := businessRule("%s", message)
		return refusal
	default:
		return refuse(status, codeInvalidRequest, "%s", message)
	}
}
