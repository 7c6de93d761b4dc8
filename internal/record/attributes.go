package record

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
)

// ComputedText is a resource's attribute that the system alone decides and that
// stays as it is while nothing else is known.
func ComputedText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// OptionalText is a resource's text that is cleared where it is left out. what
// names it in a message, as in "description".
func OptionalText(description, what string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameText)},
		Validators:          []validator.String{customtypes.NotEmpty("leave the attribute out, or set it to null, to have no " + what)},
	}
}

// Text is a text that a data source shows.
func Text(description string) datasource.StringAttribute {
	return datasource.StringAttribute{Computed: true, MarkdownDescription: description}
}

// Number is a whole number that a data source shows.
func Number(description string) datasource.Int64Attribute {
	return datasource.Int64Attribute{Computed: true, MarkdownDescription: description}
}
