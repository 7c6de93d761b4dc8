package intacct

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"

	"github.com/shopspring/decimal"
)

// lineChange is one element of milestones (contract 3).
type lineChange struct {
	index       int
	key         string // empty adds a line
	remove      bool
	percent     string // empty keeps it
	describes   bool
	description *string
}

// apply makes the change.
func (l lineChange) apply(template *Template) {
	at := template.line(l.key)
	switch {
	case l.key == "":
		template.Milestones = append(template.Milestones, Milestone{PercentCompleted: l.percent, Description: l.description})
		return
	case l.remove:
		template.Milestones = slices.Delete(template.Milestones, at, at+1)
		return
	}
	line := &template.Milestones[at]
	if l.percent != "" {
		line.PercentCompleted = l.percent
	}
	if l.describes {
		line.Description = l.description
	}
}

// lineReader reads the lines of a create or an update.
type lineReader struct {
	member        string // the member that holds the lines
	create        bool
	rounds        bool // whether to round percentages with more than two decimals instead of refusing them
	percentStatus int
	wrong         *findings
	business      *problem // the first percentage that violates a rule, if that is a business rule
}

// read reads milestones.
func (r *lineReader) read(raw json.RawMessage) []lineChange {
	var elements []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil || elements == nil {
		r.wrong.add("/milestones", "milestones must be a list of objects")
		return nil
	}
	var lines []lineChange
	keys := map[string]bool{}
	for i, fields := range elements {
		if fields == nil {
			r.wrong.add(fmt.Sprintf("/milestones/%d", i), "A milestone must be an object")
			continue
		}
		line := r.line(i, fields)
		if line.key != "" && keys[line.key] {
			r.wrong.add(fmt.Sprintf("/milestones/%d/key", i), "The milestone %s occurs twice", line.key)
		}
		keys[line.key] = true
		lines = append(lines, line)
	}
	return lines
}

// line reads one element. In a create, lines have neither a key nor an operation. In an update, the key identifies a
// line, and a deletion contains only the key.
func (r *lineReader) line(index int, fields map[string]json.RawMessage) lineChange {
	line := lineChange{index: index}
	_, addressed := fields["key"]
	operation := r.operation(index, fields)
	line.remove = operation == "delete"
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		target := fmt.Sprintf("/milestones/%d/%s", index, name)
		switch {
		case name == "key" && !r.create:
			line.key = r.key(target, fields[name])
		case name == "ia::operation" && !r.create:
		case name == "percentCompleted" && !line.remove:
			line.percent = r.percent(target, fields[name])
		case name == "description" && !line.remove:
			line.describes, line.description = true, r.description(target, fields[name])
		default:
			r.wrong.notAField(target)
		}
	}
	if _, given := fields["percentCompleted"]; !given && !addressed {
		r.wrong.add(fmt.Sprintf("/milestones/%d/percentCompleted", index), "percentCompleted is required")
	}
	return line
}

// operation reads the operation on a line: delete or patch, both of which require the key.
func (r *lineReader) operation(index int, fields map[string]json.RawMessage) string {
	raw, given := fields["ia::operation"]
	if !given || r.create {
		return ""
	}
	var operation string
	target := fmt.Sprintf("/%s/%d/ia::operation", r.member, index)
	if err := json.Unmarshal(raw, &operation); err != nil || operation != "delete" && operation != "patch" {
		r.wrong.add(target, "ia::operation must be delete or patch")
	}
	if _, addressed := fields["key"]; !addressed {
		r.wrong.add(target, "ia::operation needs the key of a line")
	}
	return operation
}

// key reads the key of a line.
func (r *lineReader) key(target string, raw json.RawMessage) string {
	var key string
	if err := json.Unmarshal(raw, &key); err != nil || key == "" {
		r.wrong.add(target, "The key of a line must be text")
	}
	return key
}

// description reads the description of a line, which may be null.
func (r *lineReader) description(target string, raw json.RawMessage) *string {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil {
		r.wrong.add(target, "description must be text or null")
	}
	return text
}

// decimalPattern matches a non-negative decimal number.
var decimalPattern = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

// percent reads a percentage, which is text, or a number as some clients may send it. It is greater than 0 and at most
// 100, and has at most two decimals (contract 2.2) unless the company rounds it.
func (r *lineReader) percent(target string, raw json.RawMessage) string {
	text := string(raw)
	if raw[0] == '"' {
		if err := json.Unmarshal(raw, &text); err != nil {
			text = ""
		}
	}
	if !decimalPattern.MatchString(text) {
		r.refusePercent(target, "percentCompleted must be a decimal number")
		return ""
	}
	value := decimal.RequireFromString(text)
	if r.rounds {
		value = value.Round(2)
		text = value.String()
	}
	switch {
	case !value.IsPositive() || value.GreaterThan(decimal.NewFromInt(100)):
		r.refusePercent(target, "percentCompleted must be more than 0 and at most 100")
	case !value.Equal(value.Round(2)):
		r.refusePercent(target, "percentCompleted must have at most two decimals")
	}
	return text
}

// refusePercent refuses a percentage, as an error in the payload or as a violation of a business rule (contract 7.2).
func (r *lineReader) refusePercent(target, message string) {
	if r.percentStatus != http.StatusUnprocessableEntity {
		r.wrong.add(target, "%s", message)
		return
	}
	if r.business == nil {
		r.business = businessRule("%s", message)
	}
}
