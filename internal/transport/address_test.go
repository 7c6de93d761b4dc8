package transport_test

import (
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestParseBaseURL_accepts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://acme.teamwork.com":                     "https://acme.teamwork.com",
		"https://acme.teamwork.com/":                    "https://acme.teamwork.com",
		"https://acme.teamwork.com///":                  "https://acme.teamwork.com",
		"https://acme.eu.teamwork.com:8443":             "https://acme.eu.teamwork.com:8443",
		"HTTPS://acme.teamwork.com":                     "https://acme.teamwork.com",
		"https://api.intacct.com/ia/api/v1":             "https://api.intacct.com/ia/api/v1",
		"https://example.com/a/b//":                     "https://example.com/a/b",
		"https://example.com/a%2Fb/":                    "https://example.com/a%2Fb",
		"https://example.com/a%20b":                     "https://example.com/a%20b",
		"https://192.0.2.1/x":                           "https://192.0.2.1/x",
		"https://[2001:db8::1]:443/x":                   "https://[2001:db8::1]:443/x",
		"http://localhost":                              "http://localhost",
		"http://LOCALHOST:8080/":                        "http://localhost:8080",
		"http://127.0.0.1:8080/prefix/":                 "http://127.0.0.1:8080/prefix",
		"http://127.8.9.10":                             "http://127.8.9.10",
		"http://[::1]:9000":                             "http://[::1]:9000",
		"http://[::ffff:127.0.0.1]":                     "http://[::ffff:127.0.0.1]",
		"https://example.com/with@sign":                 "https://example.com/with@sign",
		"https://xn--mnchen-3ya.example.com/%C3%A9/%2e": "https://xn--mnchen-3ya.example.com/%C3%A9/%2e",
	} {
		got, err := transport.ParseBaseURL(text)
		if err != nil {
			t.Errorf("ParseBaseURL(%q): %v", text, err)
			continue
		}
		if got.String() != want {
			t.Errorf("ParseBaseURL(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestParseBaseURL_refusesAndSaysWhatToWrite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                      "no host",
		"acme.teamwork.com":                     "no scheme",
		"acme.teamwork.com/path":                "no scheme",
		"/path":                                 "no host",
		"https://":                              "no host",
		"https:///path":                         "no host",
		"https://:443":                          "no host",
		"localhost:8080":                        "no host",
		"https:acme.teamwork.com":               "no host",
		"http://acme.teamwork.com":              "unencrypted",
		"http://127.0.0.1.example.com":          "unencrypted",
		"http://localhost.example.com":          "unencrypted",
		"http://10.0.0.1":                       "unencrypted",
		"http://0.0.0.0":                        "unencrypted",
		"http://[2001:db8::1]":                  "unencrypted",
		"http://2130706433":                     "unencrypted",
		"ftp://acme.teamwork.com":               "does not start with https://",
		"file://localhost/etc":                  "does not start with https://",
		"https://acme.teamwork.com?a=b":         "query or a fragment",
		"https://acme.teamwork.com/?":           "query or a fragment",
		"https://acme.teamwork.com/#top":        "query or a fragment",
		"https://acme.teamwork.com:port":        "not a URL",
		"https://acme .teamwork.com":            "not a URL",
		" https://acme.teamwork.com":            "not a URL",
		"https://acme.teamwork.com\n":           "not a URL",
		"https://[::1":                          "not a URL",
		"https://acme.teamwork.com/%zz":         "not a URL",
		"https://user@acme.teamwork.com":        "user name or password",
		"https://user:pass@acme.teamwork.com":   "user name or password",
		"http://user:pass@127.0.0.1":            "user name or password",
		"//user:pass@acme.teamwork.com":         "user name or password",
		"https://@acme.teamwork.com":            "user name or password",
		"ftp://user:pass@acme.teamwork.com?a=b": "user name or password",
	} {
		got, err := transport.ParseBaseURL(text)
		if err == nil {
			t.Errorf("ParseBaseURL(%q) = %s, want an error", text, got)
			continue
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("ParseBaseURL(%q): %q does not say %q", text, err, want)
		}
	}
}

func TestParseBaseURL_neverRepeatsACredential(t *testing.T) {
	t.Parallel()
	const canary = "c4n4ry-k3y"
	for _, text := range []string{
		"https://" + canary + "@acme.teamwork.com",
		"https://user:" + canary + "@acme.teamwork.com",
		"http://user:" + canary + "@acme.teamwork.com",
		"https://user:" + canary + "@acme.teamwork.com:port",
		"https://user:" + canary + "@acme .teamwork.com",
		"https://us er:" + canary + "@acme.teamwork.com",
		"user:" + canary + "@acme.teamwork.com",
		canary + "@acme.teamwork.com",
		"https:user:" + canary + "@acme.teamwork.com",
		"https:/user:" + canary + "@acme.teamwork.com",
		"https:///user:" + canary + "@acme.teamwork.com",
		"/user:" + canary + "@acme.teamwork.com",
		"http://acme.teamwork.com/user:" + canary + "@x",
		"https://acme.teamwork.com/?token=" + canary,
		"https://acme.teamwork.com/#" + canary,
		"http://acme.teamwork.com/?token=" + canary,
		"?token=" + canary,
	} {
		_, err := transport.ParseBaseURL(text)
		if err == nil {
			t.Errorf("ParseBaseURL(%q) accepts it", text)
			continue
		}
		if strings.Contains(err.Error(), canary) {
			t.Errorf("ParseBaseURL(%q): %v", text, err)
		}
	}
}

func TestCheckCredential(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"":                               "",
		"twp_AbC123":                     "",
		"with space and: colon~":         "",
		"é ü":                            "",
		strings.Repeat("k", 4096):        "",
		"c4n4ry\n":                       "line break",
		"c4n4ry\r\n":                     "line break",
		"\nc4n4ry":                       "line break",
		"c4n4ry\x00":                     "control character",
		"c4n4ry\tx":                      "control character",
		"c4n4ry\x7f":                     "control character",
		"c4n4ry\x1b[0m":                  "control character",
		strings.Repeat("k", 4096) + "\n": "line break",
	} {
		err := transport.CheckCredential(value)
		switch {
		case want == "" && err != nil:
			t.Errorf("CheckCredential(%.20q): %v", value, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("CheckCredential(%.20q) = %v, want one that says %q", value, err, want)
		case err != nil && (strings.Contains(err.Error(), "c4n4ry") || strings.Contains(err.Error(), "kkk")):
			t.Errorf("CheckCredential(%.20q) repeats the value: %v", value, err)
		}
	}
}
