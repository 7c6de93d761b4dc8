package acceptance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// billsWith matches the create of the invoice with a number.
func billsWith(number string, fault sandbox.Fault) sandbox.Rule {
	return sandbox.Rule{
		System: "wethod", Method: http.MethodPost, Path: wethod.PathInvoices, Fault: fault,
		When: func(request sandbox.Request) bool { return strings.Contains(request.Body, `"`+number+`"`) },
	}
}

// count returns how many invoices with a number the company has; "" means
// without a number.
func (c *company) count(number string) int {
	count := 0
	for _, invoice := range c.Wethod().Invoices() {
		if invoice.InvoiceNumber != nil && *invoice.InvoiceNumber == number || number == "" && invoice.InvoiceNumber == nil {
			count++
		}
	}
	return count
}

func TestWethodInvoice_existingNumberIsRefused(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t, bill(values{"invoice_number": `"INV-2024-001"`}))
	w.mustSay(w.fails("apply", "-auto-approve"), "The invoice already exists", "with billing_wethod_invoice.test",
		`Project 12 already has an invoice with number "INV-2024-001"`, "terraform import billing_wethod_invoice.NAME 41")
	company.mustHaveWritten(t)
	w.configure(company.config(bill(values{"invoice_number": `"INV-2024-001"`, "project_id": "14"}))) // an invoice of another project does not count
	w.apply()
	w.configure(company.config(bill(values{"invoice_number": `"INV-2024-001"`}))) // nor can it move there
	company.ResetRequests()
	w.mustSay(w.fails("apply", "-auto-approve"), "The number is already taken", "(ID 41)")
	company.mustHaveWritten(t)
	w.plansSomething()
}

// plansSomething checks that the plan has changes.
func (w *workspace) plansSomething() {
	w.t.Helper()
	if _, err := w.try("plan", "-detailed-exitcode"); err == nil {
		w.t.Error("the plan is empty")
	}
}

func TestWethodInvoice_twoWithOneNumberInOneApply(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t, block(`resource "billing_wethod_invoice" "test"`, values{
		"count": "8", "project_id": "12", "value": "100 + count.index", "issue_date": `"2026-03-31"`, "invoice_number": `"W-1"`,
	}))
	w.mustSay(w.fails("apply", "-auto-approve"), `Another resource of this configuration has the number "W-1" in project 12`)
	if found := company.count("W-1"); found != 1 {
		t.Errorf("%d invoices have the number", found)
	}
}

// Numbers can be swapped, and a new invoice can get the number of a deleted
// one.
func TestWethodInvoice_numbersChangeHands(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	two := func(first, second string) string {
		return company.config(billNamed("a", values{"invoice_number": quote(first)}), billNamed("b", values{"invoice_number": quote(second)}))
	}
	w := newWorkspace(t)
	w.configure(two("W-1", "W-2"))
	w.apply()
	w.configure(two("W-2", "W-1"))
	w.apply()
	w.plansNothing()
	w.configure(company.config(billNamed("a", values{"invoice_number": `"W-3"`}), billNamed("c", values{"invoice_number": `"W-2"`})))
	w.apply()
	w.plansNothing()
	for number, want := range map[string]int{"W-1": 0, "W-2": 1, "W-3": 1} {
		if got := company.count(number); got != want {
			t.Errorf("%d invoices have the number %s, want %d", got, number, want)
		}
	}
	w.configure(company.config(billNamed("a", values{"invoice_number": `"W-2"`}), billNamed("c", values{"invoice_number": `"W-2"`})))
	w.mustSay(w.fails("plan"), "Two invoices with the same number")

	// Two invoices that already share a number can both be managed.
	for _, invoice := range company.Wethod().Invoices() {
		if invoice.InvoiceNumber != nil && *invoice.InvoiceNumber == "W-3" {
			company.Wethod().UpdateInvoice(invoice.ID, func(i *wethod.Invoice) { i.InvoiceNumber = new("W-2") })
		}
	}
	w.plansNothing()
}

