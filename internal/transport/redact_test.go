package transport_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// spellings returns the forms in which a secret can appear in a text.
func spellings(secret string) map[string]string {
	inJSON, _ := json.Marshal(secret)
	var plainJSON strings.Builder
	encoder := json.NewEncoder(&plainJSON)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(secret)
	return map[string]string{
		"as it is":              secret,
		"in a query":            "https://h/?k=" + url.QueryEscape(secret) + "&x=1",
		"in a path":             "https://h/" + url.PathEscape(secret) + "/x",
		"in JSON":               `{"k":` + string(inJSON) + `}`,
		"in JSON, HTML as is":   `{"k":` + strings.TrimSpace(plainJSON.String()) + `}`,
		"in a Go string":        fmt.Sprintf("value %q is", secret),
		"in base64":             "(" + base64.StdEncoding.EncodeToString([]byte(secret)) + ")",
		"in base64, no padding": "(" + base64.RawStdEncoding.EncodeToString([]byte(secret)) + ")",
		"in base64 for URLs":    "(" + base64.URLEncoding.EncodeToString([]byte(secret)) + ")",
		"in base64 for URLs, -": "(" + base64.RawURLEncoding.EncodeToString([]byte(secret)) + ")",
	}
}

func canaries() map[string]string {
	return map[string]string{
		"8 characters":            "k7Qz19xW",
		"4096 characters":         strings.Repeat("k7Qz19xWm3", 410)[:4096],
		"reserved characters":     "k7/Q+z=1 9?x&W%m#3~",
		"quotes and backslashes":  `k7"Q\z'19"`,
		"quotes at its ends":      `"k7Qz19xW"`,
		"a backslash at its end":  `k7Qz19xW\`,
		"HTML":                    `k7<Qz>&19`,
		"letters beyond ASCII":    "k7Qzéü€😀",
		"a password with a colon": "k7Qz:19:xW",
		"base64 with a slash":     "k7a???1?",
	}
}

func TestRedactor_replacesEverySpelling(t *testing.T) {
	t.Parallel()
	for name, secret := range canaries() {
		for spelling, text := range spellings(secret) {
			t.Run(name+"/"+spelling, func(t *testing.T) {
				t.Parallel()
				redactor := transport.NewRedactor("", secret)
				got := redactor.String("before " + text + " after")
				if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") || !strings.Contains(got, "(redacted)") {
					t.Errorf("%q became %q", text, got)
				}
				if strings.Contains(got, "k7") || strings.Contains(got, base64.RawStdEncoding.EncodeToString([]byte(secret))[:6]) {
					t.Errorf("%q became %q, with the secret's beginning in it", text, got)
				}
			})
		}
	}
}

func TestRedactor_leavesOtherTextAlone(t *testing.T) {
	t.Parallel()
	const text = `C:\dir "quoted" \ 100% ok ==`
	for _, redactor := range []*transport.Redactor{
		nil,
		transport.NewRedactor(),
		transport.NewRedactor("", ""),
		transport.NewRedactor("k7Qz19xW", `"`+"k7"),
	} {
		if got := redactor.String(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestRedactor_takesNothingOfWhatSurroundsTheSecret(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"k7Qz19xW", `"k7Qz19xW"`, `"`, `k7\`} {
		got := transport.NewRedactor(secret).String(fmt.Sprintf("value %q.", secret))
		if secret != `"` && got != `value "(redacted)".` {
			t.Errorf("secret %s: became %s", secret, got)
		}
		if got := transport.NewRedactor(secret).String(`C:\dir`); got != `C:\dir` && secret != `k7\` {
			t.Errorf("secret %s: C:\\dir became %s", secret, got)
		}
	}
}

func TestRedactor_aSecretInsideAnotherLeavesNothingStanding(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		secrets []string
		text    string
		want    string
	}{
		"its beginning":     {[]string{"k7Qz", "k7Qz19xW"}, "a k7Qz19xW b k7Qz c", "a (redacted) b (redacted) c"},
		"its middle":        {[]string{"Qz19", "k7Qz19xW"}, "a k7Qz19xW b Qz19 c", "a (redacted) b (redacted) c"},
		"its end":           {[]string{"19xW", "k7Qz19xW"}, "a k7Qz19xW b 19xW c", "a (redacted) b (redacted) c"},
		"itself":            {[]string{"k7Qz19xW", "k7Qz19xW"}, "a k7Qz19xW b", "a (redacted) b"},
		"twice in a row":    {[]string{"k7Qz19xW"}, "k7Qz19xWk7Qz19xW", "(redacted)(redacted)"},
		"user:key, encoded": {[]string{"k7Qz19xW", "azdRejE5eFc6eA=="}, "Basic azdRejE5eFc6eA==", "Basic (redacted)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := transport.NewRedactor(test.secrets...).String(test.text); got != test.want {
				t.Errorf("%q became %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestRedactor_learnsSecretsWhileItIsUsed(t *testing.T) {
	t.Parallel()
	redactor := transport.NewRedactor("k7Qz")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			secret := fmt.Sprintf("k7Qz19xW-%d", i)
			redactor.Add(secret, "")
			if got := redactor.String("a " + secret + " b k7Qz c"); got != "a (redacted) b (redacted) c" {
				t.Errorf("%q is not known: %s", secret, got)
			}
		})
	}
	group.Wait()
}

func TestRedactor_noSecretSurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		secrets := rapid.SliceOfN(rapid.StringN(8, 40, -1), 1, 4).Draw(r, "secrets")
		redactor := transport.NewRedactor(secrets...)
		for _, secret := range secrets {
			// A secret can be part of its replacement; hex cannot.
			if strings.Contains("(redacted)", secret) {
				continue
			}
			for name, text := range spellings(secret) {
				around := hex.EncodeToString([]byte(rapid.String().Draw(r, "around")))
				if got := redactor.String(around + " " + text + " " + around); strings.Contains(got, secret) {
					r.Fatalf("%s: %q became %q", name, text, got)
				}
			}
		}
	})
}

func TestRedactor_errorKeepsItsCauseAndLosesTheSecret(t *testing.T) {
	t.Parallel()
	redactor := transport.NewRedactor("k7Qz19xW")
	if redactor.Error(nil) != nil {
		t.Error("nil became an error")
	}
	cause := errors.New("the cause")
	if got := redactor.Error(cause); got != cause { //nolint:errorlint // it must be the same error
		t.Errorf("an error without a secret was changed: %v", got)
	}
	got := redactor.Error(fmt.Errorf("key k7Qz19xW: %w", cause))
	if got.Error() != "key (redacted): the cause" || !errors.Is(got, cause) {
		t.Errorf("error %q, cause kept: %t", got, errors.Is(got, cause))
	}
	for _, format := range []string{"%v", "%+v", "%s", "%q"} {
		if text := fmt.Sprintf(format, got); strings.Contains(text, "k7Qz19xW") {
			t.Errorf("%s shows the secret: %s", format, text)
		}
	}
}
