package teamwork

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

// The methods in this file convert records to their wire format. Callers must hold the lock.

// body returns the part that lists and single reads share. zero represents a fixed cost of zero: the same invoice shows
// "0.00" in a list and "" in a single read (contract 8, quirk 1).
func (s *Site) body(invoice *Invoice, zero string) invoiceBody {
	return invoiceBody{
		ID:                      idText(invoice.ID),
		ProjectID:               idText(invoice.ProjectID),
		ProjectName:             s.projects[invoice.ProjectID].Name,
		CompanyID:               idText(invoice.CompanyID),
		CompanyName:             invoice.CompanyName,
		Number:                  invoice.Number,
		DisplayDate:             invoice.DisplayDate,
		Description:             invoice.Description,
		PONumber:                invoice.PONumber,
		FixedCost:               s.fixedCost(invoice, zero),
		CurrencyCode:            invoice.CurrencyCode,
		Status:                  invoice.Status,
		DateCreated:             timeText(invoice.DateCreated),
		DateUpdated:             timeText(invoice.DateUpdated),
		CreatedByUserID:         idText(invoice.CreatedBy.ID),
		CreatedByUserFirstName:  invoice.CreatedBy.FirstName,
		CreatedByUserLastName:   invoice.CreatedBy.LastName,
		UpdateByUserID:          idText(invoice.EditedBy.ID),
		EditedByUserFirstName:   invoice.EditedBy.FirstName,
		EditedByUserLastName:    invoice.EditedBy.LastName,
		ExportedDate:            invoice.ExportedDate,
		ExportedByUserID:        idText(invoice.ExportedBy.ID),
		ExportedByUserFirstName: invoice.ExportedBy.FirstName,
		ExportedByUserLastName:  invoice.ExportedBy.LastName,
	}
}

// listed returns an invoice as lists show it.
func (s *Site) listed(invoice *Invoice) listedInvoice {
	if s.options.Shapes.Edition != Edition2025 {
		return listedInvoice{invoiceBody: s.body(invoice, "")}
	}
	sums := s.sums(invoice)
	return listedInvoice{
		invoiceBody:  s.body(invoice, "0.00"),
		recentFields: s.recent(invoice),
		totalFields:  s.totals(sums),
		partFields:   &partFields{TimeCost: s.money(sums.timeCost), ExpensesCost: s.money(sums.expensesCost)},
	}
}

// single returns an invoice as a single read shows it.
func (s *Site) single(invoice *Invoice) singleInvoice {
	single := singleInvoice{
		invoiceBody:  s.body(invoice, ""),
		recentFields: s.recent(invoice),
		totalFields:  *s.totals(s.sums(invoice)),
		LineItems:    []lineItem{},
	}
	for _, id := range invoice.TimeLogIDs {
		if log := s.timeLogs[id]; log != nil {
			single.LineItems = append(single.LineItems, s.lineItem(log))
		}
	}
	for _, id := range invoice.ExpenseIDs {
		if expense := s.expenses[id]; expense != nil {
			single.Expenses = append(single.Expenses, expenseItem{
				ID:                     idText(expense.ID),
				InvoiceID:              idText(expense.InvoiceID),
				Name:                   expense.Name,
				Description:            expense.Description,
				Cost:                   amount(expense.Cost).StringFixed(2),
				Date:                   expense.Date,
				CreatedByUserID:        idText(expense.CreatedBy.ID),
				CreatedByUserFirstName: expense.CreatedBy.FirstName,
				CreatedByUserLastName:  expense.CreatedBy.LastName,
			})
		}
	}
	return single
}

// lineItem returns a time log as an invoice shows it. The minutes are those of the whole entry, as in the example of
// 2015. The hours of later editions are the whole hours among them.
func (s *Site) lineItem(log *TimeLog) lineItem {
	item := lineItem{
		ID:            idText(log.ID),
		TaskID:        idText(log.TaskID),
		TaskName:      log.TaskName,
		UserID:        idText(log.User.ID),
		Billable:      "0",
		Description:   log.Description,
		Minutes:       strconv.Itoa(log.Minutes),
		DecimalHours:  hours(log).StringFixed(2),
		Rate:          s.money(amount(log.Rate)),
		Cost:          s.money(cost(log)),
		DateLoggedUTC: timeText(log.LoggedAt),
	}
	if log.Billable {
		item.Billable = "1"
	}
	if s.options.Shapes.LineItemNames == NamesApart {
		item.namesApart = &namesApart{log.User.FirstName, log.User.LastName}
	} else {
		item.namesTogether = &namesTogether{log.User.FirstName, log.User.LastName}
	}
	if s.options.Shapes.Edition != Edition2015 {
		item.lineTimes = &lineTimes{Date: timeText(log.LoggedAt), Hours: strconv.Itoa(log.Minutes / 60)}
	}
	return item
}

