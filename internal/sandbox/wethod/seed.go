package wethod

import (
	"fmt"
	"time"
)

// Seed fills the company. Without the demo, it has no invoices, but the projects and contacts that invoices refer to.
func (s *Service) Seed(demo bool) {
	for _, project := range seedProjects() {
		s.AddProject(project)
	}
	for _, contact := range seedContacts() {
		s.AddContact(contact)
	}
	if !demo {
		return
	}
	for _, invoice := range demoInvoices() {
		s.AddInvoice(invoice)
	}
}

// Generate adds n sent invoices to OwnProject, with the numbers GEN00001, GEN00002, and so on. Each was changed a
// minute after the previous one.
func (s *Service) Generate(n int) {
	start := time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)
	for i := 1; i <= n; i++ {
		moment := start.Add(time.Duration(i) * time.Minute).Format(time.RFC3339)
		s.AddInvoice(Invoice{
			CreatedAt: moment, UpdatedAt: moment, Status: "sent", InvoiceNumber: new(fmt.Sprintf("GEN%05d", i)),
			Value: "100.00", IssueDate: "2026-01-02", ProjectID: OwnProject,
		})
	}
}

// demoInvoices returns a dozen invoices of three projects that differ in everything the list can filter by, with each
// spelling of a missing value. The first two are the examples of the contract (contract 3).
func demoInvoices() []Invoice {
	return []Invoice{
		{
			ID: 41, CreatedAt: "2024-06-15T08:30:00+00:00", UpdatedAt: "2024-07-02T10:00:00+00:00", Status: "paid",
			InvoiceNumber: new("INV-2024-001"), Value: "1000.5", IssueDate: "2024-06-15", PaymentDate: "2024-07-01",
			ProjectID: 12, VATRateID: new(3), PaymentTermID: new(2),
		},
		{
			ID: 42, CreatedAt: "2024-07-03T08:00:00.120Z", UpdatedAt: "2024-07-03T08:00:00.120Z", Status: "draft",
			Value: "250", IssueDate: "2024-07-31", ProjectID: 12,
			Missing: []string{
				"invoice_number", "purchase_order", "notes", "budget_area_uid", "vat_rate_id", "payment_term_id", "exchange_rate", "payment_date",
			},
		},
		{ // 0 and "" are values, not null
			ID: 43, CreatedAt: "2024-01-10T09:00:00Z", UpdatedAt: "2024-01-10T09:00:00Z", Status: "draft",
			InvoiceNumber: new(""), PurchaseOrder: new(""), Notes: new(""), BudgetAreaUID: new(""),
			Value: "0", ExchangeRate: "0", IssueDate: "2024-01-10", ProjectID: 12, VATRateID: new(0), PaymentTermID: new(0),
		},
		{ // more digits than a float can hold
			ID: 44, CreatedAt: "2024-02-01T10:00:00Z", UpdatedAt: "2024-02-03T11:30:00.5+01:00", Status: "sent",
			InvoiceNumber: new("INV-2024-002"), PurchaseOrder: new("PO-77"), Notes: new("Second installment, as agreed"),
			BudgetAreaUID: new("ba_5f3c"), Value: "12345678901234567.891", ExchangeRate: "1.0873000000000001",
			IssueDate: "2024-02-01", ProjectID: 14, VATRateID: new(3), PaymentTermID: new(1),
		},
		{
			ID: 45, CreatedAt: "2024-03-01T00:30:00+02:00", UpdatedAt: "2024-03-01T00:30:00+02:00", Status: "paid",
			InvoiceNumber: new("INV-2024-003"), Value: "-120.10", IssueDate: "2024-02-29", PaymentDate: "2024-03-01", ProjectID: 14,
			Notes: new("Credit: <returned> & \"repaid\""), Missing: []string{"exchange_rate", "vat_rate_id"},
		},
		{ // a status that is not in the contract
			ID: 46, CreatedAt: "2024-04-01T10:00:00Z", UpdatedAt: "2024-04-02T10:00:00-05:00", Status: "overdue",
			InvoiceNumber: new("INV-2024-004"), Value: "99.90", IssueDate: "2024-04-01", ProjectID: 14, PaymentTermID: new(2),
		},
		{ // numbers with exponents
			ID: 47, CreatedAt: "2024-05-01T10:00:00Z", UpdatedAt: "2024-05-01T10:00:00Z", Status: "sent",
			InvoiceNumber: new("INV-2024-005"), Value: "1.5e3", ExchangeRate: "25E-2", IssueDate: "2024-05-01", ProjectID: 15,
			Missing: []string{"payment_date"},
		},
		{
			ID: 48, CreatedAt: "2024-05-31T22:00:00Z", UpdatedAt: "2024-06-01T00:00:00+02:00", Status: "paid",
			InvoiceNumber: new("INV-2024-006"), Value: "800", IssueDate: "2024-06-01", PaymentDate: "2024-06-30", ProjectID: 15,
		},
		{ // the same time as that of invoice 48
			ID: 49, CreatedAt: "2024-05-31T22:00:00Z", UpdatedAt: "2024-05-31T22:00:00Z", Status: "sent",
			InvoiceNumber: new("INV-2024-007"), Value: "800.00", IssueDate: "2024-06-30", ProjectID: 15, VATRateID: new(4),
			Missing: []string{"notes", "purchase_order"},
		},
		{
			ID: 50, CreatedAt: "2024-12-31T23:59:59Z", UpdatedAt: "2025-01-02T08:00:00+01:00", Status: "paid",
			InvoiceNumber: new("INV-2024-008"), Value: "4200", IssueDate: "2024-12-31", PaymentDate: "2025-01-31", ProjectID: 15,
		},
		{
			ID: 51, CreatedAt: "2025-01-01T00:00:00Z", UpdatedAt: "2025-01-01T00:00:00Z", Status: "draft",
			Value: "10.10", IssueDate: "2025-01-01", ProjectID: 12, PurchaseOrder: new("PO-78"), Missing: []string{"invoice_number"},
		},
		{
			ID: 52, CreatedAt: "2025-02-01T00:00:00Z", UpdatedAt: "2025-02-01T00:00:00-01:00", Status: "sent",
			InvoiceNumber: new("INV-2025-001"), Value: "100", IssueDate: "2025-02-01", ProjectID: 12,
		},
	}
}

