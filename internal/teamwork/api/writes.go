package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// asked returns the record from a single read, or an error if its ID is not the requested one.
func asked[V Listed](wire *transport.Client, request transport.Request, answer *transport.Answer, id, noun string, found *V) (V, error) {
	var none V
	if found == nil || (*found).ListedID() == "" {
		return none, wire.Lacking(request, answer, "the response contains no %s", noun)
	}
	given := (*found).ListedID()
	if naturalkey.IsID(id) && naturalkey.IsID(given) && !naturalkey.SameID(given, id) {
		return none, wire.Lacking(request, answer, "requested %s %s, but the site returned %s %s", noun, id, noun, given)
	}
	return *found, nil
}

// create sends a request that creates a record, and returns the record's ID.
func (c *Client) create(ctx context.Context, request transport.Request, noun string) (string, error) {
	var result struct {
		ID lenient.Text `json:"id"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	if err != nil {
		return "", err
	}
	// The ID is in the body as a number or a string, or only in a header named id.
	for _, id := range []string{string(result.ID), answer.Header.Get("id")} {
		if naturalkey.IsID(id) {
			return id, nil
		}
	}
	return "", c.wire.Lacking(request, answer, "the response does not contain the ID of the new %s", noun)
}

// put sends a write whose response contains nothing but the outcome.
func (c *Client) put(ctx context.Context, path string, body any) error {
	_, err := c.wire.Call(ctx, transport.Request{Method: http.MethodPut, Path: path, Body: body}, nil)
	return err
}

// remove sends a deletion. A response that is neither STATUS OK nor empty does not
// confirm that the record was deleted.
func (c *Client) remove(ctx context.Context, path string) error {
	request := transport.Request{Method: http.MethodDelete, Path: path}
	var said lenient.Object
	answer, err := c.wire.Call(ctx, request, &said)
	if err == nil && !answer.IsEmpty() && !strings.EqualFold(said.Text("STATUS"), "OK") {
		return c.wire.Unconfirmed(request, answer)
	}
	return err
}
