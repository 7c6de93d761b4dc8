// Package record is the lifecycle that all records which Terraform manages have
// in common. A Kind says what is a record's own: its schema and model, the calls
// of its client, what never changes of it. The package owns the rest, once:
//
//   - A create sends nothing twice, and its id is in the state before anything
//     else can fail. What fails after it is a warning wherever Terraform allows
//     that, since Terraform deletes and re-creates a record whose create failed.
//   - Before a record is changed or deleted it is recognized: a note in private
//     state remembers where it was found and what never changes of it. Another
//     site's record with the same id is never touched.
//   - A value that the system stores differently from what was planned stays as
//     planned in state, with a warning; the next refresh shows the difference as
//     a change in place.
//   - A record that is closed (completed, sent, paid) is protected at plan time,
//     and again at apply time by reading it first.
//   - Only a "not found" from where the record was last seen removes it from
//     state. While the system cannot be asked, a record that was read before is
//     kept with a warning, and one that never was is an error.
//
// The package knows Terraform and no system.
package record
