package record

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Kind describes one kind of record to the lifecycle. C is the connection to
// its system, M the model of plan and state, W the record on the wire. Fields
// marked optional can be nil.
type Kind[C, M, W any] struct {
	// System and Title are the system's name in the provider block and in
	// texts. Type is the type's name without the provider's, such as
	// teamwork_invoice. Noun is the word for one record, such as "invoice".
	System, Title, Type, Noun string

	// Schema returns the resource's schema, which has the attribute id.
	// Replacing lists the attributes whose change replaces the record, for the
	// protection.
	Schema    func() schema.Schema
	Replacing []string
	// Identity describes the identity. It never changes, because states store it.
	Identity Identity[C]
	// ImportHelp explains how to import a record, and has a %q for the invalid
	// import ID. ImportPrefix (optional) is the prefix of an import ID that
	// names the record instead. Find then looks it up, and returns an error
	// unless exactly one exists.
	ImportHelp   string
	ImportPrefix string
	Find         func(ctx context.Context, connection C, name string) (id string, diags diag.Diagnostics)

	// ID returns a pointer to the model's ID.
	ID func(model *M) *types.String
	// Name returns the name that people use for the record, such as `"INV-7"`; "" = unknown.
	Name func(model *M) string
	// Fixed returns a pointer to an attribute that never changes and whose
	// change in a configuration replaces the record. If the system spelled it
	// differently when the record was created, the state keeps its spelling.
	// Optional.
	Fixed func(model *M) *types.String
	// Origin returns where the connection leads. IsShared: one address serves
	// all accounts, so the same address does not prove the same account.
	Origin   func(connection C) Origin
	IsShared bool
	// Mark returns what never changes about a record, as the system writes it;
	// "" = unknown. StateMark returns the same from a state without a note.
	Mark      func(found W) string
	StateMark func(model *M) string
	// SameMark compares two marks. MarkLabel is the name of the mark, such as "date_created".
	SameMark  func(a, b string) bool
	MarkLabel string

	// Alike reports whether a record looks like the one in the state. If the mark
	// is no proof, a record that looks different is not accepted at another
	// address than the one where it was last seen. Optional.
	Alike func(state *M, found W) bool

	// Validate checks a configuration, in which values may be unknown. Optional.
	Validate func(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse)
	// Plan completes and checks a plan that is not a destroy plan. If isReady
	// is false, the connection must not be used. Optional.
	Plan func(ctx context.Context, connection C, isReady bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse)

	// Create creates the record exactly once, even if a response is lost, and
	// returns its ID; "" = nothing was created, and diags explain why.
	Create func(ctx context.Context, connection C, plan *M) (id string, diags diag.Diagnostics)
	// Made sets what is known about a record that was just created and not read
	// yet, such as what the response to the create contains. Finish completes a
	// create. Both are optional.
	Made   func(connection C, state *M)
	Finish func(ctx context.Context, connection C, id string, plan *M) error
	// Read reads the record, shared with other reads. Fresh reads it alone and now,
	// to decide whether a protected record may be written; it is required if
	// there is a Protection. Writing marks the start of a write, whose record is
	// then read back, shared with other records.
	Read    func(ctx context.Context, connection C, state *M) (W, error)
	Fresh   func(ctx context.Context, connection C, state *M) (W, error)
	Writing func(connection C, plan *M) Writing[W]
	// Update writes what differs. isSent is false if nothing had to be sent.
	Update func(ctx context.Context, connection C, change Change[M, W]) (isSent bool, err error)
	// Delete deletes the record. A record that is already deleted is not an
	// error. found is the record if it was read before, else nil.
	Delete func(ctx context.Context, connection C, state *M, found *W) error

	// Flatten copies a record into a model and keeps the model's spelling of
	// equal values. A record that cannot be managed is an error.
	Flatten func(ctx context.Context, model *M, found W) diag.Diagnostics
	// Merge aligns collections with computed parts with the plan: the generic
	// rule covers only single values. Optional.
	Merge func(ctx context.Context, plan M, result *M) ([]Difference, diag.Diagnostics)
	// Protection protects closed records. Optional.
	Protection *Protection[M]

	// IsNotFound reports whether an error means that the record does not exist.
	IsNotFound func(err error) bool
	// Explain turns an error into diagnostics; happened completes "The provider ...".
	Explain func(happened string, err error) diag.Diagnostics
}

// Writing is a write in progress: *reads.Write.
type Writing[W any] interface {
	// ReadBack ends the write and reads the record. fits reports whether a record
	// is what the write promised; if not, it is read by itself.
	ReadBack(ctx context.Context, id string, fits func(W) bool) (W, error)
	// End ends the write without reading. Ending it twice has no effect.
	End()
}

// Identity describes a record's identity: its ID and, if IDs alone are
// ambiguous between places, the place.
type Identity[C any] struct {
	// ID describes the attribute id.
	ID string
	// Place is the name of a second attribute, described by About; "" = none.
	// Elsewhere completes "The invoice is ..." for a record in another place.
	Place, About, Elsewhere string
	// PlaceOf returns the place of a connection.
	PlaceOf func(connection C) string
}

// Change describes an update.
type Change[M, W any] struct {
	ID          string
	State, Plan M
	// Found is the record as read right before the update; nil = it was not read.
	Found *W
}

// Difference is an attribute that the system stores differently from the plan.
type Difference struct {
	Attribute       string
	Planned, Stored string // as HCL shows them
}

// plain returns the record's noun and ID, such as invoice 49.
func (k *Kind[C, M, W]) plain(model *M) string { return k.Noun + " " + k.ID(model).ValueString() }

// called names a record in texts, such as `invoice "INV-7" (ID 49)`.
func (k *Kind[C, M, W]) called(model *M) string {
	id := k.ID(model).ValueString()
	if name := k.Name(model); name != "" && id != "" {
		return k.Noun + " " + name + " (ID " + id + ")"
	}
	return k.Noun + " " + id
}
