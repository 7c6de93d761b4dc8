package protocol_test

import "github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"

type sandboxInvoice = teamwork.Invoice

// changeInvoice changes an invoice in the site's own screens.
func changeInvoice(c *core, id int, change func(*sandboxInvoice)) {
	c.t.Helper()
	if !c.Teamwork().UpdateInvoice(id, change) {
		c.t.Fatalf("there is no invoice %d", id)
	}
}

// teamworkEditions returns the known response formats of a site.
func teamworkEditions() map[string]teamwork.Shapes {
	return map[string]teamwork.Shapes{
		"2025":          {Edition: teamwork.Edition2025},
		"2015":          {Edition: teamwork.Edition2015},
		"money as sent": {MoneyAsSent: true},
	}
}
