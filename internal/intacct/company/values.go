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

// Word returns a word in the spelling of the specification, regardless of its case. It returns a word that is not in
// the specification unchanged, and null for no word.
func Word(found lenient.Text, known ...string) types.String {
	for _, word := range known {
		if strings.EqualFold(string(found), word) {
			return types.StringValue(word)
		}
	}
	return customtypes.TextOrNull(found)
}

// CheckStatus rejects a record whose status is not in the specification: it is not known whether the record still
// exists and can be written. called is the record in sentences, as in `template "A" (id 15)`.
func CheckStatus(called, status string) diag.Diagnostics {
	if strings.EqualFold(status, api.StatusActive) || strings.EqualFold(status, api.StatusInactive) {
		return nil
	}
	noun, _, _ := strings.Cut(called, " ")
	return diag.Diagnostics{diag.NewErrorDiagnostic(fmt.Sprintf("Sage Intacct: the %s has an unknown status", noun),
		fmt.Sprintf("%s has the status %q. The provider supports only %s and %s, so it plans and sends nothing. "+
			"Check the %s in Intacct. If it was deleted there, remove it from the state with \"terraform state rm\" and the resource's address.",
			strings.ToUpper(called[:1])+called[1:], status, api.StatusActive, api.StatusInactive, noun))}
}

// OrFalse returns a flag, or false if Intacct does not return the flag: false is its default.
func OrFalse(flag types.Bool) types.Bool { return types.BoolValue(flag.ValueBool()) }
