package wethod

import (
	"errors"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// checkCompany refuses what cannot be a company's subdomain: the full address,
// which is the usual mistake, and text that a header cannot carry.
func checkCompany(company string) error {
	if err := transport.CheckCredential(company); err != nil {
		return err
	}
	if strings.ContainsAny(company, "./:@") || strings.ContainsFunc(company, unicode.IsSpace) {
		return errors.New("it must be only the subdomain of the company's site, such as acme for https://acme.wethod.com")
	}
	return nil
}

// companyValidator applies checkCompany at plan time.
func companyValidator() validator.String {
	return system.CheckedSetting("the subdomain of a company's site, such as acme for https://acme.wethod.com", checkCompany)
}
