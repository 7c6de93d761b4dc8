package intacct

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// templateChange is the content of a create or an update.
type templateChange struct {
	texts map[string]string // by wire name
	lines []lineChange
}

// writable returns the wire names of the fields of a template that a request may set, besides milestones. The name
// cannot be changed (contract 2.1).
func writable(create bool) []string {
	names := []string{"description", "billingMethod", "calculateOn", "basedOn", "status"}
	if create {
		names = append(names, "name")
	}
	return names
}

// possible returns the values of fields that have a fixed set of values (contract 2.1), and nothing for other fields.
func possible(name string) []string {
	switch name {
	case "billingMethod":
		return []string{"percentCompleted", "milestone"}
	case "calculateOn":
		return []string{"project", "task"}
	case "basedOn":
		return []string{"plannedHours", "estimatedHours", "budgetedHours", "observedPercentCompleted"}
	case "status":
		return []string{"active", "inactive"}
	default:
		return nil
	}
}

// readTemplate reads and checks the body of a create or an update. The caller must hold the lock.
func (c *Company) readTemplate(body []byte, create bool) (templateChange, *problem) {
	fields, problem := oneObject(body)
	if problem != nil {
		return templateChange{}, problem
	}
	change := templateChange{texts: map[string]string{}}
	var wrong findings
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		switch {
		case name == "milestones":
		case slices.Contains(writable(create), name):
			change.texts[name] = readText(&wrong, name, fields[name])
		default:
			wrong.notAField("/" + name)
		}
	}
	for _, required := range []string{"name", "description"} {
		if _, given := fields[required]; create && !given {
			wrong.add("/"+required, "%s is required", required)
		}
	}
	reader := lineReader{
		member: "milestones", create: create, rounds: c.values.Values().Round, percentStatus: c.options.Shapes.percent(), wrong: &wrong,
	}
	if raw, given := fields["milestones"]; given {
		change.lines = reader.read(raw)
	}
	if problem := wrong.problem(); problem != nil {
		return templateChange{}, problem
	}
	return change, reader.business
}

// oneObject reads a body that consists of a single JSON object.
func oneObject(body []byte) (map[string]json.RawMessage, *problem) {
	var fields map[string]json.RawMessage
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&fields); err != nil {
		return nil, unreadable(err.Error())
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) || fields == nil {
		return nil, unreadable("it must be a single object")
	}
	return fields, nil
}

// unreadable refuses a body that is not valid JSON or not what the documentation requires.
func unreadable(why string) *problem {
	wrong := findings{}
	wrong.add("/", "The payload cannot be read: %s", why)
	return wrong.problem()
}

// readText reads a field of a template. None of them may be null or empty.
func readText(wrong *findings, name string, raw json.RawMessage) string {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil || text == nil {
		wrong.add("/"+name, "%s must be text", name)
		return ""
	}
	values := possible(name)
	switch {
	case strings.TrimSpace(*text) == "":
		wrong.add("/"+name, "%s must not be empty", name)
	case values != nil && !slices.Contains(values, *text):
		wrong.add("/"+name, "%q is not a valid value of %s: must be one of %s", *text, name, strings.Join(values, ", "))
	}
	return *text
}

// stored returns the change as the company applies it, which may differ from what was sent. Percentages were rounded when
// they were read.
func (c *Company) stored(sent templateChange) templateChange {
	kept := templateChange{texts: maps.Clone(sent.texts), lines: slices.Clone(sent.lines)}
	if name, given := sent.texts["name"]; given {
		kept.texts["name"] = c.values.Name(name)
	}
	if description, given := sent.texts["description"]; given {
		kept.texts["description"] = c.values.Text(description)
	}
	for i, line := range kept.lines {
		if line.description != nil {
			description := c.values.Text(*line.description)
			kept.lines[i].description = &description
		}
	}
	return kept
}

// apply makes the change, which has been checked.
func (t templateChange) apply(template *Template) {
	targets := map[string]*string{
		"name":          &template.Name,
		"description":   &template.Description,
		"billingMethod": &template.BillingMethod,
		"calculateOn":   &template.CalculateOn,
		"basedOn":       &template.BasedOn,
		"status":        &template.Status,
	}
	for name, value := range t.texts {
		*targets[name] = value
	}
	for _, line := range t.lines {
		line.apply(template)
	}
}

// unknownLines refuses changes to lines that a template does not have.
func (c *Company) unknownLines(template *Template, lines []lineChange) *problem {
	var wrong findings
	for _, line := range lines {
		if line.key != "" && template.line(line.key) < 0 {
			target := fmt.Sprintf("/milestones/%d/key", line.index)
			wrong.add(target, "The template has no milestone with the key %s", line.key)
			wrong[len(wrong)-1].Code = codeInvalidKey
		}
	}
	refusal := wrong.problem()
	if refusal != nil {
		refusal.status = c.options.Shapes.unknownLine()
	}
	return refusal
}
