package commandline

import (
	"slices"
	"strings"
	"testing"
)

func TestWorkspace_keepsTheCallersSettingsAway(t *testing.T) {
	for _, name := range []string{"TF_LOG", "TF_VAR_x", "TEAMWORK_API_KEY", "INTACCT_USERNAME", "WETHOD_TOKEN"} {
		t.Setenv(name, "callers")
	}
	t.Setenv("OTHER", "kept")
	w := &Workspace{CLI: "terraform", Provider: &Provider{settings: "cli.tfrc"}, Folder: t.TempDir(), Variables: []string{"WETHOD_TOKEN=own"}}
	variables := w.Command(t.Context(), "plan").Env
	for _, variable := range variables {
		if strings.HasSuffix(variable, "=callers") {
			t.Errorf("the command gets %s", variable)
		}
	}
	for _, want := range []string{"OTHER=kept", "WETHOD_TOKEN=own", "TF_CLI_CONFIG_FILE=cli.tfrc", "TF_CLI_ARGS=-no-color"} {
		if !slices.Contains(variables, want) {
			t.Errorf("the command lacks %s", want)
		}
	}
}
