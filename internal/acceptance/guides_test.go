package acceptance_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// TestGuides_codeBlocksAreValid checks that the blocks of each guide form one
// valid configuration. Blocks that only newer interfaces support are marked
// hcl, and are tested as examples of their kind.
func TestGuides_codeBlocksAreValid(t *testing.T) {
	guides, err := filepath.Glob("../../templates/guides/*.md.tmpl")
	if err != nil || len(guides) == 0 {
		t.Fatalf("no guides: %v", err)
	}
	fences := regexp.MustCompile("(?s)```terraform\n(.*?)```")
	for _, guide := range guides {
		t.Run(strings.TrimSuffix(filepath.Base(guide), ".md.tmpl"), func(t *testing.T) {
			text, err := os.ReadFile(guide)
			if err != nil {
				t.Fatal(err)
			}
			var blocks []string
			for _, match := range fences.FindAllStringSubmatch(string(text), -1) {
				blocks = append(blocks, match[1])
			}
			if len(blocks) == 0 {
				t.Skip("this guide has no blocks of its own")
			}
			w := newWorkspace(t)
			configuration := strings.Join(blocks, "\n")
			w.write("main.tf", configuration)
			w.run("validate")
			w.run("fmt", "-check", "-diff")
		})
	}
}

// The guide to Intacct's chain works as described: the second plan is empty, and
// one reviewed line is one change.
func TestGuides_fromProjectToInvoiceIsApplied(t *testing.T) {
	guide := readGuide(t, "from-project-to-invoice-in-sage-intacct")
	books := newBooksWith(t, sandbox.Options{})
	w := newWorkspace(t, books.Environment()...)
	w.write("main.tf", guide.configuration)
	w.apply()
	w.plansNothing()
	w.importsAgain(guide.commands)
	books.ResetRequests()
	w.run("apply", "-auto-approve", `-var=completed={"2026-03-31"="25","2026-05-31"="100"}`)
	if sent := books.writes(); len(sent) != 1 || !strings.HasSuffix(sent[0], `{"percentComplete":"100"}`) {
		t.Errorf("sent %q", sent)
	}
	w.run("destroy", "-auto-approve")
	if left := books.createdEntries(); len(left) > 0 {
		t.Errorf("left over are %v", left)
	}
}

// TestGuides_existingSites runs the guide's commands for versions without
// queries: every invoice is imported, and the plan is empty.
func TestGuides_existingSites(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, site.Environment()...)
	guide := readGuide(t, "existing-sites")
	output, single, found := strings.Cut(guide.configuration, "import {\n  to = billing_teamwork_invoice.machinery")
	if !found || single == "" {
		t.Fatal("the guide has no import block of a single record")
	}
	w.write("main.tf", output)
	if len(guide.commands) != 4 {
		t.Fatalf("the guide has the commands %q, want 4", guide.commands)
	}
	w.mustSay(w.fails("output", "-json", "import_blocks"), `Output "import_blocks" not found`) // before the first apply
	for _, line := range guide.commands[:3] {
		w.shell(t, 0, "", line)
	}
	w.mustSay(w.apply(), "3 imported, 0 added, 0 changed, 0 destroyed")
	w.plansNothing()
	w.write("single.tf", "import {\n  to = billing_teamwork_invoice.machinery"+strings.Replace(single, "49", "52", 1))
	w.mustSay(w.run("plan", "-generate-config-out=invoice.tf"), "1 to import, 0 to add, 0 to change")
}
