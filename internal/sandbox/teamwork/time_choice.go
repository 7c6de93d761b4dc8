package teamwork

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// tri selects the records that have something, those that do not, or both.
type tri int

const (
	either tri = iota
	with
	without
)

// fits reports whether a record is selected; has is whether the record has it.
func (t tri) fits(has bool) bool { return t == either || has == (t == with) }

// timeChoice is a selection of time logs, and their order. A nil list and a zero time match any time log.
type timeChoice struct {
	projects  []int
	tasks     []int
	users     []int
	tags      []int
	taskTags  []int
	billable  tri
	invoiced  tri
	archived  tri // their projects
	deleted   bool
	from, to  time.Time // on the clock of the site's user; to is exclusive
	updated   time.Time // exclusive lower bound of the last change
	sortBy    string
	downwards bool
}

// The orders of time logs (contract, "Time entries").
const (
	byDate     = "date"
	byUser     = "user"
	byTask     = "task"
	byTaskList = "tasklist"
	byProject  = "project"
	byCompany  = "company"
	byUpdate   = "dateupdated"
)

// timeOrders returns the orders by parameter value, in both versions of the API.
func timeOrders() map[string]string {
	return wordsOf(byDate, byUser, byTask, byTaskList, byProject, byCompany, byUpdate)
}

// mostTimeLists is the number of cached lists of time logs. It is limited because there is no limit to the number of
// selections.
const mostTimeLists = 100

// timeLogsOf returns the selected time logs. Like a list of invoices, the result is cached until a change that can
// affect it, so that the time to read all pages of a long list is proportional to its length. The caller must hold the
// lock.
func (s *Site) timeLogsOf(choice timeChoice) []*TimeLog {
	key := fmt.Sprintf("%+v", choice)
	if found, known := s.timeLists[key]; known {
		return found
	}
	found := []*TimeLog{}
	for _, log := range s.timeLogs {
		if s.chosenTimeLog(log, choice) {
			found = append(found, log)
		}
	}
	slices.SortFunc(found, s.timeOrder(choice))
	if len(s.timeLists) >= mostTimeLists {
		s.forgetTimeLists()
	}
	s.timeLists[key] = found
	return found
}

// chosenTimeLog reports whether a time log matches a selection.
func (s *Site) chosenTimeLog(log *TimeLog, choice timeChoice) bool {
	project := s.findProject(log.ProjectID)
	if project == nil || log.Deleted && !choice.deleted {
		return false
	}
	return choice.archived.fits(project.Archived) && choice.billable.fits(log.Billable) &&
		choice.invoiced.fits(log.InvoiceID != 0) &&
		oneOf(choice.projects, log.ProjectID) && oneOf(choice.tasks, log.TaskID) && oneOf(choice.users, log.User.ID) &&
		anyTag(choice.tags, log.Tags) && anyTag(choice.taskTags, log.TaskTags) && s.within(log, choice)
}

// anyTag reports whether one of tags is wanted. A nil list matches any tags.
func anyTag(wanted []int, tags []Tag) bool {
	return wanted == nil || slices.ContainsFunc(tags, func(tag Tag) bool { return slices.Contains(wanted, tag.ID) })
}

// within reports whether a time log lies between the times of a selection.
func (s *Site) within(log *TimeLog, choice timeChoice) bool {
	local := s.userClock(log.LoggedAt)
	if !choice.from.IsZero() && local.Before(choice.from) || !choice.to.IsZero() && !local.Before(choice.to) {
		return false
	}
	return choice.updated.IsZero() || log.UpdatedAt.After(choice.updated)
}

// userClock returns a time as the clock of the site's user shows it, as if that were UTC.
func (s *Site) userClock(moment time.Time) time.Time { return moment.UTC().Add(s.options.UserOffset) }

// timeOrder returns the order of a selection. Equal time logs are ordered by date and then by ID.
func (s *Site) timeOrder(choice timeChoice) func(a, b *TimeLog) int {
	date := func(a, b *TimeLog) int { return a.LoggedAt.Compare(b.LoggedAt) }
	text := func(of func(*TimeLog) string) func(a, b *TimeLog) int {
		return func(a, b *TimeLog) int { return strings.Compare(of(a), of(b)) }
	}
	orders := map[string]func(a, b *TimeLog) int{
		byDate:     date,
		byUpdate:   func(a, b *TimeLog) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
		byUser:     text(func(log *TimeLog) string { return log.User.LastName + "\n" + log.User.FirstName }),
		byTask:     text(func(log *TimeLog) string { return log.TaskName }),
		byTaskList: text(func(log *TimeLog) string { return log.TaskListName }),
		byProject:  text(func(log *TimeLog) string { return s.projects[log.ProjectID].Name }),
		byCompany:  text(func(log *TimeLog) string { return s.projects[log.ProjectID].CompanyName }),
	}
	first := orders[choice.sortBy]
	return func(a, b *TimeLog) int {
		order := first(a, b)
		if choice.downwards {
			order = -order
		}
		return cmp.Or(order, date(a, b), a.ID-b.ID)
	}
}
