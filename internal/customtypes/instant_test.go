package customtypes

import "testing"

func TestSameInstant(t *testing.T) {
	t.Parallel()
	const instant = "2026-03-01T10:00:00Z"
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{instant, instant, true},
		{instant, "2026-03-01T10:00:00.123Z", true},
		{instant, "2026-03-01T11:00:00+01:00", true},
		{instant, "2026-03-01 10:00:00+00:00", true},
		{instant, "2026-03-01 10:00:00 +00:00", true},
		{instant, "2026-03-01T10:00:00+0000", true},
		{instant, "2026-03-01 10:00:00+00", true},
		{instant, "2026-03-01t10:00:00z", true},
		{instant, "2026-03-01T10:00Z", true},
		{"2026-03-01T10:00:59Z", "2026-03-01 10:00+00:00", true},
		{"2026-03-01T10:01:00Z", "2026-03-01T10:00Z", false},
		{instant, "2026-03-01T10:00:01Z", false},
		{instant, "2026-03-01T10:00:00", false}, // whose time zone is unknown
		{instant, "2026-03-01", false},
		{instant, "", false},
		{"some day", "Some Day", true},
		{"", "", true},
	} {
		if got := SameInstant(test.a, test.b); got != test.want {
			t.Errorf("SameInstant(%q, %q) = %t", test.a, test.b, got)
		}
		if got := SameInstant(test.b, test.a); got != test.want {
			t.Errorf("SameInstant(%q, %q) = %t", test.b, test.a, got)
		}
	}
}
