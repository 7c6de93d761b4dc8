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

// explainer explains errors of the site.
func explainer() system.Explainer { return system.Explainer{Title: Title, Cure: cure} }

// Explain calls system.Explainer.Explain.
func Explain(happened string, err error) diag.Diagnostics { return explainer().Explain(happened, err) }

// Summary calls system.Explainer.Summary.
func Summary(happened string) string { return explainer().Summary(happened) }

// Detail calls system.Explainer.Detail.
func Detail(err error) string { return explainer().Detail(err) }

// cure returns the usual remedy for a failure.
func cure(failure *transport.APIError) string {
	switch {
	case failure.Status == http.StatusUnauthorized:
		return "Check teamwork.api_key (TEAMWORK_API_KEY) or access_token (TEAMWORK_ACCESS_TOKEN), teamwork.base_url, and the user's API access."
	case failure.Status == http.StatusForbidden:
		return "The credential's user needs administrator rights on the project or its permission \"can access billing\". The site " +
			"needs a Teamwork plan with billing."
	case failure.IsLimited && failure.ComeBackIn == 0:
		return "The site's limit was still exceeded after all retries. Lower teamwork.requests_per_minute to what your plan " +
			"allows, or try again later."
	case transport.IsNotFound(failure) && failure.Method == http.MethodGet:
		return "Check the ID and teamwork.base_url. The record, or its project, must exist on the site and be visible to the credential's user."
	case transport.IsNotFound(failure) && failure.Method == http.MethodPut:
		return "The record no longer exists, or the credential's user can no longer see it. Run the plan again."
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
			Summary(happened), system.Explainer{Title: Title}.Detail(err)+"\n\nCheck project_id and teamwork.base_url. The project must exist on the site and be visible to the credential's user.")}
	default:
		return Explain(happened, err)
	}
}

// CouldNotCreate is the summary of a failed create.
const CouldNotCreate = "could not create the invoice"

// invoiceType is the resource type that existing invoices are imported as.
const invoiceType = "billing_teamwork_invoice"

// Unclear returns the error for a create without a clear response, in a project with
// invoices that the create may have made.
func Unclear(projectID int64, found []api.Invoice, cause error) error {
	records := make([]numbers.Record, len(found))
	for i, invoice := range found {
		records[i] = describe(invoice)
	}
	return &numbers.UnclearError{Type: invoiceType, ProjectID: projectID, Found: records, Cause: cause}
}

// Unfound returns the error for a create without a clear response that must not be
// sent again, in a project without an invoice that it may have made.
func Unfound(projectID int64, cause error) error {
	return &UnfoundError{Type: invoiceType, Noun: "invoice", ProjectID: projectID, Cause: cause}
}
