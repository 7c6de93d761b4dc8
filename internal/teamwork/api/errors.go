package api

import (
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// dialect describes how the site reports errors (contract section 6). Keys are case
// sensitive: MESSAGE comes from v1, message from a gateway.
func dialect() transport.Dialect {
	return transport.Dialect{HasFailed: hasFailed, Problem: problem}
}

// hasFailed reports whether the body of a success contains an error, in any of the
// shapes that the site uses. No such response is documented, but a failure with a
// success status must not pass as a success.
func hasFailed(body []byte) bool {
	shape := lenient.First(body)
	content := lenient.First(shape["content"])
	if !lenient.SaysNothing(content["errors"]) || !lenient.SaysNothing(content["error"]) {
		return true
	}
	if lenient.IsThere(shape["STATUS"]) {
		return !strings.EqualFold(shape.Text("STATUS"), "OK")
	}
	// No success with a message but without a STATUS is documented.
	return shape.Text("MESSAGE") != "" || shape.Text("message") != ""
}

// problem finds the message in any of the shapes that the site is known to use: v1's
// own, v3's list, and either of them within content.
func problem(body []byte) transport.Problem {
	shape := lenient.First(body)
	if message := shape.Text("MESSAGE"); message != "" {
		return transport.Problem{Message: message}
	}
	if found := transport.CommonProblem(body); !found.IsEmpty() {
		return found
	}
	return transport.CommonProblem(shape["content"])
}
