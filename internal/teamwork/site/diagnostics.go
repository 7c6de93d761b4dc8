package site

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// explainer explains what the site says.
func explainer() system.Explainer { return system.Explainer{Title: Title, Cure: cure} }

// Explain is system.Explainer's.
func Explain(happened string, err error) diag.Diagnostics { return explainer().Explain(happened, err) }

// Summary is system.Explainer's.
func Summary(happened string) string { return explainer().Summary(happened) }

// Detail is system.Explainer's.
func Detail(err error) string { return explainer().Detail(err) }

// cure is what usually helps against a failure.
func cure(failure *transport.APIError) string {
	switch {
	case failure.Status == http.StatusUnauthorized:
		return "Teamwork does not accept the credential. Check teamwork.api_key (TEAMWORK_API_KEY) or teamwork.access_token " +
			"(TEAMWORK_ACCESS_TOKEN), that API access is enabled in that user's profile, and that teamwork.base_url is the right site."
	case failure.Status == http.StatusForbidden:
		return "The user of the credential may not do this. Invoices need administrator rights on the project or its permission " +
			"\"can access billing\", and a Teamwork plan with billing."
	case failure.IsLimited && failure.ComeBackIn == 0:
		return "The site's limit was still exceeded after every repetition. Lower teamwork.requests_per_minute to what your plan " +
			"allows, or try again later."
	case failure.IsRedirect(), failure.IsUnreadable, failure.IsWebPage:
		return "Check that teamwork.base_url is the address of the site itself, as in https://acme.teamwork.com."
	default:
		return ""
	}
}

// ExplainWrite explains why an invoice was not created or changed.
func ExplainWrite(happened string, err error) diag.Diagnostics {
	var exists *ExistsError
	switch {
	case errors.As(err, &exists):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("number"), explainTitle(exists), explainExists(exists))}
	case transport.IsNotFound(err) && happened == CouldNotCreate:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("project_id"),
			Summary(happened), Detail(err)+"\n\nCheck that project_id is the id of a project that the credential's user can see.")}
	default:
		return Explain(happened, err)
	}
}

// CouldNotCreate is what happened where a create failed.
const CouldNotCreate = "could not create the invoice"

func explainTitle(exists *ExistsError) string {
	if exists.IsRenumbering {
		return "The number is taken"
	}
	return "The invoice exists already"
}

// alreadyManaged completes an explanation for those who cannot import the
// holder, since their configuration manages it.
const alreadyManaged = "\n\nIf this configuration manages that invoice already, no import is needed: a replacement with create_before_destroy, or of a " +
	"tainted invoice, cannot create its successor while the old invoice has the number. Remove create_before_destroy, run " +
	"\"terraform untaint\", or use another number. If the invoice gets another number in the same apply, apply again."

func explainExists(exists *ExistsError) string {
	switch {
	case exists.IsRenumbering && len(exists.IDs) == 0:
		return fmt.Sprintf("Another invoice of this configuration%s has or gets the number %q in project %d. Nothing was sent. "+
			"Give one of them another number.", idOf(exists.Holder), exists.Number, exists.ProjectID)
	case exists.IsRenumbering:
		return fmt.Sprintf("Project %d already has an invoice with number %q, the one with id %s. Nothing was sent. Use another number. "+
			"If the other invoice gets another number in the same apply, apply again.", exists.ProjectID, exists.Number, exists.IDs[0])
	case len(exists.IDs) == 0:
		return fmt.Sprintf("Another resource of this configuration has the number %q in project %d. No second invoice was created. "+
			"Give one of them another number.", exists.Number, exists.ProjectID)
	case len(exists.IDs) == 1:
		return fmt.Sprintf("Project %d already has an invoice with number %q. No second one was created. To manage the existing invoice, "+
			"import it, with this resource's own address:\n\n  terraform import billing_teamwork_invoice.NAME %s\n\n"+
			"To create another invoice, give it another number.", exists.ProjectID, exists.Number, exists.IDs[0]) + alreadyManaged
	default:
		return fmt.Sprintf("Project %d already has %d invoices with number %q. No further one was created. Import the right one, "+
			"with this resource's own address:\n\n%s\nTo create another invoice, give it another number.",
			exists.ProjectID, len(exists.IDs), exists.Number, importCommands(exists.IDs))
	}
}

func idOf(id string) string {
	if id == "" {
		return ""
	}
	return " (id " + id + ")"
}

// importCommands has a line for each invoice.
func importCommands(ids []string) string {
	var commands strings.Builder
	for _, id := range ids {
		commands.WriteString("  terraform import billing_teamwork_invoice.NAME " + id + "\n")
	}
	return commands.String()
}

// UnclearError says that a create has no clear answer, and that the project has
// invoices since then that the create may have made. None was adopted, and none
// is created.
type UnclearError struct {
	ProjectID int64
	Found     []api.Invoice
	// Cause is the failure of the create.
	Cause error
}

// Error names the invoices.
func (e *UnclearError) Error() string {
	ids := make([]string, len(e.Found))
	lines := make([]string, len(e.Found))
	for i, invoice := range e.Found {
		ids[i] = string(invoice.ID)
		lines[i] = fmt.Sprintf("id %s, number %q", invoice.ID, invoice.Number)
	}
	return fmt.Sprintf("%v\n\nProject %d has invoices that were not there before the request: %s. One of them may be what it made, so "+
		"no other was created. If one of them is it, import it, with this resource's own address:\n\n%s\nIf none is, apply again.",
		e.Cause, e.ProjectID, strings.Join(lines, "; "), importCommands(ids))
}

// Unwrap gives the failure of the create.
func (e *UnclearError) Unwrap() error { return e.Cause }
