package acceptance_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// runDemo runs the demo as its users do, without a terminal, and returns its
// output and the path of its log.
func runDemo(t *testing.T, cli string, flags ...string) (printed, log string, err error) {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run only with TF_ACC set")
	}
	t.Parallel()
	log = filepath.Join(t.TempDir(), "demo.log")
	command := exec.CommandContext(t.Context(), "go", append([]string{"run", "./internal/demo", "-log", log}, flags...)...)
	command.Dir = "../.."
	command.Env = append(os.Environ(), commandline.PathVariable+"="+cli)
	output, err := command.CombinedOutput()
	return string(output), log, err
}

func TestDemo_tellsItsStoryOnAFewScreens(t *testing.T) {
	printed, log, err := runDemo(t, cliPath)
	if err != nil {
		t.Fatalf("the demo failed: %v\n%s", err, printed)
	}
	printed = strings.ReplaceAll(printed, log, "demo.log")
	lines := strings.Split(strings.TrimSpace(printed), "\n")
	if len(lines) >= 120 {
		t.Errorf("the demo prints %d lines, want fewer than 120", len(lines))
	}
	for _, line := range lines {
		if utf8.RuneCountInString(line) > 80 || strings.Contains(line, "\033") {
			t.Errorf("longer than 80 columns, or not plain: %q", line)
		}
	}
	story := says(
		"demo.log",
		"1. Bill March", "available_to_invoice", "40 time logs", "bills 20.00 hours and one expense: 1,084.50 USD",
		"2. Run it again", "No changes",
		"3. A colleague changes an amount", "1,500.00 USD -> 1,200.00 USD", "One change",
		"4. The response to a create is lost", "1 / 1", "Invoices 2026-04 in Teamwork", "Created once",
		"5. Adopt an invoice", "import {", "active -> completed",
		"6. Change the closed invoice", "Error: The invoice is completed and protected", "Refused at plan time",
		"7. Clean up", "6 records deleted",
		"Next",
	)
	if !story.MatchString(printed) {
		t.Errorf("the demo tells another story:\n%s", printed)
	}
	whole, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Apply complete! Resources: 5 added", `"resource_changes"`, "0 added, 0 changed, 6 destroyed", "7. Clean up"} {
		if !strings.Contains(string(whole), want) {
			t.Errorf("the log lacks %q", want)
		}
	}
}

func TestDemo_saysWhatFailedAndWhereTheLogIs(t *testing.T) {
	printed, log, err := runDemo(t, filepath.Join("no", "such", "terraform"))
	if err == nil {
		t.Error("the demo should have failed")
	}
	for _, want := range []string{"demo: ", "could not run", log} {
		if !strings.Contains(printed, want) {
			t.Errorf("the demo does not say %q:\n%s", want, printed)
		}
	}
}
