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
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// NewSendAction returns the action billing_wethod_invoice_send.
func NewSendAction() action.Action { return &sendAction{} }

// sendAction emails an invoice. It is an action rather than an attribute because
// an email cannot be recalled, and an apply must not send one that no one asked
// for.
type sendAction struct {
	system.Access[*company.Company]
}

var _ action.ActionWithConfigure = (*sendAction)(nil)

type sendModel struct {
	InvoiceID        types.String `tfsdk:"invoice_id"`
	InvoiceContactID types.Int64  `tfsdk:"invoice_contact_id"`
}

func (a *sendAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_wethod_invoice_send"
}

func (a *sendAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
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

func (a *sendAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	resp.Diagnostics.Append(a.Connect(req.ProviderData, company.Name)...)
}

func (a *sendAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model sendModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	c, ok := a.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	id, contact := model.InvoiceID.ValueString(), model.InvoiceContactID.ValueInt64()
	say := func(message string) { resp.SendProgress(action.InvokeProgressEvent{Message: message}) }
	defer c.Reads.Writing(id)()

	say(fmt.Sprintf("Sending invoice %s to contact %d", id, contact))
	sent, err := c.Client.SendInvoice(ctx, id, contact)
	if err != nil {
		resp.Diagnostics.Append(explainSending(id, err)...)
		return
	}
	if sent.Status == "" {
		say(fmt.Sprintf("Invoice %s was sent", id))
		return
	}
	say(fmt.Sprintf("Invoice %s was sent; its status is %s", id, sent.Status))
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
