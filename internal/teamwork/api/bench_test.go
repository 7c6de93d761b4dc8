package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// BenchmarkPage_250 reads a page of 250 invoices that the network returns
// immediately, so it measures the checking and decoding.
func BenchmarkPage_250(b *testing.B) {
	invoices := make([]string, 250)
	for i := range invoices {
		invoices[i] = fmt.Sprintf(`{"id":"%d","project-id":"1149","project-name":"API Private Items","company-id":"51","company-name":"Kent Farms",`+
			`"number":"INV%05d","display-date":"20260102","description":"Invoice %d","po-number":"","fixed-cost":"100.00","currency-code":"USD",`+
			`"status":"active","date-created":"2026-01-02T09:00:00Z","date-updated":"2026-01-02T09:00:00Z","created-by-user-id":"414",`+
			`"created-by-user-firstname":"Daniel","created-by-user-lastname":"Mackey","update-by-user-id":"414","edited-by-user-firstname":"Daniel",`+
			`"edited-by-user-lastname":"Mackey","exported-date":"","exported-by-user-id":"0","exported-by-user-firstname":"",`+
			`"exported-by-user-lastname":"","total-time":"0","total-time-decimal":"0","total-cost":"0.00","time-cost":"0.00","expenses-cost":"0.00"}`,
			99+i, i, i)
	}
	body := `{"STATUS":"OK","invoices":[` + strings.Join(invoices, ",") + `]}`
	base, err := url.Parse("https://acme.teamwork.com")
	if err != nil {
		b.Fatal(err)
	}
	client := api.New(transport.Options{System: "Teamwork", BaseURL: base, Network: &site{respond: says(body)}}, api.Credential{APIKey: testKey})
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		page, err := client.Invoices(api.InvoiceQuery{ProjectID: 1149, Type: "all"}).Page(b.Context(), 1)
		if err != nil || len(page.Records) != len(invoices) {
			b.Fatalf("%d invoices, %v", len(page.Records), err)
		}
	}
}
