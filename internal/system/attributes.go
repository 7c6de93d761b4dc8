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

// LimitAttribute is a setting that is a whole number from 0.
func LimitAttribute(description string) schema.Int64Attribute {
	return schema.Int64Attribute{
		CustomType:          customtypes.WholeNumberType{},
		Optional:            true,
		MarkdownDescription: description,
		Validators:          []validator.Int64{int64validator.AtLeast(0)},
	}
}

// ReadsAttribute is the setting reads, which says how reads of records are
// shared. byPage completes "list ... by page".
func ReadsAttribute(records, byPage string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true,
		MarkdownDescription: fmt.Sprintf("How %s are read when many are managed: `single` asks for one at a time, `list` %s them by page, "+
			"`auto` chooses whichever takes fewer requests. Default `auto`.", records, byPage),
		Validators: []validator.String{stringvalidator.OneOf(slices.Sorted(maps.Keys(readsModes()))...)},
	}
}
