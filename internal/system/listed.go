package system

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// AboutListed rewords the diagnostics of a record that a list resource found.
// They name the record instead of an attribute: Terraform would look for the
// attribute in the list block. title is the system's name for texts, record is
// such as "Invoice 49".
func AboutListed(title, record string, diags diag.Diagnostics) diag.Diagnostics {
	var about diag.Diagnostics
	for _, each := range diags {
		about.AddError("Unexpected response from "+title,
			fmt.Sprintf("%s cannot be shown as a resource. %s: %s", record, each.Summary(), each.Detail()))
	}
	return about
}
