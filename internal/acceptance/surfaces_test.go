package acceptance_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// surface is something that users can write: a type of one kind.
type surface struct {
	kind, name string
}

// surfaces lists everything that the provider offers, according to its own
// server.
func surfaces(t *testing.T) []surface {
	t.Helper()
	server, err := inProcess()["billing"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var found []surface
	add := func(kind string, names []string) {
		for _, name := range names {
			found = append(found, surface{kind: kind, name: name})
		}
	}
	add("resource", slices.Sorted(maps.Keys(schemas.ResourceSchemas)))
	add("identity", slices.Sorted(maps.Keys(identities.IdentitySchemas)))
	add("data source", slices.Sorted(maps.Keys(schemas.DataSourceSchemas)))
	add("list resource", slices.Sorted(maps.Keys(schemas.ListResourceSchemas)))
	add("action", slices.Sorted(maps.Keys(schemas.ActionSchemas)))
	return found
}

// evidence is what each surface of a kind must have: its page, its examples,
// and words that occur in a test.
func (s surface) evidence() (page string, examples []string, inTests string) {
	short := strings.TrimPrefix(s.name, "billing_")
	switch s.kind {
	case "resource":
		return "docs/resources/" + short + ".md", []string{
			"resources/" + s.name + "/resource.tf", "resources/" + s.name + "/import.sh", "resources/" + s.name + "/import-by-string-id.tf",
		}, s.name
	case "identity":
		return "docs/resources/" + short + ".md", []string{"resources/" + s.name + "/import-by-identity.tf"}, s.name
	case "data source":
		return "docs/data-sources/" + short + ".md", []string{"data-sources/" + s.name + "/data-source.tf"}, s.name
	case "list resource":
		return "docs/list-resources/" + short + ".md", []string{"list-resources/" + s.name + "/list-resource.tfquery.hcl"}, s.name
	default:
		return "docs/actions/" + short + ".md", []string{"actions/" + s.name + "/action.tf"}, s.name
	}
}

// TestSurfaces_eachHasItsPageItsExampleAndItsTest prints the table, and fails
// if a cell is empty.
func TestSurfaces_eachHasItsPageItsExampleAndItsTest(t *testing.T) {
	t.Parallel()
	tests := sources(t)
	table := "| surface | page | example | acceptance test |\n|---|---|---|---|\n"
	for _, surface := range surfaces(t) {
		page, examples, words := surface.evidence()
		cells := []bool{exists("../../" + page), true, strings.Contains(tests[surface.kind], words)}
		for _, example := range examples {
			cells[1] = cells[1] && exists("../../examples/"+example)
		}
		table += fmt.Sprintf("| %s %s |", surface.kind, surface.name)
		lacking := []string{page, "one of " + strings.Join(examples, ", "), "an acceptance test that has the words " + words}
		for i, has := range cells {
			if !has {
				t.Errorf("%s %s lacks %s", surface.kind, surface.name, lacking[i])
			}
			table += map[bool]string{true: " yes |", false: " - |"}[has]
		}
		table += "\n"
	}
	t.Log("\n" + table)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// sources returns the text of the acceptance tests that cover each kind. Lists,
// actions, and identities are tested over the protocol, on any interface.
func sources(t *testing.T) map[string]string {
	t.Helper()
	read := func(pattern string, fits func(string) bool) string {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, file := range files {
			if fits(filepath.Base(file)) && filepath.Base(file) != "surfaces_test.go" {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				all.Write(text)
			}
		}
		return all.String()
	}
	whole := read("*_test.go", func(string) bool { return true })
	protocol := read("protocol/*_test.go", func(string) bool { return true })
	return map[string]string{
		"resource": whole, "data source": whole,
		"identity": protocol, "list resource": protocol, "action": protocol,
	}
}
