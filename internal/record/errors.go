package record

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// DiagnosticsError converts diagnostics of Terraform's own conversions to an
// error, for functions that can only return an error.
func DiagnosticsError(diags diag.Diagnostics) error {
	var all []error
	for _, each := range diags.Errors() {
		all = append(all, fmt.Errorf("%s: %s", each.Summary(), each.Detail()))
	}
	return errors.Join(all...)
}
