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

// CommonProblem returns the error in a response whose format is not the
// system's own: gateways in front of a system and the frameworks that it is
// built with have their own formats. It is empty if there is no text.
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

// holdsError reports whether a body that came with a success status contains an
// error in a common format.
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

// mostErrors is the maximum number of errors of a list that are shown.
const mostErrors = 20

// listed joins texts, errors with title, detail, code and id (all optional),
// and texts by field.
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

// byField returns texts that are stored under the names of fields, each with its field.
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

// joined joins the first nonempty texts.
func joined(separator string, texts []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(texts[:min(len(texts), mostErrors)]), func(text string) bool { return text == "" }), separator)
}

// said returns all human-readable texts of an object.
func said(object lenient.Object) string {
	var parts []string
	for _, key := range []string{"title", "detail", "message", "MESSAGE", "description", "error_description", "faultstring", "reason"} {
		if text := object.Text(key); text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ": ")
}
