package acceptance_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// canary is a credential with every character that escaping could change.
const canary = `canary-Ü/+"&<s3cret>`

// A run leaves no credential behind, at the most verbose log level, although
// the site repeats it in every error.
func TestSecrets_areNowhere(t *testing.T) {
	t.Parallel()
	for name, credential := range map[string]struct{ attribute, header string }{
		"api_key":      {"api_key", "Basic " + base64.StdEncoding.EncodeToString([]byte(canary+":x"))},
		"access_token": {"access_token", "Bearer " + canary},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			door := site.behindDoor(t, credential.header)
			w := newWorkspace(t, "TF_LOG=TRACE", "TEAMWORK_BASE_URL="+door, "TEAMWORK_"+strings.ToUpper(credential.attribute)+"="+canary)
			logFile := filepath.Join(w.Folder, "trace.log")
			w.Variables = append(w.Variables, "TF_LOG_PATH="+logFile)

			var said strings.Builder
			attempt := func(arguments ...string) {
				output, _ := w.try(arguments...) // commands may fail
				said.WriteString(output)
			}
			faults := echoes(credential.header)
			invoices := func(from int, description string) string {
				text := `provider "billing" { max_retries = 1 }` + "\n" + data("invoices", "all", nil)
				for i := range faults {
					name := fmt.Sprintf("n%d", from+i)
					text += fullNamed(name, values{"number": fmt.Sprintf("%q", name), "description": fmt.Sprintf("%q", description)})
				}
				return text
			}
			// Every error at once, each for a different invoice: during a read, a change, and a create.
			script := func(method, path string, numbered int) {
				site.ClearScript()
				for i, fault := range faults {
					rule := sandbox.Rule{Method: method, Path: path, Times: sandbox.Always, Fault: fault}
					rule.When = func(request sandbox.Request) bool {
						return strings.HasSuffix(request.Path, fmt.Sprintf("/%d.json", firstID+i)) ||
							strings.Contains(request.Body, fmt.Sprintf(`"n%d"`, numbered+i))
					}
					site.Script(rule)
				}
			}
			w.configure(invoices(0, "First"))
			attempt("apply", "-auto-approve")
			script(http.MethodGet, teamwork.PathInvoice, -100)
			attempt("plan")
			w.configure(invoices(0, "Second"))
			script(http.MethodPut, teamwork.PathInvoice, -100)
			attempt("apply", "-auto-approve")
			w.configure(invoices(100, "First"))
			script(http.MethodPost, teamwork.PathProjectInvoices, 100)
			attempt("apply", "-auto-approve")
			site.ClearScript()
			site.Script(sandbox.Rule{Path: teamwork.PathInvoices, Times: sandbox.Always, Fault: faults[0]})
			attempt("plan")
			site.ClearScript()
			attempt("plan", "-out=plan")
			attempt("show", "-json", "plan")
			attempt("show", "-json")

			w.mustSay(said.String(), "(redacted)")
			w.mustSay(said.String(), "Apply complete!")
			log := w.read("trace.log")
			if !strings.Contains(log, "sending request") {
				t.Error("the log does not have the provider's own lines")
			}
			for what, text := range map[string]string{"output": said.String(), "log": log, "state": w.read("terraform.tfstate")} {
				for _, spelling := range spellings(canary) {
					if at := strings.Index(text, spelling); at >= 0 {
						t.Errorf("the %s has the credential as %q:\n%s", what, spelling, text[max(0, at-300):min(len(text), at+100)])
					}
				}
			}
		})
	}
}

// behindDoor starts a proxy in front of the site that accepts the canary
// instead of the site's own credential, and returns its address.
func (s *site) behindDoor(t *testing.T, authorization string) string {
	t.Helper()
	target, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) } // cut the connection here as well
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != authorization {
			t.Errorf("authorization is %q", r.Header.Get("Authorization"))
		}
		r.SetBasicAuth(teamwork.APIKey, "x")
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(door.Close)
	return sandbox.Address(door.URL).SystemURL("teamwork")
}

// echoes returns errors of every kind that repeat the credential in every place
// that a provider might show.
func echoes(header string) []sandbox.Fault {
	inJSON := strings.ReplaceAll(canary, `"`, `\"`)
	header = strings.ReplaceAll(header, `"`, `\"`)
	message := fmt.Sprintf(`{"STATUS":"Error","MESSAGE":"key %s in %s is wrong"}`, inJSON, header)
	faults := []sandbox.Fault{
		sandbox.Reply(200, nil, message),
		sandbox.Reply(200, nil, `{"STATUS":"OK","invoice":"`+inJSON+`"}`),
		sandbox.Reply(200, http.Header{"Content-Type": {"text/html"}}, "<p>"+canary+" "+strings.Repeat("x", 280)+canary+"</p>"),
		sandbox.Reply(400, nil, `{"errors":[{"id":"`+inJSON+`","code":"`+inJSON+`","title":"`+inJSON+`","detail":"`+url.QueryEscape(canary)+`"}]}`),
		sandbox.Reply(302, http.Header{"Location": {"https://" + url.PathEscape("canary") + ".example.com/?key=" + url.QueryEscape(canary)}}, ""),
		sandbox.Reply(429, http.Header{"Retry-After": {"1"}, "X-Key": {url.QueryEscape(canary)}}, message),
		sandbox.Cut(),
	}
	for _, status := range []int{401, 403, 404, 422, 500} {
		faults = append(faults, sandbox.Reply(status, http.Header{"X-Echo": {base64.StdEncoding.EncodeToString([]byte(canary))}}, message))
	}
	return faults
}

// spellings returns the forms in which the credential could appear.
func spellings(secret string) []string {
	return []string{
		secret, strings.ReplaceAll(secret, `"`, `\"`), strings.ReplaceAll(secret, `"`, `\\\"`),
		url.QueryEscape(secret), url.PathEscape(secret),
		strings.NewReplacer(`"`, `\"`, "<", `\u003c`, ">", `\u003e`, "&", `\u0026`).Replace(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(secret + ":x")),
		base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"s3cret", // what is left of it in any spelling
	}
}

// In the provider block, the credential is as safe as in the environment.
// Terraform itself stores it only in the plan file, which is not encrypted, so
// the test does not search there.
func TestSecrets_inTheBlockAreNotInStateOrOutput(t *testing.T) {
	site := newSite(t)
	header := "Basic " + base64.StdEncoding.EncodeToString([]byte("canary-in-block:x"))
	w := newWorkspace(t, "TF_VAR_key=canary-in-block")
	w.configure(`variable "key" { sensitive = true }` + "\n" + block(`provider "billing"`, values{
		"teamwork": object(values{"base_url": `"` + site.behindDoor(t, header) + `"`, "api_key": "var.key"}),
	}) + full(nil))
	output := w.apply() + w.read("terraform.tfstate") + w.run("show", "-json")
	if strings.Contains(output, "canary-in-block") {
		t.Errorf("the credential is in:\n%s", output)
	}
}
