package main

import (
	"os"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// TestCampaign_changedValuesAndSwitchedSites is a short run of both campaigns.
func TestCampaign_changedValuesAndSwitchedSites(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run only with TF_ACC set")
	}
	newWorkspace, err := prepare(t.Context(), t.TempDir(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds() {
		for _, about := range []sandbox.FaultKind{changingValues, switchedSite} {
			t.Run(kind.name+" "+string(about), func(t *testing.T) {
				t.Parallel()
				each := &campaign{
					Workspace: newWorkspace(t.TempDir()), kind: kind, fault: about, share: 0.1, seed: 2, number: 6,
				}
				if result, err := each.play(t.Context()); err != nil {
					t.Errorf("%+v: %v", result, err)
				}
			})
		}
	}
}
