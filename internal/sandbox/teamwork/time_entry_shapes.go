package teamwork

import (
	"strconv"
	"time"
)

// timeEntry is a time log on the wire of API v1 (contract, "Time entries"). Every scalar except one is text.
type timeEntry struct {
	ID                  string     `json:"id"`
	ProjectID           string     `json:"project-id"`
	ProjectName         string     `json:"project-name"`
	ProjectStatus       string     `json:"project-status"`
	CompanyID           string     `json:"company-id"`
	CompanyName         string     `json:"company-name"`
	PersonID            string     `json:"person-id"`
	PersonFirstName     string     `json:"person-first-name"`
	PersonLastName      string     `json:"person-last-name"`
	TodoItemID          string     `json:"todo-item-id"`
	TodoItemName        string     `json:"todo-item-name"`
	TodoListID          string     `json:"todo-list-id"`
	TodoListName        string     `json:"todo-list-name"`
	TaskListID          string     `json:"tasklistId"` // same value again
	ParentTaskID        string     `json:"parentTaskId"`
	ParentTaskName      string     `json:"parentTaskName"`
	TaskEstimatedTime   string     `json:"taskEstimatedTime"`
	TaskIsPrivate       string     `json:"taskIsPrivate"`
	TaskIsSubTask       string     `json:"taskIsSubTask"`
	TaskTags            []entryTag `json:"task-tags"`
	Description         string     `json:"description"`
	Date                string     `json:"date"`
	DateUserPerspective *string    `json:"dateUserPerspective,omitempty"`
	Hours               string     `json:"hours"`
	Minutes             string     `json:"minutes"`
	HasStartTime        string     `json:"has-start-time"`
	IsBillable          string     `json:"isbillable"`
	IsBilled            string     `json:"isbilled"`
	InvoiceNo           string     `json:"invoiceNo"`
	InvoiceStatus       *string    `json:"invoiceStatus,omitempty"` // newest edition only
	TicketID            *string    `json:"ticket-id,omitempty"`     // older editions only
	Tags                []entryTag `json:"tags"`
	CanEdit             bool       `json:"canEdit"`
	CreatedAt           string     `json:"createdAt"`
	UpdatedDate         string     `json:"updated-date"`
}

// entryTag is a tag of a time entry.
type entryTag struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"`
}

// The envelopes of time entries.
type (
	timeEntryList struct {
		Status      string      `json:"STATUS,omitempty"`
		TimeEntries []timeEntry `json:"time-entries"`
	}
	timeEntryEnvelope struct {
		Status    string    `json:"STATUS,omitempty"`
		TimeEntry timeEntry `json:"time-entry"`
	}
)

// timeEntry converts a time log to the format of API v1. The caller must hold the lock. Tasks have no parent and are
// not private.
func (s *Site) timeEntry(log *TimeLog) timeEntry {
	project := s.projects[log.ProjectID]
	entry := timeEntry{
		ID:                idText(log.ID),
		ProjectID:         idText(log.ProjectID),
		ProjectName:       project.Name,
		ProjectStatus:     activeProjects,
		CompanyID:         idText(project.CompanyID),
		CompanyName:       project.CompanyName,
		PersonID:          idText(log.User.ID),
		PersonFirstName:   log.User.FirstName,
		PersonLastName:    log.User.LastName,
		TodoItemID:        idText(log.TaskID),
		TodoItemName:      log.TaskName,
		TodoListID:        idText(log.TaskListID),
		TodoListName:      log.TaskListName,
		TaskListID:        idText(log.TaskListID),
		ParentTaskID:      "0",
		TaskEstimatedTime: strconv.Itoa(log.TaskEstimate),
		TaskIsPrivate:     "0",
		TaskIsSubTask:     "0",
		TaskTags:          entryTags(log.TaskTags),
		Description:       log.Description,
		Date:              s.entryTime(log.LoggedAt),
		Hours:             strconv.Itoa(log.Minutes / 60),
		Minutes:           strconv.Itoa(log.Minutes % 60),
		HasStartTime:      "1",
		IsBillable:        flagText(log.Billable),
		IsBilled:          flagText(log.InvoiceID != 0),
		Tags:              entryTags(log.Tags),
		CanEdit:           log.InvoiceID == 0 && !project.Archived,
		CreatedAt:         s.entryTime(log.CreatedAt),
		UpdatedDate:       s.entryTime(log.UpdatedAt),
	}
	if project.Archived {
		entry.ProjectStatus = archivedProjects
	}
	s.addUneven(&entry, log)
	return entry
}

// addUneven adds the fields that only some time entries have.
func (s *Site) addUneven(entry *timeEntry, log *TimeLog) {
	var invoiceStatus, ticket string
	if invoice := s.byID[log.InvoiceID]; invoice != nil {
		entry.InvoiceNo, invoiceStatus = invoice.Number, invoice.Status
	}
	if s.options.Shapes.Edition == Edition2025 {
		entry.InvoiceStatus = &invoiceStatus
	} else {
		entry.TicketID = &ticket
	}
	if !s.options.Shapes.HideUserPerspective {
		perspective := s.entryTime(s.userClock(log.LoggedAt))
		entry.DateUserPerspective = &perspective
	}
}

// entryTime returns a time in the spelling of the edition. The clock of the site's user is shown in the same way, with
// a zone that is not its own.
func (s *Site) entryTime(moment time.Time) string {
	if s.options.Shapes.Edition == Edition2025 {
		return timeText(moment)
	}
	return moment.UTC().Format(time.DateTime) + "+00:00"
}

// entryTags returns tags in their wire format.
func entryTags(tags []Tag) []entryTag {
	shown := []entryTag{}
	for _, tag := range tags {
		shown = append(shown, entryTag{ID: idText(tag.ID), Name: tag.Name, Color: tag.Color})
	}
	return shown
}

// flagText returns a flag in the format of API v1.
func flagText(set bool) string {
	if set {
		return "1"
	}
	return "0"
}
