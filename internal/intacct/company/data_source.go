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

// Choosing adds the two arguments by which the data source of one record chooses
// it: the key as id, and what people know it by.
func (w Words) Choosing(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["id"] = schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		MarkdownDescription: fmt.Sprintf("Key by which Intacct knows the %s, for example `15`. Exactly one of `id` and `%s` is needed.", w.Noun, w.Attribute),
		Validators: []validator.String{
			customtypes.NotEmpty(fmt.Sprintf("write the %[1]s's key, or leave id out and name the %[1]s by %[2]s", w.Noun, w.Attribute)),
			stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]*$`), fmt.Sprintf("must be the %s's key, a number such as 15", w.Noun)),
			stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot(w.Attribute)),
		},
	}
	attributes[w.Attribute] = schema.StringAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: fmt.Sprintf("%s of the %s, capital and small letters included. More than one %[2]s with it is an error that lists them.",
			w.Title, w.Noun),
		Validators: []validator.String{
			customtypes.NotEmpty(fmt.Sprintf("write the %[1]s's %[2]s, or leave %[3]s out and name the %[1]s by id", w.Noun, w.Known, w.Attribute)),
		},
	}
	return attributes
}