// After a lost response, the invoice is adopted by its number, or the create is
// sent again if it did not arrive.
func TestWethodInvoice_createWhoseAnswerIsLost(t *testing.T) {
	faults := map[string]struct {
		fault sandbox.Fault
		posts int
	}{
		"cut after effect":   {sandbox.Cut().After(), 1},
		"500 after effect":   {sandbox.ErrorStatus(500).After(), 1},
		"HTML after effect":  {sandbox.HTMLPage().After(), 1},
		"HTML before effect": {sandbox.HTMLPage(), 2},
		"empty after effect": {sandbox.Reply(201, nil, "").After(), 1},
		"without an id":      {sandbox.Reply(201, nil, `{"status":"draft"}`).After(), 1},
		"truncated":          {sandbox.Truncate(), 1},
		"half of the JSON":   {sandbox.Reply(201, nil, `{"id":1`).After(), 1},
		"cut before effect":  {sandbox.Cut(), 2},
		"502 before effect":  {sandbox.ErrorStatus(502), 2},
		"too many, a second": {sandbox.RateLimited(sandbox.RetryAfterSeconds, 1), 2},
	}
	for _, shapes := range []wethod.Shapes{{}, {ListsByID: true, OneOfEachNumber: true}} {
		t.Run(fmt.Sprint(shapes.ListsByID), func(t *testing.T) {
			company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Shapes: shapes}})
			var blocks []string
			for number, test := range faults {
				blocks = append(blocks, billNamed("n"+fmt.Sprint(len(blocks)), values{"invoice_number": quote(number)}))
				company.Script(billsWith(number, test.fault))
			}
			w := company.workspace(t, blocks...)
			w.apply()
			for number, test := range faults {
				posts := 0
				for _, request := range company.Requests() {
					if request.Method == http.MethodPost && strings.Contains(request.Body, quote(number)) {
						posts++
					}
				}
				if found := company.count(number); found != 1 || posts != test.posts {
					t.Errorf("%s: %d invoices from %d requests, want 1 from %d", number, found, posts, test.posts)
				}
			}
			w.plansNothing()
		})
	}
}

// A success that cannot be read means that the create is done, and a gateway
// that stops waiting means that it may still take effect: if nothing is found,
// it is not sent again.
func TestWethodInvoice_createThatMayAppearLater(t *testing.T) {
	for name, test := range map[string]struct {
		fault sandbox.Fault
		says  string
	}{
		"an empty response": {sandbox.Reply(201, nil, ""), "has likely created the invoice, but it is not in the list"},
		"a gateway timeout": {sandbox.ErrorStatus(504), "may still be carrying out the request"},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{})
			company.Script(billsWith("W-1", test.fault))
			w := company.workspace(t, bill(nil))
			w.mustSay(w.fails("apply", "-auto-approve"), test.says, `No invoice with number "W-1" was found in project 12`, "The request was not sent again",
				"Check the project's invoices in Wethod", "terraform import billing_wethod_invoice.NAME ID", "Otherwise, apply again")
			if posts := company.Stats().Count("wethod", http.MethodPost, wethod.PathInvoices); posts != 1 {
				t.Errorf("%d creates were sent", posts)
			}
			w.apply()
			w.plansNothing()
		})
	}
}

// How the lookup works: it reads recent changes, and then the whole project,
// several times before anything is sent again.
func TestWethodInvoice_requestsOfALookUp(t *testing.T) {
	company := newCompanyOnThatDay(t, wethod.Shapes{})
	company.Script(billsWith("W-1", sandbox.Cut()))
	w := company.workspace(t, bill(nil))
	w.apply()
	requests := company.requests()
	since := ""
	for i, request := range requests {
		if before, after, found := strings.Cut(request, "&updated_at=gt%3A"); found {
			since, requests[i] = after, before+"&updated_at=gt%3A..."
		}
	}
	want := []string{billList, billCreate, billList + "&updated_at=gt%3A...", billList, billList, billList, billCreate, billRead}
	if strings.Join(requests, "\n") != strings.Join(want, "\n") {
		t.Errorf("requests are\n%s, want\n%s", strings.Join(requests, "\n"), strings.Join(want, "\n"))
	}
	moment, err := time.Parse(time.RFC3339, strings.ReplaceAll(since, "%3A", ":"))
	if ago := time.Since(moment); err != nil || ago < 15*time.Minute || ago > 17*time.Minute {
		t.Errorf("asked for what changed after %s: %v", since, err)
	}
}

