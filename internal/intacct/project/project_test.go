package project

import (
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// objects returns the objects of a client that sends nothing.
func objects() *api.Objects[api.Project] {
	return api.New(transport.Options{BaseURL: &url.URL{Scheme: "https", Host: "intacct.test"}}, api.Credential{}, "").Projects
}

// Each property points at the attribute that it names, and each attribute of the
// model is in both schemas.
func TestProperties_areThoseOfTheModel(t *testing.T) {
	t.Parallel()
	var m model
	tags := map[any]string{}
	into := reflect.ValueOf(&m).Elem()
	for i := range into.NumField() {
		tags[into.Field(i).Addr().Interface()] = into.Type().Field(i).Tag.Get("tfsdk")
	}
	for _, property := range properties() {
		if got := tags[property.of(&m)]; got != property.attribute {
			t.Errorf("%s points at %s", property.attribute, got)
		}
	}
	for _, name := range tags {
		if resourceSchema().Attributes[name] == nil || dataSourceSchema().Attributes[name] == nil {
			t.Errorf("%s is missing in a schema", name)
		}
	}
}

// sparse returns a project with only the required values.
func sparse() model {
	return model{
		ProjectID: types.StringValue("P-1"), Name: types.StringValue("Name"), Category: types.StringValue("contract"), Status: types.StringValue("active"),
		LaborPricing: types.StringUnknown(), ExpensePricing: types.StringUnknown(), BillingOverMax: types.StringUnknown(),
		BillableEmployeeExpenses: types.BoolUnknown(), BillablePurchases: types.BoolUnknown(), InvoiceWithParent: types.BoolUnknown(),
	}
}

func TestCreation_leavesOutWhatIsNotSetOrNotKnown(t *testing.T) {
	t.Parallel()
	m := sparse()
	body, err := objects().CreationBody(m.creation())
	if want := `{"id":"P-1","name":"Name","category":"contract","status":"active"}`; err != nil || string(body) != want {
		t.Errorf("body %s, %v", body, err)
	}
	m.ProjectID = types.StringUnknown()
	if creation := m.creation(); creation.Name != nil {
		t.Errorf("the name is %v", creation.Name)
	}
	m.CustomerID, m.StartDate, m.BudgetedCost = types.StringValue("C"), customtypes.NewDateValue("20260131"), customtypes.NewDecimalValue("7.5")
	m.InvoiceWithParent, m.LaborPricing, m.DefaultRate = types.BoolValue(true), types.StringValue("costPlusFee"), customtypes.NewDecimalValue("0")
	body, err = objects().CreationBody(m.creation())
	want := `{"name":"Name","category":"contract","status":"active","customer":{"id":"C"},"startDate":"2026-01-31","budget":{"budgetedCost":"7.5"},` +
		`"ratesAndPricing":{"laborPricing":"costPlusFee","defaultRate":"0"},"invoiceWithParent":true}`
	if err != nil || string(body) != want {
		t.Errorf("body %s, %v", body, err)
	}
}

// A PATCH contains what differs and, for a nested object, every member that has a value.
func TestPatch_body(t *testing.T) {
	t.Parallel()
	before := func() model {
		m := sparse()
		m.LaborPricing, m.ExpensePricing, m.BillingOverMax = types.StringValue("costPlusFee"), types.StringValue("costPlusFee"), types.StringValue("doNothing")
		m.BillableEmployeeExpenses, m.BillablePurchases, m.InvoiceWithParent = types.BoolValue(false), types.BoolValue(true), types.BoolValue(false)
		m.LaborMarkup, m.DefaultRate = customtypes.NewDecimalValue("10"), customtypes.NewDecimalValue("80.00")
		m.BudgetedBillingAmount, m.CustomerID, m.Description = customtypes.NewDecimalValue("1000"), types.StringValue("C"), types.StringValue("D")
		return m
	}
	for want, change := range map[string]func(*model){
		`{}`: func(m *model) {
			m.DefaultRate, m.ProjectID = customtypes.NewDecimalValue("80"), types.StringValue("other")
		},
		`{"name":"Other"}`:                                         func(m *model) { m.Name = types.StringValue("Other") },
		`{"description":null}`:                                     func(m *model) { m.Description = types.StringNull() },
		`{"customer":{"id":"E"}}`:                                  func(m *model) { m.CustomerID = types.StringValue("E") },
		`{"customer":{"key":null}}`:                                func(m *model) { m.CustomerID = types.StringNull() },
		`{"endDate":"2026-12-31"}`:                                 func(m *model) { m.EndDate = customtypes.NewDateValue("2026-12-31") },
		`{"isBillablePurchasingAPExpense":false}`:                  func(m *model) { m.BillablePurchases = types.BoolValue(false) },
		`{"budget":{"billingAmount":"1000","budgetedCost":"400"}}`: func(m *model) { m.BudgetedCost = customtypes.NewDecimalValue("400") },
		`{"budget":{"billingAmount":null}}`:                        func(m *model) { m.BudgetedBillingAmount = customtypes.NewDecimalNull() },
		`{"ratesAndPricing":{"laborPricing":"billingRate","laborMarkup":null,"expensePricing":"costPlusFee","defaultRate":"80.00"}}`: func(m *model) {
			m.LaborPricing, m.LaborMarkup = types.StringValue("billingRate"), customtypes.NewDecimalNull()
		},
		`{"ratesAndPricing":{"laborPricing":"costPlusFee","laborMarkup":"10","expensePricing":"costPlusFee","expenseMarkup":"5","defaultRate":"80.00"}}`: func(m *model) {
			m.ExpenseMarkup = customtypes.NewDecimalValue("5")
		},
	} {
		state, plan := before(), before()
		change(&plan)
		patch := api.Patch{Values: plan.values().Since(state.values())}
		body, err := objects().PatchBody(patch)
		if err != nil || string(body) != want || patch.IsEmpty() != (want == `{}`) {
			t.Errorf("body %s, %v\nwant %s", body, err, want)
		}
	}
}

// answered returns a project as in a response.
func answered(t *testing.T, answer string) (found api.Project) {
	t.Helper()
	if err := json.Unmarshal([]byte(answer), &found.Fields); err != nil {
		t.Fatal(err)
	}
	return found
}

// Missing values, zeros, padding, and other spellings of known values are not changes.
func TestFlatten_keepsWhatMeansTheSame(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer string
		before func(*model)
		want   map[string]string // by attribute; "" = null
	}{
		"null":    {`{"description":null,"customer":{"key":null,"id":null},"budget":{"billingAmount":null}}`, nil, map[string]string{"description": "", "customer_id": "", "budgeted_billing_amount": ""}},
		"empty":   {`{"description":"","customer":{"key":"","id":""},"budget":{"billingAmount":""},"isBillableEmployeeExpense":""}`, nil, map[string]string{"description": "", "customer_id": "", "budgeted_billing_amount": "", "billable_employee_expenses": "false"}},
		"missing": {`{"customer":null,"budget":null}`, nil, map[string]string{"description": "", "customer_id": "", "budgeted_billing_amount": "", "invoice_with_parent": "false"}},
		"no rate": {`{"ratesAndPricing":{"defaultRate":"0.00","expenseMarkup":"0"},"contractAmount":"0.00"}`, nil, map[string]string{"default_rate": "", "expense_markup": "", "contract_amount": "0.00"}},
		"zero":    {`{"ratesAndPricing":{"defaultRate":""}}`, func(m *model) { m.DefaultRate = customtypes.NewDecimalValue("0.0") }, map[string]string{"default_rate": "0.0"}},
		"words":   {`{"category":"CONTRACT","billingType":"fixedfee","billingOverMax":"preventBilling"}`, nil, map[string]string{"category": "contract", "billing_type": "fixedFee", "billing_over_max": "preventBilling"}},
		"date":    {`{"startDate":"2026-01-31","progress":{"percentComplete":"25.50"}}`, nil, map[string]string{"start_date": "2026-01-31", "percent_complete": "25.50"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var m model
			if test.before != nil {
				test.before(&m)
			}
			answer := strings.Replace(test.answer, "{", `{"key":"101","status":"active",`, 1)
			if diags := m.flatten(answered(t, answer)); diags.HasError() {
				t.Fatal(diags)
			}
			into := reflect.ValueOf(m)
			for i := range into.NumField() {
				attribute := into.Type().Field(i).Tag.Get("tfsdk")
				want, isAsked := test.want[attribute]
				if !isAsked {
					continue
				}
				got := ""
				switch value := into.Field(i).Interface().(type) {
				case types.Bool:
					got = value.String()
				case interface{ ValueString() string }:
					got = value.ValueString()
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: %s", attribute, diff)
				}
			}
		})
	}
}

// An invalid date or number is reported at its attribute, and nothing is guessed.
func TestFlatten_unreadable(t *testing.T) {
	t.Parallel()
	var m model
	diags := m.flatten(answered(t, `{"key":"101","status":"deleted","budget":{"billingAmount":"1,000"},"startDate":"soon","invoiceWithParent":"maybe"}`))
	var told []string
	for _, each := range diags {
		told = append(told, each.Detail())
	}
	slices.Sort(told)
	if len(told) != 4 {
		t.Errorf("told is %q", told)
	}
	if !m.StartDate.IsNull() || !m.BudgetedBillingAmount.IsNull() {
		t.Errorf("guessed are %s and %s", m.StartDate, m.BudgetedBillingAmount)
	}
}
