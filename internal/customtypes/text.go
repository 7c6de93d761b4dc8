package customtypes

import (
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TextOrNull returns a system's text for state: null for "", else s as it is. The systems answer "" where
// nothing was ever set, and in a configuration that is null (design section 3).
func TextOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// BoolOrNull returns a yes or no that a system writes as a text: "1" and "0", or true and false. Anything else is null.
func BoolOrNull(s string) types.Bool {
	switch s {
	case "1", "true":
		return types.BoolValue(true)
	case "0", "false":
		return types.BoolValue(false)
	default:
		return types.BoolNull()
	}
}

// TextFromWire returns a system's text for state, as TextOrNull does, but in the spelling of before where that
// means the same (see SameText).
func TextFromWire(before types.String, s string) types.String {
	if !before.IsNull() && !before.IsUnknown() && SameText(before.ValueString(), s) {
		return before
	}
	return TextOrNull(s)
}

// SameText tells whether two texts mean the same: they differ in their line ends (CRLF or LF) or in white space at
// the end only, which systems normalize.
func SameText(a, b string) bool { return a == b || normalized(a) == normalized(b) }

func normalized(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
