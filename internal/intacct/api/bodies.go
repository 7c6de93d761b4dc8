package api

import (
	"encoding/json"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Creation is what an object is created with. Empty values are omitted, so that Intacct's defaults apply.
type Creation struct {
	// Name identifies the object for users, with one value for each field that it consists of; nil = Intacct assigns
	// a name.
	Name   []string
	Values Values
	Lines  []Values
}

// Patch is what changes in an object. Fields and lines that it does not name stay as they are (contract section 3).
type Patch struct {
	Values Values
	// DeleteLines are the keys of lines to delete. They are sent first, followed by the changes and then the new
	// lines.
	DeleteLines []string
	ChangeLines []LineChange
	AddLines    []Values
	// AreFirst: no line of the object is known, so AddLines are to be its first ones.
	AreFirst bool
}

// LineChange is what changes in the line with that key.
type LineChange struct {
	Key    string
	Values Values
}

// IsEmpty reports whether nothing changes.
func (p Patch) IsEmpty() bool {
	return len(p.Values) == 0 && len(p.DeleteLines) == 0 && len(p.ChangeLines) == 0 && len(p.AddLines) == 0
}

// CreationBody writes the body of a POST.
func (o *Objects[T]) CreationBody(creation Creation) (json.RawMessage, error) {
	lines := make([]any, len(creation.Lines))
	for i, line := range creation.Lines {
		lines[i] = line.given()
	}
	return o.body(creation.Values.given(), lines)
}

// PatchBody writes the body of a PATCH (contract section 3): only what is set, and lines only if some of them change,
// because the effect of an empty array is not documented.
func (o *Objects[T]) PatchBody(patch Patch) (json.RawMessage, error) {
	type deletion struct {
		Key       string `json:"key"`
		Operation string `json:"ia::operation"`
	}
	var lines []any
	for _, key := range patch.DeleteLines {
		lines = append(lines, deletion{Key: key, Operation: "delete"})
	}
	for _, change := range patch.ChangeLines {
		lines = append(lines, change)
	}
	for _, addition := range patch.AddLines {
		lines = append(lines, addition.given())
	}
	return o.body(patch.Values, lines)
}

// body writes values, followed by lines.
func (o *Objects[T]) body(values Values, lines []any) (json.RawMessage, error) {
	header, err := values.object("")
	if err != nil || len(lines) == 0 {
		return header, err
	}
	written, err := lenient.Encode(map[string]any{o.kind.lines.member: lines})
	if err != nil || len(values) == 0 {
		return written, err
	}
	return slices.Concat(header[:len(header)-1], []byte(","), written[1:]), nil
}

// MarshalJSON writes one changed line.
func (c LineChange) MarshalJSON() ([]byte, error) {
	key, err := lenient.Encode(c.Key)
	if err != nil {
		return nil, err
	}
	return c.Values.object(`"key":` + string(key))
}
