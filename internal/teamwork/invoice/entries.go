package invoice

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// found is an invoice as the lifecycle reads it. Lists do not include what it bills,
// so billed is read separately, and only if a configuration manages it; nil means
// that it was not read.
type found struct {
	api.Invoice
	billed *api.InvoiceDetail
}

// managesEntries reports whether the configuration manages what the invoice bills.
func (m *model) managesEntries() bool { return !m.TimeLogIDs.IsNull() || !m.ExpenseIDs.IsNull() }

// readFound reads the current invoice with what it bills.
func readFound(ctx context.Context, s *site.Site, id string) (found, error) {
	detail, err := s.ReadBackDetail(ctx, id)
	if err != nil {
		return found{}, err
	}
	return found{Invoice: detail.Invoice, billed: detail}, nil
}

// writing reads back a written invoice, together with others unless its entries are
// managed.
type writing struct {
	record.Writing[api.Invoice]
	site           *site.Site
	managesEntries bool
}

// ReadBack ends the write and reads the invoice.
func (w writing) ReadBack(ctx context.Context, id string, fits func(found) bool) (found, error) {
	if w.managesEntries {
		w.End()
		return readFound(ctx, w.site, id)
	}
	invoice, err := w.Writing.ReadBack(ctx, id, func(invoice api.Invoice) bool { return fits(found{Invoice: invoice}) })
	return found{Invoice: invoice}, err
}

// managed returns the entries that the configuration puts on the invoice.
func (m *model) managed() []entries {
	var all []entries
	for _, each := range []entries{
		{entryKind: timeLogs(), ids: numbersOf(m.TimeLogIDs)},
		{entryKind: expenses(), ids: numbersOf(m.ExpenseIDs)},
	} {
		if len(each.ids) > 0 {
			all = append(all, each)
		}
	}
	return all
}

// flattenEntries copies the IDs of the entries on the invoice into the model, in
// ascending order, if they are managed.
func (m *model) flattenEntries(answer *record.Answer, billed *api.InvoiceDetail) {
	if m.TimeLogIDs.IsNull() { // a new model does not have an element type yet
		m.TimeLogIDs = types.ListNull(customtypes.WholeNumberType{})
	}
	if m.ExpenseIDs.IsNull() {
		m.ExpenseIDs = types.ListNull(customtypes.WholeNumberType{})
	}
	if billed == nil {
		return
	}
	if !m.TimeLogIDs.IsNull() {
		m.TimeLogIDs = listOf(answer, m.TimeLogIDs, "line-items", timeLogs().billed(billed))
	}
	if !m.ExpenseIDs.IsNull() {
		m.ExpenseIDs = listOf(answer, m.ExpenseIDs, "expenses", expenses().billed(billed))
	}
}

func listOf(answer *record.Answer, before types.List, field string, texts []lenient.Text) types.List {
	numbers := make([]int64, len(texts))
	for i, text := range texts {
		number := answer.Number(types.Int64Null(), field, text)
		if number.IsNull() {
			return before
		}
		numbers[i] = number.ValueInt64()
	}
	slices.Sort(numbers)
	elements := make([]attr.Value, 0, len(numbers))
	for _, number := range slices.Compact(numbers) {
		elements = append(elements, types.Int64Value(number))
	}
	return types.ListValueMust(customtypes.WholeNumberType{}, elements)
}

// keepEntries keeps the planned entries and returns the differences from those on the invoice.
func keepEntries(_ context.Context, plan model, result *model) ([]record.Difference, diag.Diagnostics) {
	var differences []record.Difference
	for _, each := range []struct {
		entryKind
		planned types.List
		stored  *types.List
	}{{timeLogs(), plan.TimeLogIDs, &result.TimeLogIDs}, {expenses(), plan.ExpenseIDs, &result.ExpenseIDs}} {
		missing := without(numbersOf(each.planned), numbersOf(*each.stored))
		extra := without(numbersOf(*each.stored), numbersOf(each.planned))
		if len(missing)+len(extra) > 0 {
			differences = append(differences, record.Difference{
				Attribute: each.attribute,
				Planned:   entries{entryKind: each.entryKind, ids: numbersOf(each.planned)}.count(),
				Stored:    fmt.Sprintf("%d of them and %d others", len(numbersOf(each.planned))-len(missing), len(extra)),
			})
		}
		*each.stored = each.planned
	}
	return differences, nil
}

