package intacct

import (
	"cmp"
	"slices"
)

// ordered returns the rows of a query before they are filtered: in the requested order, and in an arbitrary order where
// rows are equal. Rows ordered by key first do not need shuffling because keys are unique.
func (c *Company) ordered(chosen selection, scope string) []record {
	rows := chosen.object.rows(scope)
	if len(chosen.order) > 0 && chosen.object.keyed {
		if first := chosen.order[0]; first.field == "key" || first.field == "id" {
			if first.descending {
				slices.Reverse(rows)
			}
			return rows
		}
	}
	c.random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return sorted(rows, chosen)
}

// sortable is a row with its sort values.
type sortable struct {
	row    record
	values []comparison
}

// sorted sorts rows. Rows that are equal in all sort values stay in arbitrary order. Sorting text ignores case: in the
// documentation's example, Vend-00002 comes before VEND-00010.
func sorted(rows []record, chosen selection) []record {
	if len(chosen.order) == 0 {
		return rows
	}
	prepared := make([]sortable, len(rows))
	for i, row := range rows {
		prepared[i].row = row
		for _, by := range chosen.order {
			prepared[i].values = append(prepared[i].values, comparisonOf(row.value(by.field), chosen.object.fields[by.field], true))
		}
	}
	slices.SortFunc(prepared, func(a, b sortable) int {
		for i, by := range chosen.order {
			order := a.values[i].compare(b.values[i])
			if by.descending {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
	for i := range prepared {
		rows[i] = prepared[i].row
	}
	return rows
}

// compare orders two values of one field. Missing values come first.
func (v comparison) compare(other comparison) int {
	switch {
	case v.null || other.null:
		return cmp.Compare(presence(v), presence(other))
	case v.whole && other.whole:
		return cmp.Compare(v.integer, other.integer)
	case v.numeric && other.numeric:
		return v.number.Cmp(other.number)
	default:
		return cmp.Compare(v.text, other.text)
	}
}

// presence returns 0 for a missing value and 1 for a value.
func presence(v comparison) int {
	if v.null {
		return 0
	}
	return 1
}
