package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"84.5": "84.50 USD", "1200": "1,200.00 USD", "-120.10": "-120.10 USD", "-1234567.5": "-1,234,567.50 USD", "0": "0.00 USD", "n/a": "n/a",
	}
	for amount, want := range tests {
		if got := money(amount, "USD"); got != want {
			t.Errorf("%s: %q, want %q", amount, got, want)
		}
	}
	if got := money("1250.50", ""); got != "1,250.50" {
		t.Errorf("without a currency: %q", got)
	}
}

func TestRefusal_isTheHeadlineAndWholeSentencesOnThreeLines(t *testing.T) {
	t.Parallel()
	printed := strings.Join([]string{
		"╷", "│ Error: The invoice is closed", "│ ", "│   with billing_teamwork_invoice.x,", "│   on x.tf line 1:", "│ ",
		"│ The first sentence is here, and the", "│ second is not. It", "│ fits. This one is too long for the lines that are left.", "╵",
	}, "\n")
	want := []string{"Error: The invoice is closed", "The first sentence is here,", "and the second is not. It", "fits."}
	if diff := cmp.Diff(want, refusal(printed, 28)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPercentages_areInOrder(t *testing.T) {
	t.Parallel()
	milestones := []any{map[string]any{"percent_completed": "80.00"}, map[string]any{"percent_completed": "100"}, map[string]any{"percent_completed": "30"}}
	if got := percentages(milestones); got != "30%, 80%, 100%" {
		t.Errorf("got %q", got)
	}
}
