package intacct

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// entryChange is the content of a create or an update.
type entryChange struct {
	values map[string]*string // by name; nil clears
	groups map[string]bool    // the nested objects that it contains
	lines  []entryLineChange
}

// entryLineChange is one element of lines (contract 3).
type entryLineChange struct {
	index  int
	key    string // empty adds a line
	remove bool
	values map[string]*string
}

// entryReader reads the body of a create or an update.
type entryReader struct {
	company *Company
	kind    *entryKind
	create  bool
	rounds  bool // whether to round numbers with too many decimals instead of refusing them
	wrong   findings
	change  entryChange
}

// readEntry reads and checks a body. The caller must hold the lock.
func (c *Company) readEntry(kind *entryKind, body []byte, create bool) (entryChange, *problem) {
	members, problem := oneObject(body)
	if problem != nil {
		return entryChange{}, problem
	}
	reader := &entryReader{
		company: c, kind: kind, create: create, rounds: c.values.Values().Round,
		change: entryChange{values: map[string]*string{}, groups: map[string]bool{}},
	}
	if raw, given := members[kind.lines]; given && kind.lines != "" {
		reader.readLines(raw)
		delete(members, kind.lines)
	}
	reader.readMembers("", members)
	for _, field := range kind.fields {
		if _, given := members[field.name]; create && field.required && !given {
			reader.wrong.add("/"+field.name, "%s is required", field.name)
		}
	}
	if _, given := members["id"]; kind.object == projectObject && create && !given && !c.options.NumbersProjects {
		reader.wrong.add("/id", "id is required")
	}
	return reader.change, reader.wrong.problem()
}

// readMembers reads the members of the body, or of a nested object.
func (r *entryReader) readMembers(prefix string, members map[string]json.RawMessage) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		target := "/" + strings.ReplaceAll(prefix+name, ".", "/")
		known, found := fieldNamed(r.kind.fields, prefix+name)
		isGroup := slices.ContainsFunc(r.kind.fields, func(f field) bool { return prefix == "" && f.group() == name && !f.readOnly })
		switch {
		case isGroup:
			r.readGroup(target, name, members[name])
		case !found || known.readOnly || known.once && !r.create:
			r.wrong.notAField(target)
		default:
			if value, ok := r.readValue(target, known, members[name]); ok {
				r.change.values[known.name] = value
			}
		}
	}
}

// readGroup reads a nested object.
func (r *entryReader) readGroup(target, name string, raw json.RawMessage) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		r.wrong.add(target, "%s must be an object", name)
		return
	}
	r.change.groups[name] = true
	r.readMembers(name+".", members)
}

// The formats of values.
var (
	signedPattern = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	wholePattern  = regexp.MustCompile(`^[0-9]+$`)
)

// readValue reads a value; nil is null. It records a value that is not valid for the field.
func (r *entryReader) readValue(target string, known field, raw json.RawMessage) (*string, bool) {
	if known.kind == isReference || known.kind == isKeyReference {
		return r.readReference(target, known, raw)
	}
	if known.kind == isFlag {
		var flag *bool
		if err := json.Unmarshal(raw, &flag); err != nil || flag == nil {
			r.wrong.add(target, "%s must be true or false", known.name)
			return nil, false
		}
		text := fmt.Sprint(*flag)
		return &text, true
	}
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil {
		r.wrong.add(target, "%s must be text", known.name)
		return nil, false
	}
	switch {
	case text == nil && !known.nullable:
		r.wrong.add(target, "%s must not be null", known.name)
		return nil, false
	case text == nil:
		return nil, true
	case strings.TrimSpace(*text) == "":
		r.wrong.add(target, "%s must not be empty", known.name)
		return nil, false
	}
	stored, refusal := r.stored(known, *text)
	if refusal != "" {
		r.wrong.add(target, "%s %s", known.name, refusal)
		return nil, false
	}
	return &stored, true
}

// stored returns a value as the company stores it, or the reason why the company refuses it.
func (r *entryReader) stored(known field, text string) (stored, refusal string) {
	switch known.kind {
	case isDecimal:
		return r.storedDecimal(known, text)
	case isWhole:
		if !wholePattern.MatchString(text) {
			return "", "must be a whole number"
		}
	case isDate:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return "", "must be a date such as 2026-01-31"
		}
	case isName:
		return r.company.values.Name(text), ""
	default:
		if known.words == nil {
			return r.company.values.Text(text), ""
		}
		if !slices.Contains(known.words, text) {
			return "", fmt.Sprintf("cannot be %q: must be one of %s", text, strings.Join(known.words, ", "))
		}
	}
	return text, ""
}

