package reads

import "testing"

func TestLedger_isWorthListing(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		ledger ledger
		want   bool
	}{
		"two of a list of two pages":    {ledger{asked: 2, others: 2, paid: 1, cost: 1, rest: 1}, true},
		"two of a list of ten pages":    {ledger{asked: 2, others: 2, paid: 1, cost: 1, rest: 9}, false},
		"many of a list of ten pages":   {ledger{asked: 9, others: 9, paid: 1, cost: 1, rest: 9}, true},
		"paid too much already":         {ledger{asked: 3, others: 3, paid: 9, cost: 1, rest: 2}, false},
		"those declined count as paid":  {ledger{asked: 3, others: 3, paid: 4, declined: 5, cost: 1, rest: 2}, false},
		"a part of a site, with room":   {ledger{asked: 5, others: 5, paid: 1, cost: 1, rest: 4, around: &ledger{asked: 9, paid: 8}}, true},
		"a part of a site, without":     {ledger{asked: 5, others: 5, paid: 1, cost: 1, rest: 4, around: &ledger{asked: 9, paid: 9}}, false},
		"a site as cheap as its parts":  {ledger{asked: 50, others: 20, paid: 60, cost: 1, rest: 19, isSplit: true}, true},
		"a site dearer than its parts":  {ledger{asked: 50, others: 5, paid: 5, cost: 1, rest: 19, isSplit: true}, false},
		"a site dearer than all singly": {ledger{asked: 5, others: 30, paid: 5, cost: 1, rest: 19, isSplit: true}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.ledger.isWorthListing(); got != test.want {
				t.Errorf("isWorthListing = %t", got)
			}
		})
	}
}
