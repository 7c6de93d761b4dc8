package intacct

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// The page sizes of a query (contract 6).
const (
	usualSize   = 100
	largestSize = 4000
)

// selection is the content of a query.
type selection struct {
	object  object
	fields  []string
	matches condition
	order   []sorting
	start   int
	size    int
}

// query handles POST /services/core/query (contract 8). It computes each page separately. Rows that the order leaves
// equal come in a different order each time.
func (c *Company) query(request call) (response, *problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	chosen, problem := c.readSelection(request.body)
	if problem != nil {
		return response{}, problem
	}
	found := []record{}
	for _, row := range c.ordered(chosen, request.scope) {
		if chosen.matches(row) {
			found = append(found, row)
		}
	}
	shown := c.pageOf(len(found), chosen.start, chosen.size, NextNull)
	rows := []map[string]any{}
	for _, row := range ofPage(found, shown) {
		values := make(map[string]any, len(chosen.fields))
		for _, field := range chosen.fields {
			c.showField(values, field, row)
		}
		rows = append(rows, values)
	}
	return c.many(rows, shown), nil
}

// showField adds a field of a row to the response. Only entries show a missing value in other ways than null.
func (c *Company) showField(shown map[string]any, field string, row record) {
	nulls := NullsAsNull
	switch row.(type) {
	case entryRecord, lineRecord:
		nulls = c.options.Shapes.Nulls
	}
	switch value := row.value(field); {
	case value != nil || nulls == NullsAsNull:
		shown[field] = value
	case nulls == NullsEmpty:
		shown[field] = ""
	}
}

// queryReader reads a query and collects what is wrong with it.
type queryReader struct {
	object object
	fold   bool // whether comparisons ignore case
	wrong  findings
}

// readSelection reads and checks a query.
func (c *Company) readSelection(body []byte) (selection, *problem) {
	given, problem := oneObject(body)
	if problem != nil {
		return selection{}, problem
	}
	reader := &queryReader{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(queryFields(), name) {
			reader.wrong.notAField("/" + name)
		}
	}
	var known bool
	name := reader.text("object", given["object"])
	if reader.object, known = c.objects[name]; !known || c.missing(name, "") != nil {
		reader.wrong.add("/object", "There is no such object")
		return selection{}, reader.wrong.problem()
	}
	reader.readParameters(given["filterParameters"])
	chosen := selection{
		object:  reader.object,
		fields:  reader.readFields(given["fields"]),
		matches: reader.readFilters(given["filters"], given["filterExpression"]),
		order:   reader.readOrder(given["orderBy"]),
		start:   reader.whole("start", given["start"], 1, math.MaxInt32),
		size:    reader.whole("size", given["size"], usualSize, largestSize),
	}
	return chosen, reader.wrong.problem()
}

// queryFields returns the members of a query.
func queryFields() []string {
	return []string{"object", "fields", "filters", "filterExpression", "filterParameters", "orderBy", "start", "size"}
}

// text reads a required string.
func (q *queryReader) text(name string, raw json.RawMessage) string {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil || text == nil {
		q.wrong.add("/"+name, "%s must be text", name)
		return ""
	}
	return *text
}

// whole reads a whole number of at least 1.
func (q *queryReader) whole(name string, raw json.RawMessage, otherwise, largest int) int {
	if raw == nil {
		return otherwise
	}
	var number *int
	if err := json.Unmarshal(raw, &number); err != nil || number == nil || *number < 1 || *number > largest {
		q.wrong.add("/"+name, "%s must be a whole number from 1 to %d", name, largest)
		return otherwise
	}
	return *number
}

// readFields reads the fields to show. The result of a query without fields is not documented.
func (q *queryReader) readFields(raw json.RawMessage) []string {
	var names []string
	if err := json.Unmarshal(raw, &names); err != nil || len(names) == 0 {
		q.wrong.add("/fields", "fields must be a list of names")
		return nil
	}
	for i, name := range names {
		target := fmt.Sprintf("/fields/%d", i)
		switch _, known := q.object.fields[name]; {
		case known:
		case strings.Contains(name, ":"):
			q.wrong.add(target, "The aggregate %s is not supported here", name)
		default:
			q.unknown(target, name)
		}
	}
	return names
}

// unknown records a field that the object does not have.
func (q *queryReader) unknown(target, name string) {
	q.wrong.notAField(target)
	noted := &q.wrong[len(q.wrong)-1]
	noted.Message = name + " is not a valid field"
	noted.AdditionalInfo.Placeholders = map[string]string{"FIELD": name}
}

// usable reports whether a field can be filtered and sorted, and records it if not.
func (q *queryReader) usable(target, name string) bool {
	if _, known := q.object.fields[name]; !known {
		q.unknown(target, name)
		return false
	}
	if bareHref(name) {
		q.wrong.add(target, "%s can be neither filtered nor sorted", name)
		return false
	}
	return true
}

// readParameters reads filterParameters. The object has no dates, hierarchy, or private records that the other
// parameters could affect.
func (q *queryReader) readParameters(raw json.RawMessage) {
	if raw == nil {
		return
	}
	fields, problem := oneObject(raw)
	if problem != nil {
		q.wrong.add("/filterParameters", "filterParameters must be an object")
		return
	}
	q.fold = !q.boolean("caseSensitiveComparison", fields, true)
	q.boolean("includeHierarchyFields", fields, false)
	q.boolean("includePrivate", fields, false)
	q.date("asOfDate", fields)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		q.wrong.notAField("/filterParameters/" + name)
	}
}

// sorting is one element of an order.
type sorting struct {
	field      string
	descending bool
}

// readOrder reads orderBy.
func (q *queryReader) readOrder(raw json.RawMessage) []sorting {
	if raw == nil {
		return nil
	}
	var elements []map[string]string
	if err := json.Unmarshal(raw, &elements); err != nil || elements == nil {
		q.wrong.add("/orderBy", "orderBy must be a list of objects")
		return nil
	}
	var order []sorting
	for i, element := range elements {
		target := fmt.Sprintf("/orderBy/%d", i)
		if len(element) != 1 {
			q.wrong.add(target, "An element of orderBy has one field")
		}
		for field, direction := range element {
			if q.usable(target, field) && direction != "asc" && direction != "desc" {
				q.wrong.add(target, "The order must be asc or desc")
			}
			order = append(order, sorting{field, direction == "desc"})
		}
	}
	return order
}
