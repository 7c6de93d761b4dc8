// Command genericlist serves a data source that lists invoices as a generic
// provider without knowledge of any system does: it requests one page after
// another and keeps every record as a map of strings. The benchmark compares
// lists with it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return genericProvider{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/projectbilling/billing"})
	if err != nil {
		log.Fatal(err)
	}
}

type genericProvider struct{}

func (genericProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "billing"
}

// Schema returns the blocks of the measured configuration.
func (genericProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Attributes: map[string]providerschema.Attribute{
		"teamwork": providerschema.SingleNestedAttribute{Optional: true, Attributes: map[string]providerschema.Attribute{
			"requests_per_minute": providerschema.Int64Attribute{Optional: true},
		}},
	}}
}

func (genericProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (genericProvider) Resources(context.Context) []func() resource.Resource { return nil }
func (genericProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return rawList{} }}
}

// rawList is the data source.
type rawList struct{}

type rawListModel struct {
	ProjectID types.Int64         `tfsdk:"project_id"`
	Type      types.String        `tfsdk:"type"`
	Invoices  []map[string]string `tfsdk:"invoices"`
}

func (rawList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_teamwork_invoices"
}

func (rawList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"project_id": schema.Int64Attribute{Required: true},
		"type":       schema.StringAttribute{Required: true},
		"invoices":   schema.ListAttribute{Computed: true, ElementType: types.MapType{ElemType: types.StringType}},
	}}
}

// Read requests one page after another.
func (rawList) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model rawListModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for page, pages := 1, 1; page <= pages; page++ {
		var err error
		if pages, err = model.read(ctx, page); err != nil {
			resp.Diagnostics.AddError("Cannot read the list", err.Error())
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// read appends one page, and returns the number of pages.
func (m *rawListModel) read(ctx context.Context, page int) (pages int, err error) {
	address := fmt.Sprintf("%s/projects/%d/invoices.json?type=%s&page=%d", os.Getenv("TEAMWORK_BASE_URL"), m.ProjectID.ValueInt64(), m.Type.ValueString(), page)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	request.SetBasicAuth(os.Getenv("TEAMWORK_API_KEY"), "x")
	answer, err := http.DefaultClient.Do(request) //nolint:gosec // the sandbox's address
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }() // it has been read
	var list struct{ Invoices []map[string]any }
	if err := json.NewDecoder(answer.Body).Decode(&list); err != nil {
		return 0, err
	}
	for _, invoice := range list.Invoices {
		row := make(map[string]string, len(invoice))
		for name, value := range invoice {
			row[name] = fmt.Sprint(value)
		}
		m.Invoices = append(m.Invoices, row)
	}
	return strconv.Atoi(answer.Header.Get("X-Pages"))
}