// seedProjects returns the projects of the demo's invoices, and projects that cannot have invoices: without a job order,
// without a budget, and deleted.
func seedProjects() []Project {
	return []Project{
		{
			ID: OwnProject, CreatedAt: "2024-01-02T09:00:00+00:00", Name: "Orchard website", JobOrder: "JO-2024-012", PurchaseOrder: "PO-77",
			Value: "25.5", Probability: 100, ExternalCosts: "12.5", DateStart: "2024-01-01", Duration: 12, SignedOn: "2024-01-15",
			DueDate: "2024-12-31", ClientID: 3, PMID: 7, ProjectStageID: 4,
		},
		{
			ID: 14, CreatedAt: "2024-01-20T09:00:00+00:00", Name: "Harvest planning", JobOrder: "JO-2024-014", Value: "120", Probability: 100,
			DateStart: "2024-02-01", Duration: 6, ClientID: 3, PMID: 8, ProjectStageID: 4,
		},
		{
			ID: 15, CreatedAt: "2024-04-20T09:00:00+00:00", Name: "Irrigation study", JobOrder: "JO-2024-015", Value: "8", Probability: 90,
			DateStart: "2024-05-01", Duration: 9, ArchivedOn: "2025-02-01", ClientID: 4, PMID: 8, ProjectStageID: 5,
		},
		{ID: 16, CreatedAt: "2024-06-01T09:00:00+00:00", Name: "Offer for a silo", Value: "300", Probability: 20, DateStart: "2024-09-01", ProjectStageID: 1},
		{ID: 17, CreatedAt: "2024-06-02T09:00:00+00:00", Name: "Without a budget", JobOrder: "JO-2024-017", Probability: 100, HasNoBudget: true},
		{
			ID: 18, CreatedAt: "2024-06-03T09:00:00+00:00", Name: "Deleted", JobOrder: "JO-2024-018", Probability: 50,
			UpdatedAt: "2024-07-01T09:00:00+00:00", DeletedAt: "2024-07-01T09:00:00+00:00",
		},
	}
}

func seedContacts() []Contact {
	return []Contact{
		{ID: 5, CreatedAt: "2024-01-02T09:00:00+00:00", Email: "billing@orchards.example", Alias: "Orchards, billing"},
		{ID: 6, CreatedAt: "2024-01-03T09:00:00+00:00", UpdatedAt: "2024-05-01T09:00:00+00:00", Email: "accounts@farms.example", Alias: "Farms, accounts"},
	}
}
