package api

import "fmt"

// ShiftedError means that the pages of a query do not fit together, because records were created or deleted while they
// were read: a record that exists may be on none of them.
type ShiftedError struct{ Reason string }

// Error returns the reason and what to do.
func (e *ShiftedError) Error() string {
	return "the pages that Sage Intacct returned do not fit together, although the provider read them twice: " + e.Reason +
		". Records are probably being created or deleted at the moment. Run Terraform again"
}

// Pass is one pass over the pages of a query. It finds out whether the pages fit together.
type Pass struct {
	first  int // number of the first requested record, counted from 1
	total  int // as on the first page; -1 = Intacct does not return it
	pages  int
	read   int
	isRead map[string]bool // by key
}

// NewPass returns a pass that starts at record number first, counted from 1.
func NewPass(first int) *Pass { return &Pass{first: first, isRead: map[string]bool{}} }

// Add notes a page with the keys of its records; "" = unknown. endsEarly is as in QueryPage: on the first page, it
// contradicts only itself.
func (p *Pass) Add(total int, keys []string, endsEarly error) error {
	if p.pages > 0 && total != p.total {
		return &ShiftedError{fmt.Sprintf("the number of records changed from %d to %d", p.total, total)}
	}
	if p.pages > 0 && endsEarly != nil {
		return &ShiftedError{endsEarly.Error()}
	}
	p.total = total
	p.pages++
	p.read += len(keys)
	for _, key := range keys {
		if key != "" && p.isRead[key] {
			return &ShiftedError{fmt.Sprintf("the record with the key %s was returned twice", key)}
		}
		p.isRead[key] = true
	}
	return nil
}

// End checks the number of records after the last page.
func (p *Pass) End() error {
	if want := max(p.total-p.first+1, 0); p.total >= 0 && p.read != want {
		return &ShiftedError{fmt.Sprintf("they have %d records instead of %d", p.read, want)}
	}
	return nil
}
