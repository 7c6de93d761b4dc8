package invoice

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/filter"
)

// The arguments have the names of Wethod's own parameters (contract section 2).
const (
	argumentProjectID   = "project_id"
	argumentIssueDate   = "issue_date"
	argumentPaymentDate = "payment_date"
	argumentUpdatedAt   = "updated_at"
)

const chosenProject = "ID of the project whose invoices to list. Default: all projects."

func issued() filter.Argument  { return filter.New("invoices that were issued", filter.Day) }
func paid() filter.Argument    { return filter.New("invoices that were paid", filter.Day) }
func changed() filter.Argument { return filter.New("invoices that were changed", filter.Instant) }

func projectValidators() []validator.Int64 { return []validator.Int64{int64validator.AtLeast(1)} }

// choice selects the invoices that a data source or a list resource lists.
type choice struct {
	ProjectID   types.Int64  `tfsdk:"project_id"`
	IssueDate   types.Object `tfsdk:"issue_date"`
	PaymentDate types.Object `tfsdk:"payment_date"`
	UpdatedAt   types.Object `tfsdk:"updated_at"`
}

// query expands the arguments, and reports filters that are empty or cannot
// match anything.
func (c *choice) query(ctx context.Context) (api.InvoiceQuery, diag.Diagnostics) {
	var diags diag.Diagnostics
	expand := func(name string, object types.Object, kind filter.Kind) api.Filter {
		expanded, problems := filter.Read(ctx, name, object, kind)
		diags.Append(problems...)
		return expanded
	}
	return api.InvoiceQuery{
		ProjectID:   c.ProjectID.ValueInt64(),
		IssueDate:   expand(argumentIssueDate, c.IssueDate, filter.Day),
		PaymentDate: expand(argumentPaymentDate, c.PaymentDate, filter.Day),
		UpdatedAt:   expand(argumentUpdatedAt, c.UpdatedAt, filter.Instant),
	}, diags
}

// validateChoice refuses filters that are empty or cannot match anything. M is
// the model of the configuration, which has a choice.
func validateChoice[M any](choiceOf func(*M) *choice) func(context.Context, tfsdk.Config) diag.Diagnostics {
	return func(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
		var model M
		if diags := config.Get(ctx, &model); diags.HasError() {
			return diags
		}
		_, diags := choiceOf(&model).query(ctx)
		return diags
	}
}
