package acceptance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// A response with status 200 that contains an error in any format is a failed
// request: a record that was not deleted stays in the state, a refused change
// is not recorded, and a refused create is sent once.
func TestFieldFaults_errorInASuccess(t *testing.T) {
	for name, test := range map[string]struct{ body, words string }{
		"a list of errors":     {`{"errors":[{"title":"conflict","detail":"locked"}]}`, "conflict: locked"},
		"errors by field":      {`{"errors":{"base":["locked by a colleague"]}}`, "locked by a colleague"},
		"a status":             {`{"STATUS":"Error","MESSAGE":"locked by a colleague"}`, "locked by a colleague"},
		"one error":            {`{"error":{"message":"locked by a colleague"}}`, "locked by a colleague"},
		"no success":           {`{"success":false,"message":"locked by a colleague"}`, "locked by a colleague"},
		"a status of its own":  {`{"statusCode":409,"detail":"locked by a colleague"}`, "locked by a colleague"},
		"a fault of a gateway": {`{"fault":{"faultstring":"locked by a policy"}}`, "locked by a policy"},
	} {
		refusal := sandbox.Reply(200, nil, test.body)
		t.Run("teamwork "+name, func(t *testing.T) {
			site := newSite(t)
			w := site.workspace(t, invoice(values{"description": `"March"`}))
			site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathProjectInvoices, Times: sandbox.Always, Fault: refusal})
			w.mustSay(w.fails("apply", "-auto-approve"), "200 OK", test.words)
			if count := posts(site.Requests(), "/invoices.json"); count != 1 {
				t.Errorf("%d creates were sent, want 1", count)
			}
			site.ClearScript()
			w.apply()
			for _, method := range []string{http.MethodPut, http.MethodDelete} {
				site.Script(sandbox.Rule{Method: method, Path: "/invoices/{id}.json", Times: sandbox.Always, Fault: refusal})
			}
			w.configure(site.config(invoice(values{"description": `"April"`})))
			w.mustSay(w.fails("apply", "-auto-approve"), "could not update invoice", "200 OK", test.words)
			w.mustSay(w.fails("destroy", "-auto-approve"), "could not delete invoice", "200 OK", test.words)
			site.ClearScript()
			w.mustSay(w.run("plan"), `"March" -> "April"`, "0 to add, 1 to change, 0 to destroy")
		})
		t.Run("intacct "+name, func(t *testing.T) {
			books := newBooks(t)
			w := books.workspace(t, template(nil))
			books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, Times: sandbox.Always, Fault: refusal})
			w.mustSay(w.fails("apply", "-auto-approve"), "200 OK", test.words)
			if count := posts(books.Requests(), "/project-billing-template"); count != 1 {
				t.Errorf("%d creates were sent, want 1", count)
			}
			books.ClearScript()
			w.apply()
			books.Script(sandbox.Rule{Method: http.MethodDelete, Path: intacct.PathTemplate, Times: sandbox.Always, Fault: refusal})
			w.mustSay(w.fails("destroy", "-auto-approve"), "could not delete", "200 OK", test.words)
			books.ClearScript()
			w.plansNothing()
		})
	}
}

// A response to a deletion that neither confirms nor refuses it proves nothing.
// The provider reads the record to find out.
func TestFieldFaults_deletionsThatAreNotConfirmed(t *testing.T) {
	for name, answer := range map[string]sandbox.Fault{
		"a job":               sandbox.Reply(http.StatusAccepted, nil, `{"job":"7"}`),
		"a job without words": sandbox.Reply(http.StatusAccepted, nil, ``),
		"null":                sandbox.Reply(http.StatusOK, nil, `null`),
		"an object":           sandbox.Reply(http.StatusOK, nil, `{"result":"pending"}`),
		"an error nobody has": sandbox.Reply(http.StatusOK, nil, `{"errorMessage":"locked"}`),
		"a page for people":   sandbox.HTMLPage(),
	} {
		for _, isDone := range []bool{false, true} {
			name, answer := name, answer
			if isDone {
				name, answer = name+", and it is done", answer.After()
			}
			t.Run("teamwork "+name, func(t *testing.T) {
				site := newSite(t)
				w := site.workspace(t, invoice(nil))
				w.apply()
				site.Script(sandbox.Rule{Method: http.MethodDelete, Times: sandbox.Always, Fault: answer})
				w.destroys(isDone)
			})
			t.Run("intacct "+name, func(t *testing.T) {
				books := newBooks(t)
				w := books.workspace(t, template(nil))
				w.apply()
				books.Script(sandbox.Rule{Method: http.MethodDelete, Times: sandbox.Always, Fault: answer})
				w.destroys(isDone)
			})
		}
	}
}

