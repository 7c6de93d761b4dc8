package site

import (
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/numbers"
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
	var exists *numbers.ExistsError
	switch {
	case errors.As(err, &exists):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("number"), exists.Title(), exists.Explain(invoiceType))}
	case transport.IsNotFound(err) && happened == CouldNotCreate:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("project_id"),
			Summary(happened), Detail(err)+"\n\nCheck that project_id is the id of a project that the credential's user can see.")}
	default:
		return Explain(happened, err)
	}
}

// CouldNotCreate is what happened where a create failed.
const CouldNotCreate = "could not create the invoice"

// invoiceType is the type whose instances are imported where an invoice exists.
const invoiceType = "billing_teamwork_invoice"

// Unclear is the error for a create without a clear answer, in a project that
// has invoices which it may have made.
func Unclear(projectID int64, found []api.Invoice, cause error) error {
	records := make([]numbers.Record, len(found))
	for i, invoice := range found {
		records[i] = describe(invoice)
	}
	return &numbers.UnclearError{Type: invoiceType, ProjectID: projectID, Found: records, Cause: cause}
}