// Even if the company's clock is wrong, nothing is created twice: what the
// clock hides is found in the whole project, and named.
func TestWethodInvoice_lostAnswerAndAWrongClock(t *testing.T) {
	for name, offset := range map[string]time.Duration{"slow": -24 * time.Hour, "fast": 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Now: func() time.Time { return time.Now().Add(offset) }}})
			company.Script(billsWith("W-1", sandbox.Cut().After()))
			w := company.workspace(t, bill(nil))
			output, err := w.try("apply", "-auto-approve")
			if name == "slow" {
				w.mustSay(output, "did not exist before the request: ID 101", "terraform import billing_wethod_invoice.NAME 101")
			} else if err != nil {
				t.Error(err)
			}
			if found := company.count("W-1"); found != 1 {
				t.Errorf("%d invoices have the number", found)
			}
		})
	}
}

// A number that Wethod refuses as taken names what to do.
func TestWethodInvoice_numberThatIsRefusedAsTaken(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	company.Script(billsWith("W-1", sandbox.Reply(409, nil, `{"key":"conflict","message":"The invoice number is taken"}`)))
	w := company.workspace(t, bill(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), "could not create the invoice", "invoice_number = ", "409 Conflict: The invoice number is taken",
		"change invoice_number, or import", "terraform import billing_wethod_invoice.NAME ID")
}

// Without a number, nothing is adopted: the error lists the candidates.
func TestWethodInvoice_lostAnswerWithoutANumber(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	company.Script(sandbox.Rule{Method: http.MethodPost, Path: wethod.PathInvoices, Fault: sandbox.Cut().After()})
	w := company.workspace(t, bill(values{"invoice_number": ""}))
	before := company.count("")
	w.mustSay(w.fails("apply", "-auto-approve"), "No response from Wethod to POST /api/invoices", "Without an invoice_number, nothing proves",
		"These drafts of project 12 have the same value and date: ID 101", "terraform import billing_wethod_invoice.NAME 101")
	w.run("import", billAddress, "101")
	w.apply()
	w.plansNothing()
	if found := company.count("") - before; found != 1 {
		t.Errorf("%d invoices were made", found)
	}
	company.Script(sandbox.Rule{Method: http.MethodPost, Path: wethod.PathInvoices, Fault: sandbox.Cut()})
	w.configure(company.config(bill(values{"invoice_number": ""}), billNamed("other", values{"invoice_number": "", "value": "5"})))
	company.ResetRequests()
	w.mustSay(w.fails("apply", "-auto-approve"), "No matching invoice was found in project 12", "apply again")
	company.mustHaveWritten(t, `POST /api/invoices {"project_id":12,"value":5,"issue_date":"2026-03-31"}`)
}

