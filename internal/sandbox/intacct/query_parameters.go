package intacct

import (
	"encoding/json"
	"time"
)

// boolean reads and removes a filter parameter from fields.
func (q *queryReader) boolean(name string, fields map[string]json.RawMessage, otherwise bool) bool {
	raw, given := fields[name]
	if !given {
		return otherwise
	}
	delete(fields, name)
	var value *bool
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		q.wrong.add("/filterParameters/"+name, "%s must be true or false", name)
		return otherwise
	}
	return *value
}

// date reads and removes a filter parameter from fields.
func (q *queryReader) date(name string, fields map[string]json.RawMessage) {
	raw, given := fields[name]
	if !given {
		return
	}
	delete(fields, name)
	var value string
	err := json.Unmarshal(raw, &value)
	if err == nil {
		_, err = time.Parse(time.DateOnly, value)
	}
	if err != nil {
		q.wrong.add("/filterParameters/"+name, "%s must be a date such as 2022-04-01", name)
	}
}
