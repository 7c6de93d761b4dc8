package wethod

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// explain turns an error into words for the user: what the provider was doing,
// what Wethod said, and the usual cure. happened completes the sentence
// "The provider ...". Failures that Wethod attributes to one of arguments, whose
// names are those of the wire, point at it; the rest is one error.
func explain(happened string, err error, arguments ...string) diag.Diagnostics {
	var failure *api.Error
	if !errors.As(err, &failure) {
		return diag.Diagnostics{diag.NewErrorDiagnostic(summary(happened), err.Error())}
	}
	var diags diag.Diagnostics
	rest := *failure
	rest.Failures = nil
	for _, each := range failure.Failures {
		// The server's framework writes a field as [issue_date] in places.
		argument := strings.Trim(each.Field, "[]")
		if !slices.Contains(arguments, argument) {
			rest.Failures = append(rest.Failures, each)
			continue
		}
		only := *failure
		only.Failures = []api.Failure{each}
		diags.AddAttributeError(path.Root(argument), summary(happened), detail(&only))
	}
	if len(diags) == 0 || len(rest.Failures) > 0 {
		diags.AddError(summary(happened), detail(&rest))
	}
	return diags
}

func summary(happened string) string { return "Wethod: " + happened }

func detail(failure *api.Error) string {
	if cure := cure(failure); cure != "" {
		return failure.Error() + "\n\n" + cure
	}
	return failure.Error()
}

// cure is what usually helps against an error; "" when there is nothing to say
// beyond the error itself.
func cure(failure *api.Error) string {
	switch {
	case failure.Status == http.StatusUnauthorized:
		return "Wethod does not accept the token. Check wethod.token (WETHOD_TOKEN): that it is complete, was not revoked in the developer " +
			"settings of its user's account, and belongs to a user of the company in wethod.company (WETHOD_COMPANY)."
	case failure.Status == http.StatusForbidden:
		return "The user of the token in wethod.token (WETHOD_TOKEN) may not do this in the company in wethod.company (WETHOD_COMPANY). Invoices need " +
			"the permission invoices.view, for the projects that the user manages, or invoices.view_other, for all of them."
	case failure.Status == http.StatusPreconditionFailed:
		return "Check wethod.company (WETHOD_COMPANY), the subdomain of the company's site as in acme for https://acme.wethod.com, and " +
			"wethod.api_version (WETHOD_API_VERSION), by default " + defaultAPIVersion + "."
	case failure.Status == http.StatusTooManyRequests:
		return "Wethod's limit was still exceeded after every repetition. It is said to be 5,000 requests an hour and person; try again later."
	case failure.Status == http.StatusNotFound, failure.Status >= 300 && failure.Status <= 399, failure.Unreadable:
		return fmt.Sprintf("Check that wethod.base_url (WETHOD_BASE_URL) is the address of Wethod's API, as in %s.", defaultBaseURL)
	default:
		return ""
	}
}
