package api

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// exampleFailure is the example of the reference page, which has one error in the result and another one beside it.
// Only the correction differs: the page has a placeholder there.
const exampleFailure = `{
	"ia::result":{
		"ia::error":{
			"code":"invalidRequest",
			"message":"Payload contains errors",
			"supportId":"sQrM9%7EYdh5oDEWVb80mrn9xuHjoAAAABBQ",
			"errorId":"REST-1064",
			"additionalInfo":{"messageId":"IA.PAYLOAD_CONTAINS_ERRORS","placeholders":{},"propertySet":{}},
			"details":[{
				"code":"invalidRequest",
				"message":"/testDate is not a valid field",
				"errorId":"REST-1043",
				"target":"/testDate",
				"additionalInfo":{"messageId":"IA.NOT_A_VALID_FIELD","placeholders":{"FIELD":"/testDate"},"propertySet":{}}
			}]
		},
		"ia::meta":{"totalCount":3,"totalSuccess":2,"totalError":1}
	},
	"ia::error":{
		"code":"invalidRequest",
		"message":"Malformed URL",
		"supportId":"sQrM9%7EYdh5oDEWVb80mrn9xuHjoAAAABBQ",
		"details":[{"code":"invalidRequest","message":"The content type is not valid","correction":"Send JSON"}]
	}
}`

