package record

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/linearset"
)

// withoutUnknown replaces unknown values with null at any depth, for a state
// that is saved before everything is known.
func withoutUnknown(object tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(object, func(_ *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if !value.IsKnown() {
			return tftypes.NewValue(value.Type(), nil), nil
		}
		return value, nil
	})
}

// saveUnread saves a plan as the state of a record that was written but not
// read yet.
func saveUnread[M any](ctx context.Context, state *tfsdk.State, model *M) diag.Diagnostics {
	diags := state.Set(ctx, model)
	known, err := withoutUnknown(state.Raw)
	if err != nil {
		diags.AddError("Could not save the state", err.Error())
		return diags
	}
	state.Raw = known
	return diags
}

// promise is what an apply must keep: Terraform fails it if a planned value
// turns out different, and deletes and re-creates a created record.
type promise struct {
	config, plan tftypes.Value
	isCreate     bool
}

// settle saves a record that was read back after a write. Planned values stay
// as planned, with a warning if the system stores a configured value
// differently. The next refresh saves the stored value, so that the next plan
// shows it.
func (k *Kind[C, M, W]) settle(ctx context.Context, state *tfsdk.State, plan M, found W, promised promise) diag.Diagnostics {
	differences, diags := k.keep(ctx, state, plan, found, promised)
	for _, difference := range differences {
		diags.AddWarning(
			fmt.Sprintf("%s stores %s differently", k.Title, difference.Attribute),
			fmt.Sprintf("Attribute %s of %s: sent %s, stored %s. The state keeps the planned value, and the next plan shows the stored "+
				"value as a change. To avoid the change, write the value as %s stores it.", difference.Attribute, k.called(&plan), difference.Planned, difference.Stored, k.Title))
	}
	return diags
}

// isKept reports whether a record keeps everything that was promised.
func (k *Kind[C, M, W]) isKept(ctx context.Context, state tfsdk.State, plan M, promised promise) func(W) bool {
	return func(found W) bool {
		state := tfsdk.State{Schema: state.Schema, Raw: state.Raw}
		differences, diags := k.keep(ctx, &state, plan, found, promised)
		return len(differences) == 0 && len(diags) == 0
	}
}

// keep puts a record that was read back into the state, except for values that
// differ from the promise, and returns those.
func (k *Kind[C, M, W]) keep(ctx context.Context, state *tfsdk.State, plan M, found W, promised promise) ([]Difference, diag.Diagnostics) {
	result := plan
	flattened, missing := flatten(ctx, k, state.Schema.GetAttributes(), &result, found)
	unread, diags := readable(flattened)
	if diags.HasError() { // a confirmed write never fails because of a later read
		return nil, k.unread(&plan, diags)
	}
	diags.Append(withoutValues(append(unread, missing...))...)
	diags.Append(k.keepFixed(&plan, &result, promised.isCreate)...)
	var differences []Difference
	if k.Merge != nil {
		merged, mergeDiags := k.Merge(ctx, plan, &result)
		differences = merged
		diags.Append(mergeDiags...)
	}
	diags.Append(state.Set(ctx, &result)...)
	if diags.HasError() {
		return nil, diags
	}
	kept, more := keepPlanned(ctx, state.Schema.GetAttributes(), state.Raw, promised)
	if !kept.IsFullyKnown() { // a line that could not be read keeps its plan, in which the system's own values are unknown
		known, err := withoutUnknown(kept)
		if err != nil {
			diags.AddError("Could not save the state", err.Error())
			return nil, diags
		}
		kept = known
	}
	state.Raw = kept
	return append(differences, more...), diags
}

// keepFixed keeps the planned spelling of what never changes. The system's own
// spelling is stored as the mark that identifies the record.
func (k *Kind[C, M, W]) keepFixed(plan, result *M, isCreate bool) diag.Diagnostics {
	if k.Fixed == nil || k.Fixed(plan).IsUnknown() || k.Fixed(plan).Equal(*k.Fixed(result)) { // unknown: the system chose it
		return nil
	}
	stored := *k.Fixed(result)
	*k.Fixed(result) = *k.Fixed(plan)
	if !isCreate {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(
		fmt.Sprintf("%s stores the %s's %s differently", k.Title, k.Noun, k.MarkLabel),
		fmt.Sprintf("Sent %s, stored %s, and the stored value cannot be changed. The state keeps the planned spelling, and the provider recognizes the %s by the stored one.",
			*k.Fixed(plan), stored, k.Noun))}
}

// keepPlanned replaces values that turned out different with the planned ones.
func keepPlanned[A schemaAttribute](ctx context.Context, attributes map[string]A, actual tftypes.Value, promised promise) (tftypes.Value, []Difference) {
	planned, configured, result := fields(promised.plan), fields(promised.config), fields(actual)
	var differences []Difference
	for _, name := range slices.Sorted(maps.Keys(result)) {
		wanted, isPlanned := planned[name]
		if !isPlanned || !wanted.IsFullyKnown() || linearset.Equal(attributes[name], wanted, result[name]) {
			continue
		}
		isSet := !configured[name].IsNull() || promised.isCreate
		if isSet && (attributes[name].IsOptional() || attributes[name].IsRequired()) && !meansSame(ctx, attributes[name].GetType(), wanted, result[name]) {
			differences = append(differences, Difference{Attribute: name, Planned: shown(wanted), Stored: shown(result[name])})
		}
		result[name] = wanted
	}
	return tftypes.NewValue(actual.Type(), result), differences
}

// meansSame reports whether two values are spellings of the same value, as their type compares them.
func meansSame(ctx context.Context, kind attr.Type, wanted, stored tftypes.Value) bool {
	first, firstErr := kind.ValueFromTerraform(ctx, wanted)
	second, secondErr := kind.ValueFromTerraform(ctx, stored)
	if firstErr != nil || secondErr != nil {
		return false
	}
	spelled, isSpelled := first.(basetypes.StringValuableWithSemanticEquals)
	other, isText := second.(basetypes.StringValuable)
	if !isSpelled || !isText {
		return false
	}
	same, diags := spelled.StringSemanticEquals(ctx, other)
	return same && !diags.HasError()
}

type schemaAttribute interface {
	GetType() attr.Type
	IsOptional() bool
	IsRequired() bool
}

// shown renders a value as in HCL.
func shown(value tftypes.Value) string {
	var text string
	var number big.Float
	var flag bool
	switch {
	case value.IsNull():
		return "null"
	case value.Type().Is(tftypes.String) && value.As(&text) == nil:
		return fmt.Sprintf("%q", text)
	case value.Type().Is(tftypes.Number) && value.As(&number) == nil:
		return number.Text('f', -1)
	case value.Type().Is(tftypes.Bool) && value.As(&flag) == nil:
		return fmt.Sprint(flag)
	default:
		return "other values"
	}
}

// unread returns the warning after a confirmed write whose record could not be
// read back.
func (k *Kind[C, M, W]) unread(model *M, because diag.Diagnostics) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range because {
		diags.AddWarning(each.Summary(), fmt.Sprintf("%s\n\n%s was written. The state has the planned values. Values that %s adds are null until the next refresh.",
			each.Detail(), k.called(model), k.Title))
	}
	return diags
}
