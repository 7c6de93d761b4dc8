package api

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const noTemplates = `{"ia::result":[],"ia::meta":{"totalCount":0,"start":1,"pageSize":100,"next":null,"previous":null}}`

func list(c *Client) error {
	_, err := c.QueryPage(context.Background(), Query{Object: templateObject})
	return err
}

func TestToken_isFetchedWithClientCredentialsInAForm(t *testing.T) {
	t.Parallel()
	c, far := answering(t, ok(noTemplates))
	check(t, list(c))

	fetch := far.tokenRequests[0]
	if fetch.Method != "POST" || fetch.Path != "/oauth2/token" {
		t.Errorf("sent %s %s", fetch.Method, fetch.Path)
	}
	if got := fetch.Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
		t.Errorf("Content-Type %q", got)
	}
	if fetch.Header.Get("Authorization") != "" || fetch.Header.Get("Accept") != "application/json" {
		t.Errorf("headers %v", fetch.Header)
	}
	if want := "client_id=app&client_secret=s3cr3t%2Fvalue&grant_type=client_credentials&username=ws%40acme%7CUS01"; fetch.Body != want {
		t.Errorf("body %q, want %q", fetch.Body, want)
	}
	if got := far.requests[0].Header.Get("Authorization"); got != "Bearer token-1" {
		t.Errorf("Authorization %q", got)
	}
}

func TestToken_fiftyAtOnceShareOneFetch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &wire{
			answer: func(sent) reply { time.Sleep(10 * time.Millisecond); return ok(noTemplates) },
			tokens: func(int, url.Values) reply { time.Sleep(time.Second); return token("shared", 43200) },
		}
		c := client(far)
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if err := list(c); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if got := far.tokenCount(); got != 1 {
			t.Errorf("%d token requests", got)
		}
		if got := len(far.sentOnly()); got != 50 {
			t.Errorf("%d requests", got)
		}
	})
}

func TestToken_doesNotDeadlockWithOneRequestAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &wire{answer: func(sent) reply { return ok(noTemplates) }}
		settings := options(far)
		settings.MaxConcurrent = 1
		c := New(settings, credential, "")
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() { _ = list(c) })
		}
		group.Wait()
	})
}

func TestToken_whoGivesUpReturnsAtOnceAndFailsNobodyElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &wire{
			answer: func(sent) reply { return ok(noTemplates) },
			tokens: func(int, url.Values) reply { time.Sleep(10 * time.Second); return token("late", 43200) },
		}
		c := client(far)
		hasty, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		start := time.Now()
		var group sync.WaitGroup
		group.Go(func() { // starts the fetch
			_, err := c.QueryPage(hasty, Query{Object: templateObject})
			if waited := time.Since(start); waited != time.Second {
				t.Errorf("returned after %v", waited)
			}
			if !errors.Is(err, context.DeadlineExceeded) || transport.MayHaveTakenEffect(err) {
				t.Errorf("error %v", err)
			}
		})
		synctest.Wait()
		group.Go(func() {
			if err := list(c); err != nil {
				t.Error(err)
			}
		})
		group.Wait()
		if got := far.tokenCount(); got != 1 {
			t.Errorf("%d token requests", got)
		}
	})
}

func TestToken_isRenewedAMinuteEarly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &wire{answer: func(sent) reply { return ok(noTemplates) }}
		c := client(far)
		check(t, list(c))
		time.Sleep(43200*time.Second - 61*time.Second)
		check(t, list(c))
		if got := far.tokenCount(); got != 1 {
			t.Errorf("%d token requests before the minute", got)
		}
		time.Sleep(time.Second)
		check(t, list(c))
		if got := far.tokenCount(); got != 2 {
			t.Errorf("%d token requests in the last minute", got)
		}
	})
}

func jwt(payload string) string {
	return "e30." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2ln"
}

