package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestToken_refusedCredentials_areOneClearErrorAndNotTriedAgain(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		refusal reply
		want    string
	}{
		"gateway": {
			reply{Status: 401, Body: `{"ia::error":{"code":"GW-0011","message":"Invalid client credentials s3cr3t/value","details":{"requestId":"r-1"}}}`},
			"no access token: " +
				"Sage Intacct responded with 401 Unauthorized: Invalid client credentials (redacted) [code GW-0011] [support ID r-1] (POST /oauth2/token)",
		},
		"OAuth": {
			reply{Status: 400, Body: `{"error":"invalid_grant","error_description":"no such user"}`},
			"no access token: " +
				"Sage Intacct responded with 400 Bad Request: no such user [code invalid_grant] (POST /oauth2/token)",
		},
		"no JSON": {
			reply{Status: 403, Body: "Forbidden"},
			"no access token: " +
				"Sage Intacct responded with 403 Forbidden: Forbidden (POST /oauth2/token)",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			far := &wire{answer: inTurn(t), tokens: func(int, url.Values) reply { return test.refusal }}
			c := client(far)
			for range 3 {
				err := list(c)
				if err == nil || err.Error() != test.want {
					t.Errorf("error %v\nwant  %s", err, test.want)
				}
				if transport.MayHaveTakenEffect(err) || transport.IsNotFound(err) {
					t.Errorf("%v counts as more than a refusal", err)
				}
			}
			if got := far.tokenCount(); got != 1 {
				t.Errorf("%d token requests", got)
			}
		})
	}
}

func TestToken_aWrongAddressDoesNotMakeRecordsLookAbsent(t *testing.T) {
	t.Parallel()
	far := &wire{answer: inTurn(t), tokens: func(int, url.Values) reply { return reply{Status: 404, Body: "nothing here"} }}
	_, err := client(far).Templates.Get(t.Context(), "15")
	if transport.IsNotFound(err) || asError(t, err).Status != 404 {
		t.Errorf("error %v", err)
	}
}

func TestToken_isFetchedAgainAfterServerErrorsAndLostAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &wire{
			answer: func(sent) reply { return ok(noTemplates) },
			tokens: func(count int, _ url.Values) reply {
				return []reply{{Status: 503}, {}, token("third", 43200)}[count-1]
			},
		}
		check(t, list(client(far)))
	})
}

func TestToken_failuresOfTheWayAreTriedAgainByTheNextRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &wire{
			answer: func(sent) reply { return ok(noTemplates) },
			tokens: func(count int, _ url.Values) reply {
				if count <= 3 { // one attempt and both retries
					return reply{}
				}
				return token("late", 43200)
			},
		}
		c := client(far)
		_, err := c.Templates.Create(t.Context(), Creation{Values: Values{Text("name", "n"), Text("description", "d")}}, "k")
		var noAnswer *transport.NoAnswerError
		if !errors.As(err, &noAnswer) || noAnswer.Path != "/oauth2/token" || transport.MayHaveTakenEffect(err) {
			t.Errorf("error %v", err)
		}
		check(t, list(c))
	})
}

func TestToken_answersWithoutATokenAreErrorsThatShowNothingOfThem(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, want string }{
		"nothing":        {``, "the response does not contain an access token"},
		"no JSON":        {`"ey.secret`, "the response does not contain an access token"},
		"other name":     {`{"accessToken":"ey.secret"}`, "the response does not contain an access token"},
		"error in a 200": {`{"ia::error":{"code":"GW-0012","message":"unknown company"}}`, "unknown company [code GW-0012]"},
		"OAuth in a 200": {`{"error":"invalid_client"}`, "[code invalid_client]"},
		"line break":     {`{"access_token":"ey.sec\nret","expires_in":9}`, "line break"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			far := &wire{answer: inTurn(t), tokens: func(int, url.Values) reply {
				return reply{Status: 200, Body: test.body, Header: http.Header{"Content-Type": {"text/html"}}}
			}}
			err := list(client(far))
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "ey.sec") {
				t.Errorf("error %v, want %q in it", err, test.want)
			}
		})
	}
}

func TestToken_isTakenWhateverTheAnswerCallsItself(t *testing.T) {
	t.Parallel()
	far := &wire{answer: inTurn(t, ok(noTemplates)), tokens: func(int, url.Values) reply {
		return reply{Status: 200, Body: `{"access_token":"plain","expires_in":"43200"}`, Header: http.Header{"Content-Type": {"text/plain"}}}
	}}
	check(t, list(client(far)))
	if got := far.requests[0].Header.Get("Authorization"); got != "Bearer plain" {
		t.Errorf("Authorization %q", got)
	}
}

func TestRefusedTokenAfterALostAttempt_leavesItOpenWhetherTheWriteTookEffect(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// the first attempt is lost, the second one is rejected for its token, and no new token is available
		far := &wire{
			answer: inTurn(t, reply{}, reply{Status: 401}),
			tokens: func(count int, _ url.Values) reply {
				if count == 1 {
					return token("token-1", 43200)
				}
				return reply{Status: 401}
			},
		}
		err := client(far).Templates.Delete(t.Context(), "15")
		if !transport.MayHaveTakenEffect(err) {
			t.Errorf("%v counts as certain", err)
		}
	})
}

func TestRefusedTokenAfterALostAttempt_isRememberedWithTheFinalAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := answering(t, reply{}, reply{Status: 401}, reply{Status: 409})
		err := c.Templates.Delete(t.Context(), "15")
		if asError(t, err).Status != 409 || !transport.MayHaveTakenEffect(err) {
			t.Errorf("%v counts as certain", err)
		}
	})
}
