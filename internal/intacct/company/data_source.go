package company

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
)

// Choosing adds the two arguments that select the record of a data source: id, which is its key, and the attribute
// that identifies it for users.
func (w Words) Choosing(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["id"] = schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		MarkdownDescription: fmt.Sprintf("Key of the %s in Sage Intacct, for example `15`. Exactly one of `id` and `%s` is required.", w.Noun, w.Attribute),
		Validators: []validator.String{
			customtypes.NotEmpty(fmt.Sprintf("set id to the %[1]s's key, or omit id and set %[2]s", w.Noun, w.Attribute)),
			stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]*$`), fmt.Sprintf("must be the %s's key, a number such as 15", w.Noun)),
			stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot(w.Attribute)),
		},
	}
	attributes[w.Attribute] = schema.StringAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: fmt.Sprintf("%s of the %s, case-sensitive. If it matches more than one %[2]s, the read fails and the error lists their keys.",
			w.Title, w.Noun),
		Validators: []validator.String{
			customtypes.NotEmpty(fmt.Sprintf("set %[3]s to the %[1]s's %[2]s, or omit %[3]s and set id", w.Noun, w.Known, w.Attribute)),
		},
	}
	return attributes
}