// destroys checks that the single resource is destroyed, or that the destroy
// failed and the resource is still in the state.
func (w *workspace) destroys(isDone bool) {
	w.t.Helper()
	if isDone {
		w.mustSay(w.run("destroy", "-auto-approve"), "1 destroyed")
		return
	}
	w.mustSay(w.fails("destroy", "-auto-approve"), "could not delete")
	if listed := w.run("state", "list"); !strings.Contains(listed, ".test") {
		w.t.Errorf("it is no longer in the state: %q", listed)
	}
}

// A query whose order leaves rows equal still returns each row once, page by page.
func TestFieldFaults_queryWithTies(t *testing.T) {
	const rows, size = 300, 50
	for name, arguments := range map[string]values{
		"one field with ties":   {"order_by": `[{ field = "status" }]`},
		"falling":               {"order_by": `[{ field = "status", direction = "desc" }]`},
		"two fields with ties":  {"order_by": `[{ field = "status" }, { field = "name", direction = "desc" }]`},
		"a field not asked for": {"order_by": `[{ field = "name" }]`, "fields": `["id"]`},
		"no order":              {},
		"a later first row":     {"order_by": `[{ field = "status" }]`, "start": "101"},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			records := make([]map[string]any, rows)
			for i := range records {
				records[i] = map[string]any{"key": fmt.Sprint(i + 1), "id": fmt.Sprintf("V-%d", i+1), "name": "Acme", "status": "active"}
			}
			books.Intacct().AddObject("accounts-payable/vendor", map[string]intacct.FieldKind{
				"key": intacct.KindNumber, "id": intacct.KindText, "name": intacct.KindText, "status": intacct.KindText,
			}, records...)
			set := values{
				"object": `"accounts-payable/vendor"`, "fields": `["id", "status"]`, "size": fmt.Sprint(size), "max_results": "1000",
				"filters": `[{ field = "status", operator = "eq", value = "active" }]`,
			}
			maps.Copy(set, arguments)
			w := books.workspace(t, queried("all", set))
			w.apply()
			var got []any
			if err := json.Unmarshal([]byte(w.outputs()["all"]), &got); err != nil {
				t.Fatal(err)
			}
			listed, _ := got[1].([]any)
			different := map[any]bool{}
			for _, row := range listed {
				fields, _ := row.(map[string]any)
				different[fields["id"]] = true
			}
			want := rows
			if arguments["start"] != "" {
				want = rows - 100
			}
			if len(listed) != want || len(different) != want {
				t.Errorf("there are %d rows, %d of them different; want %d", len(listed), len(different), want)
			}
		})
	}
}

