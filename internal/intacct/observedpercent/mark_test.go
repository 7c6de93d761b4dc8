package observedpercent

import (
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

func TestMark_tellsCompaniesApart(t *testing.T) {
	t.Parallel()
	found := func(key, id, created string) string {
		return mark(api.ObservedPercent{ProjectKey: lenient.Text(key), ProjectID: lenient.Text(id), Created: lenient.Text(created)})
	}
	now := found("15", "P-1", "2026-01-01T00:00:00Z")
	for before, want := range map[string]bool{
		"15":                                    true, // from an older version
		"16":                                    false,
		found("15", "P-1", ""):                  true,
		found("15", "p-1", ""):                  false,
		found("15", "SP-9", ""):                 false,
		found("15", "", "2026-01-01T00:00:00Z"): true,
		found("15", "P-1", "2020-05-05T00:00:00Z"): false,
	} {
		if got := company.SameMark(sameProject)(before, now); got != want {
			t.Errorf("%q and %q: %t", before, now, got)
		}
	}
}
