package company

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Word is a word in the specification's own spelling, whatever its case, or as it
// is where the specification does not have it; null for none.
func Word(found lenient.Text, known ...string) types.String {
	for _, word := range known {
		if strings.EqualFold(string(found), word) {
			return types.StringValue(word)
		}
	}
	return customtypes.TextOrNull(string(found))
}

// CheckStatus refuses a record whose status the specification does not have:
// whether it is still there, and may be written, is not known. called is the
// record in sentences, as in `template "A" (id 15)`.
func CheckStatus(called, status string) diag.Diagnostics {
	if strings.EqualFold(status, api.StatusActive) || strings.EqualFold(status, api.StatusInactive) {
		return nil
	}
	noun, _, _ := strings.Cut(called, " ")
	return diag.Diagnostics{diag.NewErrorDiagnostic(fmt.Sprintf("Sage Intacct: the %s has an unknown status", noun),
		fmt.Sprintf("%s has the status %q. The provider knows %s and %s only, so it plans nothing and sends nothing. "+
			"Look at the %s in Intacct. If it was deleted there, remove it with \"terraform state rm\" and the resource's address.",
			strings.ToUpper(called[:1])+called[1:], status, api.StatusActive, api.StatusInactive, noun))}
}

// OrFalse is a flag of which Intacct says nothing: its default is false.
func OrFalse(flag types.Bool) types.Bool { return types.BoolValue(flag.ValueBool()) }
