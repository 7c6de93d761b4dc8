package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Objects are the objects of one type in a company of Intacct. T is what one of
// them is here. It is safe for concurrent use.
type Objects[T any] struct {
	client *Client
	kind   kind[T]
	names  *names
}

// kind is what is one type's own.
type kind[T any] struct {
	object string // as in projects/project-billing-template
	noun   string // in errors, as in billing template
	// fields are what is read of an object, by their dotted names.
	fields []string
	// of makes an object of its fields, without its lines; key is its key.
	of  func(Row) T
	key func(*T) lenient.Text
	// name are the fields by which people know an object, and label what they
	// are called together.
	name  []string
	label string
	// isExact: Intacct stores these fields as they are sent, whatever it does to texts.
	isExact bool
	// mayBeMissing: there are companies that do not have the type.
	mayBeMissing bool
	lines        *lines[T] // nil = it owns none
}

// lines are what is own to the lines that an object of a type owns.
type lines[T any] struct {
	object string // that they are in the query service
	noun   string // in errors, as in milestone
	member string // of the object, as in milestones
	owner  string // the field of a line that has the key of its object
	fields []string
	slips  []string // further names that fields have had in documents
	// set gives an object its lines, in the order that they have here; count is
	// how many it has.
	set   func(of *T, lines []Row)
	count func(of *T) int
}

func newObjects[T any](client *Client, kind kind[T]) *Objects[T] {
	return &Objects[T]{client: client, kind: kind, names: &names{}}
}

// Path is the path of all objects of the type, as in
// /objects/projects/project-billing-template.
func (o *Objects[T]) Path() string { return "/objects/" + o.kind.object }

// Key is the key of an object.
func (o *Objects[T]) Key(of T) string { return string(o.kind.key(&of)) }

func (o *Objects[T]) path(key string) string { return o.Path() + "/" + url.PathEscape(key) }

// Reference points at an object. Key is the number that addresses it; for
// billing templates and their milestones ID is the same (contract section 1).
type Reference struct {
	Key  lenient.Text `json:"key"`
	ID   lenient.Text `json:"id"`
	Href lenient.Text `json:"href"`
}

// Get reads one object with its lines: GET /objects/.../{key} (contract section
// 1). Errors: *transport.APIError; transport.IsNotFound(err) when there is none.
func (o *Objects[T]) Get(ctx context.Context, key string) (*T, error) {
	row, lines, err := o.get(ctx, key)
	if err != nil {
		return nil, err
	}
	object := o.kind.of(row)
	if o.kind.lines != nil {
		o.kind.lines.set(&object, lines)
	}
	return &object, nil
}

// get reads the fields of one object, and those of its lines.
func (o *Objects[T]) get(ctx context.Context, key string) (object Row, lines []Row, err error) {
	request := transport.Request{Method: http.MethodGet, Path: o.path(key)}
	var raw json.RawMessage
	answer, _, err := o.client.call(ctx, request, &raw)
	if err != nil {
		return nil, nil, o.gone(ctx, key, err)
	}
	object, err = rowOf(raw, o.kind.fields)
	if err == nil {
		lines, err = o.linesOf(raw)
	}
	found := string(object.text("key"))
	switch {
	case err != nil:
		return nil, nil, o.client.wire.CannotRead(request, answer, err)
	case found == "":
		return nil, nil, o.client.wire.Lacking(request, answer, "the answer has no %s in it", o.kind.noun)
	case naturalkey.IsID(key) && naturalkey.IsID(found) && !naturalkey.SameID(found, key):
		return nil, nil, o.client.wire.Lacking(request, answer, "asked for the %s %s, the answer has the %[1]s %[3]s", o.kind.noun, key, found)
	}
	return object, lines, nil
}

// linesOf reads the lines that a JSON object owns.
func (o *Objects[T]) linesOf(raw json.RawMessage) ([]Row, error) {
	if o.kind.lines == nil || !lenient.IsThere(raw) {
		return nil, nil
	}
	var members map[string]json.RawMessage
	var elements lenient.List[json.RawMessage]
	err := json.Unmarshal(raw, &members)
	if member, isThere := members[o.kind.lines.member]; isThere && err == nil {
		err = json.Unmarshal(member, &elements)
	}
	rows := make([]Row, len(elements))
	for i, element := range elements {
		if err == nil {
			rows[i], err = rowOf(element, slices.Concat(o.kind.lines.fields, o.kind.lines.slips))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.kind.lines.member, err)
	}
	return rows, nil
}

// Create makes an object and returns its key: POST /objects/... (contract
// sections 1 and 5). It is repeated with the same idempotency key where no answer
// came or Intacct had too many requests, and not after any other failure:
// CreateOnce is for a caller that wants no part of it. Errors:
// *transport.APIError; MayBeConflict(err) when the name is taken.
func (o *Objects[T]) Create(ctx context.Context, creation Creation, idempotencyKey string) (string, error) {
	return o.post(ctx, creation, idempotencyKey, transport.RetryUnanswered)
}

func (o *Objects[T]) post(ctx context.Context, creation Creation, idempotencyKey string, retry transport.RetryPolicy) (string, error) {
	body, err := o.CreationBody(creation)
	if err != nil {
		return "", fmt.Errorf("write the %s: %w", o.kind.noun, err)
	}
	request := transport.Request{
		Method: http.MethodPost, Path: o.Path(), Header: idempotencyHeader(idempotencyKey), Body: body, Retry: retry,
	}
	var created *Reference
	answer, _, err := o.client.call(ctx, request, &created)
	if err != nil {
		return "", o.missing(err, http.StatusNotFound, http.StatusBadRequest)
	}
	if created == nil || !naturalkey.IsID(string(created.Key)) {
		return "", o.client.wire.Lacking(request, answer, "the answer does not say which key the new %s has", o.kind.noun)
	}
	return string(created.Key), nil
}

// Update changes an object and its lines in one transaction: PATCH
// /objects/.../{key} (contract section 3). A patch that changes nothing is not
// sent. It is repeated like Create; UpdateOnce sees to the rest. Errors:
// *transport.APIError; transport.IsNotFound(err) when the object is gone.
func (o *Objects[T]) Update(ctx context.Context, key string, patch Patch, idempotencyKey string) error {
	if patch.IsEmpty() {
		return nil
	}
	body, err := o.PatchBody(patch)
	if err != nil {
		return fmt.Errorf("write the change of %s %s: %w", o.kind.noun, key, err)
	}
	_, _, err = o.client.call(ctx, transport.Request{
		Method: http.MethodPatch, Path: o.path(key), Header: idempotencyHeader(idempotencyKey), Body: body, Retry: transport.RetryUnanswered,
	}, nil)
	return err
}

// Delete deletes an object with its lines: DELETE /objects/.../{key} (contract
// section 1). Errors: *transport.APIError; transport.IsNotFound(err) when it is
// gone already, which the specification does not promise: see DeleteOnce.
func (o *Objects[T]) Delete(ctx context.Context, key string) error {
	request := transport.Request{Method: http.MethodDelete, Path: o.path(key)}
	answer, _, err := o.client.call(ctx, request, nil)
	if err == nil && !answer.IsEmpty() {
		return o.client.wire.Unconfirmed(request, answer)
	}
	return err
}
