package billingtemplate

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
)

// NewList makes the list resource billing_intacct_project_billing_template.
func NewList() list.ListResource {
	return company.NewList(kind(), company.Listing[api.Template]{
		Description: "Finds the project billing templates of a company of Sage Intacct that fit the filters, to be imported. " +
			"Pages of the query are read until its limit is reached; the milestones, with `include_resource`, take one more query a page. " +
			"Queries need Terraform 1.14 or later.",
		Words:       words(),
		Records:     templates,
		ID:          func(found api.Template) string { return string(found.Key) },
		DisplayName: displayName,
	})
}

// displayName is what a person knows a template by.
func displayName(found api.Template) string {
	if found.Name == "" {
		return "template " + string(found.Key)
	}
	return string(found.Name)
}
