package acceptance_test

import (
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// full returns an invoice with every attribute.
func full(changes values) string { return fullNamed("test", changes) }

func fullNamed(name string, changes values) string {
	attributes := values{
		"description": `"Design"`, "po_number": `"PO-7"`, "fixed_cost": `"1200.00"`, "currency_code": `"EUR"`, "status": `"active"`,
	}
	maps.Copy(attributes, changes)
	return invoiceNamed(name, attributes)
}

func TestInvoice_createdWithEveryAttribute(t *testing.T) {
	site := newSite(t)
	site.test(t, resource.TestStep{
		Config: site.config(full(nil)),
		ConfigPlanChecks: beforeApply(
			willBe(plancheck.ResourceActionCreate),
		),
		ConfigStateChecks: has(map[string]knownvalue.Check{
			"id": text("99"), "project_id": knownvalue.Int64Exact(project), "number": text("T-1"), "display_date": text("2026-01-31"),
			"description": text("Design"), "po_number": text("PO-7"), "fixed_cost": text("1200.00"), "currency_code": text("EUR"),
			"status": text("active"), "project_name": text("API Private Items"), "company_id": knownvalue.Int64Exact(51),
			"company_name": text("Kent Farms"), "date_created": knownvalue.NotNull(),
		}),
		Check: site.holds(teamwork.Invoice{
			Number: "T-1", DisplayDate: "20260131", Description: "Design", PONumber: "PO-7", FixedCost: "1200.00",
			CurrencyCode: "EUR", Status: "active",
		}),
	})
}

func TestInvoice_createdWithOnlyWhatIsRequired(t *testing.T) {
	site := newSite(t)
	site.test(t, resource.TestStep{
		Config: site.config(invoice(nil)),
		ConfigStateChecks: has(map[string]knownvalue.Check{
			"description": null(), "po_number": null(), "fixed_cost": null(),
			"currency_code": text("USD"), // the site's own choice
			"status":        text("active"),
		}),
		Check: site.holds(teamwork.Invoice{Number: "T-1", DisplayDate: "20260131", CurrencyCode: "USD", Status: "active"}),
	})
}

// holds checks the first created invoice on the site.
func (s *site) holds(want teamwork.Invoice) resource.TestCheckFunc {
	return func(*terraform.State) error {
		got, found := s.Teamwork().Invoice(firstID)
		if !found {
			return fmt.Errorf("the site has no invoice %d", firstID)
		}
		got = teamwork.Invoice{
			Number: got.Number, DisplayDate: got.DisplayDate, Description: got.Description, PONumber: got.PONumber,
			FixedCost: got.FixedCost, CurrencyCode: got.CurrencyCode, Status: got.Status,
		}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			return fmt.Errorf("the site has\n%+v, want\n%+v", got, want)
		}
		return nil
	}
}

func TestInvoice_eachAttributeIsUpdatedClearedAndSetAgain(t *testing.T) {
	tests := []struct {
		name, attribute string
		value           string // an HCL expression
		onSite          func(teamwork.Invoice) string
		want            string
	}{
		{"number", "number", `"T-2 / Ü <b>"`, func(i teamwork.Invoice) string { return i.Number }, "T-2 / Ü <b>"},
		{"display_date", "display_date", `"2026-02-28"`, func(i teamwork.Invoice) string { return i.DisplayDate }, "20260228"},
		{"description", "description", `"Building & more"`, func(i teamwork.Invoice) string { return i.Description }, "Building & more"},
		{"no_description", "description", "null", func(i teamwork.Invoice) string { return i.Description }, ""},
		{"po_number", "po_number", `"PO-8"`, func(i teamwork.Invoice) string { return i.PONumber }, "PO-8"},
		{"no_po_number", "po_number", "null", func(i teamwork.Invoice) string { return i.PONumber }, ""},
		{"fixed_cost", "fixed_cost", "1200.01", func(i teamwork.Invoice) string { return i.FixedCost }, "1200.01"},
		{"no_fixed_cost", "fixed_cost", "null", func(i teamwork.Invoice) string { return i.FixedCost }, ""},
		{"currency_code", "currency_code", `"RMB"`, func(i teamwork.Invoice) string { return i.CurrencyCode }, "RMB"},
		{"status", "status", `"completed"`, func(i teamwork.Invoice) string { return i.Status }, "completed"},
	}
	site := newSite(t)
	var before, after []string
	var changes []plancheck.PlanCheck
	for _, test := range tests {
		number := fmt.Sprintf("%q", test.name)
		before = append(before, fullNamed(test.name, values{"number": number}))
		changed := values{"number": number}
		changed[test.attribute] = test.value
		after = append(after, fullNamed(test.name, changed))
		changes = append(changes, changedAttributes{
			address: "billing_teamwork_invoice." + test.name, want: []string{test.attribute},
		})
	}
	onSite := func(state *terraform.State) error {
		for _, test := range tests {
			id, err := strconv.Atoi(state.RootModule().Resources["billing_teamwork_invoice."+test.name].Primary.ID)
			if err != nil {
				return err
			}
			if found, _ := site.Teamwork().Invoice(id); test.onSite(found) != test.want {
				return fmt.Errorf("%s: the site has %q, want %q", test.name, test.onSite(found), test.want)
			}
		}
		return nil
	}
	site.test(t,
		resource.TestStep{Config: site.config(before...)},
		resource.TestStep{Config: site.config(after...), ConfigPlanChecks: beforeApply(changes...), Check: onSite},
		resource.TestStep{Config: site.config(before...), ConfigPlanChecks: beforeApply(changes...)},
	)
}

