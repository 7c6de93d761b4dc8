package customtypes

import (
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// TextOrNull returns a system's text for state: null for "", else s unchanged. The systems return "" for values that were
// never set, which are null in a configuration (design section 3).
func TextOrNull(s lenient.Text) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(string(s))
}

// BoolOrNull parses a boolean that a system writes as a text: "1" and "0", or true and false. Anything else is null.
func BoolOrNull(s lenient.Text) types.Bool {
	switch s {
	case "1", "true":
		return types.BoolValue(true)
	case "0", "false":
		return types.BoolValue(false)
	default:
		return types.BoolNull()
	}
}

// TextFromWire returns a system's text for state like TextOrNull, but keeps the spelling of before if it means the same
// (see SameText).
func TextFromWire(before types.String, s lenient.Text) types.String {
	if !before.IsNull() && !before.IsUnknown() && SameText(before.ValueString(), string(s)) {
		return before
	}
	return TextOrNull(s)
}

// SameText reports whether two texts mean the same: they differ only in line endings (CRLF or LF) or trailing whitespace,
// which systems normalize.
func SameText(a, b string) bool { return a == b || normalized(a) == normalized(b) }

func normalized(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
