package record

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// Single describes the data source of one record, which has the argument id
// and, optionally, one that names the record instead. F is its model.
type Single[C, F any] struct {
	Schema func() schema.Schema
	// NameAttribute is the argument that names the record, "" = none.
	NameAttribute string
	// Read reads the record with that id.
	Read func(ctx context.Context, connection C, id string) (F, diag.Diagnostics, error)
}

// NewDataSource makes the data source of one record of a kind.
func NewDataSource[C, M, W, F any](kind *Kind[C, M, W], single *Single[C, F]) datasource.DataSource {
	return &shownRecord[C, M, W, F]{Kind: kind, single: single}
}

// shownRecord reads one record, by id or by name.
type shownRecord[C, M, W, F any] struct {
	system.Access[C]
	*Kind[C, M, W]
	single *Single[C, F]
}

func (d *shownRecord[C, M, W, F]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.Type
}

func (d *shownRecord[C, M, W, F]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.single.Schema()
}

func (d *shownRecord[C, M, W, F]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	resp.Diagnostics.Append(d.Connect(req.ProviderData, d.System)...)
}

func (d *shownRecord[C, M, W, F]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	connection, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key := id.ValueString()
	if id.IsNull() && d.single.NameAttribute != "" {
		var name types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(d.single.NameAttribute), &name)...)
		found, diags := d.Find(ctx, connection, name.ValueString())
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		key = found
	}
	facts, diags, err := d.single.Read(ctx, connection, key)
	if d.IsNotFound(err) {
		for _, each := range d.Explain(fmt.Sprintf("there is no %s %s", d.Noun, key), err) {
			resp.Diagnostics.AddAttributeError(path.Root("id"), each.Summary(), each.Detail())
		}
		return
	}
	if err != nil {
		resp.Diagnostics.Append(d.Explain("could not read "+d.Noun+" "+key, err)...)
		return
	}
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &facts)...)
}
