package teamwork

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

func newCurrencyCodesDataSource() datasource.DataSource { return &currencyCodesDataSource{} }

// currencyCodesDataSource lists the currencies that a site knows.
type currencyCodesDataSource struct {
	system.Access[*site.Site]
}

var _ datasource.DataSourceWithConfigure = (*currencyCodesDataSource)(nil)

type currencyCodesModel struct {
	CurrencyCodes []currencyModel `tfsdk:"currency_codes"`
}

type currencyModel struct {
	Code types.String `tfsdk:"code"`
	Name types.String `tfsdk:"name"`
}

func (d *currencyCodesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_teamwork_currency_codes"
}

func (d *currencyCodesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The currencies that an invoice can have on a Teamwork.com site. The list is Teamwork's own: it has codes that " +
			"ISO 4217 does not, such as `RMB`, and lacks some that it does.",
		Attributes: map[string]schema.Attribute{
			"currency_codes": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The currencies, in the site's order. Two of them can have the same name; the code is what tells them apart.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"code": record.Text("Three capital letters, as in `USD`."),
					"name": record.Text("Name of the currency in English."),
				}},
			},
		},
	}
}

func (d *currencyCodesDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	resp.Diagnostics.Append(d.Connect(req.ProviderData, site.Name)...)
}

func (d *currencyCodesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	connected, ok := d.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	currencies, err := connected.CurrencyCodes(ctx)
	if err != nil {
		resp.Diagnostics.Append(site.Explain("could not read the currency codes", err)...)
		return
	}
	model := currencyCodesModel{CurrencyCodes: make([]currencyModel, 0, len(currencies))}
	for _, currency := range currencies {
		model.CurrencyCodes = append(model.CurrencyCodes, currencyModel{Code: customtypes.TextOrNull(string(currency.Code)), Name: customtypes.TextOrNull(string(currency.Name))})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