func (r *entryReader) storedDecimal(known field, text string) (stored, refusal string) {
	if !signedPattern.MatchString(text) {
		return "", "must be a decimal number"
	}
	value := decimal.RequireFromString(text)
	if r.rounds && !value.Equal(value.Round(known.places)) {
		value = value.Round(known.places)
		text = value.String()
	}
	switch {
	case !value.Equal(value.Round(known.places)):
		return "", fmt.Sprintf("must have at most %d decimals", known.places)
	case known.percent && (value.IsNegative() || value.GreaterThan(decimal.NewFromInt(100))):
		return "", "must be from 0 to 100"
	}
	return text, ""
}

// readReference reads {"id": …}, {"key": …}, or an empty reference: null, or an object whose key or id is null
// (contract 13).
func (r *entryReader) readReference(target string, known field, raw json.RawMessage) (*string, bool) {
	var members map[string]*string
	if err := json.Unmarshal(raw, &members); err != nil {
		r.wrong.add(target, "%s must be an object with a key or an id", known.name)
		return nil, false
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if name != "key" && (name != "id" || known.kind == isKeyReference) {
			r.wrong.notAField(target + "/" + name)
			return nil, false
		}
	}
	id, key := members["id"], members["key"]
	switch {
	case id == nil && key == nil && known.nullable:
		return nil, true
	case id == nil && key == nil:
		r.wrong.add(target, "%s must not be null", known.name)
		return nil, false
	}
	if id == nil {
		found, isThere := r.company.referent(known.refers, "", *key)
		if !isThere {
			r.wrong.add(target+"/key", "There is no %s with the key %s", known.refers, *key)
		}
		if known.kind == isKeyReference {
			return key, isThere
		}
		return &found.ID, isThere
	}
	if _, isThere := r.company.referent(known.refers, *id, ""); !isThere {
		r.wrong.add(target+"/id", "There is no %s with the id %s", known.refers, *id)
		return nil, false
	}
	return id, true
}

// readLines reads the lines of a body.
func (r *entryReader) readLines(raw json.RawMessage) {
	var elements []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil || elements == nil {
		r.wrong.add("/"+r.kind.lines, "%s must be a list of objects", r.kind.lines)
		return
	}
	keys := map[string]bool{}
	for i, members := range elements {
		line := r.readLine(i, members)
		if line.key != "" && keys[line.key] {
			r.wrong.add(fmt.Sprintf("/%s/%d/key", r.kind.lines, i), "The line %s occurs twice", line.key)
		}
		keys[line.key] = true
		r.change.lines = append(r.change.lines, line)
	}
}

// readLine reads one line. The key and the operation work as for milestones.
func (r *entryReader) readLine(index int, members map[string]json.RawMessage) entryLineChange {
	line := entryLineChange{index: index, values: map[string]*string{}}
	shared := lineReader{member: r.kind.lines, create: r.create, wrong: &r.wrong}
	line.remove = shared.operation(index, members) == "delete"
	for _, name := range slices.Sorted(maps.Keys(members)) {
		target := fmt.Sprintf("/%s/%d/%s", r.kind.lines, index, name)
		known, found := fieldNamed(r.kind.lineFields, name)
		switch {
		case name == "key" && !r.create:
			line.key = shared.key(target, members[name])
		case name == "ia::operation" && !r.create:
		case !found || known.readOnly || line.remove:
			r.wrong.notAField(target)
		default:
			if value, ok := r.readValue(target, known, members[name]); ok {
				line.values[name] = value
			}
		}
	}
	return line
}

// apply makes the change, which has been checked. If replaces is true, a nested object in the request replaces the
// stored one instead of being merged with it (contract 17, question 1).
func (e entryChange) apply(kind *entryKind, entry *Entry, replaces bool) {
	for _, field := range kind.fields {
		if group := field.group(); replaces && group != "" && e.groups[group] && !field.readOnly {
			delete(entry.Values, field.name)
		}
	}
	set(entry.Values, e.values)
	for _, line := range e.lines {
		at := entry.line(line.key)
		switch {
		case line.key == "":
			values := map[string]string{}
			set(values, line.values)
			entry.Lines = append(entry.Lines, EntryLine{Values: values})
		case line.remove:
			entry.Lines = slices.Delete(entry.Lines, at, at+1)
		default:
			set(entry.Lines[at].Values, line.values)
		}
	}
}

// set applies changes to values.
func set(values map[string]string, changes map[string]*string) {
	for name, value := range changes {
		if value == nil {
			delete(values, name)
			continue
		}
		values[name] = *value
	}
}
