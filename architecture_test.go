package main

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const (
	module = "github.com/projectbilling/terraform-provider-billing/"
	// terraform is the prefix of all modules that depend on Terraform.
	terraform = "github.com/hashicorp/terraform-"
)

// TestImportsRunOneWay checks the architecture rules: a request flows from the
// provider to a system's face, to its api, to transport; no system depends on
// another; and the sandbox shares no code with what it checks. The rules apply
// to tests too.
func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	packages := goList(t, `{{.ImportPath}} {{join .Imports " "}} {{join .TestImports " "}} {{join .XTestImports " "}}`, "./...")
	var systems, clients, checked []string
	for _, words := range packages {
		folder, isClient := strings.CutSuffix(words[0], "/api")
		if isClient && path.Dir(folder) == "internal" { // a system is a folder with its client in a subfolder api
			systems, clients = append(systems, folder), append(clients, words[0])
		}
		if isIn("internal", words[0]) && !isIn("internal/sandbox", words[0]) {
			checked = append(checked, words[0])
		}
	}
	if len(systems) == 0 {
		t.Fatal("found no systems: the rules check nothing")
	}

	type rule struct {
		of, never []string
		because   string
	}
	everything := []string{""}
	foundations := []string{"internal/transport", "internal/reads", "internal/numbers", "internal/naturalkey", "internal/lenient", "internal/sharedcall"}
	wire := slices.Concat(clients, foundations)
	below := slices.Concat(foundations, []string{"internal/customtypes", "internal/record", "internal/system", "internal/finalvalue"})
	rules := []rule{
		{everything, []string{terraform + "plugin-sdk"}, "the provider is written with terraform-plugin-framework, its tests with terraform-plugin-testing"},
		{wire, []string{terraform}, "clients and the packages below them use plain Go values"},
		{wire, []string{"internal/customtypes"}, "Terraform's types stop at the system's face"},
		{wire, []string{"internal/provider", "internal/system", "internal/record"}, "imports run from the provider to the wire"},
		{below, systems, "only the provider may depend on the systems"},
		{systems, []string{"internal/provider"}, "a system must not depend on the provider"},
		{[]string{"internal/sandbox"}, checked, "no test would catch a misreading that client and sandbox share"},
		{[]string{"internal/sandbox"}, []string{terraform}, "the sandbox emulates the systems and is not part of the provider"},
	}
	for _, system := range systems {
		others := slices.DeleteFunc(slices.Clone(systems), func(other string) bool { return other == system })
		rules = append(rules, rule{[]string{system}, others, "a system must not depend on another system"})
	}
	for _, words := range packages {
		pkg := words[0]
		for _, imported := range words[1:] {
			for _, rule := range rules {
				if isInAny(rule.of, pkg) && isInAny(rule.never, imported) {
					t.Errorf("%s imports %s, but %s", pkg, imported, rule.because)
				}
			}
		}
	}
}

// TestProvider_isShippedWithoutItsTools checks that the program contains
// neither the sandbox nor anything else for tests and measurements.
func TestProvider_isShippedWithoutItsTools(t *testing.T) {
	t.Parallel()
	tools := []string{"internal/sandbox", "internal/commandline", "internal/acceptance", terraform + "plugin-testing"}
	for _, words := range goList(t, `{{.ImportPath}}`, "-deps", ".") {
		if isInAny(tools, words[0]) {
			t.Errorf("%s is part of the provider", words[0])
		}
	}
}

// goList returns the output of go list for each package, split into words. It
// names this module's packages by folder.
func goList(t *testing.T, format string, arguments ...string) [][]string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", append([]string{"list", "-e", "-f", format}, arguments...)...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages [][]string
	for line := range strings.Lines(strings.ReplaceAll(string(output), module, "")) {
		packages = append(packages, strings.Fields(line))
	}
	return packages
}

// isIn reports whether a package is in a folder of this module, or in a module
// whose name has that prefix.
func isIn(folder, pkg string) bool {
	if strings.HasPrefix(folder, "github.com/") {
		return strings.HasPrefix(pkg, folder)
	}
	return folder == "" || pkg == folder || strings.HasPrefix(pkg, folder+"/")
}

func isInAny(folders []string, pkg string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool { return isIn(folder, pkg) })
}
