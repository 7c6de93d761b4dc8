package system

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
)

// ConnectionAttribute returns the object in the provider block that connects to
// place, such as "a Teamwork.com site". All of its settings are optional, because
// environment variables can provide them. system completes "does not use ...".
func ConnectionAttribute(place, system string, settings map[string]schema.Attribute) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: fmt.Sprintf("Connection to %s. Omit if the configuration does not use %s, or if environment variables provide all settings.",
			place, system),
		Attributes: settings,
	}
}

// AddressAttribute returns the setting that holds a system's address.
func AddressAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: []validator.String{BaseURL()}}
}

// SecretAttribute returns a setting that is sent in a header and never shown.
// conflicts are the settings beside it that it cannot be combined with.
func SecretAttribute(description string, conflicts ...string) schema.StringAttribute {
	validators := []validator.String{Credential()}
	var others []path.Expression
	for _, other := range conflicts {
		others = append(others, path.MatchRelative().AtParent().AtName(other))
	}
	if len(others) > 0 {
		validators = append(validators, stringvalidator.ConflictsWith(others...))
	}
	return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: description, Validators: validators}
}

// LimitAttribute returns a setting that is a whole number of at least 0.
func LimitAttribute(description string) schema.Int64Attribute {
	return schema.Int64Attribute{
		CustomType:          customtypes.WholeNumberType{},
		Optional:            true,
		MarkdownDescription: description,
		Validators:          []validator.Int64{int64validator.AtLeast(0)},
	}
}

// ReadsAttribute returns the setting reads, which selects how reads of records
// are shared. byPage completes "list ... by page".
func ReadsAttribute(records, byPage string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true,
		MarkdownDescription: fmt.Sprintf("How the provider reads %s: `single` reads one at a time, `list` %s them by page, and "+
			"`auto` chooses whichever takes fewer requests. Defaults to `auto`.", records, byPage),
		Validators: []validator.String{stringvalidator.OneOf(slices.Sorted(maps.Keys(readsModes()))...)},
	}
}
