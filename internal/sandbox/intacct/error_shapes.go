package intacct

import (
	"fmt"
	"net/http"
	"sync/atomic"
)

// ErrorShape is one of the known formats of errors (contract 7.1).
type ErrorShape int

// The formats of errors. The letters are those of the contract.
const (
	// ErrorsAsUsual uses the known format of each error: ErrorsInResult for most, ErrorsOnTop for business rules,
	// ErrorsOfGateway for the gateway, ErrorsBare for tokens, and ErrorsOfOAuth for OAuth.
	ErrorsAsUsual ErrorShape = iota
	// ErrorsInResult is A: ia::error inside ia::result, as in the specification.
	ErrorsInResult
	// ErrorsOnTop is B: ia::error at the top level, as in the guide.
	ErrorsOnTop
	// ErrorsOfGateway is C: ia::error at the top level, with an object as its details.
	ErrorsOfGateway
	// ErrorsBare is D: error at the top level.
	ErrorsBare
	// ErrorsOfOAuth is E: error and error_description, both text.
	ErrorsOfOAuth
	// ErrorsAsText is F: text that is not JSON.
	ErrorsAsText
)

// errorBody is an error on the wire.
type errorBody struct {
	Code           string          `json:"code"`
	Message        string          `json:"message"`
	ErrorID        string          `json:"errorId,omitempty"`
	SupportID      string          `json:"supportId,omitempty"`
	AdditionalInfo *additionalInfo `json:"additionalInfo,omitempty"`
	Details        any             `json:"details,omitempty"`
}

// detail describes what is wrong with one field.
type detail struct {
	Code           string          `json:"code"`
	Message        string          `json:"message"`
	ErrorID        string          `json:"errorId,omitempty"`
	Target         string          `json:"target,omitempty"`
	Correction     string          `json:"correction,omitempty"`
	AdditionalInfo *additionalInfo `json:"additionalInfo,omitempty"`
}

// additionalInfo identifies the message of an error in the system's own catalog.
type additionalInfo struct {
	MessageID    string `json:"messageId"`
	Placeholders any    `json:"placeholders"`
	PropertySet  any    `json:"propertySet"`
}

// failed is the ia::meta of an error.
func failed() counts { return counts{TotalCount: 1, TotalError: 1} }

// refusal returns the response to a refused request.
func (c *Company) refusal(problem *problem) response {
	shape := problem.shape
	if c.options.Shapes.Errors != ErrorsAsUsual {
		shape = c.options.Shapes.Errors
	}
	answer := response{status: problem.status, header: http.Header{}}
	for name, value := range problem.header {
		answer.header.Set(name, value)
	}
	if shape == ErrorsAsText {
		answer.header.Set("Content-Type", "text/plain; charset=utf-8")
		answer.body = []byte(problem.body.Message)
		return answer
	}
	answer.setJSON(c.shaped(shape, c.complete(problem.body)))
	return answer
}

// shaped converts an error to a format.
func (c *Company) shaped(shape ErrorShape, body errorBody) map[string]any {
	switch shape {
	case ErrorsOnTop:
		return map[string]any{"ia::error": body, "ia::meta": failed()}
	case ErrorsOfGateway:
		body.Details = map[string]string{"requestId": body.SupportID}
		body.SupportID = ""
		return map[string]any{"ia::error": body}
	case ErrorsBare:
		return map[string]any{"error": body}
	case ErrorsOfOAuth:
		return map[string]any{"error": body.Code, "error_description": body.Message}
	default:
		if c.options.Shapes.MetaInside {
			return map[string]any{"ia::result": map[string]any{"ia::error": body, "ia::meta": failed()}}
		}
		return map[string]any{"ia::result": map[string]any{"ia::error": body}, "ia::meta": failed()}
	}
}

// complete adds the support ID and the placeholders for missing values to an error.
func (c *Company) complete(body errorBody) errorBody {
	body.SupportID = c.support.next()
	body.AdditionalInfo = c.completeInfo(body.AdditionalInfo)
	if details, ok := body.Details.(findings); ok {
		completed := make(findings, len(details))
		for i, detail := range details {
			detail.AdditionalInfo = c.completeInfo(detail.AdditionalInfo)
			completed[i] = detail
		}
		body.Details = completed
	}
	return body
}

// completeInfo replaces missing values with an empty object or an empty list.
func (c *Company) completeInfo(info *additionalInfo) *additionalInfo {
	if info == nil {
		return nil
	}
	var empty any = map[string]string{}
	if c.options.Shapes.EmptyAsList {
		empty = []string{}
	}
	completed := *info
	if completed.Placeholders == nil {
		completed.Placeholders = empty
	}
	if completed.PropertySet == nil {
		completed.PropertySet = empty
	}
	return &completed
}

// support numbers errors.
type support struct{ last atomic.Int64 }

// next returns the ID of one error, with the percent signs of the real ones.
func (s *support) next() string {
	return fmt.Sprintf("Kxi78%%7EZuyXBDEGVHD2UmO1phYXD%08d", s.last.Add(1))
}
