package acceptance_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// runFromTheGuide are the guides whose blocks of commands a test takes from the
// page itself and runs.
func runFromTheGuide() []string {
	return []string{
		"approve-a-plan", "drift-detection", "existing-sites", "from-project-to-invoice-in-sage-intacct", "getting-started-with-intacct",
		"try-it-without-an-account",
	}
}

// TestGuides_everyCommandIsRun holds that each command of a guide is one that a
// test runs: from the page itself, or written out in a test.
func TestGuides_everyCommandIsRun(t *testing.T) {
	t.Parallel()
	run := commandsOfTests(t)
	guides, err := filepath.Glob("../../templates/guides/*.md.tmpl")
	if err != nil || len(guides) < 10 {
		t.Fatalf("found guides %v, %v", guides, err)
	}
	inline := regexp.MustCompile("`(terraform [a-z]+ [^`]+)`")
	block := regexp.MustCompile("(?s)```shell\n(.*?)```")
	count := 0
	for _, guide := range guides {
		content, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(guide), ".md.tmpl")
		commands := allSubmatches(inline, string(content))
		isRun := slices.Contains(runFromTheGuide(), name)
		for _, lines := range allSubmatches(block, string(content)) {
			for command := range strings.Lines(strings.TrimSpace(lines)) {
				if isRun {
					run = append(run, normalized(command))
				} else {
					commands = append(commands, strings.TrimSpace(command))
				}
			}
		}
		for _, command := range commands {
			if strings.HasPrefix(command, "export ") { // the sandbox's own are set instead
				continue
			}
			count++
			if !slices.Contains(run, normalized(command)) {
				t.Errorf("%s: no test runs %q", name, command)
			}
		}
	}
	if count < 10 {
		t.Errorf("found %d commands: this checks nothing", count)
	}
}

func allSubmatches(expression *regexp.Regexp, text string) []string {
	var all []string
	for _, match := range expression.FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	return all
}

// normalized is a command without quotes and without what tests add to it.
func normalized(command string) string {
	command = strings.TrimPrefix(strings.ReplaceAll(command, `"`, ""), "terraform ")
	command = strings.ReplaceAll(command, "-var ", "-var=")
	return strings.Join(slices.DeleteFunc(strings.Fields(command), func(word string) bool {
		return word == "-auto-approve"
	}), " ")
}

// commandsOfTests are the commands that are written out in tests, as arguments of
// the methods of workspace.
func commandsOfTests(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			call, isCall := node.(*ast.CallExpr)
			if !isCall {
				return true
			}
			method, isMethod := call.Fun.(*ast.SelectorExpr)
			if !isMethod || !slices.Contains([]string{"run", "fails", "try"}, method.Sel.Name) {
				return true
			}
			var words []string
			for _, argument := range call.Args {
				if literal, isLiteral := argument.(*ast.BasicLit); isLiteral {
					if word, err := strconv.Unquote(literal.Value); err == nil {
						words = append(words, word)
					}
				}
			}
			commands = append(commands, normalized(strings.Join(words, " ")))
			return true
		})
	}
	return commands
}
