package acceptance_test

import (
	"fmt"
	"maps"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// manyTemplates renders n templates.
func manyTemplates(n int, changes values) string {
	attributes := values{"count": fmt.Sprint(n), "name": `"N-${count.index}"`, "milestones": stages("50", "100")}
	maps.Copy(attributes, changes)
	return templateNamed("many", attributes)
}

// Regardless of the number of concurrent operations in Terraform, no more requests
// than allowed are in flight, and a process requests one token. The company also
// enforces the limit: it would respond with 429 to one more.
func TestIntacctLimits_noMoreRequestsInFlightThanAllowed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit   int
		changes values
	}{
		"default": {4, nil}, "two": {2, values{"max_concurrent_requests": "2"}}, "singly": {4, values{"reads": `"single"`}},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{
				Seed: sandbox.SeedEmpty, Latency: 5 * time.Millisecond, Intacct: intacct.Options{MaxConcurrent: test.limit},
			})
			w := newWorkspace(t)
			costs := func(processes int, arguments ...string) {
				t.Helper()
				books.ResetRequests()
				w.run(arguments...)
				if tokens := books.tokensAsked(); tokens != processes {
					t.Errorf("%s: %d tokens were asked for, want %d", arguments[0], tokens, processes)
				}
				if refused := books.count(func(request sandbox.Request) bool { return request.Status == 429 }); refused > 0 {
					t.Errorf("%s: %d requests were too many", arguments[0], refused)
				}
				if most := books.MaxInFlight("intacct"); most > test.limit {
					t.Errorf("%s: %d requests were in flight at once, want at most %d", arguments[0], most, test.limit)
				}
			}
			w.configure(books.configWith(test.changes, manyTemplates(30, nil)))
			costs(1, "apply", "-auto-approve", "-parallelism=20")
			if most := books.MaxInFlight("intacct"); most != test.limit {
				t.Errorf("%d requests were in flight at once, and %d are allowed", most, test.limit)
			}
			costs(1, "plan", "-detailed-exitcode", "-parallelism=20")
			w.configure(books.configWith(test.changes, manyTemplates(30, values{"description": `"Other"`})))
			costs(2, "apply", "-auto-approve", "-parallelism=20") // planned by one process, applied by another
			costs(2, "destroy", "-auto-approve", "-parallelism=20")
			if left := books.created(); len(left) > 0 {
				t.Errorf("left over are %d", len(left))
			}
		})
	}
}

// A token that expires during a run is replaced without effect on users,
// regardless of how the company reports it.
func TestIntacctTokens_endInTheMiddleOfARun(t *testing.T) {
	t.Parallel()
	for name, shapes := range map[string]intacct.Shapes{
		"bare error":       {TokenRefusal: intacct.RefusalBare},
		"of the gateway":   {TokenRefusal: intacct.RefusalGateway, HideExpiresIn: true},
		"as a text of 400": {TokenRefusal: intacct.RefusalText},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: intacct.Options{Shapes: shapes}})
			var arrived atomic.Int64
			books.OnRequest(func(request sandbox.Request) {
				if request.Template != intacct.PathToken && arrived.Add(1) == 15 {
					books.Intacct().ExpireTokens()
				}
			})
			w := newWorkspace(t)
			apply := func(changes values) {
				t.Helper()
				w.configure(books.config(manyTemplates(12, changes)))
				w.run("plan", "-out=plan")
				arrived.Store(0)
				books.ResetRequests()
				w.run("apply", "plan")
				if tokens := books.tokensAsked(); tokens != 2 {
					t.Errorf("%d tokens were asked for, want 2", tokens)
				}
			}
			apply(nil)
			apply(values{"description": `"Other"`})
			if made := books.created(); len(made) != 12 || made[0].Description != "Other" {
				t.Errorf("made are %d, the first %s", len(made), shown(made[0]))
			}
			if books.Intacct().Revocations() > 0 {
				t.Error("tokens were revoked, those of others included")
			}
		})
	}
}

