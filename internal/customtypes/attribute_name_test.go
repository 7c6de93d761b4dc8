package customtypes

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestAttributeName(t *testing.T) {
	t.Parallel()
	for want, at := range map[string]path.Path{
		"fixed_cost":                        path.Root("fixed_cost"),
		"teamwork.base_url":                 path.Root("teamwork").AtName("base_url"),
		"filters[1].field":                  path.Root("filters").AtListIndex(1).AtName("field"),
		`tags["a"]`:                         path.Root("tags").AtMapKey("a"),
		"milestones[...].percent_completed": path.Root("milestones").AtSetValue(types.StringValue("a long one")).AtName("percent_completed"),
	} {
		if got := attributeName(at); got != want {
			t.Errorf("%s is called %s, want %s", at, got, want)
		}
	}
}
