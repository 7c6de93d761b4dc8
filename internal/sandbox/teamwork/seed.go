package teamwork

import (
	"fmt"
	"time"
)

// Seed fills the site. Without the demo, it has the same projects, time logs, and expenses, but no invoices, so that
// every entry is unbilled.
func (s *Site) Seed(demo bool) {
	for _, project := range demoProjects() {
		s.AddProject(project)
	}
	for _, log := range demoTimeLogs() {
		s.AddTimeLog(log)
	}
	for _, expense := range demoExpenses() {
		s.AddExpense(expense)
	}
	if demo {
		for _, invoice := range demoInvoices() {
			s.AddInvoice(invoice)
		}
	}
}

// Generate adds n active invoices to project 1149, with the numbers GEN00001, GEN00002, and so on.
func (s *Site) Generate(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	created := moment("2026-01-02T09:00:00Z")
	for i := 1; i <= n; i++ {
		s.insert(Invoice{
			ProjectID:    1149,
			Number:       fmt.Sprintf("GEN%05d", i),
			DisplayDate:  "20260102",
			Description:  fmt.Sprintf("Generated invoice %d", i),
			FixedCost:    "100.00",
			CurrencyCode: defaultCurrency,
			DateCreated:  created,
		}, caller())
	}
}

// GenerateTimeLogs adds n billable time logs to project 1149, half an hour each on the task 7001, spread over March 2026.
// Their IDs start at 100001, or after the highest existing ID.
func (s *Site) GenerateTimeLogs(n int) {
	const first, halfHours = 100001, 16
	s.mu.Lock()
	defer s.mu.Unlock()
	start := moment("2026-03-01T08:00:00Z")
	s.nextTimeLog = max(s.nextTimeLog, first)
	for i := range n {
		logged := start.AddDate(0, 0, i%31).Add(time.Duration(i/31%halfHours) * 30 * time.Minute)
		s.insertTimeLog(TimeLog{
			ProjectID: 1149, TaskID: 7001, TaskName: "Field work", TaskListID: 6001, TaskListName: "Fields", User: caller(),
			Billable: true, Description: fmt.Sprintf("Generated time log %d", i+1), Minutes: 30, Rate: "50.00",
			LoggedAt: logged, CreatedAt: logged,
		}, caller())
	}
}

// moment parses a time of the seed.
func moment(text string) time.Time {
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic("teamwork sandbox: " + err.Error())
	}
	return parsed
}

// demoProjects returns projects that differ in everything that lists and the metric filter by.
func demoProjects() []Project {
	return []Project{
		{
			ID: 1149, Name: "API Private Items", CompanyID: 51, CompanyName: "Kent Farms",
			Progress: ProgressCurrent, Starred: true, TagIDs: []int{1, 2}, OwnerID: 414, CategoryID: 7, Health: 3,
		},
		{
			ID: 1150, Name: "Orchard Website", CompanyID: 52, CompanyName: "Hill Orchards",
			Progress: ProgressLate, TagIDs: []int{2, 3}, OwnerID: 415, CategoryID: 8, Health: 2,
		},
		{
			ID: 1151, Name: "Harvest Archive", CompanyID: 51, CompanyName: "Kent Farms", Archived: true,
			Progress: ProgressCurrent, TagIDs: []int{1}, OwnerID: 414, CategoryID: 7,
		},
		{
			ID: 1152, Name: "Dairy Portal", CompanyID: 53, CompanyName: "Meadow Dairy",
			Progress: ProgressUpcoming, Starred: true, OwnerID: 415, Health: 1,
		},
		{
			ID: 1153, Name: "Barn Survey", CompanyID: 52, CompanyName: "Hill Orchards",
			Progress: ProgressCompleted, TagIDs: []int{3}, OwnerID: 416, CategoryID: 8,
		},
		{
			ID: 1154, Name: "Old Mill", CompanyID: 53, CompanyName: "Meadow Dairy",
			Progress: ProgressDeleted, OwnerID: 416,
		},
	}
}

