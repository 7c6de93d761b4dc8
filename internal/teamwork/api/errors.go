package api

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// dialect is how the site says that something went wrong (contract section 6).
// Keys are told apart by case: MESSAGE is v1's, message is a gateway's.
func dialect() transport.Dialect {
	return transport.Dialect{HasFailed: hasFailed, Problem: problem}
}

// hasFailed tells whether a success holds an error all the same, in any of the
// shapes in which the site puts one. No such answer is documented; a failure
// dressed as success must not pass for one.
func hasFailed(body []byte) bool {
	shape := lenient.First(body)
	content := lenient.First(shape["content"])
	if !lenient.SaysNothing(content["errors"]) || !lenient.SaysNothing(content["error"]) {
		return true
	}
	if lenient.IsThere(shape["STATUS"]) {
		return !strings.EqualFold(shape.Text("STATUS"), "OK")
	}
	// No success is documented that has a message and no STATUS.
	return shape.Text("MESSAGE") != "" || shape.Text("message") != "" || strings.EqualFold(shape.Text("status"), "error")
}

// problem finds the message in any of the shapes in which the site has been
// seen to put it.
func problem(body []byte) transport.Problem {
	shape := lenient.First(body)
	content := lenient.First(shape["content"])
	for _, found := range []transport.Problem{
		{Message: shape.Text("MESSAGE")},
		listed(shape["errors"]),
		{Message: shape.Text("error")},
		{Message: shape.Text("message")},
		listed(content["errors"]),
		{Message: content.Text("error")},
		listed(shape["error"]),
		listed(content["error"]),
	} {
		if !found.IsEmpty() {
			return found
		}
	}
	return transport.Problem{}
}

// mostErrors is how many errors of a list are told.
const mostErrors = 20

// listed joins a list of texts or of v3 errors ({id, code, title, detail}), all
// of whose fields are optional.
func listed(raw json.RawMessage) transport.Problem {
	items := lenient.Items(raw)
	var messages, codes, ids []string
	for _, item := range items[:min(len(items), mostErrors)] {
		if text, err := lenient.Scalar(item); err == nil && text != nil {
			messages = append(messages, *text)
		}
		v3 := lenient.First(item)
		messages = append(messages, joinNonEmpty(": ", v3.Text("title"), v3.Text("detail"), v3.Text("message")))
		codes, ids = append(codes, v3.Text("code")), append(ids, v3.Text("id"))
	}
	found := transport.Problem{
		Message: joinNonEmpty("; ", messages...), Code: joinNonEmpty(", ", codes...), ErrorID: joinNonEmpty(", ", ids...),
	}
	if more := len(items) - mostErrors; more > 0 {
		found.Message += "; and " + strconv.Itoa(more) + " more"
	}
	return found
}

func joinNonEmpty(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}
