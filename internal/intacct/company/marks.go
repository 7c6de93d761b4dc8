package company

import (
	"strings"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
)

// createdAt separates the two parts of a mark.
const createdAt = ", created "

// Mark returns what never changes about a record: identity, which another company may have too, and when the record
// was created, if that is known.
func Mark(identity string, created lenient.Text) string {
	if _, err := time.Parse(time.RFC3339, string(created)); err != nil || identity == "" {
		return identity
	}
	return identity + createdAt + string(created)
}

// SameMark returns a function that compares marks: identities with same, and moments if both marks have one. A mark
// from an older version has none.
func SameMark(same func(a, b string) bool) func(a, b string) bool {
	return func(a, b string) bool {
		a, createdA := cutMark(a)
		b, createdB := cutMark(b)
		return same(a, b) && (createdA.IsZero() || createdB.IsZero() || createdA.Truncate(time.Second).Equal(createdB.Truncate(time.Second)))
	}
}

func cutMark(mark string) (identity string, created time.Time) {
	at := strings.LastIndex(mark, createdAt)
	if at < 0 {
		return mark, time.Time{}
	}
	created, err := time.Parse(time.RFC3339, mark[at+len(createdAt):])
	if err != nil { // part of a name
		return mark, time.Time{}
	}
	return mark[:at], created
}

// sameText reports whether two texts that users write are the same.
func sameText(a, b string) bool { return naturalkey.Of(a) == naturalkey.Of(b) }
