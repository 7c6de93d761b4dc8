package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImportsRunOneWay holds the rule of the house: a request flows from the
// provider to a system's face, to its api, to transport; no system knows
// another; the sandbox shares no code with what it checks.
func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	const module = "github.com/projectbilling/terraform-provider-billing/"
	systems := []string{"teamwork", "intacct", "wethod"}
	type rule struct {
		about     func(pkg string) bool
		forbidden func(imported string) bool
		because   string
	}
	under := func(folder string) func(string) bool {
		return func(pkg string) bool { return pkg == folder || strings.HasPrefix(pkg, folder+"/") }
	}
	knowsTerraform := func(imported string) bool {
		return strings.HasPrefix(imported, "github.com/hashicorp/terraform-plugin-")
	}
	rules := []rule{
		{under("internal/transport"), knowsTerraform, "the transport knows nothing of Terraform"},
		{under("internal/reads"), knowsTerraform, "shared reads know nothing of Terraform"},
		{under("internal/naturalkey"), knowsTerraform, "natural keys know nothing of Terraform"},
		{under("internal/record"), func(imported string) bool {
			for _, system := range systems {
				if under(module + "internal/" + system)(imported) {
					return true
				}
			}
			return false
		}, "the lifecycle knows no system"},
		{under("internal/sandbox"), func(imported string) bool {
			return strings.HasPrefix(imported, module) && !under("internal/sandbox")(strings.TrimPrefix(imported, module))
		}, "the sandbox shares no code with the clients"},
	}
	for _, system := range systems {
		rules = append(rules,
			rule{under("internal/" + system + "/api"), knowsTerraform, "a client knows nothing of Terraform"},
			rule{under("internal/" + system), under(module + "internal/provider"), "a system does not know the door"},
			rule{under("internal/" + system), under(module + "internal/sandbox"), "the provider does not know the sandbox"},
		)
		for _, other := range systems {
			if other != system {
				rules = append(rules, rule{under("internal/" + system), under(module + "internal/" + other), "no system knows another"})
			}
		}
	}

	output, err := exec.CommandContext(t.Context(), "go", "list", "-e", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for line := range strings.Lines(string(output)) {
		words := strings.Fields(line)
		pkg := strings.TrimPrefix(words[0], module)
		for _, imported := range words[1:] {
			for _, rule := range rules {
				if rule.about(pkg) && rule.forbidden(imported) {
					t.Errorf("%s imports %s, but %s", pkg, imported, rule.because)
				}
			}
		}
	}
}
