package acceptance_test

import "testing"

func TestTmp(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(values{"fixed_cost": `"1234.5"`, "description": `"March"`, "number": `"U-1"`, "display_date": `"20260131"`}))
	t.Log(w.apply())
	w.configure(site.config(invoice(values{"fixed_cost": `"1234.5"`, "description": `"April"`, "number": `"U-1"`, "display_date": `"20260131"`})))
	t.Log(w.apply())
}
