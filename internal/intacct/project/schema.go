package project

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// Descriptions of the attributes that are not properties.
const (
	aboutKey      = "Key of the project in Sage Intacct."
	aboutName     = "Name of the project."
	aboutCategory = "Category of the project: `contract`, `capitalized`, `internalNonBillable` or `internalBillable`."
	aboutStatus   = "Status of the project: `active` or `inactive`. Inactive projects are hidden and cannot be used."
	aboutHref     = "Path of the project in Intacct's API."
	aboutEntity   = "ID of the entity that the project belongs to, or null at the top level."
	aboutProgress = "Percentage of completion that Intacct computes from hours, from 0 to 100, or null if there is none."
	aboutObserved = "Most recently entered percentage of completion, from 0 to 100, or null if there is none."
)

func resourceSchema() schema.Schema {
	attributes := map[string]schema.Attribute{
		"id": record.ComputedText(aboutKey),
		"project_id": schema.StringAttribute{
			Optional: true,
			Computed: true,
			MarkdownDescription: "Project ID in Sage Intacct, unique in the company, without whitespace at either end. If omitted, the company must number " +
				"projects automatically (document sequencing). The provider uses it to recognize an existing project, also after a lost response, so set " +
				"it if possible. Changing it deletes the project and creates another one.",
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplace()},
			Validators:    []validator.String{customtypes.NotEmpty("set the project's ID, or omit it if the company numbers projects automatically"), customtypes.Trimmed()},
		},
		"name": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: aboutName,
			PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameText)},
			Validators:          []validator.String{customtypes.NotEmpty("set the name of the project")},
		},
		"category": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: aboutCategory,
			Validators:          []validator.String{stringvalidator.OneOf(categories()...)},
		},
		"status":                    company.Choice(aboutStatus, api.StatusActive, api.StatusInactive),
		"href":                      record.ComputedText(aboutHref),
		"entity_id":                 record.ComputedText(aboutEntity),
		"percent_complete":          computedDecimal(aboutProgress),
		"observed_percent_complete": computedDecimal(aboutObserved),
	}
	for _, property := range properties() {
		attributes[property.attribute] = property.resourceAttribute()
	}
	return schema.Schema{
		MarkdownDescription: "Manages a project in Sage Intacct, which defines what is billed to whom, at which rates, and up to which amount. Deleting the " +
			"resource deletes the project. Intacct refuses to delete a project with posted transactions: set `status` to `inactive` instead.",
		Attributes: attributes,
	}
}

// computedDecimal returns a number that Intacct computes, even while the project is updated: the plan keeps the
// previous value, and the next refresh reads the new one.
func computedDecimal(about string) schema.StringAttribute {
	attribute := record.ComputedText(about)
	attribute.CustomType = customtypes.DecimalType{}
	return attribute
}

// resourceAttribute returns the property as an attribute of the resource.
func (p *property) resourceAttribute() schema.Attribute {
	about := p.about + " Omit to clear."
	if p.isDefaulted {
		about = p.about + " If omitted, Intacct chooses a value when the project is created, and later changes are not reported as drift."
	}
	switch p.of(&model{}).(type) {
	case *types.Bool:
		return schema.BoolAttribute{
			Optional: true, Computed: true, MarkdownDescription: about, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
		}
	case *customtypes.Decimal:
		return schema.StringAttribute{
			Optional: true, CustomType: customtypes.DecimalType{}, MarkdownDescription: about,
			Validators:    []validator.String{customtypes.DecimalMaxPlaces(api.AmountPlaces)},
			PlanModifiers: []planmodifier.String{customtypes.KeepSpelling(lenient.SameNumber)},
		}
	case *customtypes.Date:
		return schema.StringAttribute{
			Optional: true, CustomType: customtypes.DateType{}, MarkdownDescription: about,
			PlanModifiers: []planmodifier.String{customtypes.KeepSpelling(customtypes.SameDate)},
		}
	}
	attribute := schema.StringAttribute{Optional: true, Computed: p.isDefaulted, MarkdownDescription: about}
	switch {
	case p.isDefaulted:
		attribute.PlanModifiers = []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	case p.words == nil:
		attribute.PlanModifiers = []planmodifier.String{customtypes.KeepSpelling(customtypes.SameText)}
		attribute.Validators = []validator.String{customtypes.NotEmpty("omit the attribute or set it to null to clear it")}
	}
	if p.words != nil {
		attribute.Validators = []validator.String{stringvalidator.OneOf(p.words...)}
	}
	return attribute
}

func dataSourceSchema() datasource.Schema {
	attributes := map[string]datasource.Attribute{
		"name": record.Text(aboutName), "category": record.Text(aboutCategory), "status": record.Text(aboutStatus),
		"href": record.Text(aboutHref), "entity_id": record.Text(aboutEntity),
		"percent_complete":          datasource.StringAttribute{Computed: true, CustomType: customtypes.DecimalType{}, MarkdownDescription: aboutProgress},
		"observed_percent_complete": datasource.StringAttribute{Computed: true, CustomType: customtypes.DecimalType{}, MarkdownDescription: aboutObserved},
	}
	for _, property := range properties() {
		attributes[property.attribute] = property.dataAttribute()
	}
	return datasource.Schema{
		MarkdownDescription: "Gets a project in Sage Intacct. Attributes without a value are null.",
		Attributes:          words().Choosing(attributes),
	}
}

// dataAttribute returns the property as an attribute of the data source.
func (p *property) dataAttribute() datasource.Attribute {
	text := record.Text(p.about)
	switch p.of(&model{}).(type) {
	case *types.Bool:
		return datasource.BoolAttribute{Computed: true, MarkdownDescription: p.about}
	case *customtypes.Decimal:
		text.CustomType = customtypes.DecimalType{}
	case *customtypes.Date:
		text.CustomType = customtypes.DateType{}
	}
	return text
}
