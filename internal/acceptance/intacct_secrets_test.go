package acceptance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// Tokens with every character that escaping could change. canary is the
// client's secret.
const (
	canaryToken   = `canary-tökén/+"&<s3cret>`
	canaryRefresh = `canary-refresh/+"&<s3cret>`
)

// A run leaves neither the client's secret nor a token behind, at the most
// verbose log level, although the company repeats them in every error.
func TestIntacctSecrets_areNowhere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		credential []string
		secrets    []string // the secrets that the process gets
	}{
		"client_secret": {
			[]string{"INTACCT_CLIENT_ID=" + intacct.ClientID, "INTACCT_CLIENT_SECRET=" + canary, "INTACCT_USERNAME=" + intacct.Username},
			[]string{canary, canaryToken, canaryRefresh},
		},
		"access_token": {[]string{"INTACCT_ACCESS_TOKEN=" + canaryToken}, []string{canaryToken}},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			w := newWorkspace(t, append(test.credential, "TF_LOG=TRACE", "INTACCT_BASE_URL="+books.behindDoor(t))...)
			w.Variables = append(w.Variables, "TF_LOG_PATH="+filepath.Join(w.Folder, "trace.log"))
			var said strings.Builder
			attempt := func(arguments ...string) {
				output, _ := w.try(arguments...) // commands may fail
				said.WriteString(output)
			}
			faults := intacctEchoes(strings.Join(test.secrets, " and "))
			templates := func(prefix, description string) string {
				text := `provider "billing" { max_retries = 0 }` + "\n" + listedTemplates("all", nil)
				for i := range faults {
					text += templateNamed(fmt.Sprint(prefix, i), values{"description": quote(description)})
				}
				return text
			}
			// Every error at once, each for a different template.
			script := func(method string, fits func(i int) func(sandbox.Request) bool) {
				books.ClearScript()
				for i, fault := range faults {
					books.Script(sandbox.Rule{Method: method, Times: sandbox.Always, When: fits(i), Fault: fault})
				}
			}
			ofKey := func(i int) func(sandbox.Request) bool { return mentions("/" + strconv.Itoa(12+i)) }
			w.configure(templates("n", "First"))
			attempt("apply", "-auto-approve")
			script(http.MethodGet, ofKey)
			attempt("plan")
			w.configure(templates("n", "Second"))
			script(http.MethodPatch, ofKey)
			attempt("apply", "-auto-approve")
			w.configure(templates("n", "Second") + templates("m", "First")[strings.Index(templates("m", ""), "resource"):])
			script(http.MethodPost, func(i int) func(sandbox.Request) bool { return mentions(fmt.Sprintf(`"T-m%d"`, i)) })
			attempt("apply", "-auto-approve")
			whileAnswering := func(path string, faults ...sandbox.Fault) {
				for _, fault := range faults {
					books.ClearScript()
					books.Script(sandbox.Rule{Path: path, Times: sandbox.Always, Fault: fault})
					attempt("plan", "-refresh=false")
				}
			}
			whileAnswering(intacct.PathQuery, faults[:3]...)
			if test.secrets[0] == canary { // all that is known before there is a token, and tokens in unusable responses
				whileAnswering(intacct.PathToken, append(intacctEchoes(canary)[:3],
					sandbox.Reply(200, nil, `{"access_token":`+inJSON(canaryToken)+`,"expires_in":`),
					sandbox.Reply(200, nil, `{"access_token":[`+inJSON(canaryToken)+`],"refresh_token":`+inJSON(canaryRefresh)+`}`))...)
			}
			books.ClearScript()
			attempt("plan", "-out=plan")
			attempt("show", "-json", "plan")
			attempt("show", "-json")

			w.mustSay(said.String(), "Apply complete!")
			w.mustSay(said.String(), "(redacted)")
			log := w.read("trace.log")
			if !strings.Contains(log, "sending request") {
				t.Error("the log does not have the provider's own lines")
			}
			for what, text := range map[string]string{"output": said.String(), "log": log, "state": w.read("terraform.tfstate")} {
				for _, secret := range test.secrets {
					for _, spelling := range spellings(secret) {
						if at := strings.Index(text, spelling); at >= 0 {
							t.Fatalf("the %s has a secret as %q:\n%s", what, spelling, text[max(0, at-300):min(len(text), at+100)])
						}
					}
				}
			}
		})
	}
}

