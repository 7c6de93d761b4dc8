package intacct

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
)

// response is a complete response.
type response struct {
	status int
	header http.Header
	body   []byte
}

// setJSON sets the body to value as JSON, without escaping text for HTML.
func (r *response) setJSON(value any) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("intacct sandbox: " + err.Error()) // every value consists of strings, numbers, booleans, and nil
	}
	r.header.Set("Content-Type", "application/json")
	r.body = text.Bytes()
}

// send writes the response.
func (r response) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.header)
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body) // the sandbox does not care if the client has disconnected
}

// answered returns a response with status and, unless value is nil, a body.
func answered(status int, value any) response {
	answer := response{status: status, header: http.Header{}}
	if value != nil {
		answer.setJSON(value)
	}
	return answer
}

// envelope is the body of every response except errors.
type envelope struct {
	Result any `json:"ia::result"`
	Meta   any `json:"ia::meta"`
	*extraFields
}

// counts is the ia::meta of responses about single records.
type counts struct {
	TotalCount   int `json:"totalCount"`
	TotalSuccess int `json:"totalSuccess"`
	TotalError   int `json:"totalError"`
}

// page is the ia::meta of responses about several records (contract 8).
type page struct {
	TotalCount int  `json:"totalCount"`
	Start      int  `json:"start"`
	PageSize   int  `json:"pageSize"`
	Next       *int `json:"next"`
	Previous   *int `json:"previous"`
}

// reference is what lists and writes return of a record (contract 1).
type reference struct {
	Key  string `json:"key"`
	ID   string `json:"id"`
	Href string `json:"href"`
}

// extraFields are fields that the contract does not name.
type extraFields struct {
	Extra   string         `json:"ia::extra"`
	Version int            `json:"recordVersion"`
	Audit   map[string]any `json:"audit"`
}

// extra returns the additional fields, or nil unless they are enabled.
func (c *Company) extra() *extraFields {
	if !c.options.Shapes.ExtraFields {
		return nil
	}
	return &extraFields{Extra: "new in a later version", Version: 7, Audit: map[string]any{"modifiedBy": nil}}
}

// one responds with one record.
func (c *Company) one(status int, result any) response {
	return answered(status, envelope{Result: result, Meta: counts{TotalCount: 1, TotalSuccess: 1}, extraFields: c.extra()})
}

// many responds with a page of records.
func (c *Company) many(result any, meta page) response {
	return answered(http.StatusOK, envelope{Result: result, Meta: meta, extraFields: c.extra()})
}

// pageOf describes the page of size records from start, counted from 1, out of total. over is the next start that the
// documented edition returns on the last page.
func (c *Company) pageOf(total, start, size int, over Next) page {
	described := page{TotalCount: total, Start: start, PageSize: size}
	following := start + size
	if c.options.Shapes.Next != NextAsDocumented {
		over = c.options.Shapes.Next
	}
	switch {
	case following <= total || over == NextBeyond:
		described.Next = &following
	case over == NextZero:
		described.Next = new(int)
	}
	if start > 1 {
		before := max(1, start-size)
		described.Previous = &before
	}
	return described
}

// ofPage returns the part of values that a page shows.
func ofPage[T any](values []T, described page) []T {
	from := min(described.Start-1, len(values))
	return values[from:min(from+described.PageSize, len(values))]
}
