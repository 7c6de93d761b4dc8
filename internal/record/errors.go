package record

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// DiagnosticsError carries what Terraform's own conversions report where only an
// error can be returned.
func DiagnosticsError(diags diag.Diagnostics) error {
	var all []error
	for _, each := range diags.Errors() {
		all = append(all, fmt.Errorf("%s: %s", each.Summary(), each.Detail()))
	}
	return errors.Join(all...)
}
