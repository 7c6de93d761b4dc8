package acceptance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

const projectAddress = projectType + ".test"

// aProject renders a project with the required values, and the given values in
// addition or instead.
func aProject(changes values) string { return projectNamed("test", changes) }

func projectNamed(name string, changes values) string {
	attributes := values{"project_id": quote("P-" + name), "name": quote("Project " + name), "category": `"contract"`}
	maps.Copy(attributes, changes)
	return block(fmt.Sprintf("resource %q %q", projectType, name), attributes)
}

// wholeProject has a value for each attribute that can have one.
func wholeProject() values {
	return values{
		"description": `"All of it"`, "billing_type": `"fixedFee"`, "customer_id": `"CUST-00101"`, "project_type_id": `"TM"`,
		"project_status_id": `"OPEN"`, "manager_id": `"EMP-0007"`, "department_id": `"ENG"`, "location_id": `"HQ"`, "class_id": `"SERVICES"`,
		"payment_term_id": `"N30"`, "start_date": `"2026-01-01"`, "end_date": `"2026-12-31"`, "project_currency": `"USD"`, "invoice_currency": `"EUR"`,
		"contract_amount": "15000", "budgeted_billing_amount": `"14000.50"`, "budgeted_duration": "200", "budgeted_cost": "9000",
		"labor_pricing": `"costPlusFee"`, "labor_markup": "10", "expense_pricing": `"costPlusFee"`, "expense_markup": "5.5", "default_rate": "120",
		"billable_employee_expenses": "true", "billable_purchases": "true", "invoice_with_parent": "true", "billing_over_max": `"preventBilling"`,
		"invoice_message": `"Thank you"`, "sales_order_number": `"SO-1"`, "purchase_order_number": `"PO-1"`,
	}
}

const wholeBody = `"description":"All of it","billingType":"fixedFee","customer":{"id":"CUST-00101"},"projectType":{"id":"TM"},` +
	`"projectStatus":{"id":"OPEN"},"manager":{"id":"EMP-0007"},"department":{"id":"ENG"},"location":{"id":"HQ"},"class":{"id":"SERVICES"},` +
	`"paymentTerm":{"id":"N30"},"startDate":"2026-01-01","endDate":"2026-12-31","projectCurrency":"USD","invoiceCurrency":"EUR","contractAmount":"15000",` +
	`"budget":{"billingAmount":"14000.50","budgetedDuration":"200","budgetedCost":"9000"},"ratesAndPricing":{"laborPricing":"costPlusFee","laborMarkup":"10",` +
	`"expensePricing":"costPlusFee","expenseMarkup":"5.5","defaultRate":"120"},"isBillableEmployeeExpense":true,"isBillablePurchasingAPExpense":true,` +
	`"invoiceWithParent":true,"billingOverMax":"preventBilling","invoiceMessage":"Thank you","salesOrderNumber":"SO-1","purchaseOrderNumber":"PO-1"`

