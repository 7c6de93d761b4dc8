package intacct

import "github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"

// SetValues makes the company change the values that clients write from now on. Random draws restart with the seed of
// values. With Round, the company accepts percentages with more than two decimals and rounds them, regardless of the
// share. SetValues panics on values that Validate refuses.
func (c *Company) SetValues(values quirks.Values) {
	changer := quirks.NewChanger(values)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values = changer
}

// SetSoftDelete sets whether the company keeps templates that clients delete from now on. Reads, lists, and queries
// return them with the status StatusDeleted, and clients cannot change them anymore. Their names are free again. Deleting
// one again succeeds.
func (c *Company) SetSoftDelete(keep bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.softDelete = keep
}
