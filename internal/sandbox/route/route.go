// Package route matches request paths against path templates such as "/invoices/{id}.json". The standard library's
// patterns only take a placeholder that fills a whole segment, which the paths of Teamwork do not.
package route

import "strings"

// Values holds what the placeholders of a template stand for in a path, by their names.
type Values map[string]string

// Match says whether path fits template, and gives the values of the placeholders. A segment of a template holds at
// most one placeholder, which stands for one or more characters other than a slash.
func Match(template, path string) (Values, bool) {
	wanted := strings.Split(template, "/")
	given := strings.Split(path, "/")
	if len(wanted) != len(given) {
		return nil, false
	}
	values := Values{}
	for i, segment := range wanted {
		name, value, ok := matchSegment(segment, given[i])
		if !ok {
			return nil, false
		}
		if name != "" {
			values[name] = value
		}
	}
	return values, true
}

// matchSegment matches one segment; name is empty where the segment holds no placeholder.
func matchSegment(wanted, given string) (name, value string, ok bool) {
	before, rest, found := strings.Cut(wanted, "{")
	if !found {
		return "", "", wanted == given
	}
	name, after, _ := strings.Cut(rest, "}")
	if len(given) <= len(before)+len(after) || !strings.HasPrefix(given, before) || !strings.HasSuffix(given, after) {
		return "", "", false
	}
	return name, given[len(before) : len(given)-len(after)], true
}

// First gives the first of templates that path fits, with the values of its placeholders.
func First(templates []string, path string) (string, Values, bool) {
	for _, template := range templates {
		if values, ok := Match(template, path); ok {
			return template, values, true
		}
	}
	return "", nil, false
}