// Invoices that others create at the same time are neither adopted nor deleted.
func TestWethodInvoice_lostAnswerAmongStrangers(t *testing.T) {
	stranger := func(change func(*wethod.Invoice)) func(*company) {
		return func(c *company) {
			invoice := wethod.Invoice{ProjectID: 12, InvoiceNumber: new("W-1"), Value: "1200.5", IssueDate: "2026-03-31"}
			change(&invoice)
			c.Wethod().AddInvoice(invoice)
		}
	}
	for name, test := range map[string]struct {
		others []func(*company)
		fault  sandbox.Fault
		says   []string // empty means success
		posts  int
	}{
		"the same number, another value": {
			[]func(*company){stranger(func(i *wethod.Invoice) { i.Value = "7" })}, sandbox.Cut(),
			[]string{"did not exist before the request: ID 101", "NAME 101"}, 1,
		},
		"the same in everything, from long ago": {
			[]func(*company){stranger(func(i *wethod.Invoice) { i.CreatedAt = "2026-01-01T00:00:00Z" })}, sandbox.Cut(),
			[]string{"did not exist before the request: ID 101", "NAME 101"}, 1,
		},
		"the same, and sent": {
			[]func(*company){stranger(func(i *wethod.Invoice) { i.Status = "sent" })}, sandbox.Cut(),
			[]string{"did not exist before the request: ID 101", "NAME 101"}, 1,
		},
		"the same twice": {
			[]func(*company){stranger(func(*wethod.Invoice) {})}, sandbox.Cut().After(),
			[]string{"did not exist before the request: ID 101", "ID 102", "NAME 101", "NAME 102"}, 1,
		},
		"the same but for the number": {
			[]func(*company){stranger(func(i *wethod.Invoice) { i.InvoiceNumber = new("X-1") })}, sandbox.Cut(),
			[]string{"has invoices that did not exist before", `ID 101, number "X-1"`, "NAME 101"}, 1,
		},
		"others": {
			[]func(*company){stranger(func(i *wethod.Invoice) { i.InvoiceNumber, i.Value = new("X-1"), "7" })}, sandbox.Cut(), nil, 2,
		},
		"others, and it arrived": {
			[]func(*company){stranger(func(i *wethod.Invoice) { i.InvoiceNumber, i.Value = new("X-1"), "7" })}, sandbox.Cut().After(), nil, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{})
			company.Script(billsWith("W-1", test.fault))
			company.OnRequest(func(request sandbox.Request) {
				if request.Method == http.MethodPost {
					company.OnRequest(nil)
					for _, add := range test.others {
						add(company)
					}
				}
			})
			w := company.workspace(t, bill(nil))
			output, err := w.try("apply", "-auto-approve")
			if len(test.says) > 0 {
				w.mustSay(output, test.says...)
			} else if err != nil {
				t.Error(err)
			}
			if posts := company.Stats().Count("wethod", http.MethodPost, wethod.PathInvoices); posts != test.posts {
				t.Errorf("%d creates were sent, want %d", posts, test.posts)
			}
		})
	}
}

// If a user cannot see the invoices of a project, the provider cannot tell that a create did not arrive.
func TestWethodInvoice_lostAnswerThatNobodyMaySee(t *testing.T) {
	company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Permissions: wethod.Without(wethod.ViewOther)}})
	company.Script(billsWith("W-1", sandbox.Cut().After()))
	w := company.workspace(t, bill(values{"project_id": "14"}))
	w.mustSay(w.fails("apply", "-auto-approve"), "It is not known whether the invoice was created", "invoices.view_other", "The request was not sent again")
	if found := company.count("W-1"); found != 1 {
		t.Errorf("%d invoices have the number", found)
	}
}

func TestWethodInvoice_lostAnswerThatCannotBeLookedUp(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	company.Script(
		billsWith("W-1", sandbox.Cut().After()),
		sandbox.Rule{Method: http.MethodGet, Path: wethod.PathInvoices, Skip: 1, Times: 2, Fault: sandbox.ErrorStatus(503)},
	)
	w := company.workspace(t, bill(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), "No response from Wethod to POST", "could not look up", "503")
	w.mustSay(w.fails("apply", "-auto-approve"), "The invoice already exists", "NAME 101")
	w.run("import", billAddress, "101")
	w.apply()
	w.plansNothing()
}

// Changes that a system makes to values do not hide a lost create.
func TestWethodInvoice_lostAnswerAndChangedValues(t *testing.T) {
	company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Shapes: wethod.Shapes{
		Values: quirks.Values{Trim: true, Escape: true, Round: true, Recase: true},
	}}})
	company.Script(sandbox.Rule{Method: http.MethodPost, Path: wethod.PathInvoices, Fault: sandbox.Cut().After()})
	w := company.workspace(t, bill(values{"invoice_number": `"r&d-1"`, "value": `"10.005"`}))
	w.apply()
	if found := company.count("R&amp;D-1"); found != 1 || len(company.Wethod().Invoices()) != 13 {
		t.Errorf("%d invoices have the number", found)
	}
}

