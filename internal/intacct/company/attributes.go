package company

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
)

// Choice is an attribute with a default, the first value, and others to choose from.
func Choice(description string, values ...string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		MarkdownDescription: description + " Default `" + values[0] + "`.",
		Default:             stringdefault.StaticString(values[0]),
		Validators:          []validator.String{stringvalidator.OneOf(values...)},
	}
}

// OptionalText is an attribute whose text can be left out. what is the word for
// it, as in "description".
func OptionalText(description, what string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: description + " Omit to clear.",
		PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameText)},
		Validators:          []validator.String{customtypes.NotEmpty("leave the attribute out, or set it to null, to have no " + what)},
	}
}

// Quoted is a text in quotation marks; "" for none.
func Quoted(text types.String) string {
	if text.ValueString() == "" {
		return ""
	}
	return text.String()
}