// without returns the ids that are not in others, in ascending order.
func without(ids, others []int64) []int64 {
	isOther := make(map[int64]bool, len(others))
	for _, id := range others {
		isOther[id] = true
	}
	var left []int64
	for _, id := range ids {
		if !isOther[id] {
			left = append(left, id)
		}
	}
	slices.Sort(left)
	return left
}

// checkEntries checks that the entries can be added to an invoice of the project.
func checkEntries(ctx context.Context, s *site.Site, projectID int64, added []entries) error {
	for _, each := range added {
		check := s.Entries.TimeLogs.Check
		if each.attribute == expenses().attribute {
			check = s.Entries.Expenses.Check
		}
		if err := check(ctx, projectID, each.ids); err != nil {
			return err
		}
	}
	return nil
}

// putEntries adds entries to an invoice. It resends a request without a clear
// response only if the invoice has none of the entries and the request can no longer
// take effect. Errors: *additionError.
func putEntries(ctx context.Context, s *site.Site, id string, added []entries) error {
	if len(added) == 0 {
		return nil
	}
	var unclear *noneAddedError
	for attempt := 0; ; attempt++ {
		err := addEntries(ctx, s, id, func(string) {}, added...)
		if err != nil && unclear != nil && transport.IsRejected(err) { // the earlier request may have arrived late, which explains the rejection
			if _, missing, readErr := findAdded(ctx, s, id, added, unclear.cause); readErr == nil && len(missing) == 0 {
				return nil
			}
		}
		switch {
		case err == nil:
			return nil
		case !errors.As(err, &unclear) || !transport.MayRepeat(err) || ctx.Err() != nil || attempt >= s.MaxRetries:
			return &additionError{invoiceID: id, added: added, cause: err}
		}
	}
}

// additionError reports that entries were not, or may not have been, added to an
// invoice.
type additionError struct {
	invoiceID string
	added     []entries
	cause     error
}

func (e *additionError) Error() string {
	return fmt.Sprintf("Adding %s to invoice %s failed: %v", named(e.added), e.invoiceID, e.cause)
}

func (e *additionError) Unwrap() error { return e.cause }

// explain returns an error at the attribute with the entries. err includes e and what
// happened afterward.
func (e *additionError) explain(happened string, err error) diag.Diagnostics {
	detail := site.Detail(err)
	switch {
	case transport.IsRejected(e.cause):
		detail += "\n\n" + checkAdvice(kindsOf(e.added))
	case transport.MayHaveTakenEffect(e.cause):
		detail += "\n\nCheck the invoice in Teamwork, then apply again: the provider adds only the entries that the invoice does not have."
	}
	var diags diag.Diagnostics
	if len(e.added) == 1 {
		diags.AddAttributeError(path.Root(e.added[0].attribute), site.Summary(happened), detail)
	} else {
		diags.AddError(site.Summary(happened), detail)
	}
	return diags
}

// checkAdvice returns the likely reasons for the refusal of entries.
func checkAdvice(kinds string) string {
	return fmt.Sprintf("Check that the %s belong to the invoice's project, that no invoice bills them yet, and that the invoice is not completed.", kinds)
}

// explainEntries explains why entries cannot be added to an invoice, if err is about that.
func explainEntries(err error) (diag.Diagnostics, bool) {
	var billed *site.BilledError
	var strange *site.StrangeEntryError
	switch {
	case errors.As(err, &billed):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(attributeOf(billed.Noun), "Another invoice bills the "+billed.Noun,
			fmt.Sprintf("The %s %d is on %s. Nothing was sent, so that it is not billed twice. Remove it from %s, or delete that invoice first.",
				billed.Noun, billed.ID, billed.Invoice(), attributeOf(billed.Noun)))}, true
	case errors.As(err, &strange):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(attributeOf(strange.Noun), "The "+strange.Noun+" cannot be added to the invoice",
			fmt.Sprintf("%s. Nothing was sent. Correct %s.", upperFirst(strange.Error()), attributeOf(strange.Noun)))}, true
	}
	return nil, false
}

// attributeOf returns the path of the attribute for entries of a kind.
func attributeOf(noun string) path.Path {
	if noun == expenses().one {
		return path.Root(expenses().attribute)
	}
	return path.Root(timeLogs().attribute)
}

func upperFirst(text string) string {
	if text == "" {
		return ""
	}
	return string(text[0]-'a'+'A') + text[1:] // errors of this package begin with a lowercase letter
}
