package intacct

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

func newTemplateDataSource() datasource.DataSource { return &templateDataSource{} }

// templateDataSource reads one template, by key or by name.
type templateDataSource struct {
	system.Access[*company]
}

var _ datasource.DataSourceWithConfigure = (*templateDataSource)(nil)

func (d *templateDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_intacct_project_billing_template"
}

func (d *templateDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := factAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "Key by which Intacct knows the template, for example `15`. Exactly one of `id` and `name` is needed.",
			Validators: []validator.String{
				customtypes.NotEmpty("write the template's key, or leave id out and name the template by name"),
				stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]*$`), "must be the template's key, a number such as 15"),
				stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")),
			},
		},
		"name": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: "Name of the template, capital and small letters included. More than one template with the name is an error that lists them.",
			Validators:          []validator.String{customtypes.NotEmpty("write the template's name, or leave name out and name the template by id")},
		},
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: "One project billing template of Sage Intacct with its milestones.",
		Attributes:          attributes,
	}
}

func (d *templateDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	resp.Diagnostics.Append(d.Connect(req.ProviderData, systemName)...)
}

func (d *templateDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id, name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	company, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key := id.ValueString()
	if id.IsNull() {
		found, diags := company.templateByName(ctx, name.ValueString())
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		key = string(found.Key)
	}
	template, err := company.Template(ctx, key)
	if api.IsNotFound(err) {
		resp.Diagnostics.AddAttributeError(path.Root("id"), summary("there is no template "+key), err.Error())
		return
	}
	if err != nil {
		resp.Diagnostics.Append(explain("could not read template "+key, err)...)
		return
	}
	facts := flattenFacts(template)
	resp.Diagnostics.Append(resp.State.Set(ctx, &facts)...)
}