func TestNewAccessToken(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	anHour := now.Add(time.Hour)
	opaque, endsInAnHour := "x", jwt(fmt.Sprintf(`{"exp":%d}`, anHour.Unix()))
	tests := map[string]struct {
		token, lifetime string
		end             time.Time     // zero = kept until it is rejected
		early           time.Duration // how long before end it is renewed
	}{
		"lifetime":                    {opaque, "3600", anHour, time.Minute},
		"lifetime with a fraction":    {opaque, "3600.0", anHour, time.Minute},
		"lifetime with an exponent":   {opaque, "3.6e3", anHour, time.Minute},
		"lifetime with spaces":        {opaque, " 3600 ", anHour, time.Minute},
		"short life":                  {opaque, "60", now.Add(time.Minute), 30 * time.Second},
		"no lifetime":                 {opaque, "", time.Time{}, 0},
		"no lifetime, JWT":            {endsInAnHour, "", anHour, time.Minute},
		"JWT with a fraction":         {jwt(fmt.Sprintf(`{"exp":%d.5}`, anHour.Unix())), "", anHour, time.Minute},
		"JWT with its end in quotes":  {jwt(fmt.Sprintf(`{"exp":"%d"}`, anHour.Unix())), "", anHour, time.Minute},
		"lifetime before JWT":         {jwt(`{"exp":9999999999}`), "3600", anHour, time.Minute},
		"JWT over by this clock":      {jwt(`{"exp":1}`), "", time.Time{}, 0},
		"negative lifetime":           {opaque, "-3600", time.Time{}, 0},
		"lifetime of zero":            {opaque, "0", time.Time{}, 0},
		"lifetime in words":           {opaque, "an hour", time.Time{}, 0},
		"lifetime in words, JWT":      {endsInAnHour, "an hour", anHour, time.Minute},
		"lifetime that is no number":  {opaque, "NaN", time.Time{}, 0},
		"JWT without exp":             {jwt(`{"sub":"me"}`), "", time.Time{}, 0},
		"JWT that never ends":         {jwt(`{"exp":1e300}`), "", time.Time{}, 0},
		"JWT of a list":               {jwt(`[1]`), "", time.Time{}, 0},
		"no JWT":                      {"a.%%%.c", "", time.Time{}, 0},
		"lifetime beyond any machine": {opaque, "1e300", now.Add(100 * 365 * 24 * time.Hour), time.Minute},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := newAccessToken(test.token, test.lifetime, now)
			if !got.endAt.Equal(test.end) || got.endAt.Sub(got.renewAt) != test.early || got.value != test.token {
				t.Errorf("got %+v, want the end %v and %v before", got, test.end, test.early)
			}
		})
	}
}

// invalidToken lists the ways in which Intacct has been seen to reject an expired token (contract section 4).
func invalidToken() map[string]reply {
	return map[string]reply{
		"401 bare error": {Status: 401, Body: `{"error":{"code":"tokenInvalid","message":"Token is not valid","errorId":"REST-2102","additionalInfo":{"messageId":"IA.TOKEN_IS_INVALID"},"supportId":"s"}}`},
		"401 gateway":    {Status: 401, Body: `{"ia::error":{"code":"GW-0031","message":"cannot decode"}}`},
		"401 empty":      {Status: 401},
		"401 no JSON":    {Status: 401, Body: `<html>`},
		"400 code":       {Status: 400, Body: `{"ia::error":{"code":"tokenInvalid","message":"x"}}`},
		"400 messageId":  {Status: 400, Body: `{"ia::result":{"ia::error":{"code":"invalidRequest","additionalInfo":{"messageId":"IA.TOKEN_IS_INVALID"}}}}`},
		"400 errorId":    {Status: 400, Body: `{"error":{"code":"x","errorId":"REST-2102"}}`},
		"400 detail":     {Status: 400, Body: `{"ia::error":{"code":"x","details":[{"errorId":"REST-2102"}]}}`},
		"400 text":       {Status: 400, Body: `{"message":"Invalid token"}`},
		"400 other text": {Status: 400, Body: `The token is not valid`},
	}
}

