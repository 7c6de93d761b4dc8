package api_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestAddLineItems_sendsOneRequest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		timeLogs, expenses []int64
		totals             map[int64]string
		want               []string
	}{
		"as the official samples": {
			timeLogs: []int64{111, 222}, totals: map[int64]string{111: "200", 222: "75"},
			want: []string{`{"lineitems":{"add":{"timelogs":"111,222"},"timelogTotals":{"111":200,"222":75}}}`},
		},
		"without totals": {
			timeLogs: []int64{111}, totals: map[int64]string{},
			want: []string{`{"lineitems":{"add":{"timelogs":"111"}}}`},
		},
		"expenses": {expenses: []int64{36, 37}, want: []string{`{"lineitems":{"add":{"expenses":"36,37"}}}`}},
		"both": {
			timeLogs: []int64{9007199254740993}, expenses: []int64{36}, totals: map[int64]string{9007199254740993: "9007199254740993.10"},
			want: []string{
				`{"lineitems":{"add":{"timelogs":"9007199254740993","expenses":"36"},"timelogTotals":{"9007199254740993":9007199254740993.10}}}`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, says(`{"STATUS":"OK"}`))
			if err := client.AddLineItems(t.Context(), "4/9", api.LineItems{TimeLogIDs: test.timeLogs, ExpenseIDs: test.expenses, Totals: test.totals}); err != nil {
				t.Fatal(err)
			}
			var bodies []string
			for _, request := range far.seen() {
				if request.method != http.MethodPut || request.path != "/invoices/4%2F9/lineitems.json" {
					t.Errorf("sent %s %s", request.method, request.path)
				}
				bodies = append(bodies, request.body)
			}
			if diff := cmp.Diff(test.want, bodies); diff != "" {
				t.Errorf("bodies differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddLineItems_stopsAtAFailure(t *testing.T) {
	t.Parallel()
	client, far := newClient(t, always(answer{status: 422, body: `{"STATUS":"Error","MESSAGE":"time log 4711 is unknown"}`}))
	err := client.AddLineItems(t.Context(), "49", api.LineItems{TimeLogIDs: []int64{4711}, ExpenseIDs: []int64{36}})
	if !transport.IsRejected(err) || transport.MayHaveTakenEffect(err) {
		t.Errorf("error %v", err)
	}
	far.only(t)
}

func TestAddLineItems_refusesATotalThatIsNoNumber(t *testing.T) {
	t.Parallel()
	client, far := newClient(t, says(`{}`))
	if err := client.AddLineItems(t.Context(), "49", api.LineItems{TimeLogIDs: []int64{111}, Totals: map[int64]string{111: "much"}}); err == nil {
		t.Error("no error")
	}
	if sent := far.seen(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// It may bill an entry twice, so unlike any other PUT, it is not retried.
func TestAddLineItems_isNotRepeatedBlindly(t *testing.T) {
	t.Parallel()
	for name, given := range map[string]answer{
		"500": {status: 500}, "no answer": {err: errors.New("connection reset by peer")}, "not understood": {body: `<html>`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			far := &site{respond: always(given)}
			base, err := url.Parse("https://acme.teamwork.com")
			if err != nil {
				t.Fatal(err)
			}
			client := api.New(transport.Options{System: "Teamwork", BaseURL: base, Network: far, MaxRetries: 3}, api.Credential{APIKey: testKey})
			err = client.AddLineItems(t.Context(), "49", api.LineItems{TimeLogIDs: []int64{111}})
			if !transport.MayHaveTakenEffect(err) {
				t.Errorf("error %v", err)
			}
			far.only(t)
		})
	}
}
