package teamwork

import (
	"net/http"
	"net/url"
	"time"
)

// The methods in this file handle the requests about time entries of API v1 (contract, "Time entries").

// mostTimePerPage is the maximum number of time logs per page in either version. A larger page size is reduced to it.
const mostTimePerPage = 500

// listTimeEntries handles GET /time_entries.json.
func (s *Site) listTimeEntries(c call) (reply, *problem) {
	read := newTimeQuery(100)
	known := read.entryParameters()
	known["projectId"] = numbers(&read.choice.projects)
	if problem := read.parse(c.query, known); problem != nil {
		return reply{}, problem
	}
	return s.entryPage(read), nil
}

// listProjectTimeEntries handles GET /projects/{id}/time_entries.json, which includes archived projects.
func (s *Site) listProjectTimeEntries(c call) (reply, *problem) {
	if problem := s.checkProject(c.id); problem != nil {
		return reply{}, problem
	}
	read := newTimeQuery(100)
	if problem := read.parse(c.query, read.entryParameters()); problem != nil {
		return reply{}, problem
	}
	read.choice.projects, read.choice.archived = []int{c.id}, either
	if s.options.Shapes.IgnoreInvoicedType {
		read.choice.invoiced = either
	}
	return s.entryPage(read), nil
}

// listTaskTimeEntries handles GET /tasks/{id}/time_entries.json. The site does not store tasks. A task exists if a time
// log names it.
func (s *Site) listTaskTimeEntries(c call) (reply, *problem) {
	if !s.hasTask(c.id) {
		return reply{}, refuse(http.StatusNotFound, "Task not found")
	}
	read := newTimeQuery(100)
	if problem := read.parse(c.query, read.entryParameters()); problem != nil {
		return reply{}, problem
	}
	read.choice.tasks, read.choice.archived = []int{c.id}, either
	return s.entryPage(read), nil
}

// hasTask reports whether a readable time log names the task.
func (s *Site) hasTask(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	choice := newTimeQuery(1).choice
	choice.tasks = []int{id}
	return id != 0 && len(s.timeLogsOf(choice)) > 0
}

// entryPage responds with one page of time entries.
func (s *Site) entryPage(read *timeQuery) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	logs := s.timeLogsOf(read.choice)
	page := pageAt(read.page, read.size, len(logs))
	list := timeEntryList{Status: s.readStatus(), TimeEntries: []timeEntry{}}
	for _, log := range logs[page.from:page.to] {
		list.TimeEntries = append(list.TimeEntries, s.timeEntry(log))
	}
	return reply{status: http.StatusOK, header: page.header(s.pageHeaders), body: list}
}

// getTimeEntry handles GET /time_entries/{id}.json.
func (s *Site) getTimeEntry(c call) (reply, *problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.findTimeLog(c.id)
	if log == nil {
		return reply{}, refuse(http.StatusNotFound, "Time entry not found")
	}
	return reply{status: http.StatusOK, body: timeEntryEnvelope{Status: s.readStatus(), TimeEntry: s.timeEntry(log)}}, nil
}

// timeQuery holds the parameters of a list of time logs, in either version of the API.
type timeQuery struct {
	choice     timeChoice
	page, size int
	// The parts of the bounds, each if it was given.
	fromDate, fromTime, toDate, toTime time.Time
}

// newTimeQuery returns a query without conditions.
func newTimeQuery(size int) *timeQuery {
	return &timeQuery{choice: timeChoice{sortBy: byDate}, page: 1, size: size}
}

// entryParameters returns the parameters that every list of time entries has in API v1.
func (q *timeQuery) entryParameters() map[string]parameter {
	const day, minute, second = "20060102", "15:04", "20060102150405"
	return map[string]parameter{
		"page":             positive(&q.page, 0),
		"pageSize":         positive(&q.size, mostTimePerPage),
		"fromdate":         moments(&q.fromDate, day, "YYYYMMDD"),
		"todate":           moments(&q.toDate, day, "YYYYMMDD"),
		"fromtime":         moments(&q.fromTime, minute, "HH:MM"),
		"totime":           moments(&q.toTime, minute, "HH:MM"),
		"updatedAfterDate": moments(&q.choice.updated, second, "YYYYMMDDHHMMSS"),
		"billableType":     among(&q.choice.billable, map[string]tri{"billable": with, "nonbillable": without}),
		"invoicedType":     among(&q.choice.invoiced, map[string]tri{"invoiced": with, "noninvoiced": without}),
		"projectType": among(&q.choice.archived, map[string]tri{
			allOfThem: either, activeProjects: without, archivedProjects: with,
		}),
		"userId":      numbers(&q.choice.users),
		"tagIds":      numbers(&q.choice.tags),
		"taskTagIds":  numbers(&q.choice.taskTags),
		"showDeleted": among(&q.choice.deleted, map[string]bool{"true": true, "false": false, "1": true, "0": false}),
		"sortby":      among(&q.choice.sortBy, timeOrders()),
		"sortorder":   among(&q.choice.downwards, map[string]bool{"ASC": false, "DESC": true}),
	}
}

// parse parses a query and computes its bounds. The bounds are days, combined with the times if there are any.
func (q *timeQuery) parse(query url.Values, known map[string]parameter) *problem {
	if problem := readParameters(query, known); problem != nil {
		return problem
	}
	for at, on := range map[string]string{"fromtime": "fromdate", "totime": "todate"} {
		if query.Has(at) && !query.Has(on) {
			return refuse(http.StatusBadRequest, "%s is given without %s", at, on)
		}
	}
	q.choice.from = q.fromDate
	if query.Has("fromtime") {
		q.choice.from = onDay(q.fromDate, q.fromTime)
	}
	switch {
	case q.toDate.IsZero():
	case query.Has("totime"):
		q.choice.to = onDay(q.toDate, q.toTime).Add(time.Minute)
	default:
		q.choice.to = q.toDate.AddDate(0, 0, 1)
	}
	return nil
}

// onDay combines a day and a time of day.
func onDay(day, clock time.Time) time.Time {
	return day.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
}
