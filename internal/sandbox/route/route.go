// Package route matches request paths against path templates such as "/invoices/{id}.json". The patterns of the
// standard library support only placeholders that fill a whole segment, which is not the case for the paths of
// Teamwork.
package route

import "strings"

// Values holds the values of the placeholders of a template, by name.
type Values map[string]string

// Match reports whether path matches template, and returns the values of the placeholders. A segment of a template
// contains at most one placeholder, which matches one or more characters except slashes.
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

// matchSegment matches one segment. name is empty if the segment has no placeholder.
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

// First returns the first of templates that path matches, with the values of its placeholders.
func First(templates []string, path string) (string, Values, bool) {
	for _, template := range templates {
		if values, ok := Match(template, path); ok {
			return template, values, true
		}
	}
	return "", nil, false
}