// recent returns the newest fields. The pricing depends on the fixed cost (contract 2.2).
func (s *Site) recent(invoice *Invoice) *recentFields {
	if s.options.Shapes.Edition != Edition2025 {
		return nil
	}
	fields := &recentFields{Pricing: "determine", DueDate: invoice.DueDate}
	if !amount(invoice.FixedCost).IsZero() {
		fields.Pricing = "fixed"
	}
	return fields
}

// sums are the totals of an invoice's entries.
type sums struct {
	minutes                       int
	hours, timeCost, expensesCost decimal.Decimal
}

// sums adds up rounded parts, as the system does: 140 and 20 minutes are 2.33 and 0.33 hours, and 2.66 rather than 2.67
// in total (contract 2.1).
func (s *Site) sums(invoice *Invoice) sums {
	var total sums
	for _, id := range invoice.TimeLogIDs {
		if log := s.timeLogs[id]; log != nil {
			total.minutes += log.Minutes
			total.hours = total.hours.Add(hours(log))
			total.timeCost = total.timeCost.Add(cost(log))
		}
	}
	for _, id := range invoice.ExpenseIDs {
		if expense := s.expenses[id]; expense != nil {
			total.expensesCost = total.expensesCost.Add(amount(expense.Cost).Round(2))
		}
	}
	return total
}

// totals returns the sums in their wire format. They do not include a fixed cost: whether the system counts it is an
// open question of the contract (2.2), and the system's own sample adds the fixed cost itself.
func (s *Site) totals(sums sums) *totalFields {
	return &totalFields{
		TotalTime:        strconv.Itoa(sums.minutes),
		TotalTimeDecimal: sums.hours.StringFixed(2),
		TotalCost:        s.money(sums.timeCost.Add(sums.expensesCost)),
	}
}

// hours returns the time of an entry in hours, rounded.
func hours(log *TimeLog) decimal.Decimal {
	return decimal.NewFromInt(int64(log.Minutes)).DivRound(decimal.NewFromInt(60), 2)
}

// cost returns the rounded cost of an entry: time at its rate, unless a total is set.
func cost(log *TimeLog) decimal.Decimal {
	if log.Total != "" {
		return amount(log.Total).Round(2)
	}
	return amount(log.Rate).Mul(decimal.NewFromInt(int64(log.Minutes))).DivRound(decimal.NewFromInt(60), 2)
}

// fixedCost returns the fixed cost of an invoice, or zero if it has none.
func (s *Site) fixedCost(invoice *Invoice, zero string) string {
	fixed := amount(invoice.FixedCost)
	if fixed.IsZero() {
		return zero
	}
	if s.options.Shapes.MoneyAsSent {
		return invoice.FixedCost
	}
	return fixed.StringFixed(2)
}

// money returns an amount in its wire format.
func (s *Site) money(value decimal.Decimal) string {
	if s.options.Shapes.MoneyAsSent {
		return value.String()
	}
	return value.StringFixed(2)
}

// amount parses a decimal number; empty text is zero. Texts from requests are checked before they are stored, so
// invalid text was set by a test, and amount panics.
func amount(text string) decimal.Decimal {
	if text == "" {
		return decimal.Zero
	}
	return decimal.RequireFromString(text)
}

// idText returns an ID in its wire format. A missing ID is empty.
func idText(id int) string {
	if id == 0 {
		return ""
	}
	return strconv.Itoa(id)
}

// timeText returns a time in its wire format.
func timeText(moment time.Time) string {
	if moment.IsZero() {
		return ""
	}
	return moment.UTC().Format(time.RFC3339)
}

// readStatus returns the STATUS of responses to reads, or "" if there is none (contract 8, quirk 10).
func (s *Site) readStatus() string {
	if s.options.Shapes.HideStatus || s.options.Shapes.Edition == Edition2015 {
		return ""
	}
	return statusOK
}
