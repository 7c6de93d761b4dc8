package intacct

import (
	"maps"
	"slices"
	"strconv"
)

// Entry is a contract billing template, a project or an observed percentage as the company stores it (contract 13).
type Entry struct {
	// Key is a number, as digits.
	Key string
	// Values are the values of its fields by their names on the wire. Names in nested objects are dotted, as in
	// "budget.billingAmount". A missing entry has no value. A reference, such as "customer", is stored as the ID of the
	// record it refers to. The project of an observed percentage is stored as its key.
	Values map[string]string
	// EntityID is the ID of the entity that the entry belongs to, or empty at the top level.
	EntityID string
	// Lines are the lines of a contract billing template, in order of creation.
	Lines []EntryLine
}

// EntryLine is a line of a contract billing template.
type EntryLine struct {
	Key    string
	Values map[string]string
}

// clone returns a copy that shares nothing with e.
func (e Entry) clone() Entry {
	e.Values = maps.Clone(e.Values)
	if e.Values == nil {
		e.Values = map[string]string{}
	}
	e.Lines = slices.Clone(e.Lines)
	for i := range e.Lines {
		e.Lines[i].Values = maps.Clone(e.Lines[i].Values)
	}
	return e
}

// line returns the index of the line with key, or -1.
func (e *Entry) line(key string) int {
	return slices.IndexFunc(e.Lines, func(line EntryLine) bool { return line.Key == key })
}

// entries are the entries of one kind. Callers of its methods must hold the company's lock.
type entries struct {
	kind     *entryKind
	nextKey  int
	nextLine int
	sorted   []*Entry // by key, ascending
	byKey    map[string]*Entry
	inUse    map[string]bool // by key
	numbered int             // the number of IDs that the company has assigned
}

func newEntries(kind *entryKind) *entries {
	return &entries{kind: kind, nextKey: kind.firstKey, nextLine: kind.firstLine, byKey: map[string]*Entry{}, inUse: map[string]bool{}}
}

// put fills in omitted values of entry and stores it. It replaces the entry with the same key, if there is one.
func (s *entries) put(entry Entry) *Entry {
	kept := entry.clone()
	if kept.Key == "" {
		kept.Key = strconv.Itoa(s.nextKey)
	}
	s.nextKey = max(s.nextKey, number(kept.Key)+1)
	for _, field := range s.kind.fields {
		if _, given := kept.Values[field.name]; !given && field.otherwise != "" {
			kept.Values[field.name] = field.otherwise
		}
	}
	for i := range kept.Lines {
		if kept.Lines[i].Key == "" {
			kept.Lines[i].Key = strconv.Itoa(s.nextLine)
		}
		s.nextLine = max(s.nextLine, number(kept.Lines[i].Key)+1)
	}
	at, found := s.position(kept.Key)
	if found {
		s.sorted[at] = &kept
	} else {
		s.sorted = slices.Insert(s.sorted, at, &kept)
	}
	s.byKey[kept.Key] = &kept
	return &kept
}

// remove deletes the entry with key, and reports whether there was one.
func (s *entries) remove(key string) bool {
	at, found := s.position(key)
	if found {
		s.sorted = slices.Delete(s.sorted, at, at+1)
		delete(s.byKey, key)
		delete(s.inUse, key)
	}
	return found
}

// position returns the index of the entry with key, and reports whether there is one.
func (s *entries) position(key string) (int, bool) {
	return slices.BinarySearchFunc(s.sorted, key, func(entry *Entry, key string) int { return byNumber(entry.Key, key) })
}

// find returns the entry with key if scope sees it.
func (s *entries) find(scope, key string) *Entry {
	if entry := s.byKey[key]; entry != nil && entry.isSeenBy(scope) {
		return entry
	}
	return nil
}

// visible returns the entries that scope sees, by key.
func (s *entries) visible(scope string) []*Entry {
	return slices.DeleteFunc(slices.Clone(s.sorted), func(entry *Entry) bool { return !entry.isSeenBy(scope) })
}

func (e *Entry) isSeenBy(scope string) bool {
	return scope == "" || e.EntityID == "" || e.EntityID == scope
}

// named returns the entry with an ID that the user assigned, or nil. The ID of a deleted entry is free again.
func (s *entries) named(id string) *Entry {
	for _, entry := range s.sorted {
		if entry.Values["id"] == id && entry.Values["status"] != StatusDeleted {
			return entry
		}
	}
	return nil
}
