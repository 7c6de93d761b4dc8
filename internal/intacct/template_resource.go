package intacct

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

func newTemplateResource() resource.Resource { return &templateResource{} }

// templateResource manages one project billing template with its milestones.
type templateResource struct {
	system.Access[*company]
}

var (
	_ resource.ResourceWithConfigure      = (*templateResource)(nil)
	_ resource.ResourceWithIdentity       = (*templateResource)(nil)
	_ resource.ResourceWithImportState    = (*templateResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*templateResource)(nil)
	_ resource.ResourceWithValidateConfig = (*templateResource)(nil)
)

func (r *templateResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_intacct_project_billing_template"
}

func (r *templateResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A project billing template of Sage Intacct: how much of a project is billed when.",
		Attributes: map[string]schema.Attribute{
			"id": computedText("Key by which Intacct knows the template."),
			"name": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Unique name of the template, which Intacct's screens call its template ID. " +
					"Changing it deletes the template and creates another.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators:    []validator.String{customtypes.NotEmpty("write the name of the template")},
			},
			"description": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "What the template is for. Intacct wants one.",
				Validators:          []validator.String{customtypes.NotEmpty("write what the template is for; Intacct wants a description")},
			},
			"billing_method": choice("How projects are billed: `percentCompleted` by the percentage that is completed, `milestone` by milestones.",
				api.BillingMethodPercentCompleted, api.BillingMethodMilestone),
			"calculate_on": choice("What the completed percentage is calculated on: `project` as a whole, or each `task`.",
				api.CalculateOnProject, api.CalculateOnTask),
			"based_on": choice("What actual hours are compared with: `estimatedHours`, `plannedHours` or `budgetedHours`; "+
				"or `observedPercentCompleted`, the percentage that somebody entered last.",
				api.BasedOnEstimatedHours, api.BasedOnPlannedHours, api.BasedOnBudgetedHours, api.BasedOnObservedPercentCompleted),
			"status": choice("`active`, or `inactive`: hidden, and not to be used.", api.StatusActive, api.StatusInactive),
			"milestones": schema.SetNestedAttribute{
				Optional: true,
				MarkdownDescription: "The milestones of the template. Their order has no meaning. A milestone that keeps its percentage or its " +
					"description is changed in place and keeps its id. Leave the attribute out for none.",
				NestedObject: schema.NestedAttributeObject{Attributes: milestoneAttributes()},
			},
			"href":      computedText("Path of the template in Intacct's API."),
			"entity_id": computedText("Id of the entity that the template belongs to; null at the top level."),
		},
	}
}

func milestoneAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{Computed: true, MarkdownDescription: "Key by which Intacct knows the milestone."},
		"percent_completed": schema.StringAttribute{
			CustomType: customtypes.DecimalType{},
			Required:   true,
			MarkdownDescription: "Share of the project that must be complete before this milestone can be billed, in the unit the system shows " +
				"(0 < x <= 100, at most two decimals), different for each milestone. It is passed on as it is written: Intacct's own examples have " +
				"both `50.00` and `0.5` for one half, so look at a template in your company first. Changing it changes the milestone in place.",
			Validators: []validator.String{customtypes.DecimalBetween("0", "100"), customtypes.DecimalMaxPlaces(2)},
		},
		"percent_to_invoice": schema.StringAttribute{
			CustomType:          customtypes.DecimalType{},
			Computed:            true,
			MarkdownDescription: "Share that is invoiced at this milestone, in the same unit, computed by Intacct.",
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "What the milestone is. Leaving it out clears it. Changing it changes the milestone in place.",
			Validators:          []validator.String{customtypes.NotEmpty("leave the attribute out, or set it to null, to have no description")},
		},
	}
}

// choice is an attribute with a default, the first value, and others to choose from.
func choice(description string, values ...string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		MarkdownDescription: description + " Default `" + values[0] + "`.",
		Default:             stringdefault.StaticString(values[0]),
		Validators:          []validator.String{stringvalidator.OneOf(values...)},
	}
}

func computedText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// IdentitySchema says what makes a template that template: its key, which
// Intacct assigns and never changes. The company is no part of it: no request
// or answer names it, it is in the credential. The name could do too, but
// whether it is unique over all entities is not documented. This schema never
// changes: states hold it.
func (r *templateResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "Key by which Intacct knows the template.",
			},
		},
	}
}

// templateIdentity is the value of the identity schema.
type templateIdentity struct {
	ID types.String `tfsdk:"id"`
}

func (r *templateResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	resp.Diagnostics.Append(r.Connect(req.ProviderData, systemName)...)
}

