package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// object is a JSON object of which nothing is certain. Keys are told apart by
// case, and a value of an unexpected kind spoils none of the others.
type object map[string]json.RawMessage

// asObjects reads an object, or an array of objects; anything else is none.
func asObjects(raw json.RawMessage) []object {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return nil
	}
	if raw[0] != '[' {
		var single object
		if json.Unmarshal(raw, &single) != nil || single == nil {
			return nil
		}
		return []object{single}
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return nil
	}
	var found []object
	for _, item := range items {
		var single object
		if json.Unmarshal(item, &single) == nil && single != nil {
			found = append(found, single)
		}
	}
	return found
}

// asObject reads an object, or the first of an array; nil = none.
func asObject(raw json.RawMessage) object {
	if found := asObjects(raw); len(found) > 0 {
		return found[0]
	}
	return nil
}

// text is the value of a key that has a single value; "" = none.
func (o object) text(key string) string {
	if len(o[key]) == 0 {
		return ""
	}
	value, err := scalar(o[key])
	if err != nil || value == nil {
		return ""
	}
	return *value
}

// decode finds what went wrong in any of the shapes in which Intacct, its
// gateway, its token endpoint and proxies have been seen to put it (contract
// section 7.1, A to F). An answer can hold two errors at once; the second is
// then kept as a detail of the first.
func (e *Error) decode(body []byte) {
	top := asObject(body)
	var found []object
	found = append(found, asObjects(asObject(top["ia::result"])["ia::error"])...)
	found = append(found, asObjects(top["ia::error"])...)
	found = append(found, asObjects(top["error"])...)
	if len(found) == 0 {
		e.takePlain(top)
		return
	}
	first := found[0]
	e.Code, e.Message, e.ErrorID = first.text("code"), first.text("message"), first.text("errorId")
	e.MessageID = asObject(first["additionalInfo"]).text("messageId")
	e.SupportID, e.Correction = first.text("supportId"), first.text("correction")
	e.takeDetails(first["details"])
	for _, further := range found[1:] {
		e.Fields = append(e.Fields, fieldError(further))
		if e.SupportID == "" {
			e.SupportID = further.text("supportId")
		}
		e.takeDetails(further["details"])
	}
}

// takePlain reads the error of OAuth 2 (shape E), or a mere message.
func (e *Error) takePlain(top object) {
	if code := top.text("error"); code != "" {
		e.Code, e.Message = code, top.text("error_description")
	}
	for _, key := range []string{"ia::error", "message"} {
		if e.Message == "" {
			e.Message = top.text(key)
		}
	}
}

// takeDetails reads details, which are an array of errors, or with the gateway
// an object that holds the request's id (shape C).
func (e *Error) takeDetails(raw json.RawMessage) {
	for _, detail := range asObjects(raw) {
		if id := detail.text("requestId"); id != "" && e.SupportID == "" {
			e.SupportID = id
		}
		if field := fieldError(detail); field != (FieldError{}) {
			e.Fields = append(e.Fields, field)
		}
	}
}

func fieldError(detail object) FieldError {
	return FieldError{
		Target:     detail.text("target"),
		Code:       detail.text("code"),
		Message:    detail.text("message"),
		ErrorID:    detail.text("errorId"),
		MessageID:  asObject(detail["additionalInfo"]).text("messageId"),
		Correction: detail.text("correction"),
	}
}

// refusesToken tells whether an answer means that the access token is not, or
// no longer, valid: 401 with any body, or 400 that says so in any of the ways
// seen (contract section 4).
func refusesToken(answer *transport.Answer) bool {
	switch answer.Status {
	case http.StatusUnauthorized:
		return true
	case http.StatusBadRequest:
	default:
		return false
	}
	var failure Error
	failure.decode(answer.Body)
	details := append([]FieldError{{Code: failure.Code, ErrorID: failure.ErrorID, MessageID: failure.MessageID}}, failure.Fields...)
	for _, detail := range details {
		if detail.Code == "tokenInvalid" || detail.ErrorID == "REST-2102" || detail.MessageID == "IA.TOKEN_IS_INVALID" {
			return true
		}
	}
	text := strings.ToLower(string(answer.Body))
	return strings.Contains(text, "invalid token") || strings.Contains(text, "the token is not valid")
}