func TestInvoice_anotherProjectReplaces(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(invoice(nil))},
		resource.TestStep{
			Config:           site.config(invoice(values{"project_id": "1150"})),
			ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionReplace)),
			ConfigStateChecks: has(map[string]knownvalue.Check{
				"id": text("100"), "project_name": text("Orchard Website"), "company_id": knownvalue.Int64Exact(52),
			}),
			Check: site.hasCreated(1),
		},
	)
}

// A currency that is removed from the configuration stays unchanged: the site
// cannot store an invoice without one.
func TestInvoice_currencyLeftOutStays(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(full(nil))},
		resource.TestStep{
			Config:            site.config(full(values{"currency_code": "null"})),
			ConfigPlanChecks:  beforeApply(plancheck.ExpectEmptyPlan()),
			ConfigStateChecks: has(map[string]knownvalue.Check{"currency_code": text("EUR")}),
		},
	)
}

func TestInvoice_spellingIsNoChange(t *testing.T) {
	spellings := map[string][]string{
		"display_date": {`"2026-01-31"`, `"20260131"`},
		"fixed_cost":   {"1200", "1200.0", `"1200.00"`, "1200.00", `"01200"`},
		"description":  {`"1200"`, "1200"}, // a number converted to text
	}
	site := newSite(t)
	// The test applies each spelling, and then the next one in its place.
	configuration := func(shift int) string {
		var blocks []string
		for attribute, ways := range spellings {
			for i := range ways {
				name := fmt.Sprintf("%s_%d", attribute, i)
				blocks = append(blocks, invoiceNamed(name, values{
					"number": fmt.Sprintf("%q", name), attribute: ways[(i+shift)%len(ways)],
				}))
			}
		}
		blocks = append(blocks, invoiceNamed("large", values{
			"number": `"large"`, "fixed_cost": []string{`"99999999999999999999.10"`, `"99999999999999999999.1"`}[shift%2],
		}))
		return site.config(blocks...)
	}
	// The framework plans twice more after each apply, and fails if it plans any change.
	steps := []resource.TestStep{{Config: configuration(0)}}
	for shift := 1; shift < 4; shift++ {
		steps = append(steps, resource.TestStep{
			PreConfig:        site.ResetRequests,
			Config:           configuration(shift),
			ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
			Check:            site.wrote(),
		})
	}
	site.test(t, steps...)
}

// Some sites keep an amount as it was sent, and others write it with two
// decimals.
func TestInvoice_spellingOfTheSiteIsNoChange(t *testing.T) {
	shapes := map[string]teamwork.Shapes{
		"2015, id in a header":        {Edition: teamwork.Edition2015, CreatedID: teamwork.IDHeader},
		"2018, no STATUS":             {Edition: teamwork.Edition2018, HideStatus: true},
		"amounts as sent, id as text": {MoneyAsSent: true, CreatedID: teamwork.IDString},
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			site := newSiteWith(t, sandbox.Options{Teamwork: shape})
			site.test(t, resource.TestStep{
				Config: site.config(full(values{"fixed_cost": "1200", "display_date": `"20260131"`}), invoiceNamed("hours", values{"number": `"T-2"`})),
				ConfigStateChecks: has(map[string]knownvalue.Check{
					"fixed_cost": text("1200"), "display_date": text("20260131"), // as in the configuration
				}),
			})
		})
	}
}

// Zero and no value are the same to the site: changing from one to the other
// changes the state and sends nothing.
func TestInvoice_noFixedCost(t *testing.T) {
	site := newSite(t)
	step := func(value string, planned plancheck.PlanCheck, state knownvalue.Check, wire string, wrote ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig:         site.ResetRequests,
			Config:            site.config(invoice(values{"fixed_cost": value})),
			ConfigPlanChecks:  beforeApply(planned),
			ConfigStateChecks: has(map[string]knownvalue.Check{"fixed_cost": state}),
			Check: func(state *terraform.State) error {
				if kept, _ := site.Teamwork().Invoice(firstID); kept.FixedCost != wire {
					return fmt.Errorf("the site has the fixed cost %q, want %q", kept.FixedCost, wire)
				}
				return site.wrote(wrote...)(state)
			},
		}
	}
	site.test(t,
		step("0", willBe(plancheck.ResourceActionCreate), text("0"), "", create),
		step(`"0.00"`, plancheck.ExpectEmptyPlan(), text("0"), ""),
		step("12.5", changesOnly("fixed_cost"), text("12.5"), "12.5", put),
		step("0", changesOnly("fixed_cost"), text("0"), "", put),
		step("null", changesOnly("fixed_cost"), null(), ""),
		step("0", changesOnly("fixed_cost"), text("0"), ""),
	)
}
