package naturalkey_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
)

func TestKeys_ofTextsThatLookAlike(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b            string
		isSame, mayBeIt bool
	}{
		{"INV-7", "INV-7", true, true},
		{"INV-7 ", "INV-7", true, true},
		{"Caf\u00e9", "Cafe\u0301", true, true},
		{"inv-7", "INV-7", false, true},
		{"Smith & Sons", "Smith &amp; Sons", false, true},
		{"A  B", "A B", false, true},
		{"INV-7", "INV-8", false, false},
		{"", " ", true, true},
	} {
		if got := naturalkey.Of(test.a) == naturalkey.Of(test.b); got != test.isSame {
			t.Errorf("%q and %q have one key: %t, want %t", test.a, test.b, got, test.isSame)
		}
		if got := naturalkey.MayBeSame(test.a, test.b); got != test.mayBeIt {
			t.Errorf("%q may be %q: %t, want %t", test.a, test.b, got, test.mayBeIt)
		}
	}
}

func TestKeys_theSameIsMaybeTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		key := naturalkey.Of(text)
		if naturalkey.Of(key) != key {
			t.Fatalf("the key of %q has the key %q", key, naturalkey.Of(key))
		}
		if !naturalkey.MayBeSame(text, key) {
			t.Fatalf("%q has the key %q, and they may not be the same", text, key)
		}
	})
}

func TestIsAmbiguous(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"INV-7": false, "Caf\u00e9": true, "Cafe\u0301": true, "\u4e2d": false} {
		if got := naturalkey.IsAmbiguous(text); got != want {
			t.Errorf("%q is ambiguous: %t, want %t", text, got, want)
		}
	}
}
