package acceptance_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const docs = "../../docs"

// page is a page of the documentation, without its code blocks.
type page struct {
	path    string // below docs/
	text    string
	anchors map[string]bool
	links   []string // as they are written
}

// pages reads docs/, by path.
func pages(t *testing.T) map[string]page {
	t.Helper()
	found := map[string]page{}
	err := filepath.WalkDir(docs, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // a page
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(docs, path)
		if err != nil {
			return err
		}
		read := readPage(filepath.ToSlash(relative), string(content))
		found[read.path] = read
		return nil
	})
	if err != nil || len(found) < 20 {
		t.Fatalf("found %d pages: %v", len(found), err)
	}
	return found
}

func readPage(path, content string) page {
	read := page{path: path, anchors: map[string]bool{}}
	read.text = regexp.MustCompile("(?ms)^```.*?^```").ReplaceAllString(content, "")
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(read.text, -1) {
		slug := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(heading[1]), "")
		read.anchors[strings.ReplaceAll(slug, " ", "-")] = true
	}
	for _, anchor := range regexp.MustCompile(`<a id="(.*?)">`).FindAllStringSubmatch(read.text, -1) {
		read.anchors[anchor[1]] = true
	}
	for _, link := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(read.text, -1) {
		read.links = append(read.links, link[1])
	}
	return read
}

// target returns the page that a link on this page leads to, and the anchor on
// it.
func (p page) target(link string) (path, anchor string) {
	path, anchor, _ = strings.Cut(link, "#")
	if path == "" {
		return p.path, anchor
	}
	return filepath.ToSlash(filepath.Join(filepath.Dir(p.path), path)), anchor
}

// leadsTo reports whether the page has a link to another.
func (p page) leadsTo(path string) bool {
	return slices.ContainsFunc(p.links, func(link string) bool {
		found, _ := p.target(link)
		return found == path
	})
}

// Every link within the documentation leads to a page and a heading.
func TestLinks_leadSomewhere(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for _, page := range all {
		for _, link := range page.links {
			if strings.Contains(link, "://") {
				continue
			}
			path, anchor := page.target(link)
			if found, exists := all[path]; !exists {
				t.Errorf("%s: %s leads to no page", page.path, link)
			} else if anchor != "" && !found.anchors[anchor] {
				t.Errorf("%s: %s leads to no heading", page.path, link)
			}
		}
	}
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md"} {
		content, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range readPage(name, string(content)).links {
			if path, _, _ := strings.Cut(link, "#"); path != "" && !strings.Contains(link, "://") && !exists("../../"+path) {
				t.Errorf("%s: %s leads to no file", name, link)
			}
		}
	}
}

// A reader finds the main tasks from the first page, and the first page from the
// README.
func TestLinks_mainTasksAreOneClickAway(t *testing.T) {
	t.Parallel()
	index := pages(t)["index.md"]
	for _, guide := range []string{
		"which-resource", "try-it-without-an-account", "bill-a-month", "month-end-from-a-list", "existing-sites", "drift-detection", "troubleshooting",
	} {
		if !index.leadsTo("guides/" + guide + ".md") {
			t.Errorf("the first page does not lead to %s", guide)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "(docs/index.md)") {
		t.Error("the README does not lead to the documentation")
	}
}

// A type that a guide names is a link where a section names it first.
func TestLinks_typesInGuides(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile("(\\[[^\\]]*)?`(billing_(?:teamwork|intacct|wethod)_[a-z_]+)`(?:[^\\[\\]]*\\]\\(([^)]+)\\))?")
	for _, page := range pages(t) {
		if !strings.HasPrefix(page.path, "guides/") {
			continue
		}
		for _, section := range regexp.MustCompile(`(?m)^##+ `).Split(page.text, -1) {
			title, _, _ := strings.Cut(section, "\n")
			seen := map[string]bool{}
			for _, mention := range named.FindAllStringSubmatch(section, -1) {
				name, link := mention[2], mention[3]
				if seen[name] {
					continue
				}
				seen[name] = true
				path, _ := page.target(link)
				if mention[1] == "" || filepath.Base(path) != strings.TrimPrefix(name, "billing_")+".md" {
					t.Errorf("%s, section %q: %s is no link to its page", page.path, title, name)
				}
			}
		}
	}
}

// The page of each type links to the related pages: those with the same name, a
// guide, the overview and, if the type can be imported, how to import. Types that
// list or read a resource link back to it. The file related.txt of a system
// declares this.
func TestLinks_pagesThatBelongTogether(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for path, page := range all {
		folder, name, hasFolder := strings.Cut(path, "/")
		if !hasFolder || folder == "guides" {
			continue
		}
		one := strings.TrimSuffix(strings.TrimSuffix(name, ".md"), "s") + ".md"
		for _, other := range []string{
			"resources/" + one, "data-sources/" + one, "data-sources/" + strings.TrimSuffix(one, ".md") + "s.md", "list-resources/" + one,
		} {
			if _, exists := all[other]; exists && other != path && !page.leadsTo(other) {
				t.Errorf("%s has no link to %s: add it to related.txt", path, other)
			}
		}
		if !page.leadsTo("guides/which-resource.md") {
			t.Errorf("%s has no link to the overview: add it to related.txt", path)
		}
		if guide := all["guides/which-resource.md"]; !guide.leadsTo(path) {
			t.Errorf("the overview has no link to %s", path)
		}
		if folder == "resources" {
			content, err := os.ReadFile(filepath.Join(docs, path))
			if err != nil {
				t.Fatal(err)
			}
			if !page.leadsTo(path) || !regexp.MustCompile(`import \{\n  to = billing_[a-z_.]+\n  id = "`).Match(content) {
				t.Errorf("%s does not show an import block with an id: add import-by-string-id.tf to the examples", path)
			}
		}
	}
}
