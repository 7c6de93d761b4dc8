package lenient

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSameNumber(t *testing.T) {
	t.Parallel()
	longest := strings.Repeat("9", LongestNumber)
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"25", "25.00", true}, {"25.0", "25", true}, {"0.1", ".10", true}, {"+5", "5", true}, {"1e2", "100", true},
		{"01200", "1200", true}, {"-0", "0", true}, {"-0.00", "0", true}, {"25", "26", false}, {"25", "-25", false}, {"0.1", "0.01", false},
		{"9007199254740993", "9007199254740992", false}, {"", "", true}, {"", "0", false}, {"half", "half", true},
		{"half", "HALF", false}, {"half", "0.5", false}, {"1e999999999", "1e999999998", false},
		{longest + "0", longest + "0", true}, {longest, longest + ".0", false},
	} {
		if SameNumber(test.a, test.b) != test.want || SameNumber(test.b, test.a) != test.want {
			t.Errorf("SameNumber(%q, %q) is not %t", test.a, test.b, test.want)
		}
	}
}

func TestCompareNumbers_isAnOrder(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.StringMatching(`[0-9]{1,3}(\.[0-9]{1,2})?`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := text.Draw(t, "a"), text.Draw(t, "b"), text.Draw(t, "c")
		if CompareNumbers(a, b) != -CompareNumbers(b, a) {
			t.Fatal("not symmetric")
		}
		if CompareNumbers(a, b) <= 0 && CompareNumbers(b, c) <= 0 && CompareNumbers(a, c) > 0 {
			t.Fatal("not transitive")
		}
	})
}

func TestText(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]Text{
		`"a"`: "a", `""`: "", `null`: "", `5`: "5", `5.10`: "5.10", `1e3`: "1000", `-1.5E-1`: "-0.15", `true`: "true", `false`: "false",
		`"1e3"`: "1e3", `1e999999999`: "1e999999999", `9007199254740993`: "9007199254740993", `"<&>"`: "<&>",
	} {
		var got Text
		if err := json.Unmarshal([]byte(wire), &got); err != nil || got != want {
			t.Errorf("%s is read as %q, %v; want %q", wire, got, err, want)
		}
	}
	for _, wire := range []string{`{}`, `[]`, `["a"]`} {
		var got Text
		if err := json.Unmarshal([]byte(wire), &got); err == nil {
			t.Errorf("%s is read as %q", wire, got)
		}
	}
}

func TestText_count(t *testing.T) {
	t.Parallel()
	for text, want := range map[Text]int{"0": 0, "3": 3, "120": 120} {
		if got, isThere, err := text.Count(); got != want || !isThere || err != nil {
			t.Errorf("%q counts %d, %t, %v", text, got, isThere, err)
		}
	}
	if _, isThere, err := Text("").Count(); isThere || err != nil {
		t.Errorf("nothing counts as there: %t, %v", isThere, err)
	}
	for _, text := range []Text{"3, 3", "-1", "2.5", "many", "99999999999999999999", " 3"} {
		if got, _, err := text.Count(); err == nil {
			t.Errorf("%q counts %d", text, got)
		}
	}
}

func TestInteger(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]Integer{
		`5`: 5, `"5"`: 5, `-5`: -5, `null`: 0, `""`: 0, `5e1`: 50, `9223372036854775807`: 1<<63 - 1,
		`147.0`: 147, `"147.00"`: 147, `-5.0`: -5, `0.0`: 0, `9007199254740992.0`: 1 << 53,
	} {
		var got Integer
		if err := json.Unmarshal([]byte(wire), &got); err != nil || got != want {
			t.Errorf("%s is read as %d, %v; want %d", wire, got, err, want)
		}
	}
	for _, wire := range []string{
		`1.5`, `"a"`, `{}`, `9223372036854775808`, `true`, `147.01`, `"147."`, `".0"`, `"1.0.0"`, `"1.0 "`, `9007199254740994.0`, `9223372036854775808.0`,
	} {
		var got Integer
		if err := json.Unmarshal([]byte(wire), &got); err == nil {
			t.Errorf("%s is read as %d", wire, got)
		}
	}
}

func TestList_readsWhateverStandsForAList(t *testing.T) {
	t.Parallel()
	type item struct {
		ID Text `json:"id"`
	}
	for wire, want := range map[string]string{
		`null`: "null", `""`: "null", `{}`: "null", `false`: "null", `[]`: "[]",
		`{"id":1}`: `[{"id":"1"}]`, `[{"id":1},{"id":"2"}]`: `[{"id":"1"},{"id":"2"}]`,
	} {
		var got List[item]
		if err := json.Unmarshal([]byte(wire), &got); err != nil {
			t.Errorf("%s: %v", wire, err)
		}
		if text, _ := json.Marshal(got); string(text) != want {
			t.Errorf("%s is read as %s, want %s", wire, text, want)
		}
	}
	for _, wire := range []string{`"x"`, `5`, `true`, `[null]`, `[{"id":1},null]`, `["x"]`, `[[{"id":1}]]`, `{"id":{}}`} {
		var got List[item]
		if err := json.Unmarshal([]byte(wire), &got); err == nil {
			t.Errorf("%s is read as %+v", wire, got)
		}
	}
}

func TestEncode_leavesCharactersAsTheyAre(t *testing.T) {
	t.Parallel()
	got, err := Encode(map[string]string{"a": "Smith & Sons <x>\u2028"})
	if want := `{"a":"Smith & Sons <x>\u2028"}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

// FuzzValues decodes any JSON without a crash, and never shortens a list.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{`null`, `""`, `{}`, `[]`, `[1,2]`, `{"a":[{}]}`, `[{"a":1},null]`, `1e999`, `"\ud800"`, `[[]]`, `{"a":1,"a":2}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		var text Text
		if json.Unmarshal(data, &text) == nil {
			_, _, _ = text.Count()
			if number, err := Decimal(string(text)); err == nil && !SameNumber(number.String(), string(text)) {
				t.Errorf("%q is no longer the same number as %s", text, number)
			}
		}
		var raw []json.RawMessage
		var list List[json.RawMessage]
		if isList := json.Unmarshal(data, &raw) == nil && raw != nil; isList && json.Unmarshal(data, &list) == nil && len(list) != len(raw) {
			t.Errorf("%s is read as %d elements", data, len(list))
		}
		if isList := json.Unmarshal(data, &raw) == nil && raw != nil; isList && len(Items(data)) != len(raw) {
			t.Errorf("%s has %d items", data, len(Items(data)))
		}
		_ = SaysNothing(data)
		_ = First(data).Text("a")
	})
}
