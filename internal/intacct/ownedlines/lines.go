package ownedlines

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// Kind describes one kind of owned lines. L is the model of a line.
type Kind[L any] struct {
	// Attribute is the set of lines, and Type is the type of its elements.
	Attribute string
	Type      types.ObjectType
	// Unknown is a line whose values are all unknown.
	Unknown L
	// ID points at a line's key. Forget marks the values that Intacct computes, other than the key, as unknown.
	// Complete copies those values from another line if they are unknown. nil = Intacct computes none.
	ID       func(line *L) *types.String
	Forget   func(line *L)
	Complete func(line *L, from L)
	// Keys returns what wanted lines are matched by, the most reliable first.
	Keys func(wanted []L) []Key[L]
	// Spell copies the spelling of each value that means the same in another line.
	Spell func(line *L, from L)
	// Same reports whether two lines have the same values. Sort returns a copy in a fixed order.
	Same func(a, b L) bool
	Sort func(lines []L) []L
	// Values returns all values to write for a line, and Changes those that differ.
	Values  func(line L) api.Values
	Changes func(before, after L) api.Values
	// Shown returns a line as text.
	Shown func(line L) string
}

// Of decodes a set of lines. A null or unknown set has none. All values of an unknown element are unknown.
func (k *Kind[L]) Of(ctx context.Context, set types.List) ([]L, diag.Diagnostics) {
	if set.IsNull() || set.IsUnknown() {
		return nil, nil
	}
	var elements []types.Object
	diags := set.ElementsAs(ctx, &elements, false)
	lines := make([]L, len(elements))
	for i, element := range elements {
		if element.IsUnknown() {
			lines[i] = k.Unknown
			continue
		}
		diags.Append(element.As(ctx, &lines[i], basetypes.ObjectAsOptions{})...)
	}
	return lines, diags
}

// Null returns a null set of lines.
func (k *Kind[L]) Null() types.List { return types.ListNull(k.Type) }

// Set returns a set of the lines.
func (k *Kind[L]) Set(ctx context.Context, lines []L) (types.List, diag.Diagnostics) {
	return types.ListValueFrom(ctx, k.Type, lines)
}

// match pairs wanted lines with existing ones.
func (k *Kind[L]) match(wanted, existing []L) []*L {
	matched := make([]*L, len(wanted))
	for i, partner := range Match(wanted, existing, k.Keys(wanted)...) {
		if partner >= 0 {
			matched[i] = &existing[partner]
		}
	}
	return matched
}

// Plan matches the lines of the configuration with those of the state. Elements of a set have no names, so Terraform
// treats a changed element as one removed and another added. A line that keeps what it is matched by is changed in
// place and keeps its key.
//
// planned is the set that Terraform proposes, with the values of the configuration. before is the set in the state.
// The result has the key of each line that exists, and the state's spelling of values that mean the same. derive
// plans what Intacct computes for the lines; nil = it computes nothing. Both of its lists are sorted.
func (k *Kind[L]) Plan(ctx context.Context, planned, before types.List, derive func(wanted, existing []L)) (types.List, diag.Diagnostics) {
	if planned.IsNull() || planned.IsUnknown() {
		return planned, nil
	}
	existing, diags := k.Of(ctx, before)
	wanted, wantedDiags := k.Of(ctx, planned)
	diags.Append(wantedDiags...)
	if diags.HasError() {
		return planned, diags
	}
	wanted, existing = k.Sort(wanted), k.Sort(existing)
	for i, found := range k.match(wanted, existing) {
		*k.ID(&wanted[i]) = types.StringUnknown()
		if k.Forget != nil {
			k.Forget(&wanted[i])
		}
		if found != nil {
			*k.ID(&wanted[i]) = *k.ID(found)
			k.Spell(&wanted[i], *found)
		}
	}
	if derive != nil {
		derive(wanted, existing)
	}
	set, setDiags := k.Set(ctx, wanted)
	diags.Append(setDiags...)
	return set, diags
}