// ValidateConfig refuses two milestones with the same percentage: nothing
// would tell them apart.
func (r *templateResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var set types.Set
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("milestones"), &set)...)
	milestones, diags := milestonesOf(ctx, set)
	if diags.HasError() || resp.Diagnostics.HasError() { // what is no number is reported where it stands
		return
	}
	resp.Diagnostics.Append(distinct(milestones)...)
}

// ModifyPlan says which milestone is which. It also runs at the beginning of
// an apply, when percentages are known that were not when they were validated.
func (r *templateResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() { // destroyed
		return
	}
	var planned, before types.Set
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("milestones"), &planned)...)
	wanted, diags := milestonesOf(ctx, planned)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(distinct(wanted)...)
	if req.State.Raw.IsNull() || resp.Diagnostics.HasError() { // new
		return
	}
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("milestones"), &before)...)
	milestones, diags := planMilestones(ctx, planned, before)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("milestones"), milestones)...)
}

func (r *templateResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan templateModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	company, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	fields, diags := plan.expand(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	created := company.templates.Creating()
	key, err := company.client.CreateTemplateOnce(ctx, fields)
	created()
	if err != nil {
		resp.Diagnostics.Append(explainCreate(err)...)
		return
	}

	// The key is known: from here on nothing may lose it.
	state := plan
	state.ID = types.StringValue(key)
	resp.Diagnostics.Append(state.forgetUnknown(ctx)...)
	resp.Diagnostics.Append(identify(ctx, key, resp.Identity)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)

	template, err := company.readBack(ctx, key)
	if err != nil {
		resp.Diagnostics.Append(explain("created template "+key+", but could not read it", err)...)
		return
	}
	resp.Diagnostics.Append(state.flatten(ctx, *template)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *templateResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state templateModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	key := state.ID.ValueString()
	// Before the branch for a missing record: a CLI before 1.12 keeps no
	// identity, and the framework fails a Read that leaves none.
	resp.Diagnostics.Append(identify(ctx, key, resp.Identity)...)
	if !r.IsReady() {
		resp.Diagnostics.Append(r.KeepUnread("template " + key)...)
		return
	}
	company, _ := r.Client(&resp.Diagnostics)
	template, err := company.Template(ctx, key)
	if api.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(explain("could not read template "+key, err)...)
		return
	}
	resp.Diagnostics.Append(state.flatten(ctx, template)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *templateResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state templateModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	company, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key := state.ID.ValueString()
	resp.Diagnostics.Append(identify(ctx, key, resp.Identity)...)
	change, diags := patch(ctx, state, plan)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if change.IsEmpty() { // an empty set of milestones in place of none
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		return
	}
	defer company.templates.Writing(key)()
	if err := company.client.UpdateTemplateOnce(ctx, key, change); err != nil {
		resp.Diagnostics.Append(explain("could not update template "+key, err)...)
		return
	}
	result := plan
	template, err := company.readBack(ctx, key)
	if err != nil {
		resp.Diagnostics.Append(result.forgetUnknown(ctx)...)
		resp.Diagnostics.Append(resp.State.Set(ctx, &result)...)
		resp.Diagnostics.Append(explain("updated template "+key+", but could not read it", err)...)
		return
	}
	resp.Diagnostics.Append(result.flatten(ctx, *template)...)
	resp.Diagnostics.Append(result.keepPromises(ctx, plan)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &result)...)
}

func (r *templateResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state templateModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	company, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key := state.ID.ValueString()
	defer company.templates.Writing(key)()
	if err := company.client.DeleteTemplateOnce(ctx, key); err != nil {
		resp.Diagnostics.Append(explain("could not delete template "+key, err)...)
	}
}

// namePrefix begins an import id that names the template instead of giving its key.
const namePrefix = "name:"

// ImportState takes a template's key, name:THE NAME, or an identity.
func (r *templateResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	key := req.ID
	if key == "" {
		var identity templateIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		key = identity.ID.ValueString()
	}
	if name, isName := strings.CutPrefix(key, namePrefix); isName {
		company, ok := r.Client(&resp.Diagnostics)
		if !ok {
			return
		}
		template, diags := company.templateByName(ctx, name)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		key = string(template.Key)
	}
	if !isKey(key) {
		resp.Diagnostics.AddError("Invalid import id",
			fmt.Sprintf("A template is imported by its key, a number such as 15, or by its name as in \"name:Project Estimated Hours\"; %q is neither.", key))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), key)...)
}

// identify records the identity.
func identify(ctx context.Context, key string, identity *tfsdk.ResourceIdentity) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, templateIdentity{ID: types.StringValue(key)})
}

// isKey tells whether a text can be a record's key: digits.
func isKey(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
