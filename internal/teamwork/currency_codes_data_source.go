package teamwork

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

func newCurrencyCodesDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*site.Site, currencyCodesModel]{
		System: site.Name, Type: "teamwork_currency_codes", Schema: currencyCodesSchema, Run: readCurrencyCodes, Rows: "currency_codes",
	})
}

// currencyCodesModel is the list of a site's currencies.
type currencyCodesModel struct {
	CurrencyCodes []currencyModel `tfsdk:"currency_codes"`
}

type currencyModel struct {
	Code types.String `tfsdk:"code"`
	Name types.String `tfsdk:"name"`
}

func currencyCodesSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the currencies that invoices of a Teamwork.com site can use. The list is Teamwork's own: it contains codes that are not " +
			"part of ISO 4217, such as `RMB`, and lacks some that are.",
		Attributes: map[string]schema.Attribute{
			"currency_codes": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of currencies, in the order Teamwork returns them. Two currencies can have the same name; use the code to tell them apart.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"code": record.Text("Currency code, three capital letters, for example `USD`."),
					"name": record.Text("Name of the currency in English."),
				}},
			},
		},
	}
}

func readCurrencyCodes(ctx context.Context, s *site.Site, model *currencyCodesModel) diag.Diagnostics {
	currencies, err := s.CurrencyCodes(ctx)
	if err != nil {
		return site.Explain("could not read the currency codes", err)
	}
	model.CurrencyCodes = make([]currencyModel, 0, len(currencies))
	for _, currency := range currencies {
		model.CurrencyCodes = append(model.CurrencyCodes, currencyModel{Code: customtypes.TextOrNull(currency.Code), Name: customtypes.TextOrNull(currency.Name)})
	}
	return nil
}
