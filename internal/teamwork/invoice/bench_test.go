package invoice

import (
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// BenchmarkInvoiceModel converts an invoice from the site to the model, and the
// model to the fields that would be written back.
func BenchmarkInvoiceModel(b *testing.B) {
	invoice := api.Invoice{
		ID: "99", ProjectID: "1149", ProjectName: "API Private Items", CompanyID: "51", CompanyName: "Kent Farms",
		Number: "INV00001", DisplayDate: "20260102", Description: "First part", PONumber: "PO00002", FixedCost: "1200.00",
		CurrencyCode: "USD", Status: api.StatusActive, DateCreated: "2026-01-02T09:00:00Z",
	}
	var model model
	b.Run("flatten", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if diags := model.flatten(found{Invoice: invoice}); diags.HasError() {
				b.Fatal(diags)
			}
		}
	})
	b.Run("expand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if fields := model.fields(); fields.DisplayDate != "20260102" {
				b.Fatal(fields)
			}
		}
	})
}
