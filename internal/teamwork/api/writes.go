package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// asked is the record that a single read gave, if it is the one with that id.
func asked[V Listed](wire *transport.Client, request transport.Request, answer *transport.Answer, id, noun string, found *V) (V, error) {
	var none V
	if found == nil || (*found).ListedID() == "" {
		return none, wire.Lacking(request, answer, "the answer has no %s in it", noun)
	}
	given := (*found).ListedID()
	if naturalkey.IsID(id) && naturalkey.IsID(given) && !naturalkey.SameID(given, id) {
		return none, wire.Lacking(request, answer, "asked for %s %s, the site gave %s %s", noun, id, noun, given)
	}
	return *found, nil
}

// create sends a request that makes a record, and returns the record's id.
func (c *Client) create(ctx context.Context, request transport.Request, noun string) (string, error) {
	var result struct {
		ID lenient.Text `json:"id"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	if err != nil {
		return "", err
	}
	// The id is in the body as a number or as text, or only in a header of that name.
	for _, id := range []string{string(result.ID), answer.Header.Get("id")} {
		if naturalkey.IsID(id) {
			return id, nil
		}
	}
	return "", c.wire.Lacking(request, answer, "the answer does not say which id the new %s has", noun)
}

// put sends a write whose answer says nothing but that it worked.
func (c *Client) put(ctx context.Context, path string, body any) error {
	_, err := c.wire.Call(ctx, transport.Request{Method: http.MethodPut, Path: path, Body: body}, nil)
	return err
}

// remove sends a deletion. An answer that does not say STATUS OK, or nothing at
// all, leaves open whether the record is gone.
func (c *Client) remove(ctx context.Context, path string) error {
	request := transport.Request{Method: http.MethodDelete, Path: path}
	var said lenient.Object
	answer, err := c.wire.Call(ctx, request, &said)
	if err == nil && !answer.IsEmpty() && !strings.EqualFold(said.Text("STATUS"), "OK") {
		return c.wire.Unconfirmed(request, answer)
	}
	return err
}
