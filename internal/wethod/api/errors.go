package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// dialect returns how Wethod reports errors (contract section 5).
func dialect() transport.Dialect {
	return transport.Dialect{HasFailed: hasFailed, Problem: func(body []byte) transport.Problem {
		told := telling{transport.Problem{CodeName: codeName}}
		told.take(body)
		return told.Problem
	}}
}

// fromService returns err, and marks a 404 that does not come from the service
// itself like the page of a gateway, which proves nothing about a record: the
// service's own has a key (contract section 5).
func fromService(err error) error {
	failure, isAnswer := errors.AsType[*transport.APIError](err)
	if isAnswer && failure.Status == http.StatusNotFound && (failure.CodeName != codeName || failure.Code == "") {
		failure.IsWebPage = true
	}
	return err
}

// codeName is the service's name for the code of an error.
const codeName = "key"

// hasFailed reports whether a successful response contains an error anyway: an
// object with fields that only errors have.
func hasFailed(body []byte) bool {
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		return false
	}
	object := lenient.First(body)
	return !lenient.SaysNothing(object["key"]) || !lenient.SaysNothing(object["message"])
}

// telling collects key, message and failures. An object is documented, and an
// array has been suggested. Anything else, including an empty body, is ignored.
type telling struct{ transport.Problem }

func (t *telling) take(body []byte) {
	if !json.Valid(body) {
		return
	}
	isList := bytes.HasPrefix(bytes.TrimSpace(body), []byte("["))
	for _, item := range lenient.Items(body) {
		object := lenient.First(item)
		_, hasKey := object["key"]
		_, hasFailures := object["failures"]
		if isList && !hasKey && !hasFailures {
			t.takeFailure(item)
		} else {
			t.takeObject(object)
		}
	}
}

// takeObject reads {key, message, failures} and ignores everything else, such
// as the properties that the server's framework adds.
func (t *telling) takeObject(object lenient.Object) {
	if t.Code == "" {
		t.Code = shown(object["key"])
	}
	if message := shown(object["message"]); t.Message == "" {
		t.Message = message
	} else { // the second error of an array
		t.add(transport.FieldProblem{Message: message})
	}
	failures := bytes.TrimSpace(object["failures"])
	if !bytes.HasPrefix(failures, []byte("[")) { // not a list: show it unchanged rather than drop it
		t.add(transport.FieldProblem{Message: shown(failures)})
		return
	}
	for _, item := range lenient.Items(failures) {
		t.takeFailure(item)
	}
}

// takeFailure reads {field, message}, or a bare text.
func (t *telling) takeFailure(item json.RawMessage) {
	object := lenient.First(item)
	if object == nil {
		t.add(transport.FieldProblem{Message: shown(item)})
		return
	}
	t.add(transport.FieldProblem{Target: shown(object["field"]), Message: shown(object["message"])})
}

// add keeps a failure unless it is empty.
func (t *telling) add(failure transport.FieldProblem) {
	if failure != (transport.FieldProblem{}) {
		t.Fields = append(t.Fields, failure)
	}
}

// shown returns the text of a scalar, and any other value as written.
func shown(raw json.RawMessage) string {
	text, err := lenient.Scalar(raw)
	switch {
	case err != nil:
		return string(raw)
	case text == nil:
		return ""
	}
	return *text
}
