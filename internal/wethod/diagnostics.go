package wethod

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// explain turns an error into words. Failures that Wethod attributes to one of
// arguments, whose names are those of the wire, point at it.
func explain(happened string, err error, arguments ...string) diag.Diagnostics {
	return system.Explainer{Title: systemTitle, Cure: cure, Attribute: func(target string) (path.Path, bool) {
		// The server's framework writes a field as [issue_date] in places.
		argument := strings.Trim(target, "[]")
		return path.Root(argument), slices.Contains(arguments, argument)
	}}.Explain(happened, err)
}

// cure is what usually helps against a failure.
func cure(failure *transport.APIError) string {
	switch {
	case failure.Status == http.StatusUnauthorized:
		return "Wethod does not accept the token. Check wethod.token (WETHOD_TOKEN): that it is complete, was not revoked in the developer " +
			"settings of its user's account, and belongs to a user of the company in wethod.company (WETHOD_COMPANY)."
	case failure.Status == http.StatusForbidden:
		return "The user of the token in wethod.token (WETHOD_TOKEN) may not do this in the company in wethod.company (WETHOD_COMPANY). Invoices need " +
			"the permission invoices.view, for the projects that the user manages, or invoices.view_other, for all of them."
	case failure.Status == http.StatusPreconditionFailed:
		return "Wethod does not document what leads to this status; a possible cause is the value of the header Wethod-Company or Wethod-Version. " +
			"Check wethod.company (WETHOD_COMPANY), the subdomain of the company's site as in acme for https://acme.wethod.com, and " +
			"wethod.api_version (WETHOD_API_VERSION), by default " + defaultAPIVersion + "."
	case failure.IsLimited && failure.ComeBackIn == 0:
		return "Wethod's limit was still exceeded after every repetition. It is said to be 5,000 requests an hour and person; try again later."
	case failure.Status == http.StatusNotFound, failure.IsRedirect(), failure.IsUnreadable, failure.IsWebPage:
		return fmt.Sprintf("Check that wethod.base_url (WETHOD_BASE_URL) is the address of Wethod's API, as in %s.", defaultBaseURL)
	default:
		return ""
	}
}
