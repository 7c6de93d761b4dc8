package billingtemplate

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
)

// NewList returns the list resource billing_intacct_project_billing_template.
func NewList() list.ListResource {
	return company.NewList(kind(), company.Listing[api.Template]{
		Description: "Finds the project billing templates in a Sage Intacct company that match the filters, so that you can import them. " +
			"The provider reads pages until the limit of the query is reached. With `include_resource`, the milestones take one more Intacct query per page. " +
			"`terraform query` requires Terraform 1.14 or later.",
		Words:       words(),
		Records:     templates,
		ID:          func(found api.Template) string { return string(found.Key) },
		DisplayName: displayName,
	})
}

// displayName returns what identifies a template for users.
func displayName(found api.Template) string {
	if found.Name == "" {
		return "template " + string(found.Key)
	}
	return string(found.Name)
}