func TestError_shapes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		body   string
		want   transport.Problem
	}{
		"reference page": {400, exampleFailure, transport.Problem{
			Code: "invalidRequest", Message: "Payload contains errors", ErrorID: "REST-1064",
			MessageID: "IA.PAYLOAD_CONTAINS_ERRORS", SupportID: "sQrM9%7EYdh5oDEWVb80mrn9xuHjoAAAABBQ",
			Fields: []transport.FieldProblem{
				{
					Target: "/testDate", Code: "invalidRequest", Message: "/testDate is not a valid field",
					ErrorID: "REST-1043", MessageID: "IA.NOT_A_VALID_FIELD",
				},
				{Code: "invalidRequest", Message: "Malformed URL"},
				{Code: "invalidRequest", Message: "The content type is not valid", Correction: "Send JSON"},
			},
		}},
		"specification": {400, `{"ia::result":{"ia::error":{"code":"invalidRequest","message":"A POST request requires a payload","errorId":"REST-1028",
			"additionalInfo":{"messageId":"IA.REQUEST_REQUIRES_A_PAYLOAD","placeholders":{"OPERATION":"POST"},"propertySet":{}},
			"supportId":"Kxi78%7EZuyXBDEGVHD2UmO1phYXDQAAAAo"}},"ia::meta":{"totalCount":1,"totalSuccess":0,"totalError":1}}`, transport.Problem{
			Code: "invalidRequest", Message: "A POST request requires a payload", ErrorID: "REST-1028",
			MessageID: "IA.REQUEST_REQUIRES_A_PAYLOAD", SupportID: "Kxi78%7EZuyXBDEGVHD2UmO1phYXDQAAAAo",
		}},
		"B": {422, `{"ia::error":{"code":"operationFailed","message":"Refused","correction":"Do it otherwise",
			"details":[{"code":"BL01001973","message":"in use"}]},"ia::meta":{"totalError":1}}`, transport.Problem{
			Code: "operationFailed", Message: "Refused", Correction: "Do it otherwise",
			Fields: []transport.FieldProblem{{Code: "BL01001973", Message: "in use"}},
		}},
		"C": {401, `{"ia::error":{"code":"GW-0011","message":"no","details":{"requestId":"r-7"}}}`, transport.Problem{
			Code: "GW-0011", Message: "no", SupportID: "r-7",
		}},
		"details are one object": {400, `{"ia::error":{"code":"x","details":{"code":"y","target":"/description"}}}`, transport.Problem{
			Code: "x", Fields: []transport.FieldProblem{{Target: "/description", Code: "y"}},
		}},
		"D": {403, `{"error":{"code":"tokenInvalid","message":"no","errorId":"REST-2102","supportId":"s-1"}}`, transport.Problem{
			Code: "tokenInvalid", Message: "no", ErrorID: "REST-2102", SupportID: "s-1",
		}},
		"E": {403, `{"error":"invalid_grant","error_description":"no such user"}`, transport.Problem{Code: "invalid_grant", Message: "no such user"}},
		"F": {502, "<html>\n  <h1>Bad\tGateway</h1>", transport.Problem{Message: "<html> <h1>Bad Gateway</h1>"}},
		"one-element array": {400, `{"ia::error":[{"code":"a","message":"b","details":[{"target":"/milestones/0/percentCompleted","message":"too much"}]}]}`, transport.Problem{
			Code: "a", Message: "b", Fields: []transport.FieldProblem{{Target: "/milestones/0/percentCompleted", Message: "too much"}},
		}},
		"result is an array": {400, `{"ia::result":[{"ia::error":{"code":"a"}}]}`, transport.Problem{Code: "a"}},
		"inside a 200":       {200, `{"ia::result":{"ia::error":{"code":"a","message":"b"}}}`, transport.Problem{Code: "a", Message: "b"}},
		"array inside a 200": {200, `{"ia::result":[{"ia::error":{"code":"a"}}]}`, transport.Problem{Code: "a"}},
		"bare inside a 200":  {200, `{"error":{"code":"a"}}`, transport.Problem{Code: "a"}},
		"count inside a 200": {200, `{"ia::result":{},"ia::meta":{"totalError":1}}`, transport.Problem{Message: `{"ia::result":{},"ia::meta":{"totalError":1}}`}},
		"odd placeholders":   {400, `{"ia::error":{"code":"a","additionalInfo":{"messageId":"m","placeholders":[]},"details":[{"code":"d","additionalInfo":[]}]}}`, transport.Problem{Code: "a", MessageID: "m", Fields: []transport.FieldProblem{{Code: "d"}}}},
		"odd kinds":          {400, `{"ia::error":{"code":7,"message":{"a":1},"details":["text",null,7]}}`, transport.Problem{Code: "7"}},
		"error is a text":    {400, `{"ia::error":"broken"}`, transport.Problem{Message: "broken"}},
		"mere message":       {500, `{"message":"Internal"}`, transport.Problem{Message: "Internal"}},
		"nothing":            {500, ``, transport.Problem{}},
		"nothing known":      {400, `{"fault":{}}`, transport.Problem{Message: `{"fault":{}}`}},
		"secret": {400, `{"ia::error":{"code":"c","message":"s3cr3t/value is wrong","details":[{"target":"/s3cr3t/value"}]}}`, transport.Problem{
			Code: "c", Message: "(redacted) is wrong", Fields: []transport.FieldProblem{{Target: "/(redacted)"}},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				far := &wire{answer: func(sent) reply { return reply{Status: test.status, Body: test.body} }}
				_, err := client(far).Templates.Get(t.Context(), "15")
				got := asError(t, err)
				if got.Method != "GET" || got.Path != "/objects/projects/project-billing-template/15" || got.Status != test.status {
					t.Errorf("it is about %s %s, %d", got.Method, got.Path, got.Status)
				}
				if diff := cmp.Diff(test.want, got.Problem); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestError_text(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, reply{Status: 400, Body: exampleFailure})
	_, err := c.Templates.Get(t.Context(), "15")
	want := "Sage Intacct responded with 400 Bad Request: Payload contains errors [code invalidRequest] [error ID REST-1064] " +
		"[message ID IA.PAYLOAD_CONTAINS_ERRORS] [support ID sQrM9%7EYdh5oDEWVb80mrn9xuHjoAAAABBQ] " +
		"(GET /objects/projects/project-billing-template/15)\n" +
		"- /testDate: /testDate is not a valid field [code invalidRequest] [error ID REST-1043] [message ID IA.NOT_A_VALID_FIELD]\n" +
		"- Malformed URL [code invalidRequest]\n" +
		"- The content type is not valid. Send JSON [code invalidRequest]"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestMayBeConflict(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  error
		want bool
	}{
		"409":                {&transport.APIError{Status: 409}, true},
		"422":                {&transport.APIError{Status: 422, Problem: transport.Problem{Message: "The operation failed"}}, true},
		"400, duplicate":     {&transport.APIError{Status: 400, Problem: transport.Problem{Message: "Duplicate"}}, false},
		"wrapped":            {fmt.Errorf("create: %w", &transport.APIError{Status: 409}), true},
		"no answer":          {errors.New("x"), false},
		"409 of the token":   {&noTokenError{&transport.APIError{Status: 409}}, false},
		"none":               {nil, false},
		"unknown outcome":    {transport.WithOutcome(&transport.APIError{Status: 409}, transport.Unknown), true},
		"exists is its own":  {&ExistsError{Name: "n", Key: "1"}, false},
		"not found is other": {&transport.APIError{Status: 404}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := MayBeConflict(test.err); got != test.want {
				t.Errorf("MayBeConflict = %v", got)
			}
		})
	}
}

func TestMayHaveTakenEffect(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	tests := map[string]struct {
		network roundTrip
		want    bool
	}{
		"server error":                 {statuses(500), true},
		"time-out as an answer":        {statuses(408), true},
		"refused":                      {statuses(400), false},
		"missing":                      {statuses(404), false},
		"too many requests":            {statuses(429, 429, 429), false},
		"no key in the answer":         {statuses(201), true},
		"no connection":                {fails(dial, dial, dial), false},
		"lost":                         {fails(errLost, errLost, errLost), true},
		"lost, then no connection":     {fails(errLost, dial, dial), true},
		"lost, then refused":           {fails(errLost, nil), true},
		"no connection, then refused":  {fails(dial, nil), false},
		"no answer within the timeout": {hangs, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := New(options(test.network), Credential{AccessToken: "ready"}, "")
				_, err := c.Templates.Create(t.Context(), exampleFields(), "k")
				if err == nil {
					t.Fatal("no error")
				}
				if got := transport.MayHaveTakenEffect(err); got != test.want {
					t.Errorf("MayHaveTakenEffect = %v for %v", got, err)
				}
			})
		})
	}
}

func TestMayHaveTakenEffect_interruptedBeforeItWasSent(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, _ := answering(t)
	_, err := c.Templates.Create(ctx, exampleFields(), "k")
	if !errors.Is(err, context.Canceled) || transport.MayHaveTakenEffect(err) {
		t.Errorf("error %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

// statuses responds with empty bodies.
func statuses(list ...int) roundTrip {
	next := 0
	return func(*http.Request) (*http.Response, error) {
		next++
		return &http.Response{StatusCode: list[next-1], Body: http.NoBody, Header: http.Header{}}, nil
	}
}

// fails with each error in turn; nil is a response that refuses.
func fails(list ...error) roundTrip {
	next := 0
	return func(*http.Request) (*http.Response, error) {
		next++
		if err := list[next-1]; err != nil {
			return nil, err
		}
		return &http.Response{StatusCode: 422, Body: http.NoBody, Header: http.Header{}}, nil
	}
}

func hangs(request *http.Request) (*http.Response, error) {
	select {
	case <-request.Context().Done():
		return nil, request.Context().Err()
	case <-time.After(time.Hour):
		return nil, errLost
	}
}
