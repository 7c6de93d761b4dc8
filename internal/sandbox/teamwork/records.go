package teamwork

import (
	"slices"
	"time"
)

// User is a person of the site.
type User struct {
	ID                  int
	FirstName, LastName string
}

// Invoice is a project invoice as the site keeps it.
type Invoice struct {
	ID        int
	ProjectID int
	// CompanyID and CompanyName are those of the project unless the invoice names others.
	CompanyID   int
	CompanyName string
	Number      string
	// DisplayDate is YYYYMMDD.
	DisplayDate string
	Description string
	PONumber    string
	// FixedCost is a decimal number, which may be negative; empty or zero means that time and expenses are billed.
	FixedCost    string
	CurrencyCode string
	// Status is StatusActive, StatusCompleted or StatusDeleted.
	Status      string
	DueDate     string
	DateCreated time.Time
	DateUpdated time.Time
	CreatedBy   User
	EditedBy    User
	// ExportedDate and ExportedBy are empty unless the invoice went to an accounting tool.
	ExportedDate string
	ExportedBy   User
	// TimeLogIDs and ExpenseIDs are the entries billed with it, in the order in which they are shown.
	TimeLogIDs []int
	ExpenseIDs []int
}

// The statuses of an invoice. StatusDeleted is that of a deleted one on a site that keeps those.
const (
	StatusActive    = "active"
	StatusCompleted = "completed"
	StatusDeleted   = "deleted"
)

// clone gives a copy that shares nothing with i.
func (i Invoice) clone() Invoice {
	i.TimeLogIDs = slices.Clone(i.TimeLogIDs)
	i.ExpenseIDs = slices.Clone(i.ExpenseIDs)
	return i
}

// Project is a project with all that lists and the metric filter by.
type Project struct {
	ID          int
	Name        string
	CompanyID   int
	CompanyName string
	// Archived hides the project from lists that do not ask for archived ones.
	Archived bool
	// Progress is one of the Progress constants.
	Progress string
	// Starred says whether the user of the credentials starred it.
	Starred    bool
	TagIDs     []int
	OwnerID    int
	CategoryID int
	// Health is 0 for not set, 1 for bad, 2 for ok, 3 for good.
	Health int
}

// The progress of a project. A deleted one is gone for everything but the metric that asks for it.
const (
	ProgressCurrent   = "current"
	ProgressLate      = "late"
	ProgressUpcoming  = "upcoming"
	ProgressCompleted = "completed"
	ProgressDeleted   = "deleted"
)

// TimeLog is an entry of worked time.
type TimeLog struct {
	ID        int
	ProjectID int
	// InvoiceID is the invoice that it is billed with; 0 while it is unbilled.
	InvoiceID int
	// TaskID and TaskName are empty for time that was not spent on a task, and so are those of its list.
	TaskID       int
	TaskName     string
	TaskListID   int
	TaskListName string
	// TaskEstimate is the time that was estimated for the task, in minutes.
	TaskEstimate int
	// Tags are those of the time log, TaskTags those of its task.
	Tags, TaskTags []Tag

	User        User
	Billable    bool
	Description string
	Minutes     int
	// Rate is the amount for an hour.
	Rate string
	// Total replaces what rate and time come to; empty does not.
	Total string
	// LoggedAt is when the work was done, which is not when it was entered.
	LoggedAt  time.Time
	CreatedAt time.Time
	UpdatedAt time.Time
	// Deleted hides the time log from everything but lists that ask for deleted ones.
	Deleted bool
}

// clone gives a copy that shares nothing with t.
func (t TimeLog) clone() TimeLog {
	t.Tags = slices.Clone(t.Tags)
	t.TaskTags = slices.Clone(t.TaskTags)
	return t
}

// Tag is a label of a record.
type Tag struct {
	ID    int
	Name  string
	Color string
}

// Expense is money spent on a project.
type Expense struct {
	ID        int
	ProjectID int
	// InvoiceID is the invoice that it is billed with; 0 while it is unbilled.
	InvoiceID   int
	Name        string
	Description string
	// Cost is a decimal number, which may be negative.
	Cost string
	// Date is YYYYMMDD.
	Date      string
	CreatedBy User
	UpdatedAt time.Time
}