// A create that was confirmed is not lost if a later read fails, or returns an
// ID that is not the invoice's own.
func TestWethodInvoice_createdAndNotReadBack(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	company.Script(sandbox.Rule{Method: http.MethodGet, Path: wethod.PathInvoice, Times: 2, Fault: sandbox.ErrorStatus(500)})
	w := company.workspace(t, bill(nil))
	w.mustSay(w.apply(), "created invoice 101, but could not read it", "500 Internal Server Error")
	w.plansNothing()
	company.Script(sandbox.Rule{Method: http.MethodPost, Fault: sandbox.Reply(201, nil, `{"id":41,"status":"draft"}`)})
	w.configure(company.config(bill(nil), billNamed("other", values{"invoice_number": `"W-2"`})))
	w.mustSay(w.fails("apply", "-auto-approve"), "the ID of an invoice that existed before: ID 41", "not known which invoice was created", "NAME ID")
}

// A tainted invoice that was never read is recognized by the created_at of the
// response to its create.
func TestWethodInvoice_createdAndTainted(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	company.Script(sandbox.Rule{Path: wethod.PathSetPaid, Times: sandbox.Always, Fault: sandbox.ErrorStatus(500)})
	w := company.workspace(t, bill(values{"paid": "true"}))
	w.mustSay(w.fails("apply", "-auto-approve"), "created invoice 101, but could not complete it")
	w.holds(map[string]any{"id": "101", "created_at": company.invoice(t, billID).CreatedAt})
	company.Wethod().UpdateInvoice(billID, func(i *wethod.Invoice) { i.CreatedAt = "2020-01-01T00:00:00Z" }) // another invoice
	w.mustSay(w.fails("destroy", "-auto-approve"), "is a different record", "created_at")
	company.invoice(t, billID)
}

// Refusals point at the attributes that they concern.
func TestWethodInvoice_refusals(t *testing.T) {
	for name, test := range map[string]struct {
		shapes  wethod.Shapes
		changes values
		says    []string
	}{
		"unknown project":       {wethod.Shapes{}, values{"project_id": "99"}, []string{"could not create the invoice", "project_id = 99", "is not the id of a project"}},
		"no job order":          {wethod.Shapes{}, values{"project_id": "16"}, []string{"project_id = 16", "needs a job order and a budget"}},
		"no job order, as 412":  {wethod.Shapes{NotBillableIs412: true}, values{"project_id": "16"}, []string{"project_id = 16", "412 Precondition Failed", "Wethod-Company", "needs a project that has a job order and a budget"}},
		"without a budget, too": {wethod.Shapes{}, values{"project_id": "17"}, []string{"project_id = 17", "needs a job order and a budget"}},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Shapes: test.shapes}})
			w := company.workspace(t, bill(test.changes))
			w.mustSay(w.fails("apply", "-auto-approve"), test.says...)
			if found := len(company.Wethod().Invoices()); found != 12 {
				t.Errorf("the company has %d invoices", found)
			}
		})
	}
}

// Another user may take the number after the provider has listed the project.
func TestWethodInvoice_numberTakenInTheMeantime(t *testing.T) {
	company := newCompany(t, sandbox.Options{Wethod: wethod.Options{Shapes: wethod.Shapes{OneOfEachNumber: true}}})
	w := company.workspace(t, bill(nil))
	company.OnRequest(func(request sandbox.Request) {
		if request.Method == http.MethodPost {
			number := "W-1"
			company.Wethod().UpdateInvoice(42, func(i *wethod.Invoice) { i.InvoiceNumber = &number })
		}
	})
	w.mustSay(w.fails("apply", "-auto-approve"), "invoice_number = ", "already used")
	if count := company.count("W-1"); count != 1 {
		t.Errorf("%d invoices have the number", count)
	}
}
