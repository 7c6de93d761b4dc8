package acceptance_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// guideAddress is the sandbox's address in the guide. The test uses any free port.
const guideAddress = "127.0.0.1:8124"

// TestGuides_tryItWithoutAnAccount follows the guide as its readers do: the
// sandbox is a process with the guide's flags, and the guide's commands run in
// a shell.
func TestGuides_tryItWithoutAnAccount(t *testing.T) {
	for _, program := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("the guide needs %s", program)
		}
	}
	w := newWorkspace(t)
	guide := readGuide(t, "try-it-without-an-account")
	text, err := os.ReadFile("../../templates/guides/try-it-without-an-account.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for _, block := range regexp.MustCompile("(?s)```shell\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		commands = append(commands, block[1])
	}
	if len(commands) != 5 || len(guide.quotes) != 1 {
		t.Fatalf("the guide has %d commands and %d quotes, want 5 and 1", len(commands), len(guide.quotes))
	}
	start, edit, script, count, startWorse := commands[0], commands[1], commands[2], commands[3], commands[4]

	program, err := commandline.BuildSandbox(t.Context(), filepath.Join(t.TempDir(), "billing-sandbox"))
	if err != nil {
		t.Fatal(err)
	}
	sandbox := w.startSandbox(program, start)
	at := func(text string) string { return strings.ReplaceAll(text, "http://"+guideAddress, sandbox.URL()) }
	if !strings.Contains(at(guide.configuration), sandbox.ProviderBlock()) {
		t.Error("the guide's provider block is not what the sandbox prints")
	}

	first, second, found := strings.Cut(guide.configuration, `resource "billing_teamwork_invoice" "april"`)
	if !found {
		t.Fatal("the guide adds no second invoice")
	}
	w.write("main.tf", at(first))
	w.apply()
	w.plansNothing()

	w.script(at(edit))
	w.mustSay(w.run("plan"), guide.quotes[0]...)
	w.apply()
	w.plansNothing()

	w.script(at(script))
	w.write("april.tf", `resource "billing_teamwork_invoice" "april"`+second)
	w.mustSay(w.apply(), "1 added, 0 changed, 0 destroyed")
	w.plansNothing()
	if left := w.script(at("curl -s http://" + guideAddress + "/sandbox/script")); strings.TrimSpace(left) != `{"left": 0}` {
		t.Errorf("no answer was lost: %s", left)
	}
	if got := strings.TrimSpace(w.script(at(count))); got != "1" {
		t.Errorf("the guide counts %s invoices, want 1", got)
	}
	w.mustSay(w.run("destroy", "-auto-approve"), "2 destroyed")
	sandbox.Stop()

	sandbox = w.startSandbox(program, startWorse)
	w.write("main.tf", at(first))
	w.apply()
	w.plansNothing()
	w.run("destroy", "-auto-approve")
	sandbox.Stop()
}

// startSandbox starts the sandbox with the flags of a guide's command, on any
// free port.
func (w *workspace) startSandbox(program, command string) *commandline.Sandbox {
	w.t.Helper()
	flags, found := strings.CutPrefix(command, "./billing-sandbox -addr "+guideAddress)
	if !found {
		w.t.Fatalf("the guide starts the sandbox with %q", command)
	}
	sandbox, err := commandline.StartSandbox(w.t.Context(), program, strings.Fields(flags)...)
	if err != nil {
		w.t.Fatal(err)
	}
	return sandbox
}

// script runs a command of a guide, where terraform is the command-line
// interface under test, and returns its output.
func (w *workspace) script(lines string) string {
	w.t.Helper()
	command := exec.CommandContext(w.t.Context(), "sh", "-ec", `terraform() { "$CLI" "$@"; }`+"\n"+lines)
	command.Dir = w.Folder
	command.Env = append(w.command("version").Env, "CLI="+cliPath)
	output, err := command.Output()
	if err != nil {
		w.t.Fatalf("%s: %v\n%s", lines, err, output)
	}
	return string(output)
}
