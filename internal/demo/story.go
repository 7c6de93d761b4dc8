package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// Exit status of plan -detailed-exitcode when there is something to change.
const exitChanges = 2

// story is what the demo shows, step by step.
type story struct {
	*commandline.Workspace
	sandbox *commandline.Sandbox
}

func (s *story) tell(ctx context.Context) error {
	steps := []struct {
		words string
		do    func(context.Context) error
	}{
		{"Init: install the provider from the mirror.", s.runs("init")},
		{"Plan: what would be created? Nothing is written yet.", s.planFinds(true)},
		{"Apply: create the records, and show the outputs.", s.runs("apply", "-auto-approve")},
		{"Plan again: amounts and dates are spelled in several ways, and yet nothing is to change.", s.planFinds(false)},
		{"Somebody changes an invoice in Teamwork itself: another description.", s.drift},
		{"Plan: the drift is seen, attribute by attribute.", s.planFinds(true)},
		{"Apply: the drift is repaired.", s.runs("apply", "-auto-approve")},
		{"Import: take over invoice 49, which existed before.", s.adopt},
		{"Plan: what was imported needs no change.", s.planFinds(false)},
		{"State: everything that is now managed.", s.runs("state", "list")},
		{"What all of this took, counted by the sandbox.", s.count},
		{"Apply: take the protection off the completed invoice, which nothing would delete before.", s.runs("apply", "-auto-approve", "-var=protect_completed=false")},
		{"Destroy: delete what was managed.", s.runs("destroy", "-auto-approve")},
	}
	for _, step := range steps {
		say(step.words)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%q: %w", step.words, err)
		}
	}
	say("Done: the main job works from end to end.")
	return nil
}

// terraform runs a command of the interface, and shows it and what it prints.
func (s *story) terraform(ctx context.Context, arguments ...string) error {
	fmt.Printf("$ terraform %s\n", strings.Join(arguments, " "))
	command := s.Command(ctx, arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}

// runs is a step that is one command.
func (s *story) runs(arguments ...string) func(context.Context) error {
	return func(ctx context.Context) error { return s.terraform(ctx, arguments...) }
}

// planFinds is a plan that must, or must not, find something to change.
func (s *story) planFinds(changes bool) func(context.Context) error {
	return func(ctx context.Context) error {
		err := s.terraform(ctx, "plan", "-detailed-exitcode")
		var exit *exec.ExitError
		found := errors.As(err, &exit) && exit.ExitCode() == exitChanges
		switch {
		case err != nil && !found:
			return err
		case found && !changes:
			return errors.New("the plan should have been empty")
		case !found && changes:
			return errors.New("the plan should have found changes")
		}
		return nil
	}
}

// drift edits the first invoice as a person does in Teamwork.
func (s *story) drift(ctx context.Context) error {
	id, err := s.Output(ctx, "output", "-raw", "first_invoice_id")
	if err != nil {
		return err
	}
	id = strings.TrimSpace(id)
	change := `{"invoice":{"description":"Changed by hand"}}`
	if _, err := s.sandbox.Call(ctx, http.MethodPut, "/teamwork/invoices/"+id+".json", []byte(change)); err != nil {
		return err
	}
	fmt.Printf("Invoice %s now says \"Changed by hand\".\n", id)
	return nil
}

// existingInvoice declares the invoice of the sandbox's seed that is imported.
const existingInvoice = `
resource "billing_teamwork_invoice" "existing" {
  project_id    = 1149
  number        = "INV00001"
  display_date  = "2015-06-17"
  description   = "New machinery as Clark dropped the last tractor"
  po_number     = "PO00002"
  currency_code = "USD"
}
`

// adopt imports that invoice.
func (s *story) adopt(ctx context.Context) error {
	fmt.Print(existingInvoice, "\n")
	if err := s.Write("existing.tf", existingInvoice); err != nil {
		return err
	}
	return s.terraform(ctx, "import", "billing_teamwork_invoice.existing", "49")
}

// count shows the sandbox's counts of requests.
func (s *story) count(ctx context.Context) error {
	counts, err := s.sandbox.Call(ctx, http.MethodGet, "/sandbox/stats", nil)
	if err != nil {
		return err
	}
	fmt.Println(string(counts))
	return nil
}
