package api

import (
	"bytes"
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

// Objects reads and writes the objects of one type in an Intacct company. T is the Go type of an object. It is safe
// for concurrent use.
type Objects[T any] struct {
	client *Client
	kind   kind[T]
	names  *names
}

// kind describes one type of object.
type kind[T any] struct {
	object string // as in projects/project-billing-template
	noun   string // in errors, as in billing template
	// fields are the dotted names of the fields to read.
	fields []string
	// of returns an object from its fields, without its lines. key returns its key.
	of  func(Row) T
	key func(*T) lenient.Text
	// name lists the fields that identify an object for users, and label is what they are called together.
	name  []string
	label string
	// isExact: Intacct stores these fields as they are sent, even if it changes other texts.
	isExact bool
	// mayBeMissing: some companies do not have the type.
	mayBeMissing bool
	lines        *lines[T] // nil = it owns no lines
}

// createdField is when an object was created (contract section 13). Project billing templates do not have it.
const createdField = "audit.createdDateTime"

// lines describes the lines that an object of a type owns.
type lines[T any] struct {
	object string // their type in the query service
	noun   string // in errors, as in milestone
	member string // of the object, as in milestones
	owner  string // the field of a line that contains the key of its object
	fields []string
	slips  []string // other names of fields in documentation
	// set sets the lines of an object in a fixed order. keys returns their keys; nil = they are not set.
	set  func(of *T, lines []Row)
	keys func(of *T) []lenient.Text
}

// keysOf returns the keys of lines; nil = the lines are not set.
func keysOf[L any](lines []L, key func(L) lenient.Text) []lenient.Text {
	if lines == nil {
		return nil
	}
	keys := make([]lenient.Text, len(lines))
	for i, line := range lines {
		keys[i] = key(line)
	}
	return keys
}

func newObjects[T any](client *Client, kind kind[T]) *Objects[T] {
	return &Objects[T]{client: client, kind: kind, names: &names{}}
}

// Path returns the path of all objects of the type, as in /objects/projects/project-billing-template.
func (o *Objects[T]) Path() string { return "/objects/" + o.kind.object }

// Key returns the key of an object.
func (o *Objects[T]) Key(of T) string { return string(o.kind.key(&of)) }

func (o *Objects[T]) path(key string) string { return o.Path() + "/" + url.PathEscape(key) }

// Reference points at an object. Key is the number that addresses it. For billing templates and their milestones, ID
// is the same (contract section 1).
type Reference struct {
	Key  lenient.Text `json:"key"`
	ID   lenient.Text `json:"id"`
	Href lenient.Text `json:"href"`
}

// Get returns one object with its lines: GET /objects/.../{key} (contract section 1). Errors: *transport.APIError;
// transport.IsNotFound(err) if there is no such object.
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

// get reads the fields of one object and of its lines.
func (o *Objects[T]) get(ctx context.Context, key string) (object Row, lines []Row, err error) {
	request := transport.Request{Method: http.MethodGet, Path: o.path(key)}
	var raw json.RawMessage
	answer, _, err := o.client.call(ctx, request, &raw)
	if err != nil {
		return nil, nil, o.gone(ctx, key, err)
	}
	object, err = rowOf(raw, o.kind.fields)
	hasLines := true
	if err == nil {
		lines, hasLines, err = o.linesOf(raw)
	}
	found := string(object.text("key"))
	switch {
	case err != nil:
		return nil, nil, o.client.wire.CannotRead(request, answer, err)
	case found == "":
		return nil, nil, o.client.wire.Lacking(request, answer, "the response does not contain a %s", o.kind.noun)
	case naturalkey.IsID(key) && naturalkey.IsID(found) && !naturalkey.SameID(found, key):
		return nil, nil, o.client.wire.Lacking(request, answer, "requested the %s %s, but the response contains the %[1]s %[3]s", o.kind.noun, key, found)
	case !hasLines: // only an empty list proves that there are none, so a query decides
		lines, _, err = o.lineRows(ctx, []string{found})
		return object, lines, err
	}
	return object, lines, nil
}

// linesOf reads the lines that a JSON object owns. isThere is false if it has no list of lines.
func (o *Objects[T]) linesOf(raw json.RawMessage) (rows []Row, isThere bool, err error) {
	if o.kind.lines == nil || !lenient.IsThere(raw) {
		return nil, o.kind.lines == nil, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, false, err
	}
	member := bytes.TrimSpace(members[o.kind.lines.member])
	if lenient.SaysNothing(member) {
		return nil, bytes.HasPrefix(member, []byte("[")), nil
	}
	var elements lenient.List[json.RawMessage]
	err = json.Unmarshal(member, &elements)
	rows = make([]Row, len(elements))
	for i, element := range elements {
		if err == nil {
			rows[i], err = rowOf(element, slices.Concat(o.kind.lines.fields, o.kind.lines.slips))
		}
	}
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", o.kind.lines.member, err)
	}
	return rows, true, nil
}

