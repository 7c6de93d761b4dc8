package company

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/numbers"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// InvoiceType is the resource type to import an existing invoice as.
const InvoiceType = "billing_wethod_invoice"

// Explain turns an error into diagnostics. Failures that Wethod attributes to
// one of arguments (names on the wire) point at that attribute.
func Explain(happened string, err error, arguments ...string) diag.Diagnostics {
	return explainer(err, arguments).Explain(happened, err)
}

func explainer(err error, arguments []string) system.Explainer {
	status := ""
	if about, isKnown := errors.AsType[*InvoiceError](err); isKnown {
		status = about.Status
	}
	return system.Explainer{
		Title: Title,
		Cure:  func(failure *transport.APIError) string { return cure(failure, status) },
		Attribute: func(target string) (path.Path, bool) {
			// The server's framework sometimes writes a field as [issue_date].
			argument := strings.Trim(target, "[]")
			return path.Root(argument), slices.Contains(arguments, argument)
		},
	}
}

// InvoiceError is a failed write of an invoice. Status is the invoice's status
// before the write; "" = none.
type InvoiceError struct {
	Status string
	// IsPayment is set if the write was to set the invoice to paid or unpaid.
	IsPayment bool
	Err       error
}

// Error returns the text of the failure.
func (e *InvoiceError) Error() string { return e.Err.Error() }

// Unwrap returns the failure.
func (e *InvoiceError) Unwrap() error { return e.Err }

// writable returns the arguments that write an invoice.
func writable() []string {
	return []string{
		"project_id", "value", "issue_date", "invoice_number", "purchase_order", "notes", "budget_area_uid", "exchange_rate", "vat_rate_id",
		"payment_term_id", "payment_date",
	}
}

// ExplainInvoice explains why an invoice was not read, created, changed or deleted.
func ExplainInvoice(happened string, err error) diag.Diagnostics {
	exists, isTaken := errors.AsType[*numbers.ExistsError](err)
	about, isWrite := errors.AsType[*InvoiceError](err)
	explained := explainer(err, writable())
	attributed := func(attribute, detail string) diag.Diagnostics {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(attribute), explained.Summary(happened), detail)}
	}
	switch {
	case isTaken:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("invoice_number"), exists.Title(), exists.Explain(InvoiceType))}
	case isWrite && about.IsPayment && transport.IsRejected(err) && about.Status == api.StatusDraft:
		return attributed("paid", explained.Detail(err)+"\n\nThe invoice is a draft, and Wethod sets only sent invoices to paid. Send it "+
			"first, in Wethod or with the action billing_wethod_invoice_send. Then set paid = true.")
	case transport.HasStatus(err, http.StatusConflict) && isAboutNumber(err):
		return attributed("invoice_number", explained.Detail(err))
	case transport.HasStatus(err, http.StatusPreconditionFailed) && happened == CouldNotCreate:
		return attributed("project_id", explained.Detail(err))
	default:
		return explained.Explain(happened, err)
	}
}

// isAboutNumber reports whether a refusal as a whole is about the invoice number.
// A failure of a single field names its field.
func isAboutNumber(err error) bool {
	failure, isAnswer := errors.AsType[*transport.APIError](err)
	return isAnswer && len(failure.Fields) == 0 && strings.Contains(strings.ToLower(failure.Message+failure.Code), "number")
}

// CouldNotCreate describes a failed create.
const CouldNotCreate = "could not create the invoice"

