package invoice

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// answered returns an invoice as on the wire.
func answered() api.Invoice {
	return api.Invoice{
		ID: 41, CreatedAt: "2024-06-15T08:30:00+00:00", UpdatedAt: "2024-07-02T10:00:00Z", Status: "paid", InvoiceNumber: "N", Value: "1000.5",
		IssueDate: "2024-06-15", PaymentDate: "2024-07-01", ProjectID: "12", VATRateID: "3",
	}
}

func TestFlatten_keepsTheModelsSpelling(t *testing.T) {
	t.Parallel()
	m := model{Notes: types.StringValue("a\r\nb "), Value: customtypes.NewDecimalValue("1000.50")}
	found := answered()
	found.Notes = "a\nb"
	if diags := m.flatten(found); diags.HasError() {
		t.Fatal(diags)
	}
	if got := m.Notes.ValueString(); got != "a\r\nb " {
		t.Errorf("notes are %q", got)
	}
	if !m.Paid.ValueBool() || m.Status.ValueString() != "paid" || m.PaymentDate.ValueString() != "2024-07-01" {
		t.Errorf("the payment is %s, %s, %s", m.Paid, m.Status, m.PaymentDate)
	}
}

// 0 is where nothing is set, unless the configuration says so.
func TestFlatten_zeros(t *testing.T) {
	t.Parallel()
	found := answered()
	found.VATRateID, found.PaymentTermID, found.ExchangeRate = "0", "0", "0.00"
	var imported model
	managed := model{ExchangeRate: customtypes.NewDecimalValue("0")}
	if diags := append(imported.flatten(found), managed.flatten(found)...); diags.HasError() {
		t.Fatal(diags)
	}
	if !imported.VATRateID.IsNull() || !imported.PaymentTermID.IsNull() || !imported.ExchangeRate.IsNull() {
		t.Errorf("got %s, %s, %s, want null", imported.VATRateID, imported.PaymentTermID, imported.ExchangeRate)
	}
	if !customtypes.IsZero(managed.ExchangeRate) {
		t.Errorf("the rate is %s, want zero", managed.ExchangeRate)
	}
}

// A flattened record is written back unchanged: it differs in no field from
// itself.
func TestFields_ofWhatWasFlattenedAreTheSame(t *testing.T) {
	t.Parallel()
	var first, second model
	if diags := append(first.flatten(answered()), second.flatten(answered())...); diags.HasError() {
		t.Fatal(diags)
	}
	if got := first.fields().Since(second.fields()); got != (api.InvoiceFields{}) {
		t.Errorf("differ in %+v", got)
	}
	second.VATRateID = types.Int64Null()
	if got := second.fields().Since(first.fields()); got != (api.InvoiceFields{VATRateID: api.Null()}) {
		t.Errorf("differ in %+v", got)
	}
}

func TestFlatten_whatCannotBeManaged(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*api.Invoice)
		want   string
	}{
		"another status": {func(i *api.Invoice) { i.Status = "overdue" }, `has the status "overdue"`},
		"another case":   {func(i *api.Invoice) { i.Status = "PAID" }, `has the status "PAID"`},
		"no status":      {func(i *api.Invoice) { i.Status = "" }, `has the status ""`},
		"no number":      {func(i *api.Invoice) { i.Value = "a lot" }, "The field value of invoice 41"},
		"no date":        {func(i *api.Invoice) { i.PaymentDate = "soon" }, "The field payment_date of invoice 41"},
		"no id":          {func(i *api.Invoice) { i.ProjectID = "twelve" }, "The field project_id of invoice 41"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := answered()
			test.change(&found)
			var m model
			if diags := m.flatten(found); !diags.HasError() || !strings.Contains(detailsOf(diags), test.want) {
				t.Errorf("got %v, want %q", diags, test.want)
			}
		})
	}
}

func detailsOf(diags diag.Diagnostics) string {
	var all strings.Builder
	for _, each := range diags {
		all.WriteString(each.Detail() + "\n")
	}
	return all.String()
}

func TestPayment_holds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		wanted payment
		status string
		date   string
		want   bool
	}{
		"paid whenever":       {payment{isPaid: true}, "paid", "2024-07-01", true},
		"paid then":           {payment{isPaid: true, date: "2024-07-01"}, "paid", "20240701", true},
		"paid at another day": {payment{isPaid: true, date: "2024-07-02"}, "paid", "2024-07-01", false},
		"not paid":            {payment{isPaid: true}, "sent", "", false},
		"unpaid":              {payment{}, "sent", "2024-07-01", true},
		"unpaid as a draft":   {payment{}, "draft", "", true},
		"still paid":          {payment{}, "paid", "2024-07-01", false},
	} {
		found := answered()
		found.Status, found.PaymentDate = lenient.Text(test.status), lenient.Text(test.date)
		if got := test.wanted.holds(found); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestDisplayName_isOneLine(t *testing.T) {
	t.Parallel()
	got := []string{}
	for _, notes := range []string{"", " \n First \r\nsecond"} {
		for _, number := range []string{"", "N"} {
			got = append(got, displayName(api.Invoice{ID: 41, InvoiceNumber: lenient.Text(number), Notes: lenient.Text(notes)}))
		}
	}
	if diff := cmp.Diff([]string{"invoice 41", "N", "invoice 41: First", "N: First"}, got); diff != "" {
		t.Errorf("names differ (-want +got):\n%s", diff)
	}
}
