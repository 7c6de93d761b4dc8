package teamwork

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

func newInvoiceResource() resource.Resource { return &invoiceResource{} }

// invoiceResource manages one invoice of a Teamwork project.
type invoiceResource struct {
	system.Access[*Site]
}

var (
	_ resource.ResourceWithConfigure   = (*invoiceResource)(nil)
	_ resource.ResourceWithIdentity    = (*invoiceResource)(nil)
	_ resource.ResourceWithImportState = (*invoiceResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*invoiceResource)(nil)
)

func (r *invoiceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_teamwork_invoice"
	resp.ResourceBehavior.MutableIdentity = true // a site can move to another host
}

func (r *invoiceResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An invoice of a Teamwork.com project. Deleting the resource deletes the invoice; its time logs and expenses stay.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Number by which Teamwork knows the invoice.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"project_id": schema.Int64Attribute{
				Required:            true,
				MarkdownDescription: "Id of the project that the invoice belongs to. Changing it deletes the invoice and creates another.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.RequiresReplace()},
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"number": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Invoice number as it is printed, any characters. Together with the project it is what a lost or an " +
					"existing invoice is recognized by, so a second one with the same number in a project is refused. An invoice that takes over " +
					"another's number in the same apply needs a `depends_on` to come second.",
				Validators: []validator.String{customtypes.NotEmpty("write the number as it is to be printed, for example \"INV00001\"")},
			},
			"display_date": schema.StringAttribute{
				CustomType:          customtypes.DateType{},
				Required:            true,
				MarkdownDescription: "Date of issue, `YYYY-MM-DD`. `YYYYMMDD` is accepted as equal.",
				PlanModifiers:       []planmodifier.String{customtypes.KeepDateSpelling()},
			},
			"description": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Notes on the invoice. Leaving it out clears them.",
				Validators:          []validator.String{customtypes.NotEmpty("leave the attribute out, or set it to null, to have no description")},
			},
			"po_number": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "The customer's purchase order number. Leaving it out clears it.",
				Validators:          []validator.String{customtypes.NotEmpty("leave the attribute out, or set it to null, to have no purchase order number")},
			},
			"fixed_cost": schema.StringAttribute{
				CustomType: customtypes.DecimalType{},
				Optional:   true,
				MarkdownDescription: "Fixed amount of the invoice, a decimal number in its currency, zero or more. " +
					"Without it, or with zero, the invoice is billed by its time logs and expenses.",
				PlanModifiers: []planmodifier.String{customtypes.KeepDecimalSpelling()},
				Validators:    []validator.String{customtypes.DecimalAtLeast("0")},
			},
			"currency_code": schema.StringAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "Currency of the invoice, three capital letters as in `USD`, checked at plan time against the site's own list. " +
					"Without it the site chooses when the invoice is created.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				Validators: []validator.String{stringvalidator.RegexMatches(threeCapitals(),
					"must be three capital letters, for example \"USD\"")},
			},
			"status": schema.StringAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "`active` or `completed`. A completed invoice that changes is reopened, changed and completed again. " +
					"Default `active`.",
				Default:    stringdefault.StaticString(api.StatusActive),
				Validators: []validator.String{stringvalidator.OneOf(api.StatusActive, api.StatusCompleted)},
			},
			"project_name": computedText("Name of the project."),
			"company_id": schema.Int64Attribute{
				Computed:            true,
				MarkdownDescription: "Id of the company that the project is done for.",
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"company_name": computedText("Name of the company that the project is done for."),
			"date_created": computedText("When the invoice was created, a timestamp as Teamwork writes it (RFC 3339, UTC)."),
		},
	}
}

// IdentitySchema says what makes an invoice that invoice: its id on its site.
// Ids count up from one on each site, so the id alone would mistake one site's
// invoice for another's; project and number can change and are not part of it.
// The host is optional on import, where the provider's own site is meant. This
// schema never changes: states hold it.
func (r *invoiceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "Number by which Teamwork knows the invoice.",
			},
			"host": identityschema.StringAttribute{
				OptionalForImport: true,
				Description:       "Host of the Teamwork site, for example acme.teamwork.com. Default: the host that the provider is configured for.",
			},
		},
	}
}

// invoiceIdentity is the value of the identity schema.
type invoiceIdentity struct {
	ID   types.String `tfsdk:"id"`
	Host types.String `tfsdk:"host"`
}

func (r *invoiceResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	resp.Diagnostics.Append(r.Connect(req.ProviderData, systemName)...)
}

// ModifyPlan checks a new currency code against the site's own list.
func (r *invoiceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.IsReady() { // destroyed, or not to be asked yet
		return
	}
	at := path.Root("currency_code")
	var planned, before types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, at, &before)...)
	}
	if resp.Diagnostics.HasError() || planned.IsNull() || planned.IsUnknown() || planned.Equal(before) {
		return
	}
	site, _ := r.Client(&resp.Diagnostics)
	resp.Diagnostics.Append(site.checkCurrency(ctx, at, planned.ValueString())...)
}

