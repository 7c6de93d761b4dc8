package acceptance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// idempotencyKeys returns the keys of the creates of each template, in the
// order in which they were sent, with letters in place of the keys themselves:
// "AAB" is one key used twice and then another.
func (b *books) idempotencyKeys(t *testing.T) map[string]string {
	t.Helper()
	letters, of := map[string]string{}, map[string]string{}
	found := map[string]string{}
	for _, request := range b.Requests() {
		if request.Method != http.MethodPost || request.Template != intacct.PathTemplates {
			continue
		}
		_, name, _ := strings.Cut(request.Body, `"name":"T-`)
		name, _, _ = strings.Cut(name, `"`)
		key := request.Header.Get("Idempotency-Key")
		if owner, known := of[key]; key == "" || known && owner != name {
			t.Errorf("%s: the idempotency key %q is that of %q", name, key, owner)
		}
		of[key] = name
		if letters[key] == "" {
			letters[key] = string(rune('A' + len(strings.Join(strings.Fields(found[name]), ""))))
		}
		found[name] += letters[key]
	}
	return found
}

// Regardless of what happens to the response to a create, exactly one template
// exists afterward, and it is in the state. An idempotency key is reused only
// after no response or after too many requests.
func TestTemplateCreate_withoutAClearAnswerMakesOneTemplate(t *testing.T) {
	tests := map[string]struct {
		fault sandbox.Fault
		keys  string
	}{
		"cut_after":        {sandbox.Cut().After(), "A"}, // found
		"cut_before":       {sandbox.Cut(), "AA"},
		"truncated":        {sandbox.Truncate(), "A"},
		"limited":          {sandbox.RateLimited(sandbox.RetryAfterSeconds, 1), "AA"},
		"status500_after":  {sandbox.ErrorStatus(500).After(), "A"},
		"status502_after":  {sandbox.ErrorStatus(502).After(), "A"},
		"status408_after":  {sandbox.ErrorStatus(408).After(), "A"},
		"page_after":       {sandbox.HTMLPage().After(), "A"},
		"empty_after":      {sandbox.Reply(201, nil, "").After(), "A"},
		"no_key":           {sandbox.Reply(201, nil, `{"ia::result":{}}`).After(), "A"},
		"half_of_json":     {sandbox.Reply(201, nil, `{"ia::result":{"k`).After(), "A"},
		"status500_before": {sandbox.ErrorStatus(500), "AB"},
		"page_before":      {sandbox.HTMLPage(), "AA"},
		"status503_before": {sandbox.ErrorStatus(503), "AB"},
		"token_ended":      {sandbox.Reply(401, nil, `{"error":{"code":"tokenInvalid","message":"Token is not valid"}}`), "AA"},
		"token_as_a_text":  {sandbox.Reply(400, http.Header{"Content-Type": {"text/plain"}}, "Invalid token"), "AA"},
	}
	books := newBooks(t)
	var blocks []string
	for name, test := range tests {
		blocks = append(blocks, templateNamed(name, values{"milestones": stages("33.3 Design", `"100.00"`)}))
		books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, When: mentions(`"T-` + name + `"`), Fault: test.fault})
	}
	w := books.workspace(t, blocks...)
	w.apply()
	want, found := map[string]string{}, map[string]int{}
	for name, test := range tests {
		want[name] = test.keys
	}
	if diff := cmp.Diff(want, books.idempotencyKeys(t)); diff != "" {
		t.Errorf("idempotency keys differ (-want +got):\n%s", diff)
	}
	for _, template := range books.created() {
		found[strings.TrimPrefix(template.Name, "T-")]++
	}
	for name := range tests {
		if found[name] != 1 {
			t.Errorf("%s: there are %d templates", name, found[name])
		}
	}
	if left := books.ScriptLeft(); left > 0 {
		t.Errorf("%d of the faults were not met", left)
	}
	w.plansNothing()
}

// A success that cannot be read may be of a create that Intacct has accepted, so
// nothing is sent again. The same goes for a gateway's timeout.
func TestTemplateCreate_thatMayBeUnderWayIsNotSentAgain(t *testing.T) {
	for name, fault := range map[string]sandbox.Fault{
		"queued": sandbox.Reply(202, nil, `{"ia::result":{"jobId":"9"}}`), "timeout": sandbox.ErrorStatus(504),
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, Times: sandbox.Always, Fault: fault})
			w := books.workspace(t, template(nil))
			w.mustSay(w.fails("apply", "-auto-approve"), `found no billing template with the name "T-test" so far`, "It did not send the request again",
				"terraform import "+templateType+".NAME KEY", "If it does not, apply again")
			if got := books.writes(); len(got) != 1 {
				t.Errorf("sent %q", got)
			}
		})
	}
}

// Intacct regards two names as the same that differ in case only.
func TestTemplateCreate_ofANameInOtherLetters(t *testing.T) {
	books := newBooks(t)
	books.Intacct().AddTemplate(intacct.Template{Key: "42", Name: "T-TEST", Description: "In capitals"})
	books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, Fault: sandbox.ErrorStatus(409)})
	w := books.workspace(t, template(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), `name = "T-test"`, "409 Conflict", `"T-TEST" with the key 42`, "Nothing was created",
		"terraform import "+templateType+".NAME 42")
}