// Create creates an object and returns its key: POST /objects/... (contract sections 1 and 5). It sends the request
// again only if Intacct received too many requests. CreateOnce handles all other failures. Errors:
// *transport.APIError; MayBeConflict(err) if the name is taken.
func (o *Objects[T]) Create(ctx context.Context, creation Creation, idempotencyKey string) (string, error) {
	key, _, err := o.post(ctx, creation, idempotencyKey)
	return key, err
}

// post is Create. answer is nil if there is no response.
func (o *Objects[T]) post(ctx context.Context, creation Creation, idempotencyKey string) (key string, answer *transport.Answer, err error) {
	body, err := o.CreationBody(creation)
	if err != nil {
		return "", nil, fmt.Errorf("write the %s: %w", o.kind.noun, err)
	}
	request := transport.Request{
		Method: http.MethodPost, Path: o.Path(), Header: idempotencyHeader(idempotencyKey), Body: body, Retry: transport.RetryLimited,
	}
	var created *Reference
	answer, _, err = o.client.call(ctx, request, &created)
	if err != nil {
		return "", answer, o.missing(err, http.StatusNotFound, http.StatusBadRequest)
	}
	if created == nil || !naturalkey.IsID(string(created.Key)) {
		return "", answer, o.client.wire.Lacking(request, answer, "the response does not contain the key of the new %s", o.kind.noun)
	}
	return string(created.Key), answer, nil
}

// Update changes an object and its lines in one transaction: PATCH /objects/.../{key} (contract section 3). It does
// not send a patch that changes nothing. It sends the request again only if Intacct received too many requests;
// UpdateOnce handles other failures. Errors: *transport.APIError; transport.IsNotFound(err) if the object is deleted.
func (o *Objects[T]) Update(ctx context.Context, key string, patch Patch, idempotencyKey string) error {
	_, err := o.patch(ctx, key, patch, idempotencyKey)
	return err
}

// patch is Update. answer is nil if there is no response.
func (o *Objects[T]) patch(ctx context.Context, key string, patch Patch, idempotencyKey string) (answer *transport.Answer, err error) {
	if patch.IsEmpty() {
		return nil, nil
	}
	body, err := o.PatchBody(patch)
	if err != nil {
		return nil, fmt.Errorf("write the change of %s %s: %w", o.kind.noun, key, err)
	}
	request := transport.Request{
		Method: http.MethodPatch, Path: o.path(key), Header: idempotencyHeader(idempotencyKey), Body: body, Retry: transport.RetryLimited,
	}
	var changed *Reference
	answer, _, err = o.client.call(ctx, request, &changed)
	if err == nil && (changed == nil || changed.Key == "") { // such as 202 for a job that begins later
		err = o.client.wire.Lacking(request, answer, "the response does not confirm the change of the %s", o.kind.noun)
	}
	return answer, notOfGateway(err)
}

// Delete deletes an object with its lines: DELETE /objects/.../{key} (contract section 1). Errors:
// *transport.APIError, also for a success other than 204, which confirms nothing; transport.IsNotFound(err) if it is
// already deleted, which the specification does not guarantee: see DeleteOnce.
func (o *Objects[T]) Delete(ctx context.Context, key string) error {
	request := transport.Request{Method: http.MethodDelete, Path: o.path(key)}
	answer, _, err := o.client.call(ctx, request, nil)
	if err == nil && answer.Status != http.StatusNoContent { // the only documented confirmation
		return o.client.wire.Unconfirmed(request, answer)
	}
	return err
}
