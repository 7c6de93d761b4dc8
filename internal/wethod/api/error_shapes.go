package api

import "encoding/json"

// decode finds key, message and failures in an error's body. An object is
// documented; an array has been suggested; anything else, nothing at all
// included, has nothing to say here (contract section 5).
func (e *Error) decode(body []byte) {
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) == nil {
		e.takeObject(object)
		return
	}
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil {
		e.takeList(list)
	}
}

// takeObject takes over {key, message, failures}; whatever else is in it, as
// the properties of the server's framework, is left alone.
func (e *Error) takeObject(object map[string]json.RawMessage) {
	if e.Key == "" {
		e.Key = scalar(object["key"])
	}
	if message := scalar(object["message"]); e.Message == "" {
		e.Message = message
	} else { // the second error of an array
		e.add(Failure{Message: message})
	}
	failures, found := object["failures"]
	if !found || string(failures) == "null" {
		return
	}
	var list []json.RawMessage
	if json.Unmarshal(failures, &list) != nil {
		e.add(Failure{Message: string(failures)}) // not a list: better as it is than not at all
		return
	}
	for _, item := range list {
		e.takeFailure(item)
	}
}

// takeList takes over an array of failures or of whole errors.
func (e *Error) takeList(list []json.RawMessage) {
	for _, item := range list {
		var object map[string]json.RawMessage
		_ = json.Unmarshal(item, &object) // not an object: then it is a failure
		_, hasKey := object["key"]
		_, hasFailures := object["failures"]
		if hasKey || hasFailures {
			e.takeObject(object)
			continue
		}
		e.takeFailure(item)
	}
}

// takeFailure takes over {field, message}, or a bare text.
func (e *Error) takeFailure(item json.RawMessage) {
	var object map[string]json.RawMessage
	if json.Unmarshal(item, &object) != nil {
		e.add(Failure{Message: scalar(item)})
		return
	}
	e.add(Failure{Field: scalar(object["field"]), Message: scalar(object["message"])})
}

// add keeps a failure that says something.
func (e *Error) add(failure Failure) {
	if failure != (Failure{}) {
		e.Failures = append(e.Failures, failure)
	}
}

// scalar is the text of a JSON string; anything else but null is shown as it is written.
func scalar(raw json.RawMessage) string {
	var text *string
	switch err := json.Unmarshal(raw, &text); {
	case err != nil:
		return string(raw)
	case text == nil:
		return ""
	default:
		return *text
	}
}