// The name is free at the check, but taken at the create.
func TestTemplateCreate_ofANameTakenInBetween(t *testing.T) {
	for _, status := range []int{http.StatusConflict, http.StatusUnprocessableEntity} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{
				Seed: sandbox.SeedEmpty, Intacct: intacct.Options{Shapes: intacct.Shapes{DuplicateNameStatus: status}},
			})
			books.OnRequest(func(request sandbox.Request) {
				if request.Method == http.MethodPost && request.Template == intacct.PathTemplates {
					books.Intacct().AddTemplate(intacct.Template{Key: "77", Name: "T-test", Description: "Design and build"})
				}
			})
			w := books.workspace(t, template(nil))
			w.mustSay(w.fails("apply", "-auto-approve"), "Error: The template already exists", "with "+templateAddress,
				`name = "T-test"`, `already has a project billing template with the name "T-test"`, "terraform import "+templateType+".NAME 77")
			if got := len(books.writes()); got != 1 {
				t.Errorf("sent %q", books.writes())
			}
		})
	}
}

func TestTemplateCreate_ofANameFromBefore(t *testing.T) {
	books := newBooks(t)
	for _, template := range []intacct.Template{
		{Key: "40", Name: "T-test", Description: "By hand"}, {Key: "5", Name: "T-twice", Description: "One"}, {Key: "41", Name: "T-twice", Description: "Two"},
		{Key: "42", Name: "t-other", Description: "In small letters"},
	} {
		books.Intacct().AddTemplate(template)
	}
	w := books.workspace(t, template(nil), templateNamed("twice", nil), templateNamed("other", nil))
	output := w.fails("apply", "-auto-approve")
	w.mustSay(errorsFor(output, templateAddress), "The template already exists", `name = "T-test"`,
		"Change the name", "terraform import "+templateType+".NAME 40")
	w.mustSay(errorsFor(output, templateType+".twice"), "NAME 5", "NAME 41")
	if got := books.writes(); len(got) != 1 || !strings.Contains(got[0], `"T-other"`) {
		t.Errorf("sent %q, want one create of T-other", got)
	}
	// The test runs the suggested command literally.
	w.run("import", templateAddress, "40")
	if got := w.plannedStages()["test"]; got != "update" {
		t.Errorf("planned is %s", got)
	}
}

// The template with that name is not the one to be created: someone else
// created it.
func TestTemplateCreate_lostAnswerAndForeignTemplateOfThatName(t *testing.T) {
	books := newBooks(t)
	books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, Times: sandbox.Always, Fault: sandbox.ErrorStatus(500)})
	books.OnRequest(func(request sandbox.Request) {
		if request.Method == http.MethodPost && request.Template == intacct.PathTemplates {
			books.Intacct().AddTemplate(intacct.Template{Key: "77", Name: "T-test", Description: "Of somebody else"})
		}
	})
	w := books.workspace(t, template(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), "could not create the template", "Sage Intacct did not confirm the creation of the billing template", "with the key 77, but its values differ",
		"500 Internal Server Error")
	if got := len(books.writes()); got != 1 {
		t.Errorf("sent %q", books.writes())
	}
}

func TestTemplateCreate_lostAnswerThatCannotBeLookedUp(t *testing.T) {
	books := newBooks(t)
	books.Script(
		sandbox.Rule{Method: http.MethodPost, Path: intacct.PathTemplates, Fault: sandbox.ErrorStatus(502).After()},
		sandbox.Rule{Path: intacct.PathQuery, Skip: 1, Times: 2, Fault: sandbox.ErrorStatus(503)},
	)
	w := books.workspace(t, template(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), "could not create the template", "502 Bad Gateway",
		"could not find out whether the request took effect anyway", "503 Service Unavailable")
	// The next apply reports the existing record instead of creating another.
	w.mustSay(w.fails("apply", "-auto-approve"), "The template already exists", "NAME 12")
	if made := books.created(); len(made) != 1 {
		t.Errorf("made are %v", made)
	}
}

// Once its key is known, a template is in the state even if later steps fail.
func TestTemplateCreate_thatCannotBeReadIsNeverForgotten(t *testing.T) {
	books := newBooks(t)
	books.Script(sandbox.Rule{Method: http.MethodGet, Path: intacct.PathTemplate, Times: 2, Fault: sandbox.ErrorStatus(500)})
	w := books.workspace(t, inStages("50 Design", "100"))
	w.mustSay(w.apply(), "Sage Intacct: created template 12, but could not read it", "500 Internal Server Error")
	w.plansNothing()
	if made := books.created(); len(made) != 1 {
		t.Errorf("made are %v", made)
	}
}

// A change without a clear response is looked up, and made once.
func TestTemplateUpdate_withoutAClearAnswerIsMadeOnce(t *testing.T) {
	faults := map[string]sandbox.Fault{
		"cut_after": sandbox.Cut().After(), "cut_before": sandbox.Cut(), "status500_after": sandbox.ErrorStatus(500).After(),
		"status500_before": sandbox.ErrorStatus(500), "page_after": sandbox.HTMLPage().After(), "truncated": sandbox.Truncate(),
	}
	books := newBooks(t)
	configure := func(lines ...string) string {
		var blocks []string
		for name := range faults {
			blocks = append(blocks, templateNamed(name, values{"milestones": stages(lines...)}))
		}
		return books.config(blocks...)
	}
	w := newWorkspace(t)
	w.configure(configure("25", "50 Build", "100"))
	w.apply()
	for _, template := range books.created() {
		books.Script(sandbox.Rule{Method: http.MethodPatch, When: mentions("/" + template.Key), Fault: faults[strings.TrimPrefix(template.Name, "T-")]})
	}
	w.configure(configure("50 Build", "75 New", "90", "100"))
	w.apply()
	w.plansNothing()
	for _, template := range books.created() {
		if len(template.Milestones) != 4 {
			t.Errorf("the company has %s", shown(template))
		}
	}
	if left := books.ScriptLeft(); left > 0 {
		t.Errorf("%d of the faults were not met", left)
	}
}
