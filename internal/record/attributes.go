package record

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
)

// ComputedText returns a resource attribute that only the system sets and that
// keeps its value until a new one is known.
func ComputedText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// OptionalText returns a resource attribute for a text that is cleared if it is
// omitted. what names it in a message, such as "description".
func OptionalText(description, what string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameText)},
		Validators:          []validator.String{customtypes.NotEmpty("omit the attribute or set it to null to clear the " + what)},
	}
}

// Text returns a text attribute of a data source.
func Text(description string) datasource.StringAttribute {
	return datasource.StringAttribute{Computed: true, MarkdownDescription: description}
}

// Number returns a whole number attribute of a data source.
func Number(description string) datasource.Int64Attribute {
	return datasource.Int64Attribute{Computed: true, MarkdownDescription: description}
}