// behindDoor starts a proxy in front of the company that accepts the canaries
// instead of the company's own secret and tokens, and returns its address.
func (b *books) behindDoor(t *testing.T) string {
	t.Helper()
	target, err := url.Parse(b.baseURL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: target.Scheme, Host: target.Host})
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) } // cut the connection here as well
	proxy.ModifyResponse = func(answer *http.Response) error {
		var issued map[string]any
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			return err
		}
		if json.Unmarshal(body, &issued) == nil && issued["token_type"] != nil {
			issued["access_token"], issued["refresh_token"] = canaryToken, canaryRefresh
			if body, err = json.Marshal(issued); err != nil {
				return err
			}
			answer.Header.Set("Content-Length", strconv.Itoa(len(body)))
		}
		answer.Body = io.NopCloser(bytes.NewReader(body))
		return nil
	}
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, intacct.PathToken) {
			if secret := r.PostFormValue("client_secret"); secret != canary {
				t.Errorf("the client's secret is %q", secret)
			}
			r.PostForm.Set("client_secret", intacct.ClientSecret)
			form := r.PostForm.Encode()
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(form)), int64(len(form))
		} else {
			if authorization := r.Header.Get("Authorization"); authorization != "Bearer "+canaryToken {
				t.Errorf("authorization is %q", authorization)
			}
			r.Header.Set("Authorization", "Bearer "+intacct.AccessToken)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(door.Close)
	return door.URL + target.Path
}

func inJSON(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string can always be encoded
	}
	return string(encoded)
}

// intacctEchoes returns errors of every format that repeat the secrets in every
// place that a provider might show.
func intacctEchoes(all string) []sandbox.Fault {
	text := inJSON(all)
	failure := `{"code":` + text + `,"message":` + text + `,"errorId":` + text + `,"supportId":` + text + `,"correction":` + text +
		`,"additionalInfo":{"messageId":` + text + `}`
	body := failure + `,"details":[` + strings.Replace(failure, `{"code"`, `{"target":"/description","code"`, 1) + `},` +
		strings.Replace(failure, `{"code"`, `{"target":`+text+`,"code"`, 1) + `}]}`
	faults := []sandbox.Fault{
		sandbox.Reply(200, nil, `{"error":`+text+`,"error_description":`+text+`}`),
		sandbox.Reply(400, nil, `{"ia::result":{"ia::error":`+body+`}}`),
		sandbox.Reply(401, nil, `{"error":`+body+`}`),
		sandbox.Reply(200, http.Header{"Content-Type": {"text/html"}}, "<p>"+all+" "+strings.Repeat("x", 250)+all+"</p>"),
		sandbox.Reply(400, nil, `{"error":`+text+`,"error_description":`+text+`}`),
		sandbox.Reply(403, nil, `{"ia::error":{"code":"GW-1","message":`+text+`,"details":{"requestId":`+text+`}}}`),
		sandbox.Reply(302, http.Header{"Location": {"https://elsewhere.example.com/?token=" + url.QueryEscape(all)}}, ""),
		sandbox.Reply(429, http.Header{"Retry-After": {"1"}, "X-Key": {url.QueryEscape(all)}}, `{"ia::error":`+body+`}`),
		sandbox.Reply(200, nil, `{"ia::result":`+text+`}`),
		sandbox.Cut(),
	}
	for _, status := range []int{404, 409, 422, 500} {
		faults = append(faults, sandbox.Reply(status, http.Header{"X-Echo": {url.PathEscape(all)}}, `{"ia::error":`+body+`}`))
	}
	return faults
}
