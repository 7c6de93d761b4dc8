package numbers

import (
	"fmt"
	"strings"
)

// Title is the headline of the error.
func (e *ExistsError) Title() string {
	if e.IsRenumbering {
		return "The number is taken"
	}
	return "The invoice already exists"
}

// alreadyManaged completes an explanation for those who cannot import the
// holder, since their configuration manages it.
const alreadyManaged = "\nIf this configuration manages it already, remove create_before_destroy, run \"terraform untaint\", or apply again."

// Explain says what is there, and the cure. typeName is the resource that the
// record is imported as.
func (e *ExistsError) Explain(typeName string) string {
	switch {
	case e.IsRenumbering && len(e.IDs) == 0:
		return fmt.Sprintf("Another invoice of this configuration%s has or gets the number %q in project %d. Nothing was sent. "+
			"Give one of them another number.", idOf(e.Holder), e.Number, e.ProjectID)
	case e.IsRenumbering:
		return fmt.Sprintf("Project %d already has an invoice with number %q (ID %s). Nothing was sent. Use another number. "+
			"If the other invoice gets another number in the same apply, apply again.", e.ProjectID, e.Number, e.IDs[0])
	case len(e.IDs) == 0:
		return fmt.Sprintf("Another resource of this configuration has the number %q in project %d. No second invoice was created. "+
			"Give one of them another number.", e.Number, e.ProjectID)
	case len(e.IDs) == 1:
		return fmt.Sprintf("Project %d already has an invoice with number %q. Nothing was created. Change the number, or import that "+
			"invoice:\n\n%s", e.ProjectID, e.Number, ImportCommands(typeName, e.IDs)) + alreadyManaged
	default:
		return fmt.Sprintf("Project %d already has %d invoices with number %q. Nothing was created. Change the number, or import the right "+
			"invoice:\n\n%s",
			e.ProjectID, len(e.IDs), e.Number, ImportCommands(typeName, e.IDs))
	}
}

func idOf(id string) string {
	if id == "" {
		return ""
	}
	return " (ID " + id + ")"
}

// ImportCommands has a line for each record, which is imported as a typeName.
func ImportCommands(typeName string, ids []string) string {
	var commands strings.Builder
	for _, id := range ids {
		commands.WriteString("  terraform import " + typeName + ".NAME " + id + "\n")
	}
	return commands.String()
}

// UnclearError says that a create has no clear answer, and that the project has
// invoices since then that the create may have made. None was adopted, and none
// is created.
type UnclearError struct {
	// Type is the resource that records are imported as.
	Type      string
	ProjectID int64
	Found     []Record
	// Cause is the failure of the create.
	Cause error
}

// Error names the invoices.
func (e *UnclearError) Error() string {
	ids := make([]string, len(e.Found))
	lines := make([]string, len(e.Found))
	for i, record := range e.Found {
		ids[i] = record.ID
		lines[i] = fmt.Sprintf("ID %s, number %q", record.ID, record.Number)
	}
	return fmt.Sprintf("%v\n\nProject %d has invoices that were not there before the request: %s. The request may have "+
		"created one of them, so it was not repeated. If so, import that one to this resource's address:\n\n%s\nIf not, apply again.",
		e.Cause, e.ProjectID, strings.Join(lines, "; "), ImportCommands(e.Type, ids))
}

// Unwrap gives the failure of the create.
func (e *UnclearError) Unwrap() error { return e.Cause }
