package teamwork

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// The methods in this file handle the requests about time logs of API v3 (contract, "Time entries").

// listTimeLogs handles GET /projects/api/v3/time.json, which omits archived projects unless requested.
func (s *Site) listTimeLogs(c call) (reply, *problem) {
	read, problem := s.readTimeLogQuery(c)
	if problem != nil {
		return reply{}, problem
	}
	return s.timeLogPage(read), nil
}

// listProjectTimeLogs handles GET /projects/api/v3/projects/{id}/time.json.
func (s *Site) listProjectTimeLogs(c call) (reply, *problem) {
	if problem := s.checkProject(c.id); problem != nil {
		return reply{}, problem
	}
	read, problem := s.readTimeLogQuery(c)
	if problem != nil {
		return reply{}, problem
	}
	read.choice.projects, read.choice.archived = []int{c.id}, either
	return s.timeLogPage(read), nil
}

// timeLogQuery holds the parameters of a list of API v3.
type timeLogQuery struct {
	*timeQuery
	skipCounts bool
}

// readTimeLogQuery reads the parameters of a list. Their spellings differ from those of API v1. Documented parameters
// that filter or sort by something that the site does not store are refused like unknown ones, because ignoring them
// would be worse.
func (s *Site) readTimeLogQuery(c call) (timeLogQuery, *problem) {
	read := timeLogQuery{timeQuery: newTimeQuery(50), skipCounts: true}
	yesOrNo := map[string]bool{"true": true, "false": false}
	read.choice.archived = without
	known := map[string]parameter{
		"page":                    positive(&read.page, 0),
		"pageSize":                positive(&read.size, mostTimePerPage),
		"skipCounts":              among(&read.skipCounts, yesOrNo),
		"startDate":               moments(&read.fromDate, "2006-01-02", "YYYY-MM-DD"),
		"endDate":                 moments(&read.toDate, "2006-01-02", "YYYY-MM-DD"),
		"billableType":            among(&read.choice.billable, map[string]tri{allOfThem: either, "billable": with, "non-billable": without}),
		"invoicedType":            among(&read.choice.invoiced, map[string]tri{allOfThem: either, "invoiced": with, "not-invoiced": without}),
		"includeArchivedProjects": among(&read.choice.archived, map[string]tri{"true": either, "false": without}),
		"showDeleted":             among(&read.choice.deleted, yesOrNo),
		"projectIds":              numbers(&read.choice.projects),
		"assignedToUserIds":       numbers(&read.choice.users),
		"tagIds":                  numbers(&read.choice.tags),
		"taskTagIds":              numbers(&read.choice.taskTags),
		"orderBy":                 among(&read.choice.sortBy, timeOrders()),
		"orderMode":               among(&read.choice.downwards, map[string]bool{"asc": false, "desc": true}),
	}
	return read, read.parse(c.query, known)
}

// timeLogPage responds with one page of time logs. While there are more pages, the count is only a lower bound unless
// the request asks for counting (contract 5).
func (s *Site) timeLogPage(read timeLogQuery) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	logs := s.timeLogsOf(read.choice)
	page := pageAt(read.page, read.size, len(logs))
	list := timeLogList{TimeLogs: []timeLogBody{}}
	for _, log := range logs[page.from:page.to] {
		list.TimeLogs = append(list.TimeLogs, s.timeLogBody(log))
	}
	list.Meta.Page = metaPage{
		PageOffset: read.page - 1, PageSize: read.size, Count: len(logs), HasMore: page.to < len(logs),
	}
	if list.Meta.Page.HasMore && read.skipCounts {
		list.Meta.Page.Count = read.page*read.size + 1
	}
	return reply{status: http.StatusOK, body: list}
}

// getTimeLog handles GET /projects/api/v3/time/{id}.json.
func (s *Site) getTimeLog(c call) (reply, *problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.findTimeLog(c.id)
	if log == nil {
		return reply{}, noTimeLog()
	}
	return reply{status: http.StatusOK, body: timeLogEnvelope{TimeLog: s.timeLogBody(log)}}, nil
}

// patchTimeLog handles PATCH /projects/api/v3/time/{id}.json. A billed time log is not editable (contract 2.5). That the
// status for this is 422 is not documented.
func (s *Site) patchTimeLog(c call) (reply, *problem) {
	patch, refusal := readTimeLogPatch(c.body)
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.findTimeLog(c.id)
	switch {
	case log == nil:
		return reply{}, noTimeLog()
	case refusal != nil:
		return reply{}, refusal
	case log.InvoiceID != 0:
		return reply{}, invalid("the time log is on invoice %d and cannot be edited", log.InvoiceID)
	}
	patch.apply(log)
	log.UpdatedAt = s.now()
	s.forgetTimeLists()
	return reply{status: http.StatusOK, body: timeLogEnvelope{TimeLog: s.timeLogBody(log)}}, nil
}

// noTimeLog refuses an ID that no time log has.
func noTimeLog() *problem { return refuse(http.StatusNotFound, "timelog not found") }

// timeLogPatch holds the changes of a request to a time log. A nil field stays unchanged.
type timeLogPatch struct {
	billable    *bool
	description *string
	hours       *int
	minutes     *int
}

// readTimeLogPatch reads the body {"timelog":{"isBillable":true}}. A null has no effect: the official client sends one
// for each omitted text. The other documented members are refused like unknown ones, because the emulator does not know
// their effect.
func readTimeLogPatch(body []byte) (timeLogPatch, *problem) {
	given, refusal := envelope(body, "timelog")
	if refusal != nil {
		return timeLogPatch{}, refuse(http.StatusBadRequest, "%s", refusal.message)
	}
	var patch timeLogPatch
	members := map[string]any{
		"isBillable":  &patch.billable,
		"description": &patch.description,
		"hours":       &patch.hours,
		"minutes":     &patch.minutes,
	}
	for name, raw := range given {
		target, known := members[name]
		if !known {
			return timeLogPatch{}, refuse(http.StatusBadRequest, "%s cannot be set", name)
		}
		if err := json.Unmarshal(bytes.TrimSpace(raw), target); err != nil {
			return timeLogPatch{}, refuse(http.StatusBadRequest, "%s cannot be read: %v", name, err)
		}
	}
	for name, number := range map[string]*int{"hours": patch.hours, "minutes": patch.minutes} {
		if number != nil && *number < 0 {
			return timeLogPatch{}, refuse(http.StatusBadRequest, "%s must not be negative", name)
		}
	}
	return patch, nil
}

// apply changes log. Its time is the sum of hours and minutes, so one of them alone sets the whole time.
func (p timeLogPatch) apply(log *TimeLog) {
	if p.billable != nil {
		log.Billable = *p.billable
	}
	if p.description != nil {
		log.Description = *p.description
	}
	if p.hours == nil && p.minutes == nil {
		return
	}
	log.Minutes = 0
	if p.hours != nil {
		log.Minutes += *p.hours * 60
	}
	if p.minutes != nil {
		log.Minutes += *p.minutes
	}
}
