package invoice

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// plannedEntries holds the entries of one kind in a plan.
type plannedEntries struct {
	entryKind
	planned, before types.List
	// take, free, and check are the site's functions for the kind.
	take  func(invoice string, ids []int64) (id int64, other string)
	free  func(ids []int64)
	check func(ctx context.Context, project int64, ids []int64, mayBe func(*site.BilledError) bool) error
}

func plannedKinds(s *site.Site, planned, before *model) []plannedEntries {
	logs := plannedEntries{
		entryKind: timeLogs(), planned: planned.TimeLogIDs,
		take: s.Entries.TimeLogs.Take, free: s.Entries.TimeLogs.Free, check: s.Entries.TimeLogs.CheckPlanned,
	}
	costs := plannedEntries{
		entryKind: expenses(), planned: planned.ExpenseIDs,
		take: s.Entries.Expenses.Take, free: s.Entries.Expenses.Free, check: s.Entries.Expenses.CheckPlanned,
	}
	if before != nil {
		logs.before, costs.before = before.TimeLogIDs, before.ExpenseIDs
	}
	return []plannedEntries{logs, costs}
}

// planEntries plans the entries of an invoice. Removing an entry replaces the invoice
// if that can still be planned, and an added entry must not be on another one. before is nil for a new invoice.
func planEntries(ctx context.Context, s *site.Site, planned, before *model, replacing *path.Paths) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range plannedKinds(s, planned, before) {
		if each.planned.IsNull() || each.planned.IsUnknown() {
			continue
		}
		hasUnknown := slices.ContainsFunc(each.planned.Elements(), attr.Value.IsUnknown)
		wanted := numbersOf(each.planned)
		if removed := without(numbersOf(each.before), wanted); len(removed) > 0 && !hasUnknown {
			if planned.ProjectID.Equal(before.ProjectID) && !s.Refreshed.Has(before.ID.ValueString()) {
				diags.Append(each.explainLateRemoval(removed)...)
				continue
			}
			*replacing = append(*replacing, path.Root(each.attribute))
			each.free(numbersOf(each.before))
			diags.Append(each.warnOfNone(before, wanted, removed)...)
		}
		if planned.ProjectID.IsUnknown() || planned.Number.IsUnknown() {
			continue
		}
		if id, other := each.take(labelOf(planned), wanted); other != "" {
			diags.AddAttributeError(path.Root(each.attribute), "Two invoices with the same "+each.one,
				fmt.Sprintf("The %s %d is also on %s in this configuration. An entry can be billed only once. Remove it from one of the invoices.", each.one, id, other))
			continue
		}
		diags.Append(each.checkAdded(ctx, s, planned, before, wanted)...)
	}
	return diags
}

// explainLateRemoval returns the error for a replacement that cannot be planned
// anymore: Terraform plans a change once more during the apply, when the IDs are
// known, and reports a replacement that it had not planned as a bug of the provider.
// A plan without a refresh cannot be distinguished from that.
func (e plannedEntries) explainLateRemoval(removed []int64) diag.Diagnostics {
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(e.attribute), "The invoice would have to be replaced, which was not planned",
		fmt.Sprintf("The invoice bills %s, which %s no longer contains. Teamwork has no documented way to remove entries, so the provider would have "+
			"to replace the invoice. Nothing was sent. Either the IDs changed after the plan was made, or the plan runs with -refresh=false. "+
			"Run the plan again, with a refresh. It shows the replacement.", entries{entryKind: e.entryKind, ids: removed}.named(), e.attribute))}
}

// warnOfNone warns about a replacement that bills no entries.
func (e plannedEntries) warnOfNone(before *model, wanted, removed []int64) diag.Diagnostics {
	if len(wanted) > 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root(e.attribute), "The invoice would lose all of its "+e.many,
		fmt.Sprintf("The %s bills %d of them. The plan replaces it with an invoice that bills none. If you only want to change the number, first "+
			"apply the new number of the invoice alone, then change the number that the data source uses in a second apply.", labelOf(before), len(removed)))}
}

// checkAdded rejects added entries that another invoice bills. An invoice with the
// same number is allowed to bill them, because a new invoice may replace it (for
// example, a tainted one, which this plan does not show); if not, the create fails.
func (e plannedEntries) checkAdded(ctx context.Context, s *site.Site, planned, before *model, wanted []int64) diag.Diagnostics {
	added := without(wanted, numbersOf(e.before))
	isReplaced := before == nil || !planned.ProjectID.Equal(before.ProjectID)
	switch {
	case before != nil && isReplaced:
		added = wanted
	case before != nil && e.before.IsNull() && len(added) > 0: // newly managed
		now, err := s.Client.GetInvoice(ctx, before.ID.ValueString())
		if err != nil {
			return site.Explain("could not read what the invoice bills", err)
		}
		added = nil
		if _, missing := divide([]entries{{entryKind: e.entryKind, ids: wanted}}, now); len(missing) > 0 {
			added = missing[0].ids
		}
	}
	err := e.check(ctx, planned.ProjectID.ValueInt64(), added, func(billed *site.BilledError) bool {
		return isReplaced && naturalkey.MayBeSame(billed.InvoiceNumber, planned.Number.ValueString())
	})
	if err == nil {
		return nil
	}
	if explained, isThat := explainEntries(err); isThat {
		return explained
	}
	return site.Explain("could not check the "+e.many+" of the invoice", err)
}

// labelOf returns a name for an invoice that is unique within a run.
func labelOf(m *model) string {
	return fmt.Sprintf("invoice %q of project %d", m.Number.ValueString(), m.ProjectID.ValueInt64())
}