// Create returns the values of the lines of a new document.
func (k *Kind[L]) Create(ctx context.Context, set types.List) ([]api.Values, diag.Diagnostics) {
	lines, diags := k.Of(ctx, set)
	var values []api.Values
	for _, line := range k.Sort(lines) {
		values = append(values, k.Values(line))
	}
	return values, diags
}

// Patch adds the differences between two sets of lines to a patch (contract section 3). A planned line with a key is
// changed, one without a key is added, and a line of the state that is not planned is deleted.
func (k *Kind[L]) Patch(ctx context.Context, state, plan types.List, patch *api.Patch) diag.Diagnostics {
	before, diags := k.Of(ctx, state)
	after, afterDiags := k.Of(ctx, plan)
	diags.Append(afterDiags...)
	// After a write that could not be read back, the state has lines without keys. They would be added again.
	patch.AreFirst = !slices.ContainsFunc(before, func(line L) bool { return k.ID(&line).ValueString() != "" })
	kept := map[string]L{}
	for _, line := range k.Sort(after) {
		id := k.ID(&line)
		if id.IsUnknown() || id.IsNull() {
			patch.AddLines = append(patch.AddLines, k.Values(line))
			continue
		}
		kept[id.ValueString()] = line
	}
	for _, line := range k.Sort(before) {
		id := k.ID(&line).ValueString()
		planned, isKept := kept[id]
		if !isKept {
			patch.DeleteLines = append(patch.DeleteLines, id)
			continue
		}
		if values := k.Changes(line, planned); len(values) > 0 {
			patch.ChangeLines = append(patch.ChangeLines, api.LineChange{Key: id, Values: values})
		}
	}
	return diags
}

// Flatten copies lines from Intacct. before is the model's own set. It determines how a line is spelled, and whether
// no lines are null or empty.
func (k *Kind[L]) Flatten(ctx context.Context, found []L, problems diag.Diagnostics, before types.List) (types.List, diag.Diagnostics) {
	known, diags := k.Of(ctx, before)
	isNone := before.IsNull() || before.IsUnknown()
	diags.Append(problems...)
	if len(found) == 0 && isNone || problems.HasError() { // keep what was known
		if isNone {
			return k.Null(), diags
		}
		return before, diags
	}
	lines := k.Sort(found)
	for i, partner := range Match(lines, known, k.Keys(lines)...) {
		if partner >= 0 {
			k.Spell(&lines[i], known[partner])
		}
	}
	set, setDiags := k.Set(ctx, lines)
	diags.Append(setDiags...)
	return set, diags
}

// Keep aligns the lines that were read back with the plan: the result has each planned line with its planned values,
// and the values that only Intacct knows come from the matching line.
func (k *Kind[L]) Keep(ctx context.Context, plan types.List, result *types.List) ([]record.Difference, diag.Diagnostics) {
	planned, diags := k.Of(ctx, plan)
	actual, actualDiags := k.Of(ctx, *result)
	diags.Append(actualDiags...)
	if diags.HasError() {
		return nil, diags
	}
	planned, actual = k.Sort(planned), k.Sort(actual)
	isSame := len(planned) == len(actual)
	for i, found := range k.match(planned, actual) {
		isSame = isSame && found != nil && k.Same(*found, planned[i])
		if found == nil {
			var nothing L
			found = &nothing
		}
		if id := k.ID(&planned[i]); id.IsUnknown() || id.IsNull() {
			*id = *k.ID(found)
		}
		if k.Complete != nil {
			k.Complete(&planned[i], *found)
		}
	}
	var differences []record.Difference
	if !isSame {
		differences = append(differences, record.Difference{Attribute: k.Attribute, Planned: k.shown(planned), Stored: k.shown(actual)})
	}
	if plan.IsNull() || len(planned) == 0 {
		*result = plan
		return differences, diags
	}
	set, setDiags := k.Set(ctx, planned)
	diags.Append(setDiags...)
	*result = set
	return differences, diags
}

func (k *Kind[L]) shown(lines []L) string {
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = k.Shown(line)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}
