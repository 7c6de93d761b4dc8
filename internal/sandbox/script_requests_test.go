package sandbox_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

func TestScript_isWrittenByOtherProcesses(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	server := box.StartTest(t)
	steps := []struct {
		method, path, body string
		status             int
		answer             string
	}{
		{"POST", "/sandbox/script", `{"system":"teamwork","method":"GET","path":"/invoices/{id}.json","times":2,"fault":"status503"}`, 204, ""},
		{"GET", "/sandbox/script", "", 200, `{"left": 2}`},
		{"GET", "/teamwork/invoices.json", "", 200, ""},
		{"GET", "/teamwork/invoices/49.json", "", 503, ""},
		{"GET", "/sandbox/script", "", 200, `{"left": 1}`},
		{"DELETE", "/sandbox/script", "", 204, ""},
		{"GET", "/teamwork/invoices/49.json", "", 200, ""},
		{"PUT", "/sandbox/script", "", 405, "DELETE to remove all"},
		{"POST", "/sandbox/script", `{"fault":"losst"}`, 400, `unknown fault "losst"`},
		{"POST", "/sandbox/script", `{}`, 400, "unknown fault"},
		{"POST", "/sandbox/script", `{"fault":"lost","system":"oracle"}`, 400, "teamwork intacct wethod"},
		{"POST", "/sandbox/script", `{"fault":"lost","times":-2}`, 400, "times -2"},
		{"POST", "/sandbox/script", `{"fault":"lost","verb":"POST"}`, 400, "verb"},
		{"POST", "/sandbox/script", ``, 400, "cannot read the rule"},
	}
	for _, step := range steps {
		request, err := http.NewRequestWithContext(t.Context(), step.method, server.URL()+step.path, strings.NewReader(step.body))
		if err != nil {
			t.Fatal(err)
		}
		sandbox.Authorize(request)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != step.status || !strings.Contains(string(answer), step.answer) {
			t.Errorf("%s %s %s: %d %s, want %d with %q", step.method, step.path, step.body, response.StatusCode, answer, step.status, step.answer)
		}
	}
}