// demoTimeLogs returns the entries of the documentation's examples and a few more.
func demoTimeLogs() []TimeLog {
	logs := []TimeLog{
		{
			ID: 937, Minutes: 20, Description: "Work on putting new tyres on", LoggedAt: moment("2015-06-17T14:25:00Z"),
		},
		{
			ID: 938, Minutes: 140, Description: "Painting decal on engine housing", LoggedAt: moment("2015-06-17T12:25:00Z"),
		},
		{ID: 111, Minutes: 60, Description: "Changing the oil", LoggedAt: moment("2015-06-18T08:00:00Z")},
		{ID: 222, Minutes: 90, Description: "Mending the fence", LoggedAt: moment("2015-06-18T10:00:00Z")},
	}
	for id := 940; id <= 945; id++ {
		logs = append(logs, TimeLog{
			ID: id, Minutes: 15 * (id - 939), TaskID: 7001, TaskName: "Field work", TaskListID: 6001, TaskListName: "Fields",
			Description: fmt.Sprintf("Plowing field %d", id-939), LoggedAt: moment("2015-06-19T08:00:00Z"),
		})
	}
	for i := range logs {
		logs[i].ProjectID = 1149
	}
	for id := 946; id <= 947; id++ {
		logs = append(logs, TimeLog{
			ID: id, ProjectID: 1150, Minutes: 45, Description: "Drawing apples", LoggedAt: moment("2015-06-20T08:00:00Z"),
		})
	}
	for i := range logs {
		logs[i].User, logs[i].Billable, logs[i].Rate = caller(), true, "50.00"
		logs[i].CreatedAt = logs[i].LoggedAt
	}
	return logs
}

// demoExpenses returns the expenses of the documentation's examples and a few more.
func demoExpenses() []Expense {
	expenses := []Expense{
		{ID: 14, ProjectID: 1149, Name: "4 New Tyres", Cost: "200.00", Date: "20150617"},
		{ID: 15, ProjectID: 1149, Name: "Paint", Cost: "25.00", Date: "20150617"},
		{ID: 36, ProjectID: 1149, Name: "Diesel", Cost: "80.00", Date: "20150618"},
		{ID: 37, ProjectID: 1149, Name: "Seed", Description: "Winter wheat", Cost: "120.50", Date: "20150619"},
		{ID: 38, ProjectID: 1149, Name: "Fence posts", Cost: "64.90", Date: "20150619"},
		{ID: 39, ProjectID: 1150, Name: "Photographs", Cost: "300.00", Date: "20150620"},
	}
	for i := range expenses {
		expenses[i].CreatedBy, expenses[i].UpdatedAt = caller(), moment("2015-06-20T12:00:00Z")
	}
	return expenses
}

// demoInvoices returns the two invoices of the documentation's examples, and one or more for every kind of project.
func demoInvoices() []Invoice {
	created, edited := moment("2015-06-17T12:00:47Z"), moment("2015-06-17T13:50:24Z")
	return []Invoice{
		{
			ID: 49, ProjectID: 1149, Number: "INV00001", DisplayDate: "20150617", PONumber: "PO00002",
			Description: "New machinery as Clark dropped the last tractor", DateCreated: created, CreatedBy: caller(),
		},
		{
			// In the example of the documentation, the company name differs from that of the project's list.
			ID: 50, ProjectID: 1149, CompanyName: "Apple", Number: "INV0001", DisplayDate: "20150617", PONumber: "PO0001",
			Description: "Replace tractor", DateCreated: edited, CreatedBy: caller(),
			TimeLogIDs: []int{938, 937}, ExpenseIDs: []int{14, 15},
		},
		{
			ID: 51, ProjectID: 1149, Number: "INV00003", DisplayDate: "20150701", Description: "Harvest, first part",
			FixedCost: "1200.00", Status: StatusCompleted, DateCreated: created, DateUpdated: edited, CreatedBy: colleague(),
		},
		{
			ID: 52, ProjectID: 1150, Number: "WEB-1", DisplayDate: "20150801", FixedCost: "600.00", CurrencyCode: "EUR",
			DateCreated: created, CreatedBy: colleague(),
		},
		{
			ID: 53, ProjectID: 1150, Number: "WEB-0", DisplayDate: "20150715", Status: StatusCompleted,
			DateCreated: created, DateUpdated: edited, CreatedBy: caller(), EditedBy: colleague(),
			ExportedDate: "2015-07-20T08:00:00Z", ExportedBy: colleague(),
		},
		{ID: 54, ProjectID: 1151, Number: "ARC-1", DisplayDate: "20140901", DateCreated: created, CreatedBy: caller()},
		{
			ID: 55, ProjectID: 1151, Number: "ARC-0", DisplayDate: "20140801", Status: StatusCompleted,
			DateCreated: created, CreatedBy: caller(),
		},
		{ID: 56, ProjectID: 1152, Number: "DAIRY-1", DisplayDate: "20151001", DateCreated: created, CreatedBy: caller()},
		{ID: 57, ProjectID: 1152, Number: "DAIRY-2", DisplayDate: "20151101", DateCreated: created, CreatedBy: caller()},
		{ID: 58, ProjectID: 1153, Number: "BARN-1", DisplayDate: "20150301", DateCreated: created, CreatedBy: caller()},
		{ID: 59, ProjectID: 1154, Number: "MILL-1", DisplayDate: "20130301", DateCreated: created, CreatedBy: caller()},
	}
}
