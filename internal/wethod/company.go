package wethod

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// checkCompany refuses what cannot be a company's subdomain: its whole address,
// the usual mistake, and what no header can carry.
func checkCompany(company string) error {
	if err := transport.CheckCredential(company); err != nil {
		return err
	}
	if strings.ContainsAny(company, "./:@") || strings.ContainsFunc(company, unicode.IsSpace) {
		return errors.New("it must be the subdomain of the company's site alone, as in acme for https://acme.wethod.com")
	}
	return nil
}

// companyValidator does what checkCompany does, at plan time. The empty string
// counts as not set.
type companyValidator struct{}

func (companyValidator) Description(context.Context) string {
	return "the subdomain of a company's site, as in acme for https://acme.wethod.com"
}

func (v companyValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (companyValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || req.ConfigValue.ValueString() == "" {
		return
	}
	if err := checkCompany(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path),
			fmt.Sprintf("The value of %s cannot be used: %s.", req.Path, err))
	}
}
