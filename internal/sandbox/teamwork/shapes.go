package teamwork

// The formats of an invoice on the wire (contract 2.2). Every scalar is text, and "" represents a missing value.

// invoiceBody has the fields of all editions, in lists and single reads. The keys of the last editor's ID and of the
// names are inconsistent on the wire as well.
type invoiceBody struct {
	ID                      string `json:"id"`
	ProjectID               string `json:"project-id"`
	ProjectName             string `json:"project-name"`
	CompanyID               string `json:"company-id"`
	CompanyName             string `json:"company-name"`
	Number                  string `json:"number"`
	DisplayDate             string `json:"display-date"`
	Description             string `json:"description"`
	PONumber                string `json:"po-number"`
	FixedCost               string `json:"fixed-cost"`
	CurrencyCode            string `json:"currency-code"`
	Status                  string `json:"status"`
	DateCreated             string `json:"date-created"`
	DateUpdated             string `json:"date-updated"`
	CreatedByUserID         string `json:"created-by-user-id"`
	CreatedByUserFirstName  string `json:"created-by-user-firstname"`
	CreatedByUserLastName   string `json:"created-by-user-lastname"`
	UpdateByUserID          string `json:"update-by-user-id"`
	EditedByUserFirstName   string `json:"edited-by-user-firstname"`
	EditedByUserLastName    string `json:"edited-by-user-lastname"`
	ExportedDate            string `json:"exported-date"`
	ExportedByUserID        string `json:"exported-by-user-id"`
	ExportedByUserFirstName string `json:"exported-by-user-firstname"`
	ExportedByUserLastName  string `json:"exported-by-user-lastname"`
}

// recentFields were added after the edition of 2018.
type recentFields struct {
	Pricing string `json:"pricing"`
	DueDate string `json:"due-date"`
}

// totalFields are in every single read, and in the lists of the newest edition.
type totalFields struct {
	TotalTime        string `json:"total-time"`
	TotalTimeDecimal string `json:"total-time-decimal"`
	TotalCost        string `json:"total-cost"`
}

// partFields break down the total cost, in the lists of the newest edition only.
type partFields struct {
	TimeCost     string `json:"time-cost"`
	ExpensesCost string `json:"expenses-cost"`
}

// listedInvoice is an invoice in a list.
type listedInvoice struct {
	invoiceBody
	*recentFields
	*totalFields
	*partFields
}

// singleInvoice is an invoice in a single read. If there are no expenses, their key is missing. The key of the line
// items is always present.
type singleInvoice struct {
	invoiceBody
	*recentFields
	totalFields
	LineItems []lineItem    `json:"line-items"`
	Expenses  []expenseItem `json:"expenses,omitempty"`
}

// lineItem is billed time on an invoice.
type lineItem struct {
	ID            string `json:"id"`
	TaskID        string `json:"task-id"`
	TaskName      string `json:"task-name"`
	UserID        string `json:"user-id"`
	Billable      string `json:"billable"`
	Description   string `json:"description"`
	Minutes       string `json:"minutes"`
	DecimalHours  string `json:"decimal-hours"`
	Rate          string `json:"rate"`
	Cost          string `json:"cost"`
	DateLoggedUTC string `json:"date-logged-utc"`
	*namesTogether
	*namesApart
	*lineTimes
}

type namesTogether struct {
	FirstName string `json:"user-firstname"`
	LastName  string `json:"user-lastname"`
}

type namesApart struct {
	FirstName string `json:"user-first-name"`
	LastName  string `json:"user-last-name"`
}

// lineTimes were added in the edition of 2018.
type lineTimes struct {
	Date  string `json:"date"`
	Hours string `json:"hours"`
}

// expenseItem is a billed expense on an invoice.
type expenseItem struct {
	ID                     string `json:"id"`
	InvoiceID              string `json:"invoice-id"`
	Name                   string `json:"name"`
	Description            string `json:"description"`
	Cost                   string `json:"cost"`
	Date                   string `json:"date"`
	CreatedByUserID        string `json:"created-by-user-id"`
	CreatedByUserFirstName string `json:"created-by-user-firstname"`
	CreatedByUserLastName  string `json:"created-by-user-lastname"`
}

// The envelopes.
type (
	invoiceList struct {
		Status   string          `json:"STATUS,omitempty"`
		Invoices []listedInvoice `json:"invoices"`
	}
	invoiceEnvelope struct {
		Status  string        `json:"STATUS,omitempty"`
		Invoice singleInvoice `json:"invoice"`
	}
	currencyCodeList struct {
		Status        string         `json:"STATUS,omitempty"`
		CurrencyCodes []currencyCode `json:"currency-codes"`
	}
	done struct {
		Status string `json:"STATUS"`
		ID     any    `json:"id,omitempty"` // a number or text, creates only
	}
	metric struct {
		Data metricData `json:"data"`
	}
	metricData struct {
		Value int `json:"value"`
	}
)
