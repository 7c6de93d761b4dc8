package numbers

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
)

const projectID = 1149

// listed returns the numbers of a project with the given invoices, by number.
func listed(invoices map[string]string) *Numbers[Record] {
	n := New(Source[Record]{Describe: func(found Record) Record { return found }})
	p := n.project(projectID)
	p.isLoaded, p.loaded = true, time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for number, id := range invoices {
		p.holders[naturalkey.Loose(number)], p.before[id] = id, true
	}
	return n
}

func TestPlan_twoInvoicesWithOneNumber(t *testing.T) {
	t.Parallel()
	n := New(Source[Record]{Describe: func(found Record) Record { return found }})
	for i, step := range []struct{ id, number, other string }{
		{"1", "A", ""},
		{"2", "B", ""},
		{"2", "A", "1"},       // 1 keeps it
		{"2", "B", ""},        // planned again, as at the beginning of an apply
		{"1", "B", "2"},       // either order
		{"2", "A", ""},        // a swap
		{"3", "A\u0301", ""},  // looks different
		{"4", "\u00c1 ", "3"}, // and this one the same
		{"3", "C", ""}, {"4", "A\u0301", ""},
	} {
		if other := n.Plan(projectID, step.id, step.number); other != step.other {
			t.Errorf("step %d: other is %q, want %q", i, other, step.other)
		}
	}
	if other := n.Plan(1150, "9", "A"); other != "" {
		t.Errorf("another project's %q has it", other)
	}
}

// A new invoice gets the number of an invoice that is being renumbered or deleted, once that is done.
func TestClaim_waitsForTheHolder(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]string{"renumbered": "B", "deleted": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := listed(map[string]string{"A": "1"})
				claimed := make(chan error)
				go func() { claimed <- n.Claim(t.Context(), projectID, "A") }()
				synctest.Wait()
				ended := n.Begin(projectID, "1", next)
				time.Sleep(time.Minute) // longer than any wait except the one for a holder
				select {
				case err := <-claimed:
					t.Fatalf("claimed before the number was free: %v", err)
				default:
				}
				ended(true)
				if err := <-claimed; err != nil {
					t.Fatal(err)
				}
				n.Made(projectID, "A", "2")
				exists, isTaken := errors.AsType[*ExistsError](n.Claim(t.Context(), projectID, "A"))
				if !isTaken || exists.Holder != "2" {
					t.Errorf("the number is free again: %+v", exists)
				}
			})
		})
	}
}

func TestClaim_ofANumberThatThisRunIsCreating(t *testing.T) {
	t.Parallel()
	n := listed(nil)
	if err := n.Claim(t.Context(), projectID, "A"); err != nil {
		t.Fatal(err)
	}
	if _, isTaken := errors.AsType[*ExistsError](n.Claim(t.Context(), projectID, "A ")); !isTaken {
		t.Error("the number was given twice")
	}
	n.Made(projectID, "A", "") // nothing was created
	if err := n.Claim(t.Context(), projectID, "A"); err != nil {
		t.Errorf("the number is not free: %v", err)
	}
}

// Numbers are swapped without waiting for each other to be done.
func TestRenumber_swap(t *testing.T) {
	t.Parallel()
	n := listed(map[string]string{"A": "1", "B": "2"})
	n.Plan(projectID, "1", "B")
	n.Plan(projectID, "2", "A")
	if err := n.Renumber(t.Context(), projectID, "1", "B"); err != nil {
		t.Fatal(err)
	}
	n.Begin(projectID, "1", "B")(true)
	if err := n.Renumber(t.Context(), projectID, "2", "A"); err != nil {
		t.Fatal(err)
	}
	n.Begin(projectID, "2", "A")(true)
	if err := n.Renumber(t.Context(), projectID, "3", "A"); err == nil {
		t.Error("a number that this run gave away was given again")
	}
}

func TestUnaccounted(t *testing.T) {
	t.Parallel()
	n := listed(map[string]string{"OLD": "1"})
	for _, number := range []string{"Mine & Co", "Other"} {
		if err := n.Claim(t.Context(), projectID, number); err != nil {
			t.Fatal(err)
		}
	}
	n.Made(projectID, "Other", "5")
	found := []Record{
		{ID: "1", Number: "OLD"},
		{ID: "5", Number: "Other"},
		{ID: "6", Number: "OTHER"},         // from a response that is on its way
		{ID: "7", Number: "MINE &amp; CO"}, // ours, as the site changed it
		{ID: "8", Number: "A stranger's"},
	}
	var ids []string
	for _, invoice := range n.Unaccounted(projectID, "Mine & Co", found) {
		ids = append(ids, invoice.ID)
	}
	if diff := cmp.Diff([]string{"7", "8"}, ids); diff != "" {
		t.Errorf("unaccounted differ (-want +got):\n%s", diff)
	}
}

// If the earlier list was cut off, only recent invoices can be this run's.
func TestUnaccounted_ofALongProject(t *testing.T) {
	t.Parallel()
	n := listed(nil)
	n.project(projectID).isCut = true
	found := []Record{
		{ID: "1", Number: "X", Created: "2026-01-30T12:00:00Z"},
		{ID: "2", Number: "Y", Created: "2026-01-31T12:00:01Z"},
		{ID: "3", Number: "Z", Created: "some day"},
		{ID: "4", Number: "mine", Created: "2026-01-30T12:00:00Z"},
	}
	var ids []string
	for _, invoice := range n.Unaccounted(projectID, "MINE", found) {
		ids = append(ids, invoice.ID)
	}
	if diff := cmp.Diff([]string{"2", "4"}, ids); diff != "" {
		t.Errorf("unaccounted differ (-want +got):\n%s", diff)
	}
}

// A number that differs only in what systems change is taken: a site that escapes
// texts has the invoice of an earlier run under the escaped number.
func TestClaim_ofANumberThatTheSystemSpellsDifferently(t *testing.T) {
	t.Parallel()
	for name, stored := range map[string]string{"escaped": "A &amp; B", "case": "a & b", "spacing": "A  & B"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				there := Record{ID: "7", Number: stored}
				n := New(Source[Record]{
					List: func(context.Context, int64, int) (reads.Listing[Record], error) {
						return reads.Listing[Record]{Records: []Record{there}}, nil
					},
					Get:      func(context.Context, string) (Record, error) { return there, nil },
					Describe: func(found Record) Record { return found },
				})
				exists, isTaken := errors.AsType[*ExistsError](n.Claim(t.Context(), projectID, "A & B"))
				if !isTaken || exists.Stored != stored {
					t.Fatalf("the number is free: %+v", exists)
				}
				want := fmt.Sprintf("already has an invoice with number %q, which differs from \"A & B\" only in case, spacing, or escaping.", stored)
				if said := exists.Explain("billing_teamwork_invoice"); !strings.Contains(said, want) {
					t.Errorf("said is %q", said)
				}
			})
		})
	}
}
