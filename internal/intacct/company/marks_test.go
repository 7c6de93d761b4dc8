package company_test

import (
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
)

func TestSameMark(t *testing.T) {
	t.Parallel()
	same := company.SameMark(func(a, b string) bool { return a == b })
	tests := []struct {
		a, b string
		want bool
	}{
		{company.Mark("A", "2026-01-01T00:00:00Z"), "A, created 2026-01-01T00:00:00Z", true},
		{company.Mark("A", "2026-01-01T00:00:00Z"), company.Mark("A", "2026-01-01T01:00:00.123+01:00"), true},
		{company.Mark("A", "2026-01-01T00:00:00Z"), company.Mark("A", "2020-05-05T00:00:00Z"), false},
		{company.Mark("A", "2026-01-01T00:00:00Z"), company.Mark("B", "2026-01-01T00:00:00Z"), false},
		{company.Mark("A", "2026-01-01T00:00:00Z"), "A", true}, // from an older version
		{"B", company.Mark("A", "2026-01-01T00:00:00Z"), false},
		{company.Mark("A", ""), "A", true},
		{company.Mark("A", "yesterday"), "A", true},
		{company.Mark("", "2026-01-01T00:00:00Z"), "", true},
		{"A, created by hand", company.Mark("A, created by hand", "2026-01-01T00:00:00Z"), true},
	}
	for _, test := range tests {
		if same(test.a, test.b) != test.want || same(test.b, test.a) != test.want {
			t.Errorf("%q and %q: want %t", test.a, test.b, test.want)
		}
	}
}
