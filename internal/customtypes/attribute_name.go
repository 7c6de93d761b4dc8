package customtypes

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// attributeName formats a path for a message, as a person would write it. An element of a set, which a path names by its
// whole value, is [...]: milestones[...].percent_completed.
func attributeName(at path.Path) string {
	var name strings.Builder
	for i, step := range at.Steps() {
		switch step.(type) {
		case path.PathStepAttributeName:
			if i > 0 {
				name.WriteByte('.')
			}
			name.WriteString(step.String())
		case path.PathStepElementKeyValue:
			name.WriteString("[...]")
		default:
			name.WriteString(step.String())
		}
	}
	return name.String()
}
