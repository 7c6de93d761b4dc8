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
	if sent.Status == "" {
		say(fmt.Sprintf("Invoice %s was sent", id))
		return nil
	}
	say(fmt.Sprintf("Invoice %s was sent; its status is %s", id, sent.Status))
	return nil
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
