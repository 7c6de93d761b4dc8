package teamwork

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

// The methods of this file put records into the shapes of the wire. They are called with the lock held.

// body gives what lists and single reads share. zero stands for a fixed cost of nothing: the same invoice shows "0.00"
// in a list and "" by itself (contract 8, quirk 1).
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

// listed gives an invoice as lists show it.
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

// single gives an invoice as it is read by itself.
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

// lineItem gives a time log as an invoice shows it. The minutes are those of the whole entry, as in the example of
// 2015; the hours of later editions are the whole ones among them.
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

// recent gives the newest fields. The pricing follows the fixed cost (contract 2.2).
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

// sums are the figures of an invoice's entries.
type sums struct {
	minutes                       int
	hours, timeCost, expensesCost decimal.Decimal
}

// sums adds up rounded parts, as the system does: 140 and 20 minutes are 2.33 and 0.33 hours, together 2.66 and not
// 2.67 (contract 2.1).
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

// totals gives the sums as the wire has them. A fixed cost is no part of them: whether the system counts it is an open
// question of the contract (2.2), and its own sample puts the fixed cost in by itself.
func (s *Site) totals(sums sums) *totalFields {
	return &totalFields{
		TotalTime:        strconv.Itoa(sums.minutes),
		TotalTimeDecimal: sums.hours.StringFixed(2),
		TotalCost:        s.money(sums.timeCost.Add(sums.expensesCost)),
	}
}

// hours gives the time of an entry in hours, rounded.
func hours(log *TimeLog) decimal.Decimal {
	return decimal.NewFromInt(int64(log.Minutes)).DivRound(decimal.NewFromInt(60), 2)
}

// cost gives what an entry costs, rounded: time at its rate, unless a total was set.
func cost(log *TimeLog) decimal.Decimal {
	if log.Total != "" {
		return amount(log.Total).Round(2)
	}
	return amount(log.Rate).Mul(decimal.NewFromInt(int64(log.Minutes))).DivRound(decimal.NewFromInt(60), 2)
}

// fixedCost gives the fixed cost of an invoice; zero is shown where it has none.
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

// money gives an amount as the wire has it.
func (s *Site) money(value decimal.Decimal) string {
	if s.options.Shapes.MoneyAsSent {
		return value.String()
	}
	return value.StringFixed(2)
}

// amount reads the text of a decimal number; an empty text is nothing. Texts from requests are checked before they are
// kept, so one that cannot be read was set by a test, which the panic tells.
func amount(text string) decimal.Decimal {
	if text == "" {
		return decimal.Zero
	}
	return decimal.RequireFromString(text)
}

// idText gives an id as the wire has it; a missing one is empty.
func idText(id int) string {
	if id == 0 {
		return ""
	}
	return strconv.Itoa(id)
}

// timeText gives a moment as the wire has it.
func timeText(moment time.Time) string {
	if moment.IsZero() {
		return ""
	}
	return moment.UTC().Format(time.RFC3339)
}

// readStatus is the STATUS of answers to reads, "" where there is none (contract 8, quirk 10).
func (s *Site) readStatus() string {
	if s.options.Shapes.HideStatus || s.options.Shapes.Edition == Edition2015 {
		return ""
	}
	return statusOK
}
