package invoice

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// NewSendAction returns the action billing_wethod_invoice_send, which emails an
// invoice. It is an action rather than an attribute because an email cannot be
// recalled, and an apply must not send one that no one asked for.
func NewSendAction() action.Action {
	return record.NewAction(&company.Action[sendModel]{
		System: company.Name, Type: "wethod_invoice_send", Schema: sendSchema, Run: email,
	})
}

type sendModel struct {
	InvoiceID        types.String `tfsdk:"invoice_id"`
	InvoiceContactID types.Int64  `tfsdk:"invoice_contact_id"`
}

func sendSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Sends an invoice in Wethod: **emails it to a contact** and sets it to `sent`. This operation cannot be undone: " +
			"an email cannot be recalled, and Wethod cannot set a sent invoice back to draft. Each run may send another email. Actions require " +
			"Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"invoice_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "ID of the invoice, such as `billing_wethod_invoice.NAME.id`.",
				Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]+$`), "must be the invoice ID, a number such as 41")},
			},
			"invoice_contact_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Required:            true,
				MarkdownDescription: "ID of the contact to mail the invoice to. The data source `billing_wethod_invoice_contacts` lists the contacts.",
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
		},
	}
}

func email(ctx context.Context, c *company.Company, config *sendModel, say func(string)) diag.Diagnostics {
	id, contact := config.InvoiceID.ValueString(), config.InvoiceContactID.ValueInt64()
	defer c.Reads.Writing(id)()

	say(fmt.Sprintf("Sending invoice %s to contact %d", id, contact))
	sent, err := c.Client.SendInvoice(ctx, id, contact)
	if err != nil {
		return explainSending(id, err)
	}
	if !isSent(sent) {
		if sent, err = c.Client.GetInvoice(ctx, id); err != nil || !isSent(sent) {
			return unconfirmedSending(id, sent, err)
		}
	}
	say(fmt.Sprintf("Invoice %s was sent; its status is %s", id, sent.Status))
	return nil
}

// isSent reports whether the status of an invoice proves that it was sent.
func isSent(invoice api.Invoice) bool {
	return invoice.Status == api.StatusSent || invoice.Status == api.StatusPaid
}

// unconfirmedSending explains that Wethod responded with success, but the
// invoice as read afterwards is not sent, or could not be read because of err.
func unconfirmedSending(id string, found api.Invoice, err error) diag.Diagnostics {
	because := fmt.Sprintf("%s responded with success, but the status of the invoice is %q.", company.Title, found.Status)
	switch {
	case err != nil:
		because = fmt.Sprintf("%s responded with success, but its response does not contain the status sent, and the invoice could not be "+
			"read, so it is not certain that the invoice was sent: %s", company.Title, company.Detail(err))
	case found.Status == api.StatusDraft:
		because = fmt.Sprintf("%s responded with success, but the invoice is still a draft.", company.Title)
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(company.Summary("could not confirm that invoice "+id+" was sent"),
		because+"\n\nCheck in Wethod whether the email was sent before you run the action again.")}
}

// explainSending explains why an invoice was not sent, or may not have been.
func explainSending(id string, err error) diag.Diagnostics {
	happened := "could not send invoice " + id
	switch {
	case transport.IsNotFound(err):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("invoice_id"), company.Summary(happened), company.Detail(err))}
	case transport.MayHaveTakenEffect(err):
		return diag.Diagnostics{diag.NewErrorDiagnostic(company.Summary(happened), company.Detail(err)+
			"\n\nThe mail may have been sent anyway, so the provider did not retry. Check the invoice in Wethod before you run the action again.")}
	default:
		return company.Explain(happened, err, "invoice_contact_id")
	}
}
