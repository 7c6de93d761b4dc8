package api

import (
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
	return shape.Text("MESSAGE") != "" || shape.Text("message") != ""
}

// problem finds the message in any of the shapes in which the site has been
// seen to put it: v1's own, v3's list, and either within content.
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
