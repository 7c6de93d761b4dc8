package teamwork

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// tri is a choice of the records that have something, of those that do not, or of both.
type tri int

const (
	either tri = iota
	with
	without
)

// fits says whether a record that has it or not is chosen.
func (t tri) fits(has bool) bool { return t == either || has == (t == with) }

// timeChoice is a choice of time logs, and their order. A nil list and a zero time choose any.
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
	from, to  time.Time // on the clock of the site's user; to is the first moment after
	updated   time.Time // the last moment before
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

// timeOrders are the orders as parameters spell them, in both versions of the API.
func timeOrders() map[string]string {
	return wordsOf(byDate, byUser, byTask, byTaskList, byProject, byCompany, byUpdate)
}

// mostTimeLists is how many lists of time logs are kept: their choices differ without an end.
const mostTimeLists = 100

// timeLogsOf gives the time logs of a choice. Like a list of invoices it is kept until something changes that can matter
// to it, so that reading all pages of a long list takes time in proportion to its length. It is called with the lock
// held.
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

// chosenTimeLog says whether a time log belongs to a choice.
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

// anyTag says whether one of tags is wanted; a nil list wants any.
func anyTag(wanted []int, tags []Tag) bool {
	return wanted == nil || slices.ContainsFunc(tags, func(tag Tag) bool { return slices.Contains(wanted, tag.ID) })
}

// within says whether a time log lies between the times of a choice.
func (s *Site) within(log *TimeLog, choice timeChoice) bool {
	local := s.userClock(log.LoggedAt)
	if !choice.from.IsZero() && local.Before(choice.from) || !choice.to.IsZero() && !local.Before(choice.to) {
		return false
	}
	return choice.updated.IsZero() || log.UpdatedAt.After(choice.updated)
}

// userClock gives a moment as the clock of the site's user shows it, as if that were UTC.
func (s *Site) userClock(moment time.Time) time.Time { return moment.UTC().Add(s.options.UserOffset) }

// timeOrder gives the order of a choice. What is alike in it comes by date and then by id.
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
