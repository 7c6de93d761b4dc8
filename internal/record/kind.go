package record

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Kind describes one kind of record to the lifecycle. C is the connection to
// its system, M the model of plan and state, W the record as the system has it.
// Fields marked optional may be nil.
type Kind[C, M, W any] struct {
	// System and Title are the system's name in the provider block and in
	// sentences; Type is the type's name without the provider's, as in
	// teamwork_invoice; Noun is the word for one record, as in "invoice".
	System, Title, Type, Noun string

	// Schema is the resource's schema. It has the attribute id. Replacing lists
	// the attributes whose change replaces the record, where it is protected.
	Schema    func() schema.Schema
	Replacing []string
	// Identity describes the identity. It never changes: states hold it.
	Identity Identity[C]
	// ImportHelp says how a record is imported, and has a %q for what was given
	// instead. ImportPrefix, optional, is what an
	// import id begins with that names the record instead, which Find then looks
	// up; Find's diagnostics are errors where it is not there exactly once.
	ImportHelp   string
	ImportPrefix string
	Find         func(ctx context.Context, connection C, name string) (id string, diags diag.Diagnostics)

	// ID points at the model's id.
	ID func(model *M) *types.String
	// Name is what a person knows the record by, as in `"INV-7"`; "" = unknown.
	Name func(model *M) string
	// Fixed points at an attribute that never changes and that replaces the
	// record in a configuration: where the system spelled it otherwise when the
	// record was made, the state's spelling stays. Optional.
	Fixed func(model *M) *types.String
	// Origin says where the connection leads. IsShared: one address serves all
	// accounts, so the same address does not prove the same account.
	Origin   func(connection C) Origin
	IsShared bool
	// Mark is what never changes of a record, as the system writes it; "" = it
	// does not say. StateMark is the same as a state without a note has it.
	Mark      func(found W) string
	StateMark func(model *M) string
	// SameMark compares two marks. MarkLabel names what they are, as in "date_created".
	SameMark  func(a, b string) bool
	MarkLabel string

	// Alike tells whether a record looks like the one in the state. Where the mark
	// is no proof, one that does not is not taken for it at another address than
	// the one where it was last seen. Optional.
	Alike func(state *M, found W) bool

	// Validate checks a configuration, in which values may be unknown. Optional.
	Validate func(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse)
	// Plan completes and checks a plan that is no destruction. Where isReady is
	// false the connection must not be used. Optional.
	Plan func(ctx context.Context, connection C, isReady bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse)

	// Create makes the record, once whatever happens on the way, and returns its
	// id; "" = nothing was made, which diags then explain.
	Create func(ctx context.Context, connection C, plan *M) (id string, diags diag.Diagnostics)
	// Made sets what is true of a record that was just created and not read
	// yet. Finish does what a create leaves to do. Both optional.
	Made   func(state *M)
	Finish func(ctx context.Context, connection C, id string, plan *M) error
	// Read reads the record in company with others; Writing says that a record
	// begins to be written, which is then read back in company with others.
	Read    func(ctx context.Context, connection C, state *M) (W, error)
	Writing func(connection C, plan *M) Writing[W]
	// Update writes what differs. isSent is false where nothing had to be sent.
	Update func(ctx context.Context, connection C, change Change[M, W]) (isSent bool, err error)
	// Delete deletes the record; one that is gone is no error. found is the
	// record where it was read before, else nil.
	Delete func(ctx context.Context, connection C, state *M, found *W) error

	// Flatten takes over a record into a model, keeping the model's spelling of
	// values that mean the same. A record that cannot be managed is an error.
	Flatten func(ctx context.Context, model *M, found W) diag.Diagnostics
	// Merge brings collections with computed parts in line with the plan: the
	// generic rule knows single values only. Optional.
	Merge func(ctx context.Context, plan M, result *M) ([]Difference, diag.Diagnostics)
	// Protection is about closed records. Optional.
	Protection *Protection[M]

	// IsNotFound tells whether an error says that the record is not there.
	IsNotFound func(err error) bool
	// Explain turns an error into words; happened completes "The provider ...".
	Explain func(happened string, err error) diag.Diagnostics
}

// Writing is a write under way: *reads.Write.
type Writing[W any] interface {
	// ReadBack ends the write and reads the record. fits tells whether a record is
	// what the write promised; one that is not is read by itself.
	ReadBack(ctx context.Context, id string, fits func(W) bool) (W, error)
	// End ends the write without. Ending it twice is nothing.
	End()
}

// Identity describes a record's identity: its id and, where ids alone would be
// mistaken for another place's, the place.
type Identity[C any] struct {
	// ID describes the attribute id.
	ID string
	// Place is the name of a second attribute, "" = none, described by About;
	// Elsewhere completes "The invoice is ..." for one that is in another place.
	Place, About, Elsewhere string
	// PlaceOf is its value for a connection.
	PlaceOf func(connection C) string
}

// Change is what an update is to do.
type Change[M, W any] struct {
	ID          string
	State, Plan M
	// Found is the record as it was read right before; nil = it was not.
	Found *W
}

// Difference is an attribute that the system stores otherwise than planned.
type Difference struct {
	Attribute       string
	Planned, Stored string // as HCL shows them
}

// plain is the record's word and id, as in invoice 49.
func (k *Kind[C, M, W]) plain(model *M) string { return k.Noun + " " + k.ID(model).ValueString() }

// called names a record in sentences, as in `invoice "INV-7" (ID 49)`.
func (k *Kind[C, M, W]) called(model *M) string {
	id := k.ID(model).ValueString()
	if name := k.Name(model); name != "" && id != "" {
		return k.Noun + " " + name + " (ID " + id + ")"
	}
	return k.Noun + " " + id
}
