package language_test

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// repository is the project's folder.
const repository = "../.."

// text is a piece of prose in the repository.
type text struct {
	file  string // from the project's folder
	line  int
	words string // without code and without line breaks, unless the text itself has some
	// isComment: for contributors; else the text is for users.
	isComment bool
}

// allTexts returns the prose of the repository: comments and strings of Go files, Markdown, and comments of examples.
func allTexts(t *testing.T) []text {
	t.Helper()
	var texts []text
	err := filepath.WalkDir(repository, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		file, err := filepath.Rel(repository, path)
		if err != nil {
			return err
		}
		file = filepath.ToSlash(file)
		if entry.IsDir() {
			if file != "." && strings.HasPrefix(file, ".") || file == "docs" || file == "bin" || file == "dist" || entry.Name() == "testdata" {
				return filepath.SkipDir // docs is generated from what is read here
			}
			return nil
		}
		var found []text
		switch filepath.Ext(strings.TrimSuffix(file, ".tmpl")) {
		case ".go":
			found, err = goTexts(path, file)
		case ".md":
			found, err = markdownTexts(path, file)
		case ".tf":
			found, err = commentTexts(path, file)
		}
		texts = append(texts, found...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// goTexts returns the comments of a Go file and, unless it is a test or emulates a system, its strings.
func goTexts(path, file string) ([]text, error) {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, path, nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var texts []text
	for _, comment := range parsed.Comments {
		texts = append(texts, text{
			file: file, line: files.Position(comment.Pos()).Line, words: withoutCode(comment.Text()), isComment: true,
		})
	}
	if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "internal/sandbox/") && !strings.Contains(file, "/cmd/") {
		return texts, nil
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ImportSpec, *ast.StructType:
			return false
		case *ast.BinaryExpr, *ast.BasicLit:
			if words, isText := joined(node); isText {
				texts = append(texts, text{file: file, line: files.Position(node.Pos()).Line, words: words})
				return false
			}
		}
		return true
	})
	return texts, nil
}

// joined returns the string of a literal or of a sum with literals, in which {} stands for what the program puts in.
func joined(node ast.Node) (words string, isText bool) {
	switch node := node.(type) {
	case *ast.BasicLit:
		if node.Kind != token.STRING {
			return "", false
		}
		value, err := strconv.Unquote(node.Value)
		return value, err == nil
	case *ast.ParenExpr:
		return joined(node.X)
	case *ast.BinaryExpr:
		if node.Op != token.ADD {
			return "", false
		}
		left, leftIsText := joined(node.X)
		right, rightIsText := joined(node.Y)
		if !leftIsText {
			left = "{}"
		}
		if !rightIsText {
			right = "{}"
		}
		return left + right, leftIsText || rightIsText
	default:
		return "", false
	}
}

// markdownTexts returns the paragraphs of a Markdown file or template without its code.
func markdownTexts(path, file string) ([]text, error) {
	content, err := os.ReadFile(path) //nolint:gosec // a file of the repository
	if err != nil {
		return nil, err
	}
	var texts []text
	var paragraph []string
	isCode := false
	for number, line := range strings.Split(string(content)+"\n\n", "\n") {
		isFence := strings.HasPrefix(strings.TrimSpace(line), "```")
		if isFence {
			isCode = !isCode
		}
		if !isCode && !isFence && strings.TrimSpace(line) != "" {
			paragraph = append(paragraph, line)
			continue
		}
		if len(paragraph) > 0 {
			texts = append(texts, text{
				file: file, line: number + 1 - len(paragraph), words: withoutCode(strings.Join(paragraph, "\n")), isComment: !strings.HasSuffix(file, ".tmpl") && file != "README.md",
			})
			paragraph = nil
		}
	}
	return texts, nil
}

// commentTexts returns the comments of a configuration, line by line.
func commentTexts(path, file string) ([]text, error) {
	content, err := os.ReadFile(path) //nolint:gosec // a file of the repository
	if err != nil {
		return nil, err
	}
	var texts []text
	lines := bufio.NewScanner(strings.NewReader(string(content)))
	for number := 1; lines.Scan(); number++ {
		if _, comment, isThere := strings.Cut(lines.Text(), "# "); isThere {
			texts = append(texts, text{file: file, line: number, words: withoutCode(comment)})
		}
	}
	return texts, lines.Err()
}

// withoutCode returns a text without code spans and template calls.
func withoutCode(words string) string {
	return regexp.MustCompile("(?s)`[^`]*`|{{.*?}}").ReplaceAllString(words, "``")
}
