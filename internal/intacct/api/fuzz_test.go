package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// once returns a client that gets this one response to every request, without retries.
func once(t *testing.T, answer reply) *Client {
	t.Helper()
	settings := options(&wire{answer: func(sent) reply { return answer }})
	settings.MaxRetries = 0
	return New(settings, Credential{AccessToken: "ready-token-of-the-test"}, "")
}

// plainly returns a response that passes a broken body through whole: a response that claims to be JSON counts as
// truncated.
func plainly(status int, body string) reply {
	return reply{Status: status, Body: body, Header: http.Header{"Content-Type": {"text/plain"}}}
}

func FuzzTemplate(f *testing.F) {
	f.Add(exampleTemplate)
	f.Add(exampleCreated)
	f.Add(`{"ia::result":{"key":1,"milestones":[{"percentCompleted":1e9},null]}}`)
	f.Fuzz(func(t *testing.T, body string) {
		template, err := once(t, plainly(200, body)).Templates.Get(t.Context(), "15")
		if err != nil {
			if template != nil || err.Error() == "" {
				t.Errorf("template %+v, error %v", template, err)
			}
			return
		}
		if template.Key == "" || template.Milestones == nil {
			t.Errorf("template %+v", template)
		}
		for _, milestone := range template.Milestones {
			if milestone.Template != referenceTo(template.Key) {
				t.Errorf("milestone %+v", milestone)
			}
		}
	})
}

func FuzzQueryRows(f *testing.F) {
	f.Add(exampleRows)
	f.Add(`{"ia::result":[{"a":{"b":[1,2]},"c":1.10,"d":null}],"ia::meta":{"totalCount":1,"next":"2"}}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := once(t, plainly(200, body)).QueryPage(t.Context(), Query{Object: "o"})
		if err != nil {
			return
		}
		if page.Next == 1 || page.Next < 0 || page.Next != 0 && (page.TotalCount < page.Next || len(page.Rows) == 0) {
			t.Errorf("page %+v", page)
		}
		for _, row := range page.Rows {
			if len(row.Map()) != len(row) {
				t.Errorf("row %+v has a name twice", row)
			}
		}
	})
}

func FuzzErrorBody(f *testing.F) {
	f.Add(400, exampleFailure)
	f.Add(401, `{"ia::error":{"code":"GW-0011","details":{"requestId":"1"}}}`)
	f.Add(200, `{"error":"invalid_grant","error_description":"ready-token-of-the-test"}`)
	f.Add(502, `<html>`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 100 || status > 999 {
			return
		}
		_, err := once(t, plainly(status, body)).Templates.Get(t.Context(), "15")
		if err == nil {
			return
		}
		if strings.Contains(err.Error(), "ready-token-of-the-test") {
			t.Errorf("the token is in %q", err)
		}
		if failure := asError(t, err); failure.Status != status {
			t.Errorf("status %d", failure.Status)
		}
		if transport.IsNotFound(err) != (status == 404 && !asError(t, err).IsWebPage) {
			t.Errorf("IsNotFound with %d", status)
		}
	})
}

func FuzzTokenAnswer(f *testing.F) {
	f.Add(200, `{"token_type":"Bearer","access_token":"e30.eyJleHAiOjF9.x","expires_in":43200}`)
	f.Add(200, `{"access_token":"a\nb","expires_in":"-1"}`)
	f.Add(401, `{"ia::error":{"code":"GW-0011"}}`)
	f.Add(302, ``)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 999 { // the final status of a response
			return
		}
		settings := options(&wire{
			answer: func(sent) reply { return ok(noTemplates) },
			tokens: func(int, url.Values) reply { return plainly(status, body) },
		})
		settings.MaxRetries = 0
		err := list(New(settings, credential, ""))
		if err != nil && (transport.MayHaveTakenEffect(err) || transport.IsNotFound(err)) {
			t.Errorf("%v counts as an answer to the request", err)
		}
		var answer struct {
			AccessToken string `json:"access_token"`
		}
		if err != nil && status <= 299 && json.Unmarshal([]byte(body), &answer) == nil && len(answer.AccessToken) > 20 &&
			strings.Contains(err.Error(), answer.AccessToken) && !strings.Contains(strings.Replace(body, answer.AccessToken, "", 1), answer.AccessToken) {
			t.Errorf("the token is in %q", err)
		}
	})
}

func FuzzFilterExpression(f *testing.F) {
	f.Add("(1 and 2) or 3", 3)
	f.Add("or", 0)
	f.Add("((1", 1)
	f.Add("1 AND not 2", 2)
	f.Fuzz(func(t *testing.T, text string, filters int) {
		expression, err := ParseExpression(text, filters)
		if err != nil {
			var mistake *ExpressionError
			if !errors.As(err, &mistake) || mistake.Position < 1 || mistake.Position > len([]rune(text))+1 {
				t.Errorf("error %v", err)
			}
			return
		}
		again, err := ParseExpression(expression.String(), filters)
		if err != nil {
			t.Fatalf("%v in %q", err, expression)
		}
		if diff := cmp.Diff(expression, again); diff != "" {
			t.Error(diff)
		}
	})
}
