package acceptance_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGuides_codeBlocksAreValid: the blocks of one guide make one
// configuration. Blocks that only newer interfaces understand are marked hcl,
// and are tested as examples of their kind.
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
