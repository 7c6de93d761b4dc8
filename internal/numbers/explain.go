package numbers

import (
	"fmt"
	"strings"
)

// PartlyChecked is the headline of the warning from Unchecked.
const PartlyChecked = "Existing invoice numbers were only partly checked"

// Title returns the headline of the error.
func (e *ExistsError) Title() string {
	if e.IsRenumbering {
		return "The number is already taken"
	}
	return "The invoice already exists"
}

// alreadyManaged completes an explanation for users who cannot import the
// invoice because their configuration already manages it.
const alreadyManaged = "\nIf this configuration already manages it, remove create_before_destroy, run \"terraform untaint\", or apply again."

// Explain returns what exists already, and the fix. typeName is the resource
// type to import the record as.
func (e *ExistsError) Explain(typeName string) string {
	switch {
	case e.IsRenumbering && len(e.IDs) == 0:
		return fmt.Sprintf("Another invoice of this configuration%s has, or will get, the number %q in project %d. Nothing was sent. "+
			"Give one of them another number.", idOf(e.Holder), e.Number, e.ProjectID)
	case e.IsRenumbering:
		return fmt.Sprintf("Project %d already has an invoice with number %s (ID %s). Nothing was sent. Use another number. "+
			"If the other invoice gets another number in the same apply, apply again.", e.ProjectID, e.number(), e.IDs[0])
	case len(e.IDs) == 0:
		return fmt.Sprintf("Another resource of this configuration has the number %q in project %d. No second invoice was created. "+
			"Give one of them another number.", e.Number, e.ProjectID)
	case e.MayBeOurs:
		return fmt.Sprintf("The create has no clear response, and project %d now has an invoice with number %q that differs from the plan. The "+
			"request may have created it, so the provider did not retry. Check it, and import it, or change the number:\n\n%s",
			e.ProjectID, e.Number, ImportCommands(typeName, e.IDs))
	case len(e.IDs) == 1:
		return fmt.Sprintf("Project %d already has an invoice with number %s. Nothing was created. Change the number, or import that "+
			"invoice:\n\n%s", e.ProjectID, e.number(), ImportCommands(typeName, e.IDs)) + alreadyManaged
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

// ImportCommands returns one import command per line, one for each record. typeName is the resource type to import it as.
func ImportCommands(typeName string, ids []string) string {
	var commands strings.Builder
	for _, id := range ids {
		commands.WriteString("  terraform import " + typeName + ".NAME " + id + "\n")
	}
	return commands.String()
}

// UnclearError means that a create has no clear response, and that the project
// has new invoices that the create may have made. The provider does not adopt
// any of them and does not create another one.
type UnclearError struct {
	// Type is the resource type to import records as.
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
	return fmt.Sprintf("%v\n\nProject %d has invoices that did not exist before the request: %s. The request may have "+
		"created one of them, so the provider did not retry. If so, import that invoice to this resource's address:\n\n%s\nIf not, apply again.",
		e.Cause, e.ProjectID, strings.Join(lines, "; "), ImportCommands(e.Type, ids))
}

// Unwrap returns the failure of the create.
func (e *UnclearError) Unwrap() error { return e.Cause }
