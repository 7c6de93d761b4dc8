package intacct

import (
	"maps"
	"slices"
	"strings"
)

// addKind registers a kind of entries, and adds an object of the query service for them and one for their lines.
func (c *Company) addKind(kind *entryKind) {
	of := newEntries(kind)
	c.entries[kind.object] = of
	fields := map[string]FieldKind{"key": KindNumber, "id": KindText, "href": KindText}
	for _, field := range kind.fields {
		switch {
		case field.refers != "":
			maps.Copy(fields, map[string]FieldKind{field.name + ".key": KindNumber, field.name + ".id": KindText, field.name + ".name": KindText})
		case field.kind == isDecimal:
			fields[field.name] = KindNumber
		default:
			fields[field.name] = KindText
		}
	}
	if kind.hasEntity {
		maps.Copy(fields, map[string]FieldKind{"entity.key": KindNumber, "entity.id": KindText, "entity.name": KindText})
	}
	c.objects[kind.object] = object{fields: fields, keyed: true, rows: func(scope string) []record {
		visible := of.visible(scope)
		rows := make([]record, 0, len(visible))
		for _, entry := range visible {
			rows = append(rows, entryRecord{c, of, entry})
		}
		return rows
	}}
	if kind.lines == "" {
		return
	}
	lineFields := map[string]FieldKind{
		"key": KindNumber, "id": KindNumber, "href": KindText, kind.owner + ".key": KindNumber, kind.owner + ".id": KindText,
	}
	for _, field := range kind.lineFields {
		lineFields[field.name] = KindText
		if field.kind == isDecimal || field.kind == isWhole {
			lineFields[field.name] = KindNumber
		}
	}
	c.objects[kind.lineObject] = object{fields: lineFields, keyed: true, rows: func(scope string) []record {
		lines := of.linesSeen(scope)
		slices.SortFunc(lines, func(a, b lineSeen) int { return byNumber(a.line.Key, b.line.Key) })
		rows := make([]record, 0, len(lines))
		for _, line := range lines {
			rows = append(rows, lineRecord{c, of, line})
		}
		return rows
	}}
}

// lineSeen is a line with its entry.
type lineSeen struct {
	owner *Entry
	line  *EntryLine
}

// linesSeen returns the lines that scope sees.
func (s *entries) linesSeen(scope string) []lineSeen {
	var lines []lineSeen
	for _, entry := range s.visible(scope) {
		for i := range entry.Lines {
			lines = append(lines, lineSeen{entry, &entry.Lines[i]})
		}
	}
	return lines
}

// entryRecord is an entry as a row.
type entryRecord struct {
	company *Company
	of      *entries
	entry   *Entry
}

func (r entryRecord) value(name string) any {
	switch name {
	case "key":
		return r.entry.Key
	case "id":
		return r.of.reference(r.entry).ID
	case "href":
		return r.of.href(r.entry.Key)
	}
	outer, inner, _ := strings.Cut(name, ".")
	if outer == "entity" {
		return templateRecord{r.company, &Template{EntityID: r.entry.EntityID}}.entityValue(inner)
	}
	if known, isReference := fieldNamed(r.of.kind.fields, outer); isReference && known.refers != "" {
		value, found := r.entry.Values[outer]
		return r.company.referredTo(known, value, found, inner)
	}
	known, _ := fieldNamed(r.of.kind.fields, name)
	return r.company.valueOf(r.entry, known)
}

// lineRecord is a line as a row.
type lineRecord struct {
	company *Company
	of      *entries
	lineSeen
}

func (r lineRecord) value(name string) any {
	switch name {
	case "key", "id":
		return r.line.Key
	case "href":
		return r.of.lineReference(r.line.Key).Href
	}
	if inner, isOwners := strings.CutPrefix(name, r.of.kind.owner+"."); isOwners {
		return entryRecord{r.company, r.of, r.owner}.value(inner)
	}
	known, _ := fieldNamed(r.of.kind.lineFields, name)
	value, found := r.line.Values[name]
	return r.company.asRead(known, value, found, true)
}
