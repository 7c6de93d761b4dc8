package intacct_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestMaxConcurrent_refusesWhatComesWhileAsManyAreThere(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{MaxConcurrent: 2, RetryAfter: 1500 * time.Millisecond})
	arrive := func() (*http.Request, func(int, http.Header, string)) {
		request := newRequest(http.MethodGet, templates, "", nil)
		ctx, end := company.Attend(t.Context(), request)
		return request.WithContext(ctx), end
	}
	first, endFirst := arrive()
	second, endSecond := arrive()
	third, endThird := arrive()

	refused := serve(company, third)
	refused.mustBe(t, http.StatusTooManyRequests,
		`{"ia::error": {"code": "GW-0010", "message": "API rate limit exceeded", "details": {"requestId": ""}}}`)
	want := map[string]string{"X-IA-Throttle-Limit": "2", "X-IA-Throttle-Remaining": "0", "X-IA-Throttle-Retry-After": "2"}
	for name, value := range want {
		if got := refused.header.Get(name); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	send(company, http.MethodGet, templates, "").mustHave(t, http.StatusTooManyRequests)
	endThird(http.StatusTooManyRequests, nil, "") // was never counted
	serve(company, first).mustHave(t, http.StatusOK)
	endFirst(http.StatusOK, nil, "")
	got := serve(company, second)
	got.mustHave(t, http.StatusOK)
	if got.header.Get("X-IA-Throttle-Remaining") != "1" || got.header.Get("X-IA-Throttle-Retry-After") != "" {
		t.Errorf("headers %v", got.header)
	}
	send(company, http.MethodGet, templates, "").mustHave(t, http.StatusOK)
	endSecond(http.StatusOK, nil, "")
}

func TestMaxConcurrent_doesNotCountRequestsForTokens(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{MaxConcurrent: 1})
	_, end := company.Attend(t.Context(), newRequest(http.MethodGet, templates, "", nil))
	defer end(0, nil, "")
	ask(company, intacct.PathToken, formGrant).mustHave(t, http.StatusOK)
}

func TestMaxConcurrent_refusalIsNotKeptForRepetitions(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{MaxConcurrent: 1})
	_, end := company.Attend(t.Context(), newRequest(http.MethodGet, templates, "", nil))
	under(company, "k1", http.MethodPost, templates, newTemplate).mustHave(t, http.StatusTooManyRequests)
	end(0, nil, "")
	under(company, "k1", http.MethodPost, templates, newTemplate).mustHave(t, http.StatusCreated)
}

func TestMaxConcurrent_isNotMentionedWithoutALimit(t *testing.T) {
	t.Parallel()
	for name := range send(newCompany(intacct.Options{}), http.MethodGet, templates, "").header {
		if strings.Contains(name, "Throttle") {
			t.Errorf("there is a header %s", name)
		}
	}
}
