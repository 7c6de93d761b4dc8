package teamwork

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// explain turns an error into words for the user: what the provider was doing,
// what the site said, and the usual cure. happened completes the sentence
// "The provider ...".
func explain(happened string, err error) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(summary(happened), detail(err))}
}

func summary(happened string) string { return "Teamwork: " + happened }

func detail(err error) string {
	if cure := cure(err); cure != "" {
		return err.Error() + "\n\n" + cure
	}
	return err.Error()
}

// cure is what usually helps against an error; "" when there is nothing to say
// beyond the error itself.
func cure(err error) string {
	var failure *api.Error
	if !errors.As(err, &failure) {
		return ""
	}
	switch {
	case failure.Status == http.StatusUnauthorized:
		return "Teamwork does not accept the credential. Check teamwork.api_key (TEAMWORK_API_KEY) or teamwork.access_token " +
			"(TEAMWORK_ACCESS_TOKEN), that API access is enabled in that user's profile, and that teamwork.base_url is the right site."
	case failure.Status == http.StatusForbidden:
		return "The user of the credential may not do this. Invoices need administrator rights on the project or its permission " +
			"\"can access billing\", and a Teamwork plan with billing."
	case failure.Limited:
		return "The site's limit was still exceeded after every repetition. Lower teamwork.requests_per_minute to what your plan " +
			"allows, or try again later."
	case failure.Status >= 300 && failure.Status <= 399, failure.Unreadable:
		return "Check that teamwork.base_url is the address of the site itself, as in https://acme.teamwork.com."
	default:
		return ""
	}
}

// explainCreate explains why an invoice was not created.
func explainCreate(err error) diag.Diagnostics {
	var exists *ExistsError
	switch {
	case errors.As(err, &exists):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("number"), "The invoice exists already", explainExists(exists))}
	case api.IsNotFound(err):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("project_id"),
			summary("could not create the invoice"), detail(err)+"\n\nCheck that project_id is the id of a project that the credential's user can see.")}
	default:
		return explain("could not create the invoice", err)
	}
}

func explainExists(exists *ExistsError) string {
	switch len(exists.IDs) {
	case 0:
		return fmt.Sprintf("Another resource of this configuration has the number %q in project %d. No second invoice was created. "+
			"Give one of them another number.", exists.Number, exists.ProjectID)
	case 1:
		return fmt.Sprintf("Project %d already has an invoice with number %q. No second one was created. To manage the existing invoice, "+
			"import it, with this resource's own address:\n\n  terraform import billing_teamwork_invoice.NAME %s\n\n"+
			"To create another invoice, give it another number.", exists.ProjectID, exists.Number, exists.IDs[0])
	default:
		var commands strings.Builder
		for _, id := range exists.IDs {
			commands.WriteString("  terraform import billing_teamwork_invoice.NAME " + id + "\n")
		}
		return fmt.Sprintf("Project %d already has %d invoices with number %q. No further one was created. Import the right one, "+
			"with this resource's own address:\n\n%s\nTo create another invoice, give it another number.",
			exists.ProjectID, len(exists.IDs), exists.Number, commands.String())
	}
}
