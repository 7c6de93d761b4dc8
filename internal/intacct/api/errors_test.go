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
	"github.com/google/go-cmp/cmp/cmpopts"
)

// exampleFailure is the example of the reference page, which has one error in
// the result and another one beside it. Only the correction is not the page's,
// which has a placeholder there.
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
		want   Error
	}{
		"reference page": {400, exampleFailure, Error{
			Code: "invalidRequest", Message: "Payload contains errors", ErrorID: "REST-1064",
			MessageID: "IA.PAYLOAD_CONTAINS_ERRORS", SupportID: "sQrM9%7EYdh5oDEWVb80mrn9xuHjoAAAABBQ",
			Fields: []FieldError{
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
			"supportId":"Kxi78%7EZuyXBDEGVHD2UmO1phYXDQAAAAo"}},"ia::meta":{"totalCount":1,"totalSuccess":0,"totalError":1}}`, Error{
			Code: "invalidRequest", Message: "A POST request requires a payload", ErrorID: "REST-1028",
			MessageID: "IA.REQUEST_REQUIRES_A_PAYLOAD", SupportID: "Kxi78%7EZuyXBDEGVHD2UmO1phYXDQAAAAo",
		}},
		"B": {422, `{"ia::error":{"code":"operationFailed","message":"Refused","correction":"Do it otherwise",
			"details":[{"code":"BL01001973","message":"in use"}]},"ia::meta":{"totalError":1}}`, Error{
			Code: "operationFailed", Message: "Refused", Correction: "Do it otherwise",
			Fields: []FieldError{{Code: "BL01001973", Message: "in use"}},
		}},
		"C": {401, `{"ia::error":{"code":"GW-0011","message":"no","details":{"requestId":"r-7"}}}`, Error{
			Code: "GW-0011", Message: "no", SupportID: "r-7",
		}},
		"details are one object": {400, `{"ia::error":{"code":"x","details":{"code":"y","target":"/description"}}}`, Error{
			Code: "x", Fields: []FieldError{{Target: "/description", Code: "y"}},
		}},
		"D": {403, `{"error":{"code":"tokenInvalid","message":"no","errorId":"REST-2102","supportId":"s-1"}}`, Error{
			Code: "tokenInvalid", Message: "no", ErrorID: "REST-2102", SupportID: "s-1",
		}},
		"E": {403, `{"error":"invalid_grant","error_description":"no such user"}`, Error{Code: "invalid_grant", Message: "no such user"}},
		"F": {502, "<html>\n  <h1>Bad\tGateway</h1>", Error{Message: "<html> <h1>Bad Gateway</h1>", IsWebPage: true}},
		"one-element array": {400, `{"ia::error":[{"code":"a","message":"b","details":[{"target":"/milestones/0/percentCompleted","message":"too much"}]}]}`, Error{
			Code: "a", Message: "b", Fields: []FieldError{{Target: "/milestones/0/percentCompleted", Message: "too much"}},
		}},
		"result is an array": {400, `{"ia::result":[{"ia::error":{"code":"a"}}]}`, Error{Code: "a"}},
		"inside a 200":       {200, `{"ia::result":{"ia::error":{"code":"a","message":"b"}}}`, Error{Code: "a", Message: "b"}},
		"array inside a 200": {200, `{"ia::result":[{"ia::error":{"code":"a"}}]}`, Error{Code: "a"}},
		"bare inside a 200":  {200, `{"error":{"code":"a"}}`, Error{Code: "a"}},
		"count inside a 200": {200, `{"ia::result":{},"ia::meta":{"totalError":1}}`, Error{Message: `{"ia::result":{},"ia::meta":{"totalError":1}}`}},
		"odd placeholders":   {400, `{"ia::error":{"code":"a","additionalInfo":{"messageId":"m","placeholders":[]},"details":[{"code":"d","additionalInfo":[]}]}}`, Error{Code: "a", MessageID: "m", Fields: []FieldError{{Code: "d"}}}},
		"odd kinds":          {400, `{"ia::error":{"code":7,"message":{"a":1},"details":["text",null,7]}}`, Error{Code: "7"}},
		"error is a text":    {400, `{"ia::error":"broken"}`, Error{Message: "broken"}},
		"mere message":       {500, `{"message":"Internal"}`, Error{Message: "Internal"}},
		"nothing":            {500, ``, Error{}},
		"nothing known":      {400, `{"fault":{}}`, Error{Message: `{"fault":{}}`}},
		"secret": {400, `{"ia::error":{"code":"c","message":"s3cr3t/value is wrong","details":[{"target":"/s3cr3t/value"}]}}`, Error{
			Code: "c", Message: "(redacted) is wrong", Fields: []FieldError{{Target: "/(redacted)"}},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				far := &wire{answer: func(sent) reply { return reply{Status: test.status, Body: test.body} }}
				_, err := client(far).GetTemplate(t.Context(), "15")
				want := test.want
				want.Method, want.Path, want.Status = "GET", "/objects/projects/project-billing-template/15", test.status
				if diff := cmp.Diff(&want, asError(t, err), cmpopts.IgnoreUnexported(Error{})); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestError_text(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, reply{Status: 400, Body: exampleFailure})
	_, err := c.GetTemplate(t.Context(), "15")
	want := "Sage Intacct answered 400 Bad Request: Payload contains errors [code invalidRequest] [error id REST-1064] " +
		"[message id IA.PAYLOAD_CONTAINS_ERRORS] [support id sQrM9%7EYdh5oDEWVb80mrn9xuHjoAAAABBQ] " +
		"(GET /objects/projects/project-billing-template/15)\n" +
		"- /testDate: /testDate is not a valid field [code invalidRequest] [error id REST-1043] [message id IA.NOT_A_VALID_FIELD]\n" +
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
		"409":                {&Error{Status: 409}, true},
		"422":                {&Error{Status: 422, Message: "The operation failed"}, true},
		"400, duplicate":     {&Error{Status: 400, Message: "Duplicate"}, false},
		"wrapped":            {fmt.Errorf("create: %w", &Error{Status: 409}), true},
		"no answer":          {errors.New("x"), false},
		"409 of the token":   {&noTokenError{&Error{Status: 409}}, false},
		"none":               {nil, false},
		"unknown outcome":    {&unknownOutcome{&Error{Status: 409}}, true},
		"exists is its own":  {&ExistsError{Name: "n", Key: "1"}, false},
		"not found is other": {&Error{Status: 404}, false},
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
				_, err := c.CreateTemplate(t.Context(), exampleFields(), "k")
				if err == nil {
					t.Fatal("no error")
				}
				if got := MayHaveTakenEffect(err); got != test.want {
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
	_, err := c.CreateTemplate(ctx, exampleFields(), "k")
	if !errors.Is(err, context.Canceled) || MayHaveTakenEffect(err) {
		t.Errorf("error %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

// statuses answers with empty bodies.
func statuses(list ...int) roundTrip {
	next := 0
	return func(*http.Request) (*http.Response, error) {
		next++
		return &http.Response{StatusCode: list[next-1], Body: http.NoBody, Header: http.Header{}}, nil
	}
}

// fails with each error in turn; nil is an answer that refuses.
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