// Texts keep their characters in any charset of a response. A text that cannot
// be read is never written back.
func TestFieldFaults_charsets(t *testing.T) {
	latin := func(contentType string) sandbox.Fault {
		return sandbox.Edit(func(answer *sandbox.Answer) {
			encoded, err := charmap.ISO8859_1.NewEncoder().String(answer.Body)
			if err == nil {
				answer.Body = encoded
			}
			answer.Header.Set("Content-Type", contentType)
		})
	}
	for name, test := range map[string]struct {
		fault sandbox.Fault
		says  string // "" means that it is read
	}{
		"declared":          {latin("application/json; charset=ISO-8859-1"), ""},
		"declared, quoted":  {latin(`application/json;charset="latin1"`), ""},
		"with a mark":       {sandbox.Edit(func(answer *sandbox.Answer) { answer.Body = "\ufeff" + answer.Body }), ""},
		"not declared":      {latin("application/json"), "not in UTF-8"},
		"declared as UTF-8": {latin("application/json; charset=utf-8"), "not in UTF-8"},
		"unknown":           {latin("application/json; charset=x-site"), "unknown charset"},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			set := values{"description": `"Müller & Söhne"`, "number": `"Ü-1"`}
			w := site.workspace(t, invoice(set))
			w.apply()
			site.Script(sandbox.Rule{Method: http.MethodGet, Times: sandbox.Always, Fault: test.fault})
			w.configure(site.config(invoice(with(set, "po_number", `"PO 7"`))))
			if test.says != "" {
				w.mustSay(w.fails("apply", "-auto-approve"), test.says)
			} else {
				w.mustSay(w.run("plan"), "po_number", "0 to add, 1 to change, 0 to destroy")
				w.apply()
				w.plansNothing()
			}
			for _, made := range site.created() {
				if made.Description != "Müller & Söhne" || made.Number != "Ü-1" {
					t.Errorf("the site has %q, %q", made.Number, made.Description)
				}
			}
		})
	}
}

// A response that represents an empty list, or a list with one element, is read
// as such.
func TestFieldFaults_listsInOtherShapes(t *testing.T) {
	for name, test := range map[string]struct {
		lineItems string
		count     int
	}{
		"nothing":    {`""`, 0},
		"null":       {`null`, 0},
		"an object":  {`{"id":"7","description":"One"}`, 1},
		"no fields":  {`{}`, 0},
		"a list":     {`[{"id":"7"},{"id":"8"}]`, 2},
		"no, or not": {`false`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := site.workspace(t, invoice(nil),
				data("invoice", "one", values{"id": address + ".id"}), "output \"count\" {\n  value = format(\"%s\", length(data.billing_teamwork_invoice.one.line_items))\n}\n")
			site.Script(sandbox.Rule{Method: http.MethodGet, Path: "/invoices/{id}.json", Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
				answer.Body = strings.Replace(answer.Body, `"line-items":[]`, `"line-items":`+test.lineItems, 1)
			})})
			w.apply()
			w.plansNothing()
			if got := w.outputs()["count"]; got != fmt.Sprint(test.count) {
				t.Errorf("there are %s line items, want %d", got, test.count)
			}
		})
	}
}

// A token that another pipeline with the same client ID has replaced is renewed
// as often as that happens.
func TestFieldFaults_tokensThatAreRefused(t *testing.T) {
	refused := sandbox.ErrorStatus(http.StatusUnauthorized)
	for name, script := range map[string][]sandbox.Rule{
		"twice in succession": {{Times: 2, Fault: refused}},
		"again and again":     {{Times: 1, Fault: refused}, {Skip: 2, Times: 1, Fault: refused}, {Skip: 4, Times: 1, Fault: refused}},
		"in a create":         {{Method: http.MethodPost, Path: intacct.PathTemplates, Times: 2, Fault: refused}},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			for _, rule := range script {
				path := rule.Path
				rule.When = func(request sandbox.Request) bool {
					return request.Template != intacct.PathToken && (path == "" || request.Template == path)
				}
				books.Script(rule)
			}
			w := books.workspace(t, template(nil), templateNamed("two", nil), templateNamed("three", nil))
			w.apply()
			w.plansNothing()
			if made := books.created(); len(made) != 3 {
				t.Errorf("made are %d templates", len(made))
			}
		})
	}
}

