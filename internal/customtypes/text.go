package customtypes

import "github.com/hashicorp/terraform-plugin-framework/types"

// TextOrNull returns a system's text for state: null for "", else s as it is. The systems answer "" where
// nothing was ever set, and in a configuration that is null (design section 3).
func TextOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
