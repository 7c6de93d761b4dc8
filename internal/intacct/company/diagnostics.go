package company

import (
	"errors"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// cure returns the usual remedy for a failure, or "" if there is none.
func cure(failure *transport.APIError) string {
	switch {
	case failure.Status == http.StatusUnauthorized, strings.HasPrefix(failure.Code, "invalid_"):
		return "Check intacct.client_id (INTACCT_CLIENT_ID), client_secret, username or access_token, and that the company has authorized " +
			"the client application."
	case failure.Status == http.StatusForbidden:
		return "Grant the credential's user permission for the Intacct application that the objects belong to."
	case failure.IsLimited && failure.ComeBackIn == 0:
		return "Intacct's limit was still exceeded after all retries. Lower intacct.max_concurrent_requests, or try again later."
	case failure.IsRedirect(), failure.IsUnreadable, failure.IsWebPage:
		return "Check that intacct.base_url is the address of the API with its version, as in " + DefaultBaseURL + "."
	default:
		return ""
	}
}

// ExplainQuery explains why a query failed. Its details refer to fields of the queried object rather than to
// attributes.
func ExplainQuery(happened string, err error) diag.Diagnostics {
	return explainQuery(happened, err, cure)
}

func explainQuery(happened string, err error, cure func(*transport.APIError) string) diag.Diagnostics {
	if invalid, ok := errors.AsType[*api.ExpressionError](err); ok {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("filter_expression"), "Invalid filter expression", invalid.Error())}
	}
	return system.Explainer{Title: Title, Cure: cure}.Explain(happened, err)
}
