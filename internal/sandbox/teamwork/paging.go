package teamwork

import (
	"net/http"
	"net/url"
	"strconv"
)

// page is a part of a list.
type page struct {
	number, pages, records int
	from, to               int // of the records
}

// pageOf returns the part of records that a request selects with the parameter page. The parameter pageSize is not
// documented for invoices (contract 1) and ignored. A page beyond the last one is empty.
func (s *Site) pageOf(query url.Values, records int) (page, *problem) {
	number := 1
	text, given, problem := onlyValue(query, "page")
	if problem != nil {
		return page{}, problem
	}
	if given {
		number = wholeNumber(text)
		if number == 0 {
			return page{}, refuse(http.StatusBadRequest, "page %q: must be a positive whole number", text)
		}
	}
	return pageAt(number, s.options.PageSize, records), nil
}

// pageAt returns the page with a number among pages of a size.
func pageAt(number, size, records int) page {
	pages := (records + size - 1) / size
	if number > pages {
		return page{number: number, pages: pages, records: records, from: records, to: records}
	}
	from := (number - 1) * size
	return page{number: number, pages: pages, records: records, from: from, to: min(from+size, records)}
}

// header returns the headers that describe the page (contract 5), in the format of kind.
func (p page) header(kind PageHeaders) map[string]string {
	text := strconv.Itoa
	switch kind {
	case PageHeadersForgotten:
		return nil
	case PageHeadersFirstOnly:
		if p.number > 1 {
			return nil
		}
	case PageHeadersFolded:
		text = func(number int) string { return strconv.Itoa(number) + ", " + strconv.Itoa(number) }
	case PageHeadersUnreadable:
		text = func(int) string { return "many" }
	case PageHeadersPlain:
	}
	return map[string]string{"X-Page": text(p.number), "X-Pages": text(p.pages), "X-Records": text(p.records)}
}

// onlyValue returns the only value of a parameter, and reports whether it was given at all.
func onlyValue(query url.Values, name string) (string, bool, *problem) {
	values := query[name]
	if len(values) > 1 {
		return "", false, refuse(http.StatusBadRequest, "%s is given %d times", name, len(values))
	}
	if len(values) == 0 {
		return "", false, nil
	}
	return values[0], true, nil
}
