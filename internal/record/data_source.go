package record

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/finalvalue"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// Query describes a data source that requests many records, or data about them,
// from a system. M is its model of arguments and results.
type Query[C, M any] struct {
	System string // attribute of the provider block
	Type   string // as in teamwork_invoices
	Schema func() schema.Schema
	// Validate checks the known arguments together; nil = no such check.
	Validate func(ctx context.Context, config tfsdk.Config) diag.Diagnostics
	// Run queries the system with the arguments in model and adds the results.
	Run func(ctx context.Context, connection C, model *M) diag.Diagnostics
	// Rows is the attribute that holds a list of unlimited length; "" = none.
	Rows string
}

// NewQuery returns the data source of a query.
func NewQuery[C, M any](query *Query[C, M]) datasource.DataSource {
	return &dataSource[C]{
		system: query.System, name: query.Type, schema: query.Schema, validate: query.Validate,
		read: func(ctx context.Context, connection C, config tfsdk.Config, state *tfsdk.State) diag.Diagnostics {
			var model M
			diags := config.Get(ctx, &model)
			if !diags.HasError() {
				diags.Append(query.Run(ctx, connection, &model)...)
			}
			if diags.HasError() {
				return diags
			}
			if err := finalvalue.SetAside(ctx, &model, query.Rows); err != nil {
				diags.AddError("Unexpected value", err.Error())
				return diags
			}
			diags.Append(state.Set(ctx, &model)...)
			return diags
		},
	}
}

// Single describes the data source of one record, which has the argument id
// and, optionally, an argument that names the record instead. F is its model.
type Single[C, F any] struct {
	Schema func() schema.Schema
	// NameAttribute is the argument that names the record; "" = none.
	NameAttribute string
	// Read reads the record with the given ID.
	Read func(ctx context.Context, connection C, id string) (F, diag.Diagnostics, error)
}

// NewDataSource returns the data source for one record of a kind.
func NewDataSource[C, M, W, F any](kind *Kind[C, M, W], single *Single[C, F]) datasource.DataSource {
	return &dataSource[C]{
		system: kind.System, name: kind.Type, schema: single.Schema,
		read: func(ctx context.Context, connection C, config tfsdk.Config, state *tfsdk.State) diag.Diagnostics {
			id, diags := single.id(ctx, config, func(name string) (string, diag.Diagnostics) { return kind.Find(ctx, connection, name) })
			if diags.HasError() {
				return diags
			}
			shown, unread, err := single.Read(ctx, connection, id)
			if kind.IsNotFound(err) {
				for _, each := range kind.Explain(fmt.Sprintf("there is no %s %s", kind.Noun, id), err) {
					diags.AddAttributeError(path.Root("id"), each.Summary(), each.Detail())
				}
				return diags
			}
			if err != nil {
				return kind.Explain("could not read "+kind.Noun+" "+id, err)
			}
			diags.Append(unread...)
			diags.Append(state.Set(ctx, &shown)...)
			return diags
		},
	}
}

// id returns the ID in a configuration, or the ID of the record that it names.
func (s *Single[C, F]) id(ctx context.Context, config tfsdk.Config, find func(name string) (string, diag.Diagnostics)) (string, diag.Diagnostics) {
	var id, name types.String
	diags := config.GetAttribute(ctx, path.Root("id"), &id)
	if !id.IsNull() || s.NameAttribute == "" || diags.HasError() {
		return id.ValueString(), diags
	}
	diags.Append(config.GetAttribute(ctx, path.Root(s.NameAttribute), &name)...)
	if diags.HasError() {
		return "", diags
	}
	return find(name.ValueString())
}

// dataSource is the data source of a system.
type dataSource[C any] struct {
	system.Access[C]
	system, name string
	schema       func() schema.Schema
	validate     func(context.Context, tfsdk.Config) diag.Diagnostics // nil = nothing
	read         func(context.Context, C, tfsdk.Config, *tfsdk.State) diag.Diagnostics
}

func (d *dataSource[C]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

func (d *dataSource[C]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.schema()
}

func (d *dataSource[C]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	resp.Diagnostics.Append(d.Connect(req.ProviderData, d.system)...)
}

func (d *dataSource[C]) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	if d.validate != nil {
		resp.Diagnostics.Append(d.validate(ctx, req.Config)...)
	}
}

func (d *dataSource[C]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if connection, ok := d.Client(&resp.Diagnostics); ok {
		resp.Diagnostics.Append(d.read(ctx, connection, req.Config, &resp.State)...)
	}
}