func (r *invoiceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan invoiceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	site, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	projectID := plan.ProjectID.ValueInt64()
	id, err := site.createInvoice(ctx, projectID, plan.fields())
	if warning := site.numbers.project(projectID).cutWarning(projectID); warning != "" {
		resp.Diagnostics.AddWarning("Existing invoice numbers were checked in part", warning)
	}
	if err != nil {
		resp.Diagnostics.Append(explainCreate(err)...)
		return
	}

	// The id is known: from here on nothing may lose it.
	state := plan
	state.ID = types.StringValue(id)
	state.Status = types.StringValue(api.StatusActive)
	state.forgetUnknown()
	resp.Diagnostics.Append(identify(ctx, site, id, resp.Identity)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)

	if plan.isCompleted() {
		if err := site.finishCreate(ctx, id); err != nil {
			resp.Diagnostics.Append(explain("created invoice "+id+", but could not complete it", err)...)
			return
		}
	}
	invoice, err := site.readBack(ctx, id)
	if err != nil {
		resp.Diagnostics.Append(explain("created invoice "+id+", but could not read it", err)...)
		return
	}
	resp.Diagnostics.Append(state.flatten(invoice.Invoice)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *invoiceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state invoiceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// A CLI before 1.12 keeps no identity, and the framework fails a Read that
	// leaves none, whichever way it ends.
	if !r.IsReady() {
		resp.Diagnostics.Append(r.KeepUnread("invoice " + state.ID.ValueString())...)
		if resp.Identity != nil && resp.Identity.Raw.IsFullyNull() {
			resp.Diagnostics.Append(resp.Identity.Set(ctx, invoiceIdentity{ID: state.ID})...) // the host is not known yet
		}
		return
	}
	site, _ := r.Client(&resp.Diagnostics)
	resp.Diagnostics.Append(identify(ctx, site, state.ID.ValueString(), resp.Identity)...)

	invoice, err := site.Invoice(ctx, state.ID.ValueString(), state.ProjectID.ValueInt64())
	if api.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(explain("could not read invoice "+state.ID.ValueString(), err)...)
		return
	}
	before := state
	resp.Diagnostics.Append(state.flatten(invoice)...)
	if state != before { // mostly nothing has changed, and taking over that anew is a tenth of the work here
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

func (r *invoiceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state invoiceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	site, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	id := state.ID.ValueString()
	resp.Diagnostics.Append(identify(ctx, site, id, resp.Identity)...)

	change := invoiceChange{WasCompleted: state.isCompleted(), IsCompleted: plan.isCompleted()}
	if fields := plan.fields(); fields != state.fields() {
		change.Fields = &fields
	}
	if err := site.updateInvoice(ctx, id, change); err != nil {
		resp.Diagnostics.Append(explain("could not update invoice "+id, err)...)
		// Some steps may have worked: the state says what is, not what was hoped for.
		if invoice, err := site.readBack(ctx, id); err == nil {
			resp.Diagnostics.Append(state.flatten(invoice.Invoice)...)
			resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		}
		return
	}
	site.renumbered(plan.ProjectID.ValueInt64(), id, state.Number.ValueString(), plan.Number.ValueString())

	result := plan
	invoice, err := site.readBack(ctx, id)
	if err != nil {
		result.forgetUnknown()
		resp.Diagnostics.Append(resp.State.Set(ctx, &result)...)
		resp.Diagnostics.Append(explain("updated invoice "+id+", but could not read it", err)...)
		return
	}
	resp.Diagnostics.Append(result.flatten(invoice.Invoice)...)
	result.keepUnmanaged(plan)
	resp.Diagnostics.Append(resp.State.Set(ctx, &result)...)
}

func (r *invoiceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state invoiceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	site, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	id := state.ID.ValueString()
	if err := site.deleteInvoice(ctx, id, state.isCompleted()); err != nil {
		resp.Diagnostics.Append(explain("could not delete invoice "+id, err)...)
		return
	}
	site.numbers.project(state.ProjectID.ValueInt64()).release(state.Number.ValueString(), id)
}

// ImportState takes an invoice's id, or an identity.
func (r *invoiceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" {
		var identity invoiceIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		site, ok := r.Client(&resp.Diagnostics)
		if !ok || resp.Diagnostics.HasError() {
			return
		}
		id = identity.ID.ValueString()
		if host := identity.Host.ValueString(); host != "" && !strings.EqualFold(host, site.client.Host()) {
			resp.Diagnostics.AddError("The invoice is on another site",
				fmt.Sprintf("The identity names the site %s, and the provider is configured for %s. "+
					"Import it with a provider configuration for that site.", host, site.client.Host()))
			return
		}
	}
	if !digits().MatchString(id) {
		resp.Diagnostics.AddError("Invalid import id",
			fmt.Sprintf("An invoice is imported by its id, the number at the end of its address in Teamwork, for example 49; %q is none.", id))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}

// identify records the identity.
func identify(ctx context.Context, site *Site, id string, identity *tfsdk.ResourceIdentity) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, invoiceIdentity{ID: types.StringValue(id), Host: types.StringValue(site.client.Host())})
}

func computedText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func threeCapitals() *regexp.Regexp { return regexp.MustCompile(`^[A-Z]{3}$`) }

func digits() *regexp.Regexp { return regexp.MustCompile(`^[0-9]+$`) }
