package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const projectID = 1149

// wire is a site with time entries, unbilled up to a certain number. It returns pages
// of the unbilled ones, and single entries.
type wire struct {
	onPage, unbilled, last int

	mu    sync.Mutex
	asked []string
}

func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	header := http.Header{"Content-Type": {"application/json"}}
	status, body := http.StatusOK, any(nil)
	switch {
	case strings.HasSuffix(request.URL.Path, "/time_entries.json"):
		page, _ := strconv.Atoi(request.URL.Query().Get("page"))
		w.asked = append(w.asked, fmt.Sprint("page ", page))
		entries := []map[string]string{}
		for id := (page-1)*w.onPage + 1; id <= min(page*w.onPage, w.unbilled); id++ {
			entries = append(entries, w.entry(id))
		}
		header.Set("X-Page", strconv.Itoa(page))
		header.Set("X-Pages", strconv.Itoa((w.unbilled+w.onPage-1)/w.onPage))
		body = map[string]any{"time-entries": entries}
	case strings.HasPrefix(request.URL.Path, "/time_entries/"):
		id, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(request.URL.Path, "/time_entries/"), ".json"))
		w.asked = append(w.asked, fmt.Sprint("entry ", id))
		status, body = http.StatusNotFound, map[string]string{"MESSAGE": "none"}
		if id <= w.last {
			status, body = http.StatusOK, map[string]any{"time-entry": w.entry(id)}
		}
	default:
		w.asked = append(w.asked, "invoices")
		header.Set("X-Pages", "1")
		body = map[string]any{"invoices": []map[string]string{{"id": "52", "number": "OTHER"}}}
	}
	text, err := json.Marshal(body)
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(string(text))), Request: request}, err
}

func (w *wire) entry(id int) map[string]string {
	entry := map[string]string{"id": strconv.Itoa(id), "project-id": "1149", "isbilled": "0"}
	if id > w.unbilled {
		entry["isbilled"], entry["invoiceNo"] = "1", "OTHER"
	}
	return entry
}

func (w *wire) site() *Site {
	client := api.New(transport.Options{
		System: "Teamwork", BaseURL: &url.URL{Scheme: "https", Host: "acme.teamwork.com"}, Network: w,
	}, api.Credential{APIKey: "key"})
	return New(client, 0, reads.Auto)
}

func upTo(first, last int64) (ids []int64) {
	for id := first; id <= last; id++ {
		ids = append(ids, id)
	}
	return ids
}

// Checking many entries reads pages; checking a few of a long list reads single entries.
func TestEntries_requests(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		unbilled int
		ids      []int64
		want     string
	}{
		"one":                       {5000, []int64{4711}, "entry 4711"},
		"on the first page":         {5000, []int64{3, 5}, "page 1"},
		"few of a long list":        {5000, []int64{3, 4711, 4712}, "page 1, entry 4711, entry 4712"},
		"a page":                    {500, upTo(1, 500), "page 1"},
		"as many as there are":      {1000, upTo(1, 1000), "page 1, page 2"},
		"none that is unbilled":     {0, []int64{8, 9}, "page 1, entry 8, invoices"},
		"one that is not there":     {10, []int64{1, 9000}, "page 1, entry 9000"},
		"the first billed one ends": {10, upTo(1, 100), "page 1, entry 11, invoices"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			far := &wire{onPage: 500, unbilled: test.unbilled, last: 5000}
			_ = far.site().Entries.TimeLogs.Check(t.Context(), projectID, test.ids)
			if got := strings.Join(far.asked, ", "); got != test.want {
				t.Errorf("asked for %s, want %s", got, test.want)
			}
		})
	}
}

func TestEntries_errors(t *testing.T) {
	t.Parallel()
	far := &wire{onPage: 500, unbilled: 10, last: 20}
	logs := far.site().Entries.TimeLogs
	err := logs.Check(t.Context(), projectID, []int64{1, 15})
	if billed, is := errors.AsType[*BilledError](err); !is || billed.ID != 15 || billed.Invoice() != `invoice "OTHER" (ID 52)` {
		t.Errorf("error %v", err)
	}
	err = logs.Check(t.Context(), projectID, []int64{21})
	if strange, is := errors.AsType[*StrangeEntryError](err); !is || strange.Of != "" {
		t.Errorf("error %v", err)
	}
	err = logs.Check(t.Context(), 1150, []int64{2})
	if strange, is := errors.AsType[*StrangeEntryError](err); !is || strange.Of != "1149" {
		t.Errorf("error %v", err)
	}
}

// An entry that a plan has just checked is not read again. For a plan, neither is one
// that a list of this run has shown, but a change checks it again.
func TestEntries_checksOfPlans(t *testing.T) {
	t.Parallel()
	far := &wire{onPage: 500, unbilled: 10, last: 20}
	site := far.site()
	logs := site.Entries.TimeLogs
	if err := logs.CheckPlanned(t.Context(), projectID, []int64{1, 2}, nil); err != nil {
		t.Fatal(err)
	}
	if err := logs.Check(t.Context(), projectID, []int64{1, 2}); err != nil || len(far.asked) != 1 {
		t.Errorf("asked for %v, error %v", far.asked, err)
	}
	if _, err := site.TimeEntries(t.Context(), api.TimeEntryQuery{ProjectID: projectID}); err != nil {
		t.Fatal(err)
	}
	far.asked = nil
	if err := logs.CheckPlanned(t.Context(), projectID, []int64{3, 4}, nil); err != nil || len(far.asked) != 0 {
		t.Errorf("asked for %v, error %v", far.asked, err)
	}
	if err := logs.Check(t.Context(), projectID, []int64{3, 4}); err != nil || len(far.asked) != 1 {
		t.Errorf("asked for %v, error %v", far.asked, err)
	}
	far.asked = nil
	isOurs := func(billed *BilledError) bool { return billed.InvoiceNumber == "OTHER" }
	if err := logs.CheckPlanned(t.Context(), projectID, []int64{15}, isOurs); err != nil {
		t.Errorf("error %v", err)
	}
	if err := logs.Check(t.Context(), projectID, []int64{15}); err == nil {
		t.Error("an entry that is on another invoice passes")
	}
	logs.Free([]int64{16})
	if err := logs.CheckPlanned(t.Context(), projectID, []int64{16}, nil); err != nil {
		t.Errorf("error %v", err)
	}
}

func TestEntries_areOnOneInvoiceOfTheRun(t *testing.T) {
	t.Parallel()
	logs := (&wire{}).site().Entries.TimeLogs
	for i, step := range []struct {
		invoice string
		ids     []int64
		id      int64
		other   string
	}{{"A", upTo(1, 3), 0, ""}, {"A", upTo(1, 3), 0, ""}, {"B", upTo(3, 5), 3, "A"}, {"C", upTo(6, 7), 0, ""}} {
		if id, other := logs.Take(step.invoice, step.ids); id != step.id || other != step.other {
			t.Errorf("step %d: %d is on %q, want %d on %q", i, id, other, step.id, step.other)
		}
	}
}
