package invoice

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
)

// addLineItemsModel is the configuration of the action.
type addLineItemsModel struct {
	InvoiceID     types.String `tfsdk:"invoice_id"`
	TimeLogIDs    types.List   `tfsdk:"time_log_ids"`
	ExpenseIDs    types.List   `tfsdk:"expense_ids"`
	TimeLogTotals types.Map    `tfsdk:"time_log_totals"`
}

// validate checks the configuration as far as its values are known.
func (m *addLineItemsModel) validate() diag.Diagnostics {
	var diags diag.Diagnostics
	if id := m.InvoiceID; !id.IsUnknown() && !naturalkey.IsID(id.ValueString()) {
		diags.AddAttributeError(path.Root("invoice_id"), "Invalid invoice ID",
			fmt.Sprintf("%q is not an invoice ID. Use the number at the end of the invoice's address in Teamwork, for example \"49\", "+
				"or billing_teamwork_invoice.NAME.id.", id.ValueString()))
	}
	diags.Append(validateIDs(m.TimeLogIDs, timeLogs())...)
	diags.Append(validateIDs(m.ExpenseIDs, expenses())...)
	if isEmpty(m.TimeLogIDs) && isEmpty(m.ExpenseIDs) {
		diags.AddAttributeError(path.Root("time_log_ids"), "Nothing to add",
			"time_log_ids and expense_ids are both empty. Set at least one of them.")
	}
	diags.Append(m.validateTotals()...)
	return diags
}

// isEmpty reports whether a list is known to be empty.
func isEmpty(list types.List) bool { return !list.IsUnknown() && len(list.Elements()) == 0 }

// validateIDs rejects invalid and duplicate IDs.
func validateIDs(list types.List, kind entryKind) diag.Diagnostics {
	var diags diag.Diagnostics
	seen := map[int64]bool{}
	for i, element := range list.Elements() {
		if element.IsUnknown() {
			continue
		}
		at := path.Root(kind.attribute).AtListIndex(i)
		number, _ := element.(types.Int64)
		id := number.ValueInt64()
		switch {
		case number.IsNull() || id < 1:
			diags.AddAttributeError(at, "Invalid ID",
				fmt.Sprintf("%s is not a valid %s ID. Use a whole number of at least 1.", number, kind.one))
		case seen[id]:
			diags.AddAttributeError(at, "Duplicate ID",
				fmt.Sprintf("The list contains the %s %d twice, but it can be billed only once. Remove one of them, or wrap the list in distinct().", kind.one, id))
		}
		seen[id] = true
	}
	return diags
}

// validateTotals rejects invalid amounts, and amounts for time logs that are not added.
func (m *addLineItemsModel) validateTotals() diag.Diagnostics {
	var diags diag.Diagnostics
	isWhole := !m.TimeLogIDs.IsUnknown() && !slices.ContainsFunc(m.TimeLogIDs.Elements(), attr.Value.IsUnknown)
	totals := m.TimeLogTotals.Elements()
	for _, key := range slices.Sorted(maps.Keys(totals)) {
		at := path.Root("time_log_totals").AtMapKey(key)
		if id, err := strconv.ParseInt(key, 10, 64); err != nil || strconv.FormatInt(id, 10) != key {
			diags.AddAttributeError(at, "Invalid ID",
				fmt.Sprintf("%q is not a valid time log ID. Use time log IDs as the keys of time_log_totals, as in { \"111\" = 200 }.", key))
		} else if isWhole && !slices.Contains(numbersOf(m.TimeLogIDs), id) {
			diags.AddAttributeError(at, "Amount for a time log that is not added",
				fmt.Sprintf("Time log %s has an amount in time_log_totals but is not in time_log_ids. Add it there, or remove the amount.", key))
		}
		amount, _ := totals[key].(customtypes.Decimal)
		if amount.IsUnknown() {
			continue
		}
		number, err := customtypes.DecimalNumber(amount)
		if err == nil && number.IsNegative() {
			err = fmt.Errorf("%s is less than zero", number)
		}
		if err != nil {
			diags.AddAttributeError(at, "Invalid amount", fmt.Sprintf(
				"The amount of time log %s is invalid: %s. To bill its hours times its rate, remove the time log from time_log_totals.", key, err))
		}
	}
	return diags
}

// steps returns the requests that add the configured entries, in order.
func (m *addLineItemsModel) steps() []entries {
	var steps []entries
	if ids := numbersOf(m.TimeLogIDs); len(ids) > 0 {
		steps = append(steps, entries{entryKind: timeLogs(), ids: ids, totals: m.totals()})
	}
	if ids := numbersOf(m.ExpenseIDs); len(ids) > 0 {
		steps = append(steps, entries{entryKind: expenses(), ids: ids})
	}
	return steps
}

// totals returns the amounts by time log ID. All of them must be known.
func (m *addLineItemsModel) totals() map[int64]string {
	totals := map[int64]string{}
	for key, value := range m.TimeLogTotals.Elements() {
		id, _ := strconv.ParseInt(key, 10, 64) // validated
		amount, _ := value.(customtypes.Decimal)
		totals[id] = amount.ValueString()
	}
	return totals
}

// numbersOf returns the known elements of a list of numbers.
func numbersOf(list types.List) []int64 {
	var numbers []int64
	for _, element := range list.Elements() {
		if number, ok := element.(types.Int64); ok && !number.IsNull() && !number.IsUnknown() {
			numbers = append(numbers, number.ValueInt64())
		}
	}
	return numbers
}
