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

// Choice returns an attribute that accepts the given values. The first one is the default.
func Choice(description string, values ...string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		MarkdownDescription: description + " Defaults to `" + values[0] + "`.",
		Default:             stringdefault.StaticString(values[0]),
		Validators:          []validator.String{stringvalidator.OneOf(values...)},
	}
}

// OptionalText returns an optional text attribute. what is the noun for the text in errors, as in "description".
func OptionalText(description, what string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: description + " Omit to clear.",
		PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameText)},
		Validators:          []validator.String{customtypes.NotEmpty("omit the attribute or set it to null to clear the " + what)},
	}
}

// Quoted returns a text in quotation marks, or "" if it is empty.
func Quoted(text types.String) string {
	if text.ValueString() == "" {
		return ""
	}
	return text.String()
}
