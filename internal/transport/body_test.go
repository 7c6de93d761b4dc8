package transport

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func answerOf(contentType string, body []byte) (*wholeBody, string) {
	response := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {contentType}}}
	whole := newWholeBody(response, body)
	text := make([]byte, whole.Len())
	_, _ = whole.Read(text) // it is in memory
	return whole, string(text)
}

func TestBody_isReadInTheCharsetThatItDeclares(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ contentType, body, want string }{
		"UTF-8":                      {"application/json", `{"a":"Müller €"}`, `{"a":"Müller €"}`},
		"UTF-8 that says so":         {"application/json; charset=UTF-8", `{"a":"é"}`, `{"a":"é"}`},
		"with a byte order mark":     {"application/json", "\xef\xbb\xbf{\"a\":1}", `{"a":1}`},
		"a mark, and it says so":     {`application/json; charset="utf8"`, "\xef\xbb\xbf{\"a\":1}", `{"a":1}`},
		"ISO 8859-1":                 {"application/json; charset=ISO-8859-1", "{\"a\":\"M\xfcller\"}", `{"a":"Müller"}`},
		"Windows 1252":               {"application/json; charset=windows-1252", "{\"a\":\"5 \x80\"}", `{"a":"5 €"}`},
		"quoted, in capitals":        {`application/json; charset="ISO-8859-15"`, "{\"a\":\"5 \xa4\"}", `{"a":"5 €"}`},
		"UTF-16":                     {"application/json; charset=utf-16le", "{\x00\"\x00a\x00\"\x00:\x001\x00}\x00", `{"a":1}`},
		"ASCII in another charset":   {"application/json; charset=us-ascii", `{"a":1}`, `{"a":1}`},
		"an escaped pair":            {"application/json", `{"a":"\ud83d\ude00 \\ud800"}`, `{"a":"\ud83d\ude00 \\ud800"}`},
		"what U+FFFD is in the text": {"application/json", "{\"a\":\"\ufffd\"}", "{\"a\":\"\ufffd\"}"},
		"nothing":                    {"application/json", "", ""},
	} {
		whole, got := answerOf(test.contentType, []byte(test.body))
		if whole.unreadable != nil || got != test.want {
			t.Errorf("%s: got %q, %v; want %q", name, got, whole.unreadable, test.want)
		}
	}
	for name, test := range map[string]struct{ contentType, body, want string }{
		"a stray byte":                    {"application/json", "{\"a\":\"M\xfcller\"}", "not in UTF-8 and declares no other charset"},
		"a stray byte, and it says UTF-8": {"application/json; charset=utf-8", "{\"a\":\"\xff\"}", "not in UTF-8"},
		"cut in the middle of a letter":   {"application/json", "{\"a\":\"\xc3", "not in UTF-8"},
		"a charset that no one knows":     {"application/json; charset=ebcdic-x", `{"a":1}`, `unknown charset "ebcdic-x"`},
		"not in its charset":              {"application/json; charset=shift_jis", "{\"a\":\"\x81\"}", "not in the charset"},
		"half of a character":             {"application/json", `{"a":"\ud800"}`, "half of a character"},
		"the other half":                  {"application/json", `{"a":"x\udc00"}`, "half of a character"},
		"two first halves":                {"application/json", `{"a":"\ud800\ud800"}`, "half of a character"},
		"a page for people":               {"text/html", "<html>", "invalid character"},
	} {
		whole, _ := answerOf(test.contentType, []byte(test.body))
		if whole.unreadable == nil || !strings.Contains(whole.unreadable.Error(), test.want) {
			t.Errorf("%s: got %v, want an error with %q", name, whole.unreadable, test.want)
		}
	}
}

// For any response, a text that is considered readable decodes without
// characters that were not in it.
func FuzzBody(f *testing.F) {
	for _, contentType := range []string{"application/json", "application/json; charset=iso-8859-1", "text/html; charset=utf-16", "; charset=\x00", ""} {
		for _, body := range []string{`{"a":"é"}`, "\xef\xbb\xbf[]", "\"\xff\"", `"\ud800"`, `"\ud83d\ude00"`, `"\\ud800"`, "", "{", "\xfe\xff\x00{"} {
			f.Add(contentType, []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		whole, text := answerOf(contentType, bytes.Clone(body))
		if whole.unreadable != nil || strings.TrimSpace(text) == "" {
			return
		}
		if !utf8.ValidString(text) {
			t.Fatalf("%q is taken for readable", text)
		}
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatalf("%q is taken for readable: %v", text, err)
		}
		decoded, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(decoded), `\ufffd`) && !strings.ContainsRune(text, utf8.RuneError) && !strings.Contains(strings.ToLower(text), `\ufffd`) {
			t.Fatalf("%q lost a character: %q", text, decoded)
		}
	})
}

// Headers are parsed without a crash, a negative wait, a wait above the limit,
// or a guessed count.
func FuzzHeaders(f *testing.F) {
	for _, value := range []string{"3", "3, 3", " 3 ,", "+3", "-1", "3.0", "3e2", "NaN", "Inf", "1e300", "", ",", "0x3", "９", "Fri, 31 Dec 1999 23:59:59 GMT", "946684800000"} {
		f.Add(value)
	}
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		for _, name := range append(waitHeaders(), resetHeaders()...) {
			response := &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{}}
			response.Header.Set(name, value)
			if wait, asks := waitHint(response, now); asks && wait < shortestWait || !asks && wait != 0 {
				t.Fatalf("%s: %q asks for %v, %t", name, value, wait, asks)
			}
		}
		header := http.Header{}
		header.Set("X-Pages", value)
		count, isThere, err := HeaderCount(header, "X-Pages")
		first, _, _ := strings.Cut(value, ",")
		switch {
		case isThere == (err != nil) && strings.TrimSpace(first) != "":
			t.Fatalf("%q is %d, there %t, %v", value, count, isThere, err)
		case count < 0 || err != nil && count != 0:
			t.Fatalf("%q is the count %d", value, count)
		}
	})
}
