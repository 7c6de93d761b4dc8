package company

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// explainer explains what Intacct says. A detail about a field points at its
// attribute.
func explainer() system.Explainer {
	return system.Explainer{Title: Title, Cure: cure, Attribute: attributeOf}
}

// Explain is system.Explainer's.
func Explain(happened string, err error) diag.Diagnostics { return explainer().Explain(happened, err) }

// Summary is system.Explainer's.
func Summary(happened string) string { return explainer().Summary(happened) }

// attributeOf finds the attribute that a pointer into a request's body names,
// as in /description or /milestones/0/percentCompleted. The elements of a set
// have no index to point at, so a milestone's field points at the set.
func attributeOf(target string) (path.Path, bool) {
	names := map[string]string{
		"name":          "name",
		"description":   "description",
		"billingMethod": "billing_method",
		"calculateOn":   "calculate_on",
		"basedOn":       "based_on",
		"status":        "status",
		"milestones":    "milestones",
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(target, "/"), "/")
	attribute, ok := names[first]
	return path.Root(attribute), ok
}

// cure is what usually helps against a failure.
func cure(failure *transport.APIError) string {
	switch {
	case failure.Status == http.StatusUnauthorized, strings.HasPrefix(failure.Code, "invalid_"):
		return "Intacct does not accept the credential. Check intacct.client_id (INTACCT_CLIENT_ID), intacct.client_secret " +
			"(INTACCT_CLIENT_SECRET) and intacct.username (INTACCT_USERNAME), or intacct.access_token (INTACCT_ACCESS_TOKEN), and that the " +
			"company lists the client id under authorised client applications."
	case failure.Status == http.StatusForbidden:
		return "The user of the credential may not do this. Project billing templates need a permission of Intacct's Projects application."
	case failure.IsLimited && failure.ComeBackIn == 0:
		return "Intacct's limit was still exceeded after every repetition. Lower intacct.max_concurrent_requests, or try again later."
	case failure.IsRedirect(), failure.IsUnreadable, failure.IsWebPage:
		return "Check that intacct.base_url is the address of the API with its version, as in " + DefaultBaseURL + "."
	default:
		return ""
	}
}

// CouldNotCreate is what happened where a create failed.
const CouldNotCreate = "could not create the template"

// ExplainWrite explains why a template was not created or changed.
func ExplainWrite(happened string, err error) diag.Diagnostics {
	if exists, ok := errors.AsType[*api.ExistsError](err); ok {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("name"), "The template exists already", explainExists(exists))}
	}
	return Explain(happened, err)
}

func explainExists(exists *api.ExistsError) string {
	var commands strings.Builder
	for _, key := range append([]string{exists.Key}, exists.Others...) {
		commands.WriteString("  terraform import billing_intacct_project_billing_template.NAME " + key + "\n")
	}
	return fmt.Sprintf("Sage Intacct already has a project billing template with the name %q. No second one was created. To manage the "+
		"existing template, import it, with this resource's own address:\n\n%s\nTo create another template, give it another name.\n\n"+
		"If this configuration manages that template already, no import is needed: a replacement with create_before_destroy, or of a "+
		"tainted template, cannot create its successor while the old template has the name. Remove create_before_destroy, run "+
		"\"terraform untaint\", or use another name.",
		exists.Name, commands.String())
}

// ExplainQuery explains why a query failed. Its details are about fields of
// the object that is queried, and those are no attributes.
func ExplainQuery(happened string, err error) diag.Diagnostics {
	if invalid, ok := errors.AsType[*api.ExpressionError](err); ok {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("filter_expression"), "Invalid filter expression", invalid.Error())}
	}
	plain := explainer()
	plain.Attribute = nil
	return plain.Explain(happened, err)
}
