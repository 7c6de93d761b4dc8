package api

import (
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// dialect returns the ways in which Intacct, its gateway, its token endpoint, and proxies have been seen to report
// errors (contract section 7.1, A to F).
func dialect() transport.Dialect {
	return transport.Dialect{HasFailed: hasFailed, Problem: problem}
}

// hasFailed reports whether a response with a success status contains an error anyway, in any of the places where one
// has been seen, or only a message.
func hasFailed(body []byte) bool {
	top := lenient.First(body)
	failed, _, err := lenient.Text(lenient.First(top["ia::meta"]).Text("totalError")).Count()
	return len(errorsOf(body)) > 0 || !lenient.SaysNothing(top["ia::error"]) || failed > 0 || err != nil ||
		!lenient.IsThere(top["ia::result"]) && top.Text("message") != ""
}

// errorsOf returns the errors of a response that are objects, in the order of the response. There can be two of them.
func errorsOf(body []byte) []lenient.Object {
	top := lenient.First(body)
	found := lenient.Objects(lenient.First(top["ia::result"])["ia::error"])
	found = append(found, lenient.Objects(top["ia::error"])...)
	return append(found, lenient.Objects(top["error"])...)
}

// problem returns the error in a response. It keeps a second error as a detail of the first.
func problem(body []byte) transport.Problem {
	found := errorsOf(body)
	if len(found) == 0 {
		return plainProblem(lenient.First(body))
	}
	first := asField(found[0])
	told := transport.Problem{
		Message: first.Message, Correction: first.Correction, Code: first.Code, ErrorID: first.ErrorID, MessageID: first.MessageID,
	}
	for i, each := range found {
		if i > 0 {
			told.Fields = append(told.Fields, asField(each))
		}
		if told.SupportID == "" {
			told.SupportID = each.Text("supportId")
		}
		// Details are an array of errors. From the gateway, they are an object with the request's ID (shape C).
		for _, detail := range lenient.Objects(each["details"]) {
			if told.SupportID == "" {
				told.SupportID = detail.Text("requestId")
			}
			if field := asField(detail); field != (transport.FieldProblem{}) {
				told.Fields = append(told.Fields, field)
			}
		}
	}
	return told
}

// plainProblem reads an OAuth 2 error (shape E) or a plain message.
func plainProblem(top lenient.Object) transport.Problem {
	told := transport.Problem{Code: top.Text("error")}
	if told.Code != "" {
		told.Message = top.Text("error_description")
	}
	for _, key := range []string{"ia::error", "message"} {
		if told.Message == "" {
			told.Message = top.Text(key)
		}
	}
	return told
}

func asField(detail lenient.Object) transport.FieldProblem {
	return transport.FieldProblem{
		Target:     detail.Text("target"),
		Code:       detail.Text("code"),
		Message:    detail.Text("message"),
		ErrorID:    detail.Text("errorId"),
		MessageID:  lenient.First(detail["additionalInfo"]).Text("messageId"),
		Correction: detail.Text("correction"),
	}
}

// rejectsToken reports whether a response means that the access token is not valid, or no longer valid: 401 with any
// body, or 400 with any of the codes and texts seen so far (contract section 4).
func rejectsToken(answer *transport.Answer) bool {
	if answer.Status != http.StatusBadRequest {
		return answer.Status == http.StatusUnauthorized
	}
	told := problem(answer.Body)
	for _, each := range append(told.Fields, transport.FieldProblem{Code: told.Code, ErrorID: told.ErrorID, MessageID: told.MessageID}) {
		if each.Code == "tokenInvalid" || each.ErrorID == "REST-2102" || each.MessageID == "IA.TOKEN_IS_INVALID" {
			return true
		}
	}
	text := strings.ToLower(string(answer.Body))
	return strings.Contains(text, "invalid token") || strings.Contains(text, "the token is not valid")
}

// MayBeConflict reports whether a failure can mean that a unique value is taken: 409, which can also be about an
// idempotency key, or 422, which covers all business rules. It is not documented which of the two applies to a name,
// nor with which text (contract section 7.2), so a lookup decides.
func MayBeConflict(err error) bool {
	return transport.HasStatus(err, http.StatusConflict, http.StatusUnprocessableEntity)
}
