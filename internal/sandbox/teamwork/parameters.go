package teamwork

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// parameter reads the value of a query parameter.
type parameter func(name, text string) *problem

// readParameters reads a query strictly: each parameter at most once, and only known ones.
func readParameters(query url.Values, known map[string]parameter) *problem {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		text, _, problem := onlyValue(query, name)
		if problem != nil {
			return problem
		}
		read, found := known[name]
		if !found {
			return refuse(http.StatusBadRequest, "unknown parameter %s", name)
		}
		if problem := read(name, text); problem != nil {
			return problem
		}
	}
	return nil
}

// positive reads a whole number of at least 1, capped at most. If most is 0, there is no cap.
func positive(target *int, most int) parameter {
	return func(name, text string) *problem {
		number := wholeNumber(text)
		if number == 0 {
			return refuse(http.StatusBadRequest, "%s %q: must be a positive whole number", name, text)
		}
		*target = number
		if most > 0 {
			*target = min(number, most)
		}
		return nil
	}
}

// numbers reads comma-separated whole numbers.
func numbers(target *[]int) parameter {
	return func(name, text string) (problem *problem) {
		*target, problem = readNumbers(name, text)
		return problem
	}
}

// among reads one of a few texts, each of which represents a value.
func among[V any](target *V, possible map[string]V) parameter {
	return func(name, text string) *problem {
		value, found := possible[text]
		if !found {
			known := strings.Join(slices.Sorted(maps.Keys(possible)), ", ")
			return refuse(http.StatusBadRequest, "%s %q: must be one of %s", name, text, known)
		}
		*target = value
		return nil
	}
}

// wordsOf maps words to themselves for among.
func wordsOf(words ...string) map[string]string {
	possible := map[string]string{}
	for _, word := range words {
		possible[word] = word
	}
	return possible
}

// moments reads a time in the format of a layout. spelling describes the format in the message.
func moments(target *time.Time, layout, spelling string) parameter {
	return func(name, text string) *problem {
		value, err := time.Parse(layout, text)
		if err != nil || value.Format(layout) != text {
			return refuse(http.StatusBadRequest, "%s %q: must be %s", name, text, spelling)
		}
		*target = value
		return nil
	}
}
