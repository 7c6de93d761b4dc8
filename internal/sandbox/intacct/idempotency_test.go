package intacct_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

const (
	idempotencyKey = "Idempotency-Key"
	cachedDate     = "x-ia-idempotency-cached-date"
	newTemplate    = `{"name":"A","description":"A"}`
)

// under sends a request with an idempotency key.
func under(company *intacct.Company, key, method, path, body string) answer {
	return sendWith(company, method, path, body, as(idempotencyKey, key))
}

func TestIdempotency_repeatsTheAnswer(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, path, body string
		status             int
	}{
		"of a create":             {"POST", templates, newTemplate, 201},
		"of an update":            {"PATCH", pathOf("15"), `{"milestones":[{"percentCompleted":"5"}]}`, 200},
		"of a refused payload":    {"POST", templates, `{"name":"A"}`, 400},
		"of a name that is taken": {"POST", templates, exampleCreate, 409},
		"of a missing template":   {"PATCH", pathOf("99"), `{"description":"A"}`, 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := at(testNow)
			company := newCompany(intacct.Options{Now: func() time.Time { return now }})
			first := under(company, "k1", test.method, test.path, test.body)
			first.mustHave(t, test.status)
			if first.header.Get(cachedDate) != "" {
				t.Error("the first answer says that it was kept")
			}
			before := company.BillingTemplates()
			now = now.Add(48 * time.Hour)
			again := under(company, "k1", test.method, test.path, test.body)
			again.mustHave(t, test.status)
			if again.body != first.body || again.header.Get(idempotencyKey) != "k1" || again.header.Get(cachedDate) != testNow {
				t.Errorf("the repetition is %v %s, after %s", again.header, again.body, first.body)
			}
			if !equal(before, company.BillingTemplates()) {
				t.Error("the repetition changed something")
			}
		})
	}
}

func TestIdempotency_keepsAFailureThatIsNoneAnyMore(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	under(company, "k1", http.MethodPost, templates, exampleCreate).mustHave(t, http.StatusConflict)
	company.DeleteTemplate("15")
	under(company, "k1", http.MethodPost, templates, exampleCreate).mustHave(t, http.StatusConflict)
	under(company, "k2", http.MethodPost, templates, exampleCreate).mustHave(t, http.StatusCreated)
}

func TestIdempotency_refusesAnotherRequest(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	under(company, "k1", http.MethodPost, templates, newTemplate).mustHave(t, http.StatusCreated)
	under(company, "k1", http.MethodPost, templates, strings.Replace(newTemplate, "A", "B", 1)).mustHave(t, http.StatusConflict)
	under(company, "k1", http.MethodPatch, pathOf("15"), `{"description":"B"}`).mustHave(t, http.StatusConflict)
	if got := len(company.BillingTemplates()); got != 5 {
		t.Errorf("there are %d templates", got)
	}
}

func TestIdempotency_ofOldKeys(t *testing.T) {
	t.Parallel()
	now := at(testNow)
	company := newCompany(intacct.Options{Now: func() time.Time { return now }})
	under(company, "k1", http.MethodPost, templates, newTemplate).mustHave(t, http.StatusCreated)
	now = now.Add(48*time.Hour + time.Second)
	conflict := under(company, "k1", http.MethodPost, templates, newTemplate)
	conflict.mustHave(t, http.StatusConflict)
	if conflict.header.Get(cachedDate) != "" {
		t.Error("the refusal looks like a repetition")
	}
	company.DeleteTemplate("16")
	now = at(testNow).Add(60*24*time.Hour + time.Second)
	under(company, "k1", http.MethodPost, templates, newTemplate).mustHave(t, http.StatusCreated)
}

func TestIdempotency_lengthOfKeys(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	under(company, strings.Repeat("k", 256), http.MethodPost, templates, newTemplate).mustHave(t, http.StatusCreated)
	under(company, strings.Repeat("k", 257), http.MethodPatch, pathOf("15"), `{}`).mustHave(t, http.StatusBadRequest)
}

func TestIdempotency_isForWritesOnly(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	under(company, "k1", http.MethodPost, templates, newTemplate).mustHave(t, http.StatusCreated)
	under(company, "k1", http.MethodGet, pathOf("16"), "").mustHave(t, http.StatusOK)
	for _, field := range []string{"key", "name"} {
		query := `{"object":"projects/project-billing-template","fields":["` + field + `"]}`
		got := under(company, "k1", http.MethodPost, intacct.PathQuery, query)
		got.mustHave(t, http.StatusOK)
		if got.header.Get(cachedDate) != "" {
			t.Error("a query was repeated")
		}
	}
	under(company, "k1", http.MethodDelete, pathOf("16"), "").mustHave(t, http.StatusNoContent)
	under(company, "k1", http.MethodDelete, pathOf("16"), "").mustHave(t, http.StatusNotFound)
}

// While the screens lock the records, one of two requests holds the key and waits, and the other is refused.
func TestIdempotency_refusesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	statuses := make(chan int, 2)
	company.UpdateTemplate("12", func(*intacct.Template) {
		for range 2 {
			go func() { statuses <- under(company, "k1", http.MethodPost, templates, newTemplate).status }()
		}
		if got := <-statuses; got != http.StatusConflict {
			t.Errorf("the second request is answered %d", got)
		}
	})
	if got := <-statuses; got != http.StatusCreated {
		t.Errorf("the first request is answered %d", got)
	}
}

func TestIdempotency_keepsAFailureThatCameAfterwards(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	attended := func(told int, key string) answer {
		body := `{"name":"` + key + `","description":"A"}`
		request := newRequest(http.MethodPost, templates, body, as(idempotencyKey, key))
		ctx, end := company.Attend(t.Context(), request)
		got := serve(company, request.WithContext(ctx))
		end(told, http.Header{"X-Told": {"afterwards"}}, "{}")
		return got
	}
	tests := map[string]struct{ told, repeated int }{
		"failed":  {500, 500},
		"proxy":   {502, 502},
		"lost":    {0, 201},
		"limited": {429, 201},
		"good":    {201, 201},
	}
	for key, test := range tests {
		attended(test.told, key).mustHave(t, http.StatusCreated)
		for _, told := range []int{503, 0} { // the result of a retry changes nothing
			attended(told, key).mustHave(t, test.repeated)
		}
	}
}
