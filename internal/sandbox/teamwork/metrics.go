package teamwork

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// filters are the parameters of the metrics (contract 7). A nil list does not filter.
type filters struct {
	onlyStarred     bool
	matchAllTags    bool
	includeArchived bool
	statuses        []string
	healths         []int
	tags            []int
	owners          []int
	projects        []int
	companies       []int
	categories      []int
}

// countOpenInvoices handles GET /projects/api/v3/projects/metrics/invoice.json, which returns the number of invoices
// that are not completed, on the projects that pass the filters.
func (s *Site) countOpenInvoices(c call) (reply, *problem) {
	return s.countOn(c.query, func(passes func(projectID int) bool) int {
		count := 0
		for _, invoice := range s.invoices {
			if invoice.Status == StatusActive && passes(invoice.ProjectID) {
				count++
			}
		}
		return count
	})
}

// countUnbilledExpenses handles GET /projects/api/v3/projects/metrics/unbilled.json, which returns the number of
// expenses that are not on an invoice, on the projects that pass the filters (contract, "Metrics").
func (s *Site) countUnbilledExpenses(c call) (reply, *problem) {
	return s.countOn(c.query, func(passes func(projectID int) bool) int {
		count := 0
		for _, expense := range s.expenses {
			if expense.InvoiceID == 0 && passes(expense.ProjectID) {
				count++
			}
		}
		return count
	})
}

// countOn responds with the result of count, called with the lock held, on the projects that pass the filters of a
// query.
func (s *Site) countOn(query url.Values, count func(passes func(projectID int) bool) int) (reply, *problem) {
	filters, problem := readFilters(query)
	if problem != nil {
		return reply{}, problem
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	value := count(func(projectID int) bool { return filters.pass(s.projects[projectID]) })
	return reply{status: http.StatusOK, body: metric{Data: metricData{Value: value}}}, nil
}

// readFilters reads the parameters strictly: each at most once, and only documented ones.
func readFilters(query url.Values) (filters, *problem) {
	var read filters
	flags := map[string]*bool{
		"onlyStarredProjects":     &read.onlyStarred,
		"matchAllProjectTags":     &read.matchAllTags,
		"includeArchivedProjects": &read.includeArchived,
	}
	lists := map[string]*[]int{
		"projectTagIds":      &read.tags,
		"projectOwnerIds":    &read.owners,
		"projectIds":         &read.projects,
		"projectCompanyIds":  &read.companies,
		"projectCategoryIds": &read.categories,
		"projectHealths":     &read.healths,
	}
	for name := range query {
		text, _, problem := onlyValue(query, name)
		switch {
		case problem != nil:
		case flags[name] != nil:
			*flags[name], problem = readFlag(name, text)
		case lists[name] != nil:
			*lists[name], problem = readNumbers(name, text)
		case name == "projectStatuses":
			read.statuses, problem = readStatuses(name, text)
		default:
			problem = refuse(http.StatusBadRequest, "unknown parameter %s", name)
		}
		if problem != nil {
			return filters{}, problem
		}
	}
	return read, nil
}

// readFlag reads true or false.
func readFlag(name, text string) (bool, *problem) {
	if text != "true" && text != "false" {
		return false, refuse(http.StatusBadRequest, "%s %q: must be true or false", name, text)
	}
	return text == "true", nil
}

// readNumbers reads comma-separated whole numbers. healths range from 0 to 3 only.
func readNumbers(name, text string) ([]int, *problem) {
	var numbers []int
	for part := range strings.SplitSeq(text, ",") {
		number, err := strconv.Atoi(part)
		if err != nil {
			return nil, refuse(http.StatusBadRequest, "%s %q: must be comma-separated whole numbers", name, text)
		}
		if name == "projectHealths" && (number < 0 || number > 3) {
			return nil, refuse(http.StatusBadRequest, "%s %q: must be numbers from 0 to 3", name, text)
		}
		numbers = append(numbers, number)
	}
	return numbers, nil
}

// readStatuses reads comma-separated project statuses.
func readStatuses(name, text string) ([]string, *problem) {
	known := []string{
		anyActive, ProgressCurrent, ProgressLate, ProgressUpcoming, ProgressCompleted, ProgressDeleted,
	}
	statuses := strings.Split(text, ",")
	for _, status := range statuses {
		if !slices.Contains(known, status) {
			return nil, refuse(http.StatusBadRequest, "%s %q: must be values from %s", name, text, strings.Join(known, ", "))
		}
	}
	return statuses, nil
}

// anyActive is the project status that matches every project that is neither completed nor deleted.
const anyActive = "active"

// pass reports whether a project passes every filter. Within a list, one matching value is enough (contract 7).
func (f filters) pass(project *Project) bool {
	if project.Archived && !f.includeArchived || f.onlyStarred && !project.Starred {
		return false
	}
	return f.passStatus(project) && f.passTags(project) &&
		oneOf(f.healths, project.Health) && oneOf(f.owners, project.OwnerID) && oneOf(f.projects, project.ID) &&
		oneOf(f.companies, project.CompanyID) && oneOf(f.categories, project.CategoryID)
}

// passStatus compares the progress of a project. A deleted project counts only if requested.
func (f filters) passStatus(project *Project) bool {
	if f.statuses == nil {
		return project.Progress != ProgressDeleted
	}
	ended := project.Progress == ProgressCompleted || project.Progress == ProgressDeleted
	return slices.Contains(f.statuses, project.Progress) || !ended && slices.Contains(f.statuses, anyActive)
}

// passTags requires all of the tags or any of them.
func (f filters) passTags(project *Project) bool {
	if f.tags == nil {
		return true
	}
	missing := func(tag int) bool { return !slices.Contains(project.TagIDs, tag) }
	if f.matchAllTags {
		return !slices.ContainsFunc(f.tags, missing)
	}
	return slices.ContainsFunc(f.tags, func(tag int) bool { return !missing(tag) })
}

// oneOf reports whether value is among wanted. A nil list matches any value.
func oneOf(wanted []int, value int) bool { return wanted == nil || slices.Contains(wanted, value) }