func TestToken_invalidOne_isReplacedOnceAndTheRequestRepeated(t *testing.T) {
	t.Parallel()
	for name, refusal := range invalidToken() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, far := answering(t, ok(noTemplates), refusal, reply{Status: 201, Body: `{"ia::result":{"key":"15","id":"15"}}`})
			check(t, list(c))
			key, err := c.Templates.Create(t.Context(), Creation{Values: Values{Text("name", "n"), Text("description", "d")}}, "one-key")
			check(t, err)
			if key != "15" || far.tokenCount() != 2 {
				t.Errorf("key %q, %d token requests", key, far.tokenCount())
			}
			first, second := far.requests[1], far.requests[2]
			if first.Header.Get("Authorization") != "Bearer token-1" || second.Header.Get("Authorization") != "Bearer token-2" {
				t.Errorf("sent with %q, then %q", first.Header.Get("Authorization"), second.Header.Get("Authorization"))
			}
			if first.Body != second.Body || second.Header.Get("Idempotency-Key") != "one-key" {
				t.Errorf("repeated as %+v", second)
			}
		})
	}
}

func TestToken_otherBadRequestsAreNoReasonToRenewIt(t *testing.T) {
	t.Parallel()
	c, far := answering(t, reply{Status: 400, Body: `{"ia::error":{"code":"invalidRequest","message":"Payload contains errors"}}`})
	if err := list(c); asError(t, err).Status != 400 {
		t.Errorf("error %v", err)
	}
	if got := far.tokenCount(); got != 1 {
		t.Errorf("%d token requests", got)
	}
}

func TestToken_thatExpiresUnderFiftyRequestsIsReplacedOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		valid := "Bearer token-1"
		var mutex sync.Mutex
		far := &wire{answer: func(arrived sent) reply {
			time.Sleep(time.Duration(len(arrived.Path)) * time.Millisecond)
			mutex.Lock()
			defer mutex.Unlock()
			if arrived.Header.Get("Authorization") != valid {
				return reply{Status: 401}
			}
			return ok(noTemplates)
		}}
		c := client(far)
		check(t, list(c))
		mutex.Lock()
		valid = "Bearer token-2"
		mutex.Unlock()
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if err := list(c); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if got := far.tokenCount(); got != 2 {
			t.Errorf("%d token requests", got)
		}
	})
}

// Two pipelines that share a client ID end each other's tokens.
func TestToken_thatIsRejectedAgainIsReplacedAgain(t *testing.T) {
	t.Parallel()
	for rejected, want := range map[int]int{0: 200, 1: 200, 2: 200, 3: 200, 4: 401} {
		synctest.Test(t, func(t *testing.T) {
			count := 0
			far := &wire{answer: func(sent) reply {
				if count++; count <= rejected {
					return invalidToken()["401 bare error"]
				}
				return ok(noTemplates)
			}}
			c := client(far)
			start := time.Now()
			err := list(c)
			if got := err == nil; got != (want == 200) {
				t.Errorf("%d tokens rejected: error %v", rejected, err)
			}
			if took := time.Since(start); (rejected > 1) != (took > 0) {
				t.Errorf("%d tokens rejected: took %v; the first is replaced at once, further ones after a pause", rejected, took)
			}
			if got := far.tokenCount(); got != min(rejected, 3)+1 {
				t.Errorf("%d tokens rejected: %d token requests", rejected, got)
			}
			check(t, list(c)) // nothing of this persists
		})
	}
}

func TestToken_neverAcceptedIsReplacedOnceARequestFromTheFourthOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &wire{answer: func(sent) reply { return reply{Status: 401, Body: `{"ia::error":{"code":"GW-0034","message":"no"}}`} }}
		c := client(far)
		for range 20 {
			if failure := asError(t, list(c)); failure.Status != 401 || failure.Code != "GW-0034" {
				t.Errorf("error %v", failure)
			}
		}
		if got, want := far.tokenCount(), 4+19*2; got != want {
			t.Errorf("%d token requests, want %d", got, want)
		}
	})
}

