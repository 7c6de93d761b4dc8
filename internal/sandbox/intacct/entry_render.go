package intacct

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// The methods in this file convert entries to their wire format. Callers must hold the lock.

// showEntry returns an entry with its lines in an arbitrary order.
func (c *Company) showEntry(of *entries, entry *Entry) map[string]any {
	body := map[string]any{"key": entry.Key, "id": of.reference(entry).ID, "href": of.href(entry.Key)}
	for _, field := range of.kind.fields {
		c.show(body, field, c.valueOf(entry, field))
	}
	if of.kind.hasEntity {
		body["entity"] = c.entityBodyOf(entry.EntityID)
	}
	if of.kind.lines != "" {
		lines := []map[string]any{}
		for i := range entry.Lines {
			lines = append(lines, c.showLine(of, entry, &entry.Lines[i]))
		}
		c.random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		body[of.kind.lines] = lines
	}
	c.addExtra(body)
	return body
}

// showLine returns a line.
func (c *Company) showLine(of *entries, owner *Entry, line *EntryLine) map[string]any {
	refers := of.lineReference(line.Key)
	body := map[string]any{"key": refers.Key, "id": refers.ID, "href": refers.Href, of.kind.owner: of.reference(owner)}
	for _, field := range of.kind.lineFields {
		value, found := line.Values[field.name]
		if !found {
			value, found = field.otherwise, field.otherwise != ""
		}
		c.show(body, field, c.asRead(field, value, found, true))
	}
	c.addExtra(body)
	return body
}

func (c *Company) addExtra(body map[string]any) {
	if extra := c.extra(); extra != nil {
		body["ia::extra"] = extra
	}
}

// show puts a value into a body, in a nested object if its name is dotted.
func (c *Company) show(body map[string]any, of field, value any) {
	group, name, nested := strings.Cut(of.name, ".")
	if nested {
		inner, isThere := body[group].(map[string]any)
		if !isThere {
			inner = map[string]any{}
			body[group] = inner
		}
		body = inner
	} else {
		name = of.name
	}
	if value == nil {
		switch c.options.Shapes.Nulls {
		case NullsEmpty:
			value = ""
		case NullsLeftOut:
			return
		}
	}
	body[name] = value
}

// valueOf returns the value of a field as a read shows it: nil, text, a flag, or an object for a reference.
func (c *Company) valueOf(entry *Entry, known field) any {
	value, found := entry.Values[known.name]
	if known.group() == "progress" {
		value, found = c.progressOf(entry, known.name)
	}
	if known.name == createdField().name && !found { // in the order of the keys
		value, found = time.Date(2026, time.January, 1, 0, 0, number(entry.Key), 0, time.UTC).Format(time.RFC3339), true
	}
	if known.refers == "" {
		return c.asRead(known, value, found, false)
	}
	if !found && c.options.Shapes.NullReferences {
		return nil
	}
	members := map[string]any{}
	for _, part := range []string{"key", "id", "name"} {
		c.show(members, field{name: part}, c.referredTo(known, value, found, part))
	}
	return members
}

// referredTo returns a field of the record that a reference refers to, or nil if the reference is empty.
func (c *Company) referredTo(known field, value string, found bool, part string) any {
	if !found {
		return nil
	}
	id, key := value, ""
	if known.kind == isKeyReference {
		id, key = "", value
	}
	referent, isThere := c.referent(known.refers, id, key)
	switch {
	case !isThere && part == "key":
		return key
	case !isThere:
		return nil
	case part == "key":
		return referent.Key
	case part == "id":
		return referent.ID
	default:
		return referent.Name
	}
}

// asRead returns a value other than a reference as a read shows it.
func (c *Company) asRead(known field, value string, found, isLine bool) any {
	switch {
	case !found:
		return nil
	case known.kind == isFlag:
		return value == "true"
	case known.kind != isDecimal:
		return value
	}
	isPadded := isLine
	if chosen := c.options.Shapes.Decimals; chosen != DecimalsAsDocumented {
		isPadded = chosen == DecimalsPadded
	}
	if !isPadded {
		return value
	}
	return decimal.RequireFromString(value).StringFixed(known.places)
}

// entityBodyOf returns the entity of an entry.
func (c *Company) entityBodyOf(id string) entityBody {
	if id == "" {
		return entityBody{}
	}
	entity := c.entities[id]
	href := "/objects/company-config/entity/" + entity.Key
	return entityBody{Key: &entity.Key, ID: &entity.ID, Name: &entity.Name, Href: href}
}