// Each attribute is written, changed, and cleared, regardless of whether a
// PATCH merges or replaces nested objects, and of how missing values and
// decimals are shown.
func TestProject_lifecycle(t *testing.T) {
	for name, shapes := range map[string]intacct.Shapes{
		"merged": {}, "replaced": {ReplaceNested: true, Nulls: intacct.NullsEmpty, Decimals: intacct.DecimalsPadded},
		"left out": {ReplaceNested: true, Nulls: intacct.NullsLeftOut}, "bare": {NullReferences: true},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: intacct.Options{Shapes: shapes}})
			step := func(changes values, patch string, attributes ...string) resource.TestStep {
				return resource.TestStep{
					PreConfig: books.ResetRequests, Config: books.config(aProject(changes)), Check: books.wrote("PATCH projects/101 " + patch),
					ConfigPlanChecks: beforeApply(changedAttributes{address: projectAddress, want: attributes}),
				}
			}
			whole := func(changes values) values {
				all := wholeProject()
				maps.Copy(all, changes)
				return all
			}
			books.test(
				t,
				resource.TestStep{
					Config: books.config(aProject(nil)),
					Check:  books.wrote(`POST projects {"id":"P-test","name":"Project test","category":"contract","status":"active"}`),
					ConfigStateChecks: hasAt(projectAddress, map[string]knownvalue.Check{
						"id": text("101"), "project_id": text("P-test"), "description": null(), "customer_id": null(), "billing_type": null(),
						"status": text("active"), "labor_pricing": text("billingRate"), "expense_pricing": text("costPlusFee"), "labor_markup": null(),
						"expense_markup": null(), "default_rate": null(), "billing_over_max": text("doNothing"), "invoice_with_parent": knownvalue.Bool(false),
						"billable_purchases": knownvalue.Bool(false), "start_date": null(), "contract_amount": null(), "percent_complete": null(),
						"observed_percent_complete": null(), "entity_id": null(), "href": text("/objects/projects/project/101"),
					}),
				},
				resource.TestStep{
					PreConfig: books.ResetRequests, Config: books.config(aProject(wholeProject())), Check: books.wrote("PATCH projects/101 {" + wholeBody + "}"),
				},
				// Only the differences are sent, and nested objects as a whole.
				step(whole(values{"budgeted_cost": "8000", "name": `"Renamed"`}),
					`{"name":"Renamed","budget":{"billingAmount":"14000.50","budgetedDuration":"200","budgetedCost":"8000"}}`, "budgeted_cost", "name"),
				step(whole(values{"default_rate": "null"}),
					`{"name":"Project test","budget":{"billingAmount":"14000.50","budgetedDuration":"200","budgetedCost":"9000"},`+
						`"ratesAndPricing":{"laborPricing":"costPlusFee","laborMarkup":"10","expensePricing":"costPlusFee","expenseMarkup":"5.5","defaultRate":null}}`,
					"budgeted_cost", "default_rate", "name"),
				step(whole(values{"customer_id": "null", "invoice_with_parent": "false", "labor_pricing": `"billingRate"`, "labor_markup": "null"}),
					`{"customer":{"key":null},"ratesAndPricing":{"laborPricing":"billingRate","laborMarkup":null,"expensePricing":"costPlusFee",`+
						`"expenseMarkup":"5.5","defaultRate":"120"},"invoiceWithParent":false}`,
					"customer_id", "default_rate", "invoice_with_parent", "labor_markup", "labor_pricing"),
				// Values with a default in Intacct stay if omitted, and all others are cleared.
				step(nil, `{"description":null,"billingType":null,"projectType":{"key":null},"projectStatus":{"key":null},"manager":{"key":null},`+
					`"department":{"key":null},"location":{"key":null},"class":{"key":null},"paymentTerm":{"key":null},"startDate":null,"endDate":null,`+
					`"projectCurrency":null,"invoiceCurrency":null,"contractAmount":null,"budget":{"billingAmount":null,"budgetedDuration":null,"budgetedCost":null},`+
					`"ratesAndPricing":{"laborPricing":"billingRate","expensePricing":"costPlusFee","expenseMarkup":null,"defaultRate":null},`+
					`"invoiceMessage":null,"salesOrderNumber":null,"purchaseOrderNumber":null}`,
					"billing_type", "budgeted_billing_amount", "budgeted_cost", "budgeted_duration", "class_id", "contract_amount", "default_rate",
					"department_id", "description", "end_date", "expense_markup", "invoice_currency", "invoice_message", "location_id", "manager_id",
					"payment_term_id", "project_currency", "project_status_id", "project_type_id", "purchase_order_number", "sales_order_number", "start_date"),
				resource.TestStep{
					Config: books.config(aProject(nil)), ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
					Check: books.keeps(intacct.Projects, "101 billingOverMax=preventBilling category=contract id=P-test invoiceWithParent=false isBillableEmployeeExpense=true "+
						"isBillablePurchasingAPExpense=true name=Project test ratesAndPricing.expensePricing=costPlusFee ratesAndPricing.laborPricing=billingRate status=active"),
				},
				step(values{"status": `"inactive"`, "parent_id": `"P-test"`}, `{"status":"inactive","parent":{"id":"P-test"}}`, "parent_id", "status"),
				resource.TestStep{
					PreConfig: books.ResetRequests, Config: books.config(aProject(values{"project_id": `"P-2"`})),
					ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(projectAddress, plancheck.ResourceActionReplace)),
					Check:            books.wrote("DELETE projects/101", `POST projects {"id":"P-2","name":"Project test","category":"contract","status":"active"}`),
				},
			)
		})
	}
}

func TestProject_createdWhole(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, aProject(wholeProject()), projectNamed("child", values{"parent_id": projectAddress + ".project_id"}))
	w.apply()
	w.plansNothing()
	want := []string{
		`POST projects {"id":"P-test","name":"Project test","category":"contract","status":"active",` + wholeBody + "}",
		`POST projects {"id":"P-child","name":"Project child","category":"contract","status":"active","parent":{"id":"P-test"}}`,
	}
	if diff := cmp.Diff(want, books.writes()); diff != "" {
		t.Errorf("writes differ (-want +got):\n%s", diff)
	}
}

func TestProject_spellingPlansNothing(t *testing.T) {
	for name, decimals := range map[string]intacct.Decimals{"plain": intacct.DecimalsPlain, "padded": intacct.DecimalsPadded} {
		t.Run(name, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: intacct.Options{Shapes: intacct.Shapes{Decimals: decimals}}})
			w := books.workspace(t, aProject(wholeProject()))
			w.apply()
			w.plansNothing()
			other := wholeProject()
			maps.Copy(other, values{
				"contract_amount": `"015000.00"`, "budgeted_billing_amount": "14000.5", "labor_markup": `"10.0"`, "start_date": `"20260101"`,
				"description": `"All of it\n"`, "default_rate": `"120.00"`,
			})
			books.ResetRequests()
			w.configure(books.config(aProject(other)))
			w.plansNothing()
			w.apply()
			if sent := books.writes(); len(sent) > 0 {
				t.Errorf("sent %q", sent)
			}
			// A missing rate and a rate of zero are the same to the company, and a configured zero stays.
			other["default_rate"], other["expense_markup"] = `"0.00"`, "null"
			w.configure(books.config(aProject(other)))
			w.apply()
			w.plansNothing()
		})
	}
}

