package protocol_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object is a Terraform value in plain Go. Attributes that are not named are
// null.
type object = map[string]any

// unknown is a value that is not known yet.
type unknown struct{}

// encode returns a value of the given type.
func encode(t *testing.T, kind tftypes.Type, value any) tftypes.Value {
	t.Helper()
	if value == nil {
		return tftypes.NewValue(kind, nil)
	}
	if _, ok := value.(unknown); ok {
		return tftypes.NewValue(kind, tftypes.UnknownValue)
	}
	switch kind := kind.(type) {
	case tftypes.Object:
		given, _ := value.(object)
		attributes := map[string]tftypes.Value{}
		for name, attribute := range kind.AttributeTypes {
			attributes[name] = encode(t, attribute, given[name])
		}
		for name := range given {
			if kind.AttributeTypes[name] == nil {
				t.Fatalf("there is no attribute %q", name)
			}
		}
		return tftypes.NewValue(kind, attributes)
	case tftypes.Map:
		elements := map[string]tftypes.Value{}
		given, _ := value.(object)
		for key, element := range given {
			elements[key] = encode(t, kind.ElementType, element)
		}
		return tftypes.NewValue(kind, elements)
	case tftypes.List:
		return tftypes.NewValue(kind, encodeAll(t, kind.ElementType, value))
	case tftypes.Set:
		return tftypes.NewValue(kind, encodeAll(t, kind.ElementType, value))
	}
	return tftypes.NewValue(kind, value)
}

func encodeAll(t *testing.T, kind tftypes.Type, value any) []tftypes.Value {
	t.Helper()
	given, _ := value.([]any)
	elements := make([]tftypes.Value, len(given))
	for i, element := range given {
		elements[i] = encode(t, kind, element)
	}
	return elements
}

// plainObject is the reverse of encode, with every attribute.
func plainObject(value tftypes.Value) object {
	attributes, _ := plain(value).(object)
	return attributes
}

func plain(value tftypes.Value) any {
	switch {
	case value.Type() == nil || value.IsNull():
		return nil
	case !value.IsKnown():
		return unknown{}
	}
	var result any
	switch kind := value.Type(); {
	case kind.Is(tftypes.String):
		var text string
		_ = value.As(&text) // the type is known to match, here and below
		result = text
	case kind.Is(tftypes.Bool):
		var flag bool
		_ = value.As(&flag)
		result = flag
	case kind.Is(tftypes.Number):
		number := new(big.Float)
		_ = value.As(&number)
		whole, _ := number.Int64()
		result = int(whole)
	case kind.Is(tftypes.Object{}), kind.Is(tftypes.Map{}):
		var attributes map[string]tftypes.Value
		_ = value.As(&attributes)
		result = plainAttributes(attributes)
	default:
		var elements []tftypes.Value
		_ = value.As(&elements)
		result = plainElements(elements, kind.Is(tftypes.Set{}))
	}
	return result
}

func plainAttributes(attributes map[string]tftypes.Value) object {
	result := object{}
	for name, attribute := range attributes {
		result[name] = plain(attribute)
	}
	return result
}

// plainElements sorts the elements of a set, which has no order.
func plainElements(elements []tftypes.Value, isSet bool) []any {
	result := []any{}
	for _, element := range elements {
		result = append(result, plain(element))
	}
	if isSet {
		slices.SortFunc(result, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return result
}

// said returns diagnostics as a user reads them: the attribute, the summary,
// and the detail, with warnings marked as such.
func said(diagnostics []*tfprotov6.Diagnostic) []string {
	var texts []string
	for _, diagnostic := range diagnostics {
		text := diagnostic.Summary + ": " + diagnostic.Detail
		if at := pathOf(diagnostic.Attribute); at != "" {
			text = at + ": " + text
		}
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityWarning {
			text = "warning: " + text
		}
		texts = append(texts, text)
	}
	return texts
}

// pathOf formats a path, as in filters[0].value.
func pathOf(at *tftypes.AttributePath) string {
	var text strings.Builder
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			if text.Len() > 0 {
				text.WriteString(".")
			}
			text.WriteString(string(step))
		case tftypes.ElementKeyInt:
			fmt.Fprintf(&text, "[%d]", int64(step))
		case tftypes.ElementKeyString:
			fmt.Fprintf(&text, "[%q]", string(step))
		}
	}
	return text.String()
}

// expect checks that there is one diagnostic for each list of phrases, and that
// each contains its phrases in order.
func (c *core) expect(diagnostics []string, phrases ...[]string) {
	c.t.Helper()
	if len(diagnostics) != len(phrases) {
		c.t.Fatalf("said is %d times something, want %d: %q", len(diagnostics), len(phrases), diagnostics)
	}
	for i, text := range diagnostics {
		rest := text
		for _, phrase := range phrases[i] {
			_, after, found := strings.Cut(rest, phrase)
			if !found {
				c.t.Errorf("%q is not said, after what comes before it, in %q", phrase, text)
				break
			}
			rest = after
		}
	}
}

// says returns one diagnostic's phrases.
func says(phrases ...string) []string { return phrases }

func differs(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", what, diff)
	}
}

// only returns the attributes of an object that another one contains.
func only(value, like object) object {
	result := object{}
	for _, name := range slices.Sorted(maps.Keys(like)) {
		result[name] = value[name]
	}
	return result
}
