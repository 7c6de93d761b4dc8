package system

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// AboutListed rewords what is wrong with a record that a list resource found.
// It names the record, and no attribute: Terraform would look for it in the
// list block. title is the system's name in sentences, record as in "Invoice 49".
func AboutListed(title, record string, diags diag.Diagnostics) diag.Diagnostics {
	var about diag.Diagnostics
	for _, each := range diags {
		about.AddError("Unexpected answer from "+title,
			fmt.Sprintf("%s cannot be shown as a resource. %s: %s", record, each.Summary(), each.Detail()))
	}
	return about
}
