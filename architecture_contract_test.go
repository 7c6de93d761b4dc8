package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestContractHasTheSectionsThatCommentsCite checks that each section, open
// question, and quirk that the code of a system or of its emulation cites is in
// the CONTRACT.md beside the system's client.
func TestContractHasTheSectionsThatCommentsCite(t *testing.T) {
	t.Parallel()
	for _, system := range []string{"teamwork", "intacct", "wethod"} {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			page := filepath.Join("internal", system, "api", "CONTRACT.md")
			contract := readContract(t, page)
			cited := 0
			for _, folder := range []string{filepath.Join("internal", system), filepath.Join("internal", "sandbox", system)} {
				for file, text := range goFiles(t, folder) {
					for _, citation := range citationsIn(text) {
						cited++
						if !contract[citation] {
							t.Errorf("%s cites section %s, which %s does not have", file, citation, page)
						}
					}
				}
			}
			if cited == 0 {
				t.Errorf("no file cites %s", page)
			}
		})
	}
}

func TestContractCitations(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"section":            {"// A (contract section 2.2).", "2.2"},
		"end of a sentence":  {"// See contract section 7.2. 404 is another matter.", "7.2"},
		"broken line":        {"\t// A (contract\n\t// section 1). B.", "1"},
		"broken before it":   {"// A (contract section\n// 7.1, A to F).", "7.1"},
		"several":            {"// A (contract sections 1 and 5), B (contract 1, 4 and 8).", "1 5 1 4 8"},
		"range":              {"// A (contract sections 2 to 4).", "2 4"},
		"question":           {"// A (contract section 9,\n// question 2).", "9 9, question 2"},
		"quirk":              {"// A (contract 8, quirk 12).", "8 8, quirk 12"},
		"words between":      {"// The contract only presumes it (2.4), the Teamwork contract (section 4) does not.", "2.4 4"},
		"without the word":   {"// See section 2.6.", "2.6"},
		"another document":   {"// A (design section 3).", ""},
		"no citation at all": {`contract(t, "400.json") // the contract has 3 shapes`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(citationsIn(test.text), " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

var (
	// citation matches "section 2", "contract 2" and "contract ... (2)", with further numbers and an item after them.
	citation = regexp.MustCompile(`(?i)\b(design )?(?:contract(?: \w+){1,3} \((?:sections? )?|contract \(?|sections? )` +
		`(\d+(?:\.\d+)*(?:(?:, | and | to )\d+(?:\.\d+)*)*)(, (?:question|quirk) \d+)?`)
	sectionNumber = regexp.MustCompile(`\d+(?:\.\d+)*`)
	commentBreak  = regexp.MustCompile(`\n[ \t]*//[ \t]*`)
	heading       = regexp.MustCompile(`^#{2,4} (\d+(?:\.\d+)*)\.? \S`)
	item          = regexp.MustCompile(`^(?:\| )?(\d+)(?:\.| \|) `)
)

// citationsIn returns the sections and items that a Go file cites, such as
// "2.2" and "9, question 2". For a range, it returns both ends.
func citationsIn(text string) []string {
	var found []string
	for _, match := range citation.FindAllStringSubmatch(commentBreak.ReplaceAllString(text, " "), -1) {
		design, numbers, item := match[1], match[2], match[3]
		if design != "" { // sections of another document
			continue
		}
		sections := sectionNumber.FindAllString(numbers, -1)
		found = append(found, sections...)
		if item != "" {
			found = append(found, sections[len(sections)-1]+strings.ToLower(item))
		}
	}
	return found
}

// readContract returns the sections and items of a contract. An item is a row
// of a table or an entry of a list that begins with its number.
func readContract(t *testing.T, page string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]bool{}
	section := ""
	for line := range strings.Lines(string(text)) {
		if match := heading.FindStringSubmatch(line); match != nil {
			section = match[1]
			has[section] = true
		} else if match := item.FindStringSubmatch(line); match != nil {
			has[section+", question "+match[1]] = true
			has[section+", quirk "+match[1]] = true
		}
	}
	return has
}

// goFiles returns the text of each Go file in a folder and its subfolders.
func goFiles(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