func TestToken_servesUntilItEndsWhereItCannotBeReplaced(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]reply{
		"server error":       {Status: 500},
		"no answer":          {},
		"web page":           {Status: 403, Body: "<html>", Header: http.Header{"Content-Type": {"text/html"}}},
		"too many":           {Status: 429, Header: http.Header{"Retry-After": {"100"}}},
		"denied":             {Status: 401, Body: `{"error":"invalid_client"}`},
		"no token":           {Status: 200, Body: `{}`},
		"not readable":       {Status: 200, Body: `{`},
		"error in a success": {Status: 200, Body: `{"error":"server_error"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				far := &wire{answer: func(sent) reply { return ok(noTemplates) }, tokens: func(count int, _ url.Values) reply {
					if count == 1 {
						return token("token-1", 600)
					}
					return failure
				}}
				c := client(far)
				check(t, list(c))
				time.Sleep(541 * time.Second)
				for range 3 {
					check(t, list(c))
				}
				if got := far.tokenCount(); got != 2 {
					t.Errorf("%d token requests, want one try for all three", got)
				}
				time.Sleep(60 * time.Second)
				if err := list(c); err == nil || transport.OutcomeOf(err) != transport.NotSent {
					t.Errorf("error %v after the end of the token", err)
				}
			})
		})
	}
}

func TestToken_aRequestDoesNotWaitLongForTheReplacementOfAGoodOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &wire{answer: func(sent) reply { return ok(noTemplates) }, tokens: func(count int, _ url.Values) reply {
			if count > 1 {
				time.Sleep(20 * time.Second)
			}
			return token(fmt.Sprintf("token-%d", count), 600)
		}}
		c := client(far)
		check(t, list(c))
		time.Sleep(541 * time.Second)
		start := time.Now()
		check(t, list(c))
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("took %v, want 5s", took)
		}
		time.Sleep(20 * time.Second)
		check(t, list(c))
		requests := far.sentOnly()
		if got := requests[len(requests)-1].Header.Get("Authorization"); got != "Bearer token-2" {
			t.Errorf("Authorization %q, want the replacement once it has come", got)
		}
	})
}

func TestToken_readyOne_isUsedAndNotRenewed(t *testing.T) {
	t.Parallel()
	far := &wire{answer: inTurn(t, ok(noTemplates), reply{Status: 401, Body: `{"error":{"code":"tokenInvalid","message":"ready-token is over"}}`})}
	c := New(options(far), Credential{AccessToken: "ready-token"}, "")
	check(t, list(c))
	err := list(c)
	if failure := asError(t, err); failure.Code != "tokenInvalid" || strings.Contains(err.Error(), "ready-token") {
		t.Errorf("error %v", err)
	}
	if far.tokenCount() != 0 || far.requests[0].Header.Get("Authorization") != "Bearer ready-token" {
		t.Errorf("%d token requests, %v", far.tokenCount(), far.requests[0].Header)
	}
}

func TestToken_isInNoErrorAndNoLog(t *testing.T) {
	t.Parallel()
	far := &wire{
		answer: inTurn(t, reply{Status: 500, Body: `{"ia::error":{"code":"x","message":"token-1, refresh-token-1 and s3cr3t/value","details":[{"message":"token-1","target":"/token-1"}]}}`}),
	}
	settings := options(far)
	settings.MaxRetries = 0
	records := &recorder{}
	settings.Logger = records
	err := list(New(settings, credential, ""))
	got := err.Error() + records.text.String()
	for _, secret := range []string{"token-1", "s3cr3t"} {
		if strings.Contains(got, secret) {
			t.Errorf("%q in %s", secret, got)
		}
	}
	if !strings.Contains(got, "/oauth2/token") {
		t.Errorf("the token request is not logged: %s", got)
	}
}

// recorder is a transport.Logger that records everything.
type recorder struct{ text strings.Builder }

func (r *recorder) Debug(_ context.Context, message string, fields ...map[string]any) {
	fmt.Fprintln(&r.text, message, fields)
}

func (r *recorder) Trace(_ context.Context, message string, fields ...map[string]any) {
	fmt.Fprintln(&r.text, message, fields)
}
