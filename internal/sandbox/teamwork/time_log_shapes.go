package teamwork

// timeLogBody is a time log on the wire of API v3 (contract, "Time entries"), with its relations in both formats that
// the sources show: as IDs, and as objects. Missing relations are null.
type timeLogBody struct {
	ID                      int        `json:"id"`
	Minutes                 int        `json:"minutes"`
	Billable                bool       `json:"billable"`
	Description             string     `json:"description"`
	TimeLogged              string     `json:"timeLogged"`
	HasStartTime            bool       `json:"hasStartTime"`
	UserID                  int        `json:"userId"`
	User                    *relation  `json:"user"`
	TaskID                  *int       `json:"taskId"`
	Task                    *relation  `json:"task"`
	ProjectID               int        `json:"projectId"`
	Project                 *relation  `json:"project"`
	TagIDs                  []int      `json:"tagIds"`
	Tags                    []relation `json:"tags"`
	InvoiceNumber           *string    `json:"invoiceNumber"`
	ProjectBillingInvoiceID *int       `json:"projectBillingInvoiceId"`
	CreatedAt               string     `json:"createdAt"`
	UpdatedAt               string     `json:"updatedAt"`
	Deleted                 bool       `json:"deleted"`
}

// relation names a related record.
type relation struct {
	ID   int    `json:"id"`
	Type string `json:"type"`
}

// metaPage describes a page of API v3 (contract 5).
type metaPage struct {
	PageOffset int  `json:"pageOffset"`
	PageSize   int  `json:"pageSize"`
	Count      int  `json:"count"`
	HasMore    bool `json:"hasMore"`
}

// The envelopes of time logs.
type (
	timeLogList struct {
		TimeLogs []timeLogBody `json:"timelogs"`
		Meta     struct {
			Page metaPage `json:"page"`
		} `json:"meta"`
	}
	timeLogEnvelope struct {
		TimeLog timeLogBody `json:"timelog"`
	}
)

// timeLogBody converts a time log to the format of API v3. The caller must hold the lock.
func (s *Site) timeLogBody(log *TimeLog) timeLogBody {
	body := timeLogBody{
		ID:           log.ID,
		Minutes:      log.Minutes,
		Billable:     log.Billable,
		Description:  log.Description,
		TimeLogged:   timeText(log.LoggedAt),
		HasStartTime: true,
		UserID:       log.User.ID,
		User:         &relation{log.User.ID, "users"},
		ProjectID:    log.ProjectID,
		Project:      &relation{log.ProjectID, "projects"},
		TagIDs:       []int{},
		Tags:         []relation{},
		CreatedAt:    timeText(log.CreatedAt),
		UpdatedAt:    timeText(log.UpdatedAt),
		Deleted:      log.Deleted,
	}
	for _, tag := range log.Tags {
		body.TagIDs = append(body.TagIDs, tag.ID)
		body.Tags = append(body.Tags, relation{tag.ID, "tags"})
	}
	if task := log.TaskID; task != 0 {
		body.TaskID, body.Task = &task, &relation{task, "tasks"}
	}
	if invoice := s.byID[log.InvoiceID]; invoice != nil {
		number, id := invoice.Number, invoice.ID
		body.InvoiceNumber, body.ProjectBillingInvoiceID = &number, &id
	}
	return body
}