// The lifetime of a token is read in any spelling.
func TestFieldFaults_lifetimesOfTokens(t *testing.T) {
	for name, lifetime := range map[string]string{
		"a fraction": `43200.0`, "a text": `"43200"`, "an exponent": `4.32e4`, "null": `null`, "nothing": `""`,
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathToken, Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
				var fields map[string]json.RawMessage
				if err := json.Unmarshal([]byte(answer.Body), &fields); err != nil {
					t.Error(err)
				}
				fields["expires_in"] = json.RawMessage(lifetime)
				edited, err := json.Marshal(fields)
				if err != nil {
					t.Error(err)
				}
				answer.Body = string(edited)
			})})
			w := books.workspace(t, template(nil))
			w.apply()
			w.plansNothing()
		})
	}
}

// A token that cannot be replaced early is used until it expires.
func TestFieldFaults_tokenThatCannotBeReplaced(t *testing.T) {
	for name, refusal := range map[string]sandbox.Fault{
		"an error of the server": sandbox.ErrorStatus(http.StatusServiceUnavailable),
		"a page for people":      sandbox.HTMLPage(),
		"a cut connection":       sandbox.Cut(),
		"refused credentials":    sandbox.Reply(http.StatusUnauthorized, nil, `{"error":"invalid_client"}`),
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			w := books.workspace(t, template(nil))
			w.run("plan", "-out=plan")
			books.ResetRequests()
			isToken := func(request sandbox.Request) bool { return request.Template == intacct.PathToken }
			books.Script(
				sandbox.Rule{When: isToken, Times: 1, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
					answer.Body = strings.Replace(answer.Body, "43200", "14", 1)
				})},
				sandbox.Rule{When: isToken, Times: sandbox.Always, Fault: refusal},
				// The response takes until the token is due to be replaced, after 7 s.
				sandbox.Rule{Path: intacct.PathQuery, Times: 1, Fault: sandbox.Drip(500 * time.Millisecond)},
			)
			w.run("apply", "plan")
			if made := books.created(); len(made) != 1 {
				t.Errorf("made are %d templates", len(made))
			}
			asked := 0
			for _, request := range books.Requests() {
				if isToken(request) {
					asked++
				}
			}
			if asked < 2 {
				t.Errorf("a token was asked for %d times: none was due to be replaced", asked)
			}
			books.ClearScript()
			w.plansNothing()
		})
	}
}

// If the requested wait is longer than is worth waiting, the error says how
// long, immediately.
func TestFieldFaults_longPauses(t *testing.T) {
	later := func(name, value string) http.Header { return http.Header{name: {value}} }
	for name, header := range map[string]http.Header{
		"seconds": later("Retry-After", "3100"),
		"folded":  later("Retry-After", "3100, 3100"),
		"a date":  later("Retry-After", time.Now().Add(52*time.Minute).UTC().Format(http.TimeFormat)),
		"a reset": later("X-Ratelimit-Reset", "3100"),
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := site.workspace(t, invoice(nil))
			site.Script(sandbox.Rule{Times: sandbox.Always, Fault: sandbox.Reply(http.StatusTooManyRequests, header, `{"MESSAGE":"slow down"}`)})
			w.mustSay(w.fails("apply", "-auto-approve"), "Try again after 20")
			asked := map[string]int{}
			for _, request := range site.Requests() {
				asked[request.Method+" "+request.Path]++
			}
			for request, times := range asked {
				if times > 1 {
					t.Errorf("%s was asked %d times", request, times)
				}
			}
		})
	}
}

// A very large limit is valid. A test in transport, which stores it, checks
// that it uses no memory.
func TestFieldFaults_limitsBeyondUse(t *testing.T) {
	t.Parallel()
	for _, limit := range []string{"10000000", "2147483648", "999999999999999999"} {
		t.Run(limit, func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t)
			w.configure(strings.Replace(site.config(invoice(nil)), "requests_per_minute = 0", "requests_per_minute = "+limit, 1))
			if !strings.Contains(w.read("main.tf"), limit) {
				t.Fatal("the limit is not in the configuration: the test proves nothing")
			}
			w.apply()
			w.plansNothing()
		})
	}
}