func TestIntacctTokens_wrongCredentials(t *testing.T) {
	t.Parallel()
	none := values{"client_id": "null", "client_secret": "null", "username": "null"}
	advice := []string{
		"Check intacct.client_id (INTACCT_CLIENT_ID), client_secret, username or access_token", "authorized the client application",
	}
	for name, test := range map[string]struct {
		changes  values
		phrases  []string
		tokens   int
		requests int
	}{
		"client_id": {values{"client_id": `"other"`}, []string{"No access token: Sage Intacct responded with", "401 Unauthorized", "[code invalid_client] (POST /oauth2/token)"}, 1, 0},
		"client_secret": {
			values{"client_secret": `"canary-secret"`},
			[]string{"401 Unauthorized: The client id or the client secret is wrong [code invalid_client]"}, 1, 0,
		},
		"username":     {values{"username": `"ws@elsewhere"`}, []string{"400 Bad Request: The user is unknown", "[code invalid_grant]"}, 1, 0},
		"access_token": {with(none, "access_token", `"canary-secret"`), []string{"401 Unauthorized: Token is not valid [code tokenInvalid] [error ID REST-2102]"}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			w := newWorkspace(t)
			w.configure(books.configWith(test.changes, template(nil)))
			output := w.fails("apply", "-auto-approve")
			w.mustSay(output, append(append([]string{"Error: Sage Intacct: could not create the template"}, test.phrases...), advice...)...)
			if errors := strings.Count(output, "Error: "); errors != 1 || strings.Contains(output, "canary") {
				t.Errorf("%d errors in:\n%s", errors, output)
			}
			if tokens, requests := books.tokensAsked(), len(books.requests()); tokens != test.tokens || requests != test.requests {
				t.Errorf("%d requests for a token and %d others, want %d and %d", tokens, requests, test.tokens, test.requests)
			}
		})
	}
	t.Run("not to be had", func(t *testing.T) {
		books := newBooks(t)
		books.Script(sandbox.Rule{Path: intacct.PathToken, Times: sandbox.Always, Fault: sandbox.ErrorStatus(503)})
		w := books.workspace(t, template(nil))
		w.mustSay(w.fails("apply", "-auto-approve"), "could not create the template", "No access token: Sage Intacct responded with", "503 Service Unavailable",
			"(POST /oauth2/token)")
	})
	// More resources do not cause more token requests: a client that is refused too often is locked out.
	t.Run("many", func(t *testing.T) {
		books := newBooks(t)
		w := newWorkspace(t)
		w.configure(books.configWith(values{"client_secret": `"canary-secret"`}, manyTemplates(12, nil)))
		w.fails("apply", "-auto-approve", "-parallelism=20")
		if tokens := books.tokensAsked(); tokens != 1 {
			t.Errorf("%d tokens were asked for, want 1", tokens)
		}
	})
}

// with returns attributes with one more entry.
func with(attributes values, name, value string) values {
	extended := values{}
	maps.Copy(extended, attributes)
	extended[name] = value
	return extended
}

func TestIntacctTokens_accessTokenAlone(t *testing.T) {
	books := newBooks(t)
	w := newWorkspace(t, "INTACCT_BASE_URL="+books.baseURL, "INTACCT_ACCESS_TOKEN="+intacct.AccessToken)
	w.configure(template(nil))
	w.apply()
	w.configure(`provider "billing" {` + "\n  intacct = { access_token = " + quote(intacct.AccessToken) + " }\n}\n" + template(values{"status": `"inactive"`}))
	w.apply()
	if tokens := books.tokensAsked(); tokens != 0 {
		t.Errorf("%d tokens were asked for", tokens)
	}
	if err := books.holds(`12 "T-test" "Design and build" percentCompleted project estimatedHours inactive`)(nil); err != nil {
		t.Error(err)
	}
	// A token that has expired cannot be renewed.
	books.Intacct().ExpireAccessToken()
	w.mustSay(w.fails("plan"), "could not read template 12", "401 Unauthorized: Token is not valid", "username or access_token")
}

func TestIntacctEntity_isInEveryRequestAndInTheState(t *testing.T) {
	t.Parallel()
	for name, changes := range map[string]values{
		"by entity":   {"entity": `"US01"`},
		"by username": {"username": `"ws@sandbox|US01"`},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			w := newWorkspace(t)
			configure := func(changed values) {
				w.configure(books.configWith(changes, inStages("50", "100"),
					"output \"entity\" {\n  value = "+templateAddress+".entity_id\n}\n", templateNamed("other", changed)))
			}
			configure(nil)
			w.apply()
			configure(values{"description": `"Other"`})
			w.mustSay(w.run("plan"), `~ description = "Design and build" -> "Other"`) // and nothing else changes
			w.apply()
			if got := w.outputs()["entity"]; got != "US01" {
				t.Errorf("entity_id is %q", got)
			}
			for _, template := range books.created() {
				if template.EntityID != "US01" {
					t.Errorf("%s is in entity %q", shown(template), template.EntityID)
				}
			}
			for _, request := range books.Requests() {
				want := ""
				if changes["entity"] != "" && request.Template != intacct.PathToken {
					want = "US01"
				}
				if got := request.Header.Get("X-IA-API-Param-Entity"); got != want {
					t.Errorf("%s %s is for entity %q, want %q", request.Method, request.Path, got, want)
				}
			}
			w.plansNothing()
		})
	}
}

func TestIntacctEntity_thatIsNone(t *testing.T) {
	books := newBooks(t)
	w := newWorkspace(t)
	w.configure(books.configWith(values{"entity": `"Nowhere"`}, template(nil)))
	w.mustSay(w.fails("apply", "-auto-approve"), "403 Forbidden: The entity Nowhere does not exist, or the user has no access to it", "Projects application")
}

func TestIntacct_nothingIsConfigured(t *testing.T) {
	w := newWorkspace(t)
	w.configure("provider \"billing\" {}\n\n" + template(nil))
	w.mustSay(w.fails("plan"), "Error: Sage Intacct is not configured", "intacct.client_id, intacct.client_secret and intacct.username",
		"environment variables INTACCT_CLIENT_ID, INTACCT_CLIENT_SECRET and INTACCT_USERNAME",
		"intacct = {", "client_secret = var.intacct_secret")
	w.configure("provider \"billing\" {\n  intacct = { client_id = \"a\", client_secret = \"b\", username = \"ws_user\" }\n}\n" + template(nil))
	w.mustSay(w.fails("plan"), "Invalid intacct.username", "it does not name a company. Use user@company, or user@company|entity")
}
