package transport

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// CommonProblem is what went wrong in the words of an answer whose shape is
// nobody's own: what is in front of a system, and the frameworks that systems
// are made of, have theirs. It is empty where there are no such words.
func CommonProblem(body []byte) Problem {
	shape := lenient.First(body)
	for _, key := range slices.Sorted(maps.Keys(shape)) {
		if found := listed(shape[key]); isErrorKey(key) && !found.IsEmpty() {
			return found
		}
	}
	return Problem{Message: said(shape)}
}

func isErrorKey(key string) bool {
	return slices.Contains([]string{"error", "errors", "failures", "fault", "faults", "exception"}, strings.ToLower(key))
}

// holdsError tells whether a body that came with a success status has an error
// of a common shape in it.
func holdsError(body []byte) bool {
	for key, value := range lenient.First(body) {
		switch word := strings.ToLower(strings.Trim(string(value), `"`)); strings.ToLower(key) {
		case "success", "ok":
			if word == "false" {
				return true
			}
		case "status", "statuscode", "status_code":
			if code, err := strconv.Atoi(word); slices.Contains([]string{"error", "fail", "failed", "failure"}, word) || err == nil && code >= 400 && code < 600 {
				return true
			}
		default:
			if isErrorKey(key) && !lenient.SaysNothing(value) {
				return true
			}
		}
	}
	return false
}

// mostErrors is how many errors of a list are told.
const mostErrors = 20

// listed joins texts, errors with title, detail, code and id, all of them
// optional, and texts by the fields that they are about.
func listed(raw json.RawMessage) Problem {
	var messages, codes, ids []string
	for _, item := range lenient.Items(raw) {
		object := lenient.First(item)
		text, err := lenient.Scalar(item)
		switch message, code := said(object), object.Text("code"); {
		case err == nil && text != nil:
			messages = append(messages, *text)
		case message != "" || code != "":
			messages, codes, ids = append(messages, message), append(codes, code), append(ids, object.Text("id"))
		default:
			messages = append(messages, byField(object)...)
		}
	}
	found := Problem{Message: joined("; ", messages), Code: joined(", ", codes), ErrorID: joined(", ", ids)}
	if more := len(messages) - mostErrors; more > 0 {
		found.Message += fmt.Sprintf("; and %d more", more)
	}
	return found
}

// byField are texts under the names of fields, each with its field.
func byField(object lenient.Object) []string {
	var messages []string
	for _, field := range slices.Sorted(maps.Keys(object)) {
		for _, each := range lenient.Items(object[field]) {
			if text, err := lenient.Scalar(each); err == nil && text != nil {
				messages = append(messages, field+": "+*text)
			}
		}
	}
	return messages
}

// joined are the first texts that say something.
func joined(separator string, texts []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(texts[:min(len(texts), mostErrors)]), func(text string) bool { return text == "" }), separator)
}

// said is all that an object says for people.
func said(object lenient.Object) string {
	var parts []string
	for _, key := range []string{"title", "detail", "message", "MESSAGE", "description", "error_description", "faultstring", "reason"} {
		if text := object.Text(key); text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ": ")
}
