package system

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// AboutListed turns the diagnostics of a record that a list resource found into
// warnings: Terraform ends a query at the first error, which would hide all
// records after it. They name the record instead of an attribute: Terraform would
// look for the attribute in the list block. title is the system's name for texts,
// record is such as "Invoice 49".
func AboutListed(title, record string, diags diag.Diagnostics) diag.Diagnostics {
	var about diag.Diagnostics
	for _, each := range diags {
		about.AddWarning("Unexpected response from "+title,
			fmt.Sprintf("%s is in the list, but it cannot be managed or imported as it is now. %s: %s", record, each.Summary(), each.Detail()))
	}
	return about
}