func TestProject_driftOfOneAttributeIsOneChange(t *testing.T) {
	fields := map[string]string{
		"description": "description", "billing_type": "billingType=timeAndMaterial", "customer_id": "customer=CUST-00102", "manager_id": "manager",
		"start_date": "startDate=2026-02-01", "contract_amount": "contractAmount=1", "budgeted_cost": "budget.budgetedCost=1",
		"labor_markup": "ratesAndPricing.laborMarkup=1", "default_rate": "ratesAndPricing.defaultRate", "billing_over_max": "billingOverMax=doNothing",
		"billable_purchases": "isBillablePurchasingAPExpense=false", "invoice_message": "invoiceMessage=Hello", "status": "status=inactive",
		"name": "name=By hand", "category": "category=internalBillable", "invoice_currency": "invoiceCurrency=GBP",
	}
	books := newBooks(t)
	var blocks []string
	for name := range fields {
		blocks = append(blocks, projectNamed(name, wholeProject()))
	}
	w := books.workspace(t, blocks...)
	w.apply()
	want := map[string]string{}
	for _, entry := range books.Intacct().Entries(intacct.Projects) {
		attribute := strings.TrimPrefix(entry.Values["id"], "P-")
		field, value, isSet := strings.Cut(fields[attribute], "=")
		books.Intacct().UpdateEntry(intacct.Projects, entry.Key, func(e *intacct.Entry) {
			if e.Values[field] = value; !isSet {
				delete(e.Values, field)
			}
		})
		want[projectType+"."+attribute] = "update " + attribute
	}
	if diff := cmp.Diff(want, w.plannedChanges()); diff != "" {
		t.Errorf("planned differs (-want +got):\n%s", diff)
	}
	books.ResetRequests()
	w.run("apply", "plan")
	w.plansNothing()
	if got := len(books.writes()); got != len(fields) {
		t.Errorf("sent %q", books.writes())
	}
}

// Intacct's defaults for unconfigured attributes are not reported as drift.
func TestProject_whatIsLeftOutIsNoDrift(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, aProject(nil))
	w.apply()
	books.Intacct().UpdateEntry(intacct.Projects, "101", func(e *intacct.Entry) {
		maps.Copy(e.Values, map[string]string{
			"ratesAndPricing.laborPricing": "costPlusFee", "ratesAndPricing.expensePricing": "billingRate", "billingOverMax": "preventBilling",
			"isBillableEmployeeExpense": "true", "isBillablePurchasingAPExpense": "true", "invoiceWithParent": "true",
			"progress.percentComplete": "40", "ratesAndPricing.defaultRate": "0.00",
		})
	})
	w.plansNothing()
	books.ResetRequests()
	w.configure(books.config(aProject(values{"labor_markup": "7"}))) // is valid with the project's current values
	w.apply()
	w.plansNothing()
	want := []string{`PATCH projects/101 {"ratesAndPricing":{"laborPricing":"costPlusFee","laborMarkup":"7","expensePricing":"billingRate"}}`}
	if diff := cmp.Diff(want, books.writes()); diff != "" {
		t.Errorf("writes differ (-want +got):\n%s", diff)
	}
	w.configure(books.config(aProject(values{"expense_markup": "7"})))
	w.mustSay(w.fails("plan"), "Markup without cost plus fee", "with "+projectAddress, "expense_markup = 7", "expense_pricing is billingRate")
}

func TestProject_dataSource(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	w := books.workspace(t, `
data "billing_intacct_project" "by_id" { project_id = "P-0045" }
data "billing_intacct_project" "by_key" { id = data.billing_intacct_project.by_id.id }
output "project" { value = { for name, value in data.billing_intacct_project.by_key : name => value if value != null } }
output "same" { value = data.billing_intacct_project.by_key == data.billing_intacct_project.by_id }
`)
	w.apply()
	var got map[string]any
	if err := json.Unmarshal([]byte(w.run("output", "-json", "project")), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"id": "101", "project_id": "P-0045", "name": "Implementation Project", "category": "contract", "billing_type": "fixedFee", "customer_id": "CUST-00101",
		"contract_amount": "15000.00", "billing_over_max": "preventBilling", "budgeted_billing_amount": "15000.00", "start_date": "2026-01-01", "status": "active",
		"labor_pricing": "billingRate", "expense_pricing": "costPlusFee", "billable_employee_expenses": false, "billable_purchases": false,
		"invoice_with_parent": false, "observed_percent_complete": "25", "href": "/objects/projects/project/101",
	}
	if diff := cmp.Diff(want, got); diff != "" || strings.TrimSpace(w.run("output", "same")) != "true" {
		t.Errorf("outputs differ (-want +got):\n%s", diff)
	}
	w.configure(books.config(`data "billing_intacct_project" "none" { project_id = "p-0045" }`))
	w.mustSay(w.fails("plan"), `there is no project "p-0045"`, "No project has exactly this project ID, capital and small letters included")
}
