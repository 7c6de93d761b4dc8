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

// Invoice is a project invoice as the site stores it.
type Invoice struct {
	ID        int
	ProjectID int
	// CompanyID and CompanyName are those of the project unless the invoice has its own.
	CompanyID   int
	CompanyName string
	Number      string
	// DisplayDate is YYYYMMDD.
	DisplayDate string
	Description string
	PONumber    string
	// FixedCost is a decimal number, which may be negative. If it is empty or zero, time and expenses are billed.
	FixedCost    string
	CurrencyCode string
	// Status is StatusActive, StatusCompleted or StatusDeleted.
	Status      string
	DueDate     string
	DateCreated time.Time
	DateUpdated time.Time
	CreatedBy   User
	EditedBy    User
	// ExportedDate and ExportedBy are empty unless the invoice was exported to an accounting tool.
	ExportedDate string
	ExportedBy   User
	// TimeLogIDs and ExpenseIDs are the entries that the invoice bills, in display order.
	TimeLogIDs []int
	ExpenseIDs []int
}

// The statuses of an invoice. StatusDeleted is the status of a deleted invoice on a site that keeps deleted invoices.
const (
	StatusActive    = "active"
	StatusCompleted = "completed"
	StatusDeleted   = "deleted"
)

// clone returns a copy that shares nothing with i.
func (i Invoice) clone() Invoice {
	i.TimeLogIDs = slices.Clone(i.TimeLogIDs)
	i.ExpenseIDs = slices.Clone(i.ExpenseIDs)
	return i
}

// Project is a project with everything that lists and the metric filter by.
type Project struct {
	ID          int
	Name        string
	CompanyID   int
	CompanyName string
	// Archived hides the project from lists that do not request archived projects.
	Archived bool
	// Progress is one of the Progress constants.
	Progress string
	// Starred is true if the user of the credentials starred the project.
	Starred    bool
	TagIDs     []int
	OwnerID    int
	CategoryID int
	// Health is 0 for not set, 1 for bad, 2 for ok, 3 for good.
	Health int
}

// The progress of a project. A deleted project is hidden from everything except the metric that requests deleted
// projects.
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
	// InvoiceID is the invoice that bills it, or 0 if it is unbilled.
	InvoiceID int
	// TaskID and TaskName are empty for time that was not spent on a task, and so are the values of its task list.
	TaskID       int
	TaskName     string
	TaskListID   int
	TaskListName string
	// TaskEstimate is the estimated time for the task, in minutes.
	TaskEstimate int
	// Tags are the tags of the time log, and TaskTags those of its task.
	Tags, TaskTags []Tag

	User        User
	Billable    bool
	Description string
	Minutes     int
	// Rate is the amount per hour.
	Rate string
	// Total replaces the product of rate and time, unless it is empty.
	Total string
	// LoggedAt is when the work was done, which may differ from when it was entered.
	LoggedAt  time.Time
	CreatedAt time.Time
	UpdatedAt time.Time
	// Deleted hides the time log from everything except lists that request deleted time logs.
	Deleted bool
}

// clone returns a copy that shares nothing with t.
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
	// InvoiceID is the invoice that bills it, or 0 if it is unbilled.
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
