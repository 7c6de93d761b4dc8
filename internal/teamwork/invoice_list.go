package teamwork

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

func newInvoiceList() list.ListResource { return &invoiceList{} }

// invoiceList finds invoices for terraform query, as they would be managed.
type invoiceList struct {
	system.Access[*Site]
}

var (
	_ list.ListResourceWithConfigure      = (*invoiceList)(nil)
	_ list.ListResourceWithValidateConfig = (*invoiceList)(nil)
)

// Metadata names the resource whose instances are found.
func (l *invoiceList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_teamwork_invoice"
}

func (l *invoiceList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the invoices of one project or of all projects of a Teamwork.com site, to be imported. " +
			"Pages of the site's list are read until the limit of the query is reached. Queries need Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"project_id": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: chosenProject,
				Validators:          projectValidators(),
			},
			"type": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: chosenType,
				Validators:          typeValidators(),
			},
			"project_status": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: chosenProjectStatus,
				Validators:          projectStatusValidators(),
			},
		},
	}
}

func (l *invoiceList) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	resp.Diagnostics.Append(l.Connect(req.ProviderData, systemName)...)
}

func (l *invoiceList) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	resp.Diagnostics.Append(validateChoice(ctx, req.Config)...)
}

// List streams the invoices. A failure in the middle is one more result: what
// was found before stays, and the list never passes for whole.
func (l *invoiceList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var choice invoiceChoice
	diags := req.Config.Get(ctx, &choice)
	site, ok := l.Client(&diags)
	if !ok || diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		var found int64
		for invoice, err := range site.eachInvoice(ctx, choice.query(), req.Limit) {
			if err != nil {
				push(list.ListResult{Diagnostics: explain("could not list the invoices", err)})
				return
			}
			found++
			if !push(listedInvoice(ctx, req, site, invoice)) || found == req.Limit { // a limit of 0 is none
				return
			}
		}
	}
}

// listedInvoice is an invoice as a result: its identity, and where asked for
// all that a Read after its import would find.
func listedInvoice(ctx context.Context, req list.ListRequest, site *Site, invoice api.Invoice) list.ListResult {
	id := string(invoice.ID)
	if !digits().MatchString(id) {
		return list.ListResult{Diagnostics: diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected answer from Teamwork",
			fmt.Sprintf("An invoice of the list, with the number %q, should have an id in digits and has %q.", invoice.Number, id))}}
	}
	result := req.NewListResult(ctx)
	result.DisplayName = displayName(invoice)
	result.Diagnostics.Append(identify(ctx, site, id, result.Identity)...)
	if req.IncludeResource {
		var model invoiceModel
		diags := model.flatten(invoice)
		diags.Append(result.Resource.Set(ctx, &model)...)
		result.Diagnostics.Append(system.AboutListed(systemTitle, "Invoice "+id, diags)...)
	}
	return result
}

// displayName is what a person knows an invoice by, in one line: its number
// and the first line of its description.
func displayName(invoice api.Invoice) string {
	name := string(invoice.Number)
	if name == "" {
		name = "invoice " + string(invoice.ID)
	}
	firstLine, _, _ := strings.Cut(strings.TrimSpace(string(invoice.Description)), "\n")
	if firstLine = strings.TrimSpace(firstLine); firstLine != "" {
		name += ": " + firstLine
	}
	return name
}
