package system

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
)

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
