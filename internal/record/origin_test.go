package record

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestRelate(t *testing.T) {
	t.Parallel()
	acme := Origin{Address: "https://acme.example.com"}
	for name, test := range map[string]struct {
		before, now Origin
		isShared    bool
		want        relation
	}{
		"a state from before":           {Origin{}, acme, false, samePlace},
		"the same address":              {acme, acme, false, samePlace},
		"another case and a slash":      {acme, Origin{Address: "https://ACME.example.com/"}, false, samePlace},
		"its default port":              {acme, Origin{Address: "https://acme.example.com:443"}, false, samePlace},
		"another host":                  {acme, Origin{Address: "https://other.example.com"}, false, movedPlace},
		"another path":                  {acme, Origin{Address: "https://acme.example.com/b"}, false, movedPlace},
		"the same account, moved":       {Origin{"https://a.example.com", "acme"}, Origin{"https://b.example.com", "ACME"}, true, movedPlace},
		"the same account":              {Origin{"https://a.example.com", "acme"}, Origin{"https://a.example.com", "ACME"}, true, samePlace},
		"another account":               {Origin{"https://a.example.com", "acme"}, Origin{"https://a.example.com", "other"}, true, otherPlace},
		"an account that is not told":   {Origin{"https://a.example.com", "acme"}, Origin{Address: "https://a.example.com"}, true, unprovenPlace},
		"a state from before, shared":   {Origin{}, Origin{Address: "https://a.example.com"}, true, unprovenPlace},
		"told now, and not at the time": {Origin{Address: "https://a.example.com"}, Origin{"https://a.example.com", "acme"}, true, unprovenPlace},
	} {
		if got := relate(test.before, test.now, test.isShared); got != test.want {
			t.Errorf("%s: got %d, want %d", name, got, test.want)
		}
	}
}

// thing is a model with an ID and a mark; on the wire, it is only a mark.
type thing struct{ id, mark types.String }

func things() *Kind[string, thing, string] {
	return &Kind[string, thing, string]{
		System: "things", Title: "Things", Noun: "thing", MarkLabel: "birthday",
		ID:        func(m *thing) *types.String { return &m.id },
		Name:      func(*thing) string { return "" },
		Origin:    func(address string) Origin { return Origin{Address: address} },
		Mark:      func(found string) string { return found },
		StateMark: func(m *thing) string { return m.mark.ValueString() },
		SameMark:  func(a, b string) bool { return a == b },
	}
}

func TestRecognize(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		noted, inState, found string
		isRefused             bool
	}{
		"as noted":                     {"1 May", "1 May", "1 May", false},
		"noted otherwise than spelled": {"1 MAY", "1 May", "1 MAY", false},
		"another one":                  {"1 May", "1 May", "2 May", true},
		"another one, without a note":  {"", "1 May", "2 May", true},
		"nothing is known":             {"", "", "2 May", false},
		"the system does not say":      {"1 May", "1 May", "", false},
	} {
		state := thing{id: types.StringValue("7"), mark: types.StringValue(test.inState)}
		diags := things().recognize(note{Mark: test.noted}, &state, test.found, Origin{Address: "here"})
		if diags.HasError() != test.isRefused {
			t.Errorf("%s: refused is %t, want %t: %v", name, diags.HasError(), test.isRefused, diags)
		}
	}
}

// Known values are kept if a credential or a response does not contain them.
func TestNoteOf(t *testing.T) {
	t.Parallel()
	got := things().noteOf("new", note{Origin: Origin{"old", "acme"}, Mark: "1 May"}, "1 May, noon")
	if want := (note{Origin: Origin{"new", "acme"}, Mark: "1 May"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := things().noteOf("new", note{}, "1 May"); got != (note{Origin: Origin{Address: "new"}, Mark: "1 May"}) {
		t.Errorf("got %+v", got)
	}
}