// cure returns the usual fix for a failure. status is the invoice's status
// before a write; "" = unknown.
func cure(failure *transport.APIError, status string) string {
	switch {
	case failure.Status == http.StatusUnauthorized:
		return "Check wethod.token (WETHOD_TOKEN). It must be complete, not revoked, and belong to a user of the company in " +
			"wethod.company (WETHOD_COMPANY)."
	case failure.Status == http.StatusForbidden:
		return permission(failure, status)
	case failure.Status == http.StatusPreconditionFailed: // its cause is not documented (contract section 5)
		causes := "Wethod may not know the value of the header Wethod-Company or Wethod-Version. Check wethod.company (WETHOD_COMPANY), " +
			"such as acme for https://acme.wethod.com, and wethod.api_version (WETHOD_API_VERSION), by default " + DefaultAPIVersion + "."
		if writesFields(failure) {
			causes += " An invoice also needs a project that has a job order and a budget. Check the project in Wethod."
		}
		return causes
	case failure.Status == http.StatusConflict && writesFields(failure): // not documented, but how APIs refuse a second one
		return "If another invoice already has the number, change invoice_number, or import that invoice with this resource's address:\n\n" +
			numbers.ImportCommands(InvoiceType, []string{"ID"}) + "\nThe data source billing_wethod_invoices lists the invoices of a project."
	case failure.IsLimited && failure.ComeBackIn == 0:
		return "Wethod's limit was still exceeded after all retries. The limit is reportedly 5,000 requests per hour and person. Try again later."
	case transport.IsNotFound(failure) && strings.HasPrefix(failure.Path, pathOfOne):
		return "Check that the company in wethod.company (WETHOD_COMPANY) has an invoice with this ID."
	case failure.Status == http.StatusNotFound, failure.IsRedirect(), failure.IsUnreadable, failure.IsWebPage:
		return fmt.Sprintf("Check that wethod.base_url (WETHOD_BASE_URL) is the address of Wethod's API, such as %s.", DefaultBaseURL)
	default:
		return ""
	}
}

// writesFields reports whether a failed request was to create or change an invoice.
func writesFields(failure *transport.APIError) bool {
	return failure.Path == pathOfAll && failure.Method == http.MethodPost || failure.Method == http.MethodPatch
}

// pathOfAll is the path of all invoices. pathOfOne is the prefix of the path of a single invoice.
const (
	pathOfAll = "/api/invoices"
	pathOfOne = pathOfAll + "/"
)

// permission returns the permission that a request needs (contract section 6).
// Wethod itself does not always say which permission is missing.
func permission(failure *transport.APIError, status string) string {
	const reach = " (as project manager or account) or %s (in any project)."
	closed := " If it is sent or paid, the user also needs invoices.edit_sent."
	switch status {
	case api.StatusDraft:
		closed = ""
	case api.StatusSent, api.StatusPaid:
		closed = " This one is " + status + ", so the user also needs invoices.edit_sent."
	}
	switch {
	case strings.HasPrefix(failure.Path, "/api/projects"):
		return "To read projects, the user of wethod.token needs pipeline.view (for their own projects) or pipeline.view_other (for all)."
	case strings.HasPrefix(failure.Path, "/api/invoice-contacts"):
		return "The user of wethod.token is not allowed to read contacts. Wethod does not document the permission."
	case strings.HasSuffix(failure.Path, "paid"):
		return "To set an invoice to paid or unpaid, the user of wethod.token needs invoices.edit_sent."
	case strings.HasSuffix(failure.Path, ":send"):
		return "The user of wethod.token is not allowed to send the invoice. Wethod does not document the permission; it is likely " +
			"invoices.edit or invoices.edit_other."
	case failure.Method == http.MethodPost:
		return fmt.Sprintf("To create an invoice, the user of wethod.token needs invoices.create"+reach, "invoices.create_other")
	case failure.Method == http.MethodPatch:
		return fmt.Sprintf("To change an invoice, the user of wethod.token needs invoices.edit"+reach, "invoices.edit_other") + closed
	case failure.Method == http.MethodDelete:
		return fmt.Sprintf("To delete an invoice, the user of wethod.token needs invoices.delete"+reach, "invoices.delete_other") + closed
	default:
		return "To read invoices, the user of wethod.token needs invoices.view (for their own projects) or invoices.view_other (for all). " +
			"The provider does not treat an invoice that it is not allowed to read as deleted."
	}
}

// Summary returns the headline of an error.
func Summary(happened string) string { return explainer(nil, nil).Summary(happened) }

// Detail returns the full text of an error, with the usual fix.
func Detail(err error) string { return explainer(err, nil).Detail(err) }
