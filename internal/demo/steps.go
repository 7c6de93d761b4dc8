package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

const (
	project       = 1149 // the demo's own project
	otherProject  = 1150 // the colleague's
	createInvoice = "POST /projects/{id}/invoices.json"
)

// bill plans and applies March, and asks Teamwork for the result.
func (s *story) bill(ctx context.Context) error {
	if err := s.use("main.tf", "march.tf", "others.tf"); err != nil {
		return err
	}
	s.screen.code(source("march.tf"))
	s.screen.text("  Plus an expense, a fixed price, an Intacct template, and a Wethod invoice.")
	err := s.command("init", func() error {
		_, err := s.terraform(ctx, "init")
		return err
	})
	if err != nil {
		return err
	}
	var planned *plan
	err = s.command("plan", func() (err error) {
		planned, err = s.plan(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if err := planned.expect("create", 5); err != nil {
		return err
	}
	for _, each := range planned.Changes {
		name, amount := describe(each.Type, each.Change.After)
		s.screen.row("+", name, amount)
	}
	if err := s.command("apply", func() error { return s.applied(ctx) }); err != nil {
		return err
	}
	made, err := s.invoice(ctx, project, "2026-03")
	if err != nil {
		return err
	}
	if len(made.LineItems) != 40 || len(made.Expenses) != 1 || made.TotalCost != "1084.50" {
		return fmt.Errorf("teamwork's March invoice is %+v, want 40 time logs, one expense and 1084.50", made)
	}
	s.screen.notice("Teamwork's invoice 2026-03 bills "+made.Hours+" hours and one expense: "+money(made.TotalCost, made.Currency)+".",
		"The data source found the time logs, without any IDs to type.")
	return nil
}

// runAgain plans what was just applied.
func (s *story) runAgain(ctx context.Context) error {
	if err := s.command("plan", func() error { return s.planNothing(ctx) }); err != nil {
		return err
	}
	s.screen.notice("No changes. 1200 in the configuration equals 1200.00 in Teamwork.",
		"The data source still lists billed time, so the invoice keeps it.")
	return nil
}

// drift changes an amount as a user does in Teamwork, and corrects it.
func (s *story) drift(ctx context.Context) error {
	const number, address = "2026-DESIGN", "billing_teamwork_invoice.design"
	design, err := s.invoice(ctx, project, number)
	if err != nil {
		return err
	}
	edit := `{"invoice": {"fixed-cost": "1500.00"}}`
	if err := s.ask(ctx, http.MethodPut, "/teamwork/invoices/"+design.ID+".json", edit, nil); err != nil {
		return err
	}
	s.screen.text("  In Teamwork, the amount of invoice " + number + " is now 1,500.00 USD.")
	var drifted change
	err = s.command("plan", func() (err error) {
		drifted, err = s.planOne(ctx, "update", address, "fixed_cost")
		return err
	})
	if err != nil {
		return err
	}
	_, before := describe(drifted.Type, drifted.Change.Before)
	name, after := describe(drifted.Type, drifted.Change.After)
	s.screen.row("~", name, before+" -> "+after)
	if err := s.command("apply", func() error { return s.applied(ctx) }); err != nil {
		return err
	}
	if design, err = s.invoice(ctx, project, number); err != nil {
		return err
	}
	if design.FixedCost != "1200.00" {
		return fmt.Errorf("teamwork has %s, want 1200.00", design.FixedCost)
	}
	s.screen.notice("One change to one amount. In Teamwork, it is " + money(design.FixedCost, design.Currency) + " again.")
	return nil
}

// loseAnswer cuts the connection after Teamwork has created an invoice.
func (s *story) loseAnswer(ctx context.Context) error {
	rule := `{"system": "teamwork", "method": "POST", "path": "/projects/{id}/invoices.json", "fault": "lost"}`
	err := errors.Join(
		s.use("april.tf"),
		s.forget(ctx),
		s.ask(ctx, http.MethodPost, "/sandbox/script", rule, nil),
	)
	if err != nil {
		return err
	}
	s.screen.text("  The sandbox creates the invoice, then cuts the connection.")
	err = s.command("apply", func() error {
		if _, err := s.planOne(ctx, "create", "billing_teamwork_invoice.april"); err != nil {
			return err
		}
		return s.applied(ctx)
	})
	if err != nil {
		return err
	}
	var script struct {
		Left int `json:"left"`
	}
	if err := s.ask(ctx, http.MethodGet, "/sandbox/script", "", &script); err != nil {
		return err
	}
	sent, err := s.writes(ctx)
	if err != nil {
		return err
	}
	found, err := s.invoices(ctx, project, "2026-04")
	if err != nil {
		return err
	}
	s.screen.row(" ", "Creates sent / responses lost", fmt.Sprintf("%d / %d", sent[createInvoice], 1-script.Left))
	s.screen.row(" ", "Invoices 2026-04 in Teamwork", fmt.Sprint(len(found)))
	if sent[createInvoice] != 1 || script.Left != 0 || len(found) != 1 {
		return errors.New("want one create, one lost answer, and one invoice")
	}
	if err := s.planNothing(ctx); err != nil {
		return err
	}
	s.screen.notice("Created once, and the next plan is empty: the provider found it by its number.")
	return nil
}

// adopt imports and completes an invoice that a colleague has created.
func (s *story) adopt(ctx context.Context) error {
	made := `{"invoice": {"number": "2026-02", "display-date": "20260228", "fixed-cost": "1250.00", "currency-code": "EUR"}}`
	if err := s.ask(ctx, http.MethodPost, fmt.Sprintf("/teamwork/projects/%d/invoices.json", otherProject), made, nil); err != nil {
		return err
	}
	existing, err := s.invoice(ctx, otherProject, "2026-02")
	if err != nil {
		return err
	}
	february := strings.Replace(source("february.tf"), "INVOICE_ID", existing.ID, 1)
	if err := s.Write("february.tf", february); err != nil {
		return err
	}
	s.screen.code(february)
	err = s.command("plan", func() error {
		adopted, err := s.planOne(ctx, "update", "billing_teamwork_invoice.february", "status")
		if err == nil && (adopted.Change.Importing == nil || adopted.Change.Importing.ID != existing.ID) {
			err = errors.New("the plan does not import the invoice")
		}
		return err
	})
	if err != nil {
		return err
	}
	s.screen.row("~", "Teamwork invoice 2026-02: imported, status", existing.Status+" -> completed")
	if err := s.command("apply", func() error { return s.applied(ctx) }); err != nil {
		return err
	}
	closed, err := s.invoice(ctx, otherProject, "2026-02")
	if err != nil {
		return err
	}
	if closed.ID != existing.ID || closed.Status != "completed" {
		return fmt.Errorf("teamwork's invoice is %+v, want %s completed", closed, existing.ID)
	}
	s.screen.notice("Imported, and only its status changed: " + money(closed.FixedCost, closed.Currency) + ", completed.")
	return nil
}

// changeClosed tries to change the amount of the completed invoice.
func (s *story) changeClosed(ctx context.Context) error {
	february, err := s.Read("february.tf")
	if err != nil {
		return err
	}
	changed := strings.Replace(february, "= 1250", "= 1300", 1)
	if err := errors.Join(s.Write("february.tf", changed), s.forget(ctx)); err != nil {
		return err
	}
	s.screen.row("~", "fixed_cost in the configuration", "1250 -> 1300")
	var printed string
	err = s.command("plan", func() error {
		var err error
		printed, err = s.terraform(ctx, "plan")
		if err == nil {
			return errors.New("the plan should have been refused")
		}
		return nil
	})
	if err != nil {
		return err
	}
	lines := refusal(printed, 74)
	if lines[0] != "Error: The invoice is completed and protected" {
		return fmt.Errorf("the plan failed for another reason:\n%s", printed)
	}
	for _, line := range lines {
		s.screen.line(cyan, "    "+line)
	}
	sent, err := s.writes(ctx)
	if err != nil {
		return err
	}
	if len(sent) > 0 {
		return fmt.Errorf("want no write, got %v", sent)
	}
	s.screen.notice("Refused at plan time, and nothing was sent.")
	return nil
}

// cleanUp releases the adopted invoice and deletes what the demo created.
func (s *story) cleanUp(ctx context.Context) error {
	s.screen.text("  The February invoice existed before: remove it from state, do not delete it.")
	err := s.command("state rm billing_teamwork_invoice.february", func() error {
		_, err := s.terraform(ctx, "state", "rm", "billing_teamwork_invoice.february")
		return errors.Join(err, os.Remove(filepath.Join(s.Folder, "february.tf")))
	})
	if err != nil {
		return err
	}
	err = s.command("destroy", func() error {
		planned, err := s.plan(ctx, "-destroy")
		if err == nil {
			err = planned.expect("delete", 6)
		}
		if err == nil {
			err = s.applied(ctx)
		}
		return err
	})
	if err != nil {
		return err
	}
	after, err := s.count(ctx)
	if err != nil {
		return err
	}
	if after != s.before {
		return fmt.Errorf("the systems have %+v, and had %+v before the demo", after, s.before)
	}
	kept, err := s.invoice(ctx, otherProject, "2026-02")
	if err != nil {
		return err
	}
	if kept.Status != "completed" {
		return fmt.Errorf("the February invoice is %s, want completed", kept.Status)
	}
	s.screen.notice("6 records deleted. The systems have the same records as before, and the", "February invoice is still completed.")
	return nil
}
