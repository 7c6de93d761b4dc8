package company

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// lists is a service that has count invoices and returns at most limit of them
// on a page, regardless of the request.
type lists struct {
	count, limit int
	requests     atomic.Int64
}

func (l *lists) RoundTrip(request *http.Request) (*http.Response, error) {
	l.requests.Add(1)
	offset, err := strconv.Atoi(request.URL.Query().Get("offset"))
	var page []string
	for id := offset + 1; id <= min(offset+l.limit, l.count); id++ {
		page = append(page, fmt.Sprintf(`{"id":%d,"project_id":12}`, id))
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: request,
		Body: io.NopCloser(strings.NewReader("[" + strings.Join(page, ",") + "]")),
	}, err
}

func TestInvoices_readsTheWholeList(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ count, limit, requests int }{
		{0, 100, 1}, {12, 100, 1}, {50, 100, 2}, {100, 100, 2}, {250, 100, 3}, // in full pages, except that 50 could have been cut
		{120, 50, 3}, {100, 50, 3}, {80, 25, 4}, // a smaller limit than the requested one
	} {
		t.Run(fmt.Sprint(test.count, " by ", test.limit), func(t *testing.T) {
			t.Parallel()
			service := &lists{count: test.count, limit: test.limit}
			company := New(api.New(transport.Options{
				System: Title, BaseURL: &url.URL{Scheme: "https", Host: "api.wethod.com"}, Network: service,
			}, api.Access{Company: "acme", Token: "t", Version: DefaultAPIVersion}), 0, reads.Auto)
			found, err := company.Invoices(t.Context(), 12, 0)
			if got := int(service.requests.Load()); err != nil || len(found.Records) != test.count || got != test.requests {
				t.Errorf("%d invoices from %d requests, want %d from %d; %v", len(found.Records), got, test.count, test.requests, err)
			}
		})
	}
}
