// Package record is the lifecycle that all records managed by Terraform share.
// A Kind describes what is specific to a kind of record: its schema and model,
// the calls of its client, and what never changes about it. The package does
// the rest, in one place:
//
//   - A create sends nothing twice, and its ID is in the state before anything
//     else can fail. A later failure is a warning if Terraform allows that,
//     because Terraform deletes and re-creates a record whose create failed.
//   - Before a record is changed or deleted, it is recognized: a note in private
//     state remembers where it was found and what never changes about it. Another
//     site's record with the same ID is never touched.
//   - A value that the system stores differently from the plan stays as planned
//     in the state, with a warning. The next refresh shows the difference as a
//     change in place.
//   - A record that is closed (completed, sent, paid) is protected at plan time,
//     and again at apply time by reading it first.
//   - Only a "not found" from where the record was last seen removes it from the
//     state. While the system is not configured yet, a record that was read before
//     is kept with a warning, and one that was never read is an error.
//
// Data sources (Single, Query), list resources (Listing) and actions (Action) are
// described in the same way.
//
// The package depends on Terraform, but not on any system.
package record
