package timelog

import (
	"math"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// timeLogModel is a time log as the data source shows it.
type timeLogModel struct {
	ID            types.String `tfsdk:"id"`
	ProjectID     types.Int64  `tfsdk:"project_id"`
	ProjectName   types.String `tfsdk:"project_name"`
	CompanyID     types.Int64  `tfsdk:"company_id"`
	CompanyName   types.String `tfsdk:"company_name"`
	PersonID      types.Int64  `tfsdk:"person_id"`
	PersonName    types.String `tfsdk:"person_name"`
	TaskID        types.Int64  `tfsdk:"task_id"`
	TaskName      types.String `tfsdk:"task_name"`
	Description   types.String `tfsdk:"description"`
	Date          types.String `tfsdk:"date"`
	Timestamp     types.String `tfsdk:"timestamp"`
	Minutes       types.Int64  `tfsdk:"minutes"`
	Billable      types.Bool   `tfsdk:"billable"`
	Billed        types.Bool   `tfsdk:"billed"`
	InvoiceNumber types.String `tfsdk:"invoice_number"`
}

// flatten converts a time entry from the site.
func flatten(entry api.TimeEntry) (timeLogModel, diag.Diagnostics) {
	answer := answerOf(entry)
	day := answer.Day("date", dayOf(entry))
	hours, minutes := answer.Number(types.Int64{}, "hours", entry.Hours), answer.Number(types.Int64{}, "minutes", entry.Minutes)
	total := types.Int64Null()
	if !hours.IsNull() || !minutes.IsNull() {
		total = types.Int64Value(min(hours.ValueInt64(), math.MaxInt64/120)*60 + minutes.ValueInt64())
	}
	return timeLogModel{
		ID:            customtypes.TextOrNull(entry.ID),
		ProjectID:     answer.Number(types.Int64{}, "project-id", entry.ProjectID),
		ProjectName:   customtypes.TextOrNull(entry.ProjectName),
		CompanyID:     answer.Number(types.Int64{}, "company-id", entry.CompanyID),
		CompanyName:   customtypes.TextOrNull(entry.CompanyName),
		PersonID:      answer.Number(types.Int64{}, "person-id", entry.PersonID),
		PersonName:    customtypes.TextOrNull(lenient.Text(strings.TrimSpace(string(entry.PersonFirstName + " " + entry.PersonLastName)))),
		TaskID:        answer.Number(types.Int64{}, "todo-item-id", entry.TaskID),
		TaskName:      customtypes.TextOrNull(entry.TaskName),
		Description:   customtypes.TextOrNull(entry.Description),
		Date:          day,
		Timestamp:     customtypes.TextOrNull(entry.Date),
		Minutes:       total,
		Billable:      customtypes.BoolOrNull(entry.IsBillable),
		Billed:        types.BoolValue(entry.Billed()),
		InvoiceNumber: customtypes.TextOrNull(entry.InvoiceNumber),
	}, answer.Problems()
}

// dayOf returns the day of a time entry in the time zone of the credential's user,
// which the site filters by, or in UTC if the site does not return that day.
func dayOf(entry api.TimeEntry) lenient.Text {
	for _, moment := range []lenient.Text{entry.DateUserPerspective, entry.Date} {
		if text := strings.TrimSpace(string(moment)); text != "" {
			day, _, _ := strings.Cut(strings.Replace(text, "T", " ", 1), " ")
			return lenient.Text(day)
		}
	}
	return ""
}

func answerOf(entry api.TimeEntry) *record.Answer {
	return record.NewAnswer(site.Title, "time log "+string(entry.ID))
}

// timeLogObject describes timeLogModel.
func timeLogObject() schema.NestedAttributeObject {
	return schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"id":             record.Text("Time log ID in Teamwork."),
		"project_id":     record.Number("ID of the project that the time was logged on."),
		"project_name":   record.Text("Name of the project."),
		"company_id":     record.Number("ID of the company that the project is for."),
		"company_name":   record.Text("Name of the company that the project is for."),
		"person_id":      record.Number("ID of the person who did the work."),
		"person_name":    record.Text("First and last name of the person who did the work."),
		"task_id":        record.Number("ID of the task that the time was logged on, or null if it was logged on the project."),
		"task_name":      record.Text("Name of the task."),
		"description":    record.Text("Description of the work, or null if not set."),
		"date":           record.Text("Day of the work, `YYYY-MM-DD`, in the time zone of the credential's user, or in UTC if the site does not return that day."),
		"timestamp":      record.Text("Time when the work was done, as Teamwork returns it (UTC)."),
		"minutes":        record.Number("Total duration in minutes, including full hours."),
		"billable":       schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the time is billable."},
		"billed":         schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether an invoice bills the time."},
		"invoice_number": record.Text("Number of the invoice that bills the time, or null if it is unbilled."),
	}}
}
