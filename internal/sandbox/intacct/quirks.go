package intacct

import "github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"

// SetValues makes the company change the values that clients write from now on. Draws start anew with the seed of values.
// With Round, every percentage may have more than two decimals and is rounded, whatever the share. It panics on values
// that their Validate refuses.
func (c *Company) SetValues(values quirks.Values) {
	changer := quirks.NewChanger(values)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values = changer
}

// SetSoftDelete says whether templates that clients delete are kept from now on: they are read with the status
// StatusDeleted, alone, in lists and in queries, and cannot be changed any more. Their names are free again. Deleting one
// again succeeds.
func (c *Company) SetSoftDelete(keep bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.softDelete = keep
}
