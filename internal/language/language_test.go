// Package language_test checks the English of the project: patterns.txt lists what is not written, and texts.golden
// holds all texts that users meet besides the documentation.
package language_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMain adds the flag -update: go test ./internal/language -update writes texts.golden again, to be read as text
// before it is committed.
func TestMain(m *testing.M) {
	flag.Bool("update", false, "write texts.golden again")
	os.Exit(m.Run())
}

// pattern is something that the project does not write.
type pattern struct {
	*regexp.Regexp

	advice string
}

// patterns reads patterns.txt: a regular expression and an advice a line, with " -> " between them.
func patterns(t *testing.T) []pattern {
	t.Helper()
	content, err := os.ReadFile("patterns.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []pattern
	for line := range strings.Lines(string(content)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		expression, advice, isPair := strings.Cut(line, " -> ")
		if !isPair {
			t.Fatalf("patterns.txt: %q has no advice", line)
		}
		compiled, err := regexp.Compile("(?s)" + strings.ReplaceAll(expression, " ", `\s+`))
		if err != nil {
			t.Fatalf("patterns.txt: %v", err)
		}
		all = append(all, pattern{compiled, advice})
	}
	return all
}

// TestLanguage_patterns finds what patterns.txt lists in the prose of the repository.
func TestLanguage_patterns(t *testing.T) {
	t.Parallel()
	all, texts := patterns(t), allTexts(t)
	if len(all) < 20 || len(texts) < 5000 {
		t.Fatalf("found %d patterns and %d texts: this checks nothing", len(all), len(texts))
	}
	for _, text := range texts {
		for _, pattern := range all {
			if found := pattern.FindString(text.words); found != "" {
				t.Errorf("%s:%d: %q: %s\n\t%s", text.file, text.line, found, pattern.advice, strings.Join(strings.Fields(text.words), " "))
			}
		}
	}
}

// TestLanguage_typesBeginWithAVerb holds what readers of the registry scan for.
func TestLanguage_typesBeginWithAVerb(t *testing.T) {
	t.Parallel()
	verbs := []string{"Manages", "Lists", "Finds", "Gets", "Queries", "Counts", "Adds", "Marks", "Sends"}
	described := regexp.MustCompile(`(?m)^description: \|-\n  (\w+) `)
	pages, err := filepath.Glob(filepath.Join(repository, "docs", "*", "*_*.md"))
	if err != nil || len(pages) < 20 {
		t.Fatalf("found %d pages: %v", len(pages), err)
	}
	for _, page := range pages {
		content, err := os.ReadFile(page) //nolint:gosec // a page of the documentation
		if err != nil {
			t.Fatal(err)
		}
		if found := described.FindSubmatch(content); found == nil || !slices.Contains(verbs, string(found[1])) {
			t.Errorf("%s: the description does not begin with one of %v", page, verbs)
		}
	}
}

// TestLanguage_textsOfTheProvider compares the texts that users meet besides the documentation, most of them errors,
// with texts.golden, so that a change of one is read as text.
func TestLanguage_textsOfTheProvider(t *testing.T) {
	t.Parallel()
	documented := documentation(t)
	var golden strings.Builder
	file := ""
	for _, text := range allTexts(t) {
		isTool := slices.ContainsFunc([]string{"sandbox", "demo", "bench", "soak", "commandline"}, func(tool string) bool {
			return strings.HasPrefix(text.file, "internal/"+tool+"/")
		})
		if text.isComment || isTool || filepath.Ext(text.file) != ".go" || len(strings.Fields(text.words)) < 3 || documented(text.words) {
			continue
		}
		if text.file != file {
			file = text.file
			fmt.Fprintf(&golden, "\n== %s\n\n", file)
		}
		fmt.Fprintf(&golden, "- %s\n", strings.ReplaceAll(strings.Trim(text.words, "\n"), "\n", "\n  "))
	}
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile("texts.golden", []byte(golden.String()), 0o600); err != nil {
			t.Error(err)
		}
		return
	}
	want, err := os.ReadFile("texts.golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(golden.String(), "\n")); diff != "" {
		t.Errorf("texts differ from texts.golden (-want +got); read them, then run this test with -update:\n%s", diff)
	}
}

// documentation returns a function that tells whether a text is, but for what the program puts into it, part of the
// pages of types: a description rather than an error.
func documentation(t *testing.T) func(string) bool {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(repository, "docs", "*", "*_*.md"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, page := range append(pages, filepath.Join(repository, "docs", "index.md")) {
		content, err := os.ReadFile(page) //nolint:gosec // a page of the documentation
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	corpus := all.String()
	inserted := regexp.MustCompile(`%[-+#0-9.\[\]]*[a-zA-Z]|\{\}`)
	return func(words string) bool {
		for _, part := range inserted.Split(words, -1) {
			if !strings.Contains(corpus, strings.TrimSpace(part)) {
				return false
			}
		}
		return true
	}
}
