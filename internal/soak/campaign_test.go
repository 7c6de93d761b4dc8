package main

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// TestCampaign_nothingLostAndNothingTwice is the short campaign: the faults
// that could duplicate or lose a record, each on at least a tenth of all
// requests.
func TestCampaign_nothingLostAndNothingTwice(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run only with TF_ACC set")
	}
	newWorkspace, err := prepare(t.Context(), t.TempDir(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	var met atomic.Bool
	t.Cleanup(func() { // after all campaigns
		if !met.Load() {
			t.Error("no campaign met its fault: they prove nothing")
		}
	})
	for _, kind := range kinds() {
		for _, fault := range []sandbox.FaultKind{
			sandbox.FaultReset, sandbox.FaultLost, sandbox.FaultStatus500After, sandbox.FaultHangAfter,
			sandbox.FaultTruncate, sandbox.FaultHTML, sandbox.FaultStatus429,
		} {
			t.Run(fmt.Sprintf("%s %s", kind.name, fault), func(t *testing.T) {
				t.Parallel()
				each := &campaign{
					Workspace: newWorkspace(t.TempDir()), kind: kind, fault: fault, share: 0.15, seed: 1, number: 6,
				}
				result, err := each.play(t.Context())
				if err != nil {
					t.Errorf("%+v: %v", result, err)
				}
				if result.faults > 0 {
					met.Store(true)
				}
			})
		}
	}
}
