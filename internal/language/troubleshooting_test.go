package language_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestLanguage_troubleshootingQuotesTheProvider holds that a reader who searches the page Troubleshooting for a message
// finds it: what its first column quotes is a text of the provider, but for what the program puts in.
func TestLanguage_troubleshootingQuotesTheProvider(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../templates/guides/troubleshooting.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, text := range allTexts(t) {
		if !text.isComment && strings.HasSuffix(text.file, ".go") {
			fmt.Fprintln(&all, strings.ToLower(text.words))
		}
	}
	cells := regexp.MustCompile(`(?m)^\| (.*?) \|`).FindAllSubmatch(page, -1)
	inserted := regexp.MustCompile(`…|Teamwork|time log|template|""`)
	elsewhere := regexp.MustCompile(`^\d{3} |^failed to read schema |^provider registry|^Invalid date$`) // HTTP's, Terraform's, and put together
	count := 0
	for _, cell := range cells {
		for _, quote := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(string(cell[1]), -1) {
			if elsewhere.MatchString(quote[1]) {
				continue
			}
			for _, part := range inserted.Split(quote[1], -1) {
				if part = strings.TrimSpace(part); strings.Contains(part, " ") && !strings.Contains(all.String(), strings.ToLower(part)) {
					t.Errorf("no text of the provider has %q", part)
				}
			}
			count++
		}
	}
	if count < 20 {
		t.Errorf("found %d quotes: this checks nothing", count)
	}
}
