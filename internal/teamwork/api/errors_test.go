package api_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// told holds the parts of an error.
type told struct {
	Status                int
	Message, Code, ID     string
	Unreadable, IsWebPage bool
}

func TestError_everyShapeOfAFailure(t *testing.T) {
	t.Parallel()
	html := http.Header{"Content-Type": {"text/html"}}
	location := func(to string) answer {
		return answer{status: 302, header: http.Header{"Location": {to}}, body: `<a>Found</a>`}
	}
	const elsewhere = ", and redirects are not followed"
	tests := map[string]struct {
		given answer
		want  told
	}{
		"v1": {
			answer{status: 422, body: `{"STATUS":"Error","MESSAGE":"Please enter a number"}`},
			told{Status: 422, Message: "Please enter a number"},
		},
		"v1 before everything else": {
			answer{status: 400, body: `{"message":"b","error":"c","errors":[{"detail":"d"}],"MESSAGE":"a","STATUS":"Error"}`},
			told{Status: 400, Message: "a"},
		},
		"v1 with a success status": {
			answer{status: 200, body: `{"STATUS":"Error","MESSAGE":"Not allowed"}`},
			told{Status: 200, Message: "Not allowed"},
		},
		"v1 with a success status and no message": {
			answer{status: 200, body: `{"STATUS":"error"}`},
			told{Status: 200, Message: `{"STATUS":"error"}`},
		},
		"v3, one": {
			answer{status: 409, body: `{"errors":[{"id":"e-1","code":"E7","title":"conflict","detail":"Company name already in use"}]}`},
			told{Status: 409, Message: "conflict: Company name already in use", Code: "E7", ID: "e-1"},
		},
		"v3, several with gaps": {
			answer{status: 400, body: `{"errors":[{"title":"invalid payload","detail":"company not found","meta":{"companyId":1}},{"detail":"b","code":9},{"title":"c","id":"x"},{}]}`},
			told{Status: 400, Message: "invalid payload: company not found; b; c", Code: "9", ID: "x"},
		},
		"v3, more than anyone reads": {
			answer{status: 400, body: `{"errors":[` + strings.Repeat(`"a",`, 99) + `"b"]}`},
			told{Status: 400, Message: strings.Repeat("a; ", 20) + "and 80 more"},
		},
		"v3, a code alone": {answer{status: 400, body: `{"errors":[{"code":"E7"}]}`}, told{Status: 400, Code: "E7"}},
		"v3, texts":        {answer{status: 400, body: `{"errors":["a",null,"b"]}`}, told{Status: 400, Message: "a; b"}},
		"v3, empty":        {answer{status: 400, body: `{"errors":[],"message":"m"}`}, told{Status: 400, Message: "m"}},
		"v3, null":         {answer{status: 400, body: `{"errors":null,"error":"m"}`}, told{Status: 400, Message: "m"}},
		"error":            {answer{status: 500, body: `{"error":"broken"}`}, told{Status: 500, Message: "broken"}},
		"message":          {answer{status: 403, body: `{"message":"no"}`}, told{Status: 403, Message: "no"}},
		"message null":     {answer{status: 403, body: `{"message":null}`}, told{Status: 403, Message: `{"message":null}`}},
		"content.errors":   {answer{status: 500, body: `{"content":{"errors":["a","b"]}}`}, told{Status: 500, Message: "a; b"}},
		"content.error":    {answer{status: 500, body: `{"content":{"error":"a"}}`}, told{Status: 500, Message: "a"}},
		"content a text":   {answer{status: 500, body: `{"content":"a"}`}, told{Status: 500, Message: `{"content":"a"}`}},
		"errors of another kind": {
			answer{status: 400, body: `{"errors":{"number":["is taken"]}}`},
			told{Status: 400, Message: "number: is taken"},
		},
		"HTML":                 {answer{status: 502, header: html, body: "<html>\n<h1>Bad   gateway</h1>"}, told{Status: 502, Message: "<html> <h1>Bad gateway</h1>", IsWebPage: true}},
		"HTML that says JSON":  {answer{status: 503, body: "<html>"}, told{Status: 503, Message: "<html>", IsWebPage: true}},
		"text":                 {answer{status: 404, body: "Not here"}, told{Status: 404, Message: "Not here"}},
		"empty":                {answer{status: 401}, told{Status: 401}},
		"JSON text":            {answer{status: 400, body: `"oops"`}, told{Status: 400, Message: `"oops"`}},
		"JSON list":            {answer{status: 400, body: `[{"message":"oops"}]`}, told{Status: 400, Message: "oops"}},
		"success that is HTML": {answer{status: 200, header: html, body: "<html>Log in</html>"}, told{Status: 200, Unreadable: true, IsWebPage: true}},
		"redirect":             {location("https://other.example.com/login?token=x"), told{Status: 302, Message: "the address redirects to other.example.com" + elsewhere, IsWebPage: true}},
		"redirect at home":     {location("/login"), told{Status: 302, Message: "the address redirects" + elsewhere, IsWebPage: true}},
		"redirect to nowhere":  {location(""), told{Status: 302, Message: "the address redirects" + elsewhere, IsWebPage: true}},
		"redirect unreadable":  {location("https://[::1"), told{Status: 302, Message: "the address redirects" + elsewhere, IsWebPage: true}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, always(test.given))
			_, err := client.GetInvoice(t.Context(), "49")
			far.only(t)
			var got *transport.APIError
			if !errors.As(err, &got) {
				t.Fatalf("error %v (%T), want *transport.APIError", err, err)
			}
			if got.Method != http.MethodGet || got.Path != "/invoices/49.json" {
				t.Errorf("the error is about %s %s", got.Method, got.Path)
			}
			ignore := cmp.Options{}
			if test.want.Unreadable { // its message has the decoder's words
				ignore = cmp.Options{cmpopts.IgnoreFields(told{}, "Message")}
				contains(t, err, "the response cannot be read", test.given.body)
			}
			if diff := cmp.Diff(test.want, told{got.Status, got.Message, got.Code, got.ErrorID, got.IsUnreadable, got.IsWebPage}, ignore); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIsNotFound_is404Only(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]bool{404: true, 400: false, 401: false, 403: false, 410: false, 422: false, 500: false, 503: false} {
		client, _ := newClient(t, always(answer{status: code, body: `{"MESSAGE":"404 not found"}`}))
		_, getErr := client.GetInvoice(t.Context(), "1")
		deleteErr := client.DeleteInvoice(t.Context(), "1")
		if transport.IsNotFound(getErr) != want || transport.IsNotFound(deleteErr) != want {
			t.Errorf("status %d: IsNotFound %t and %t, want %t", code, transport.IsNotFound(getErr), transport.IsNotFound(deleteErr), want)
		}
	}
	for _, err := range []error{nil, errors.New("404"), context.Canceled} {
		if transport.IsNotFound(err) {
			t.Errorf("IsNotFound(%v)", err)
		}
	}
}

func TestMayHaveTakenEffect_ofACreate(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	read := &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	for name, test := range map[string]struct {
		given answer
		want  bool
	}{
		"500":                {answer{status: 500}, true},
		"501":                {answer{status: 501}, true},
		"502":                {answer{status: 502, body: "<html>"}, true},
		"504":                {answer{status: 504}, true},
		"408":                {answer{status: 408}, true},
		"reset":              {answer{err: read}, true},
		"end of file":        {answer{err: io.EOF}, true},
		"unreadable success": {answer{status: 201, header: http.Header{}, body: "<html>"}, true},
		"success without id": {answer{status: 201, body: `{"STATUS":"OK"}`}, true},
		"success cut short":  {answer{status: 201, body: `{"STATUS":"OK"`}, true},
		"no connection":      {answer{err: dial}, false},
		"400":                {answer{status: 400}, false},
		"401":                {answer{status: 401}, false},
		"403":                {answer{status: 403}, false},
		"404":                {answer{status: 404}, false},
		"409":                {answer{status: 409}, false},
		"422":                {answer{status: 422}, false},
		"429":                {answer{status: 429}, false},
		"redirect":           {answer{status: 302, header: http.Header{"Location": {"/login"}}}, false},
		"STATUS Error":       {answer{status: 200, body: `{"STATUS":"Error"}`}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, always(test.given))
			id, err := client.CreateInvoice(t.Context(), 1, api.InvoiceFields{Number: "1"})
			if err == nil || id != "" {
				t.Fatalf("id %q, error %v", id, err)
			}
			if got := transport.MayHaveTakenEffect(err); got != test.want {
				t.Errorf("MayHaveTakenEffect = %t, want %t: %v", got, test.want, err)
			}
			far.only(t)
		})
	}
	if transport.MayHaveTakenEffect(nil) || transport.MayHaveTakenEffect(errors.New("x")) {
		t.Error("an error that is not the client's may have taken effect")
	}
}

func TestMayHaveTakenEffect_notWhenInterruptedBeforeItWasSent(t *testing.T) {
	t.Parallel()
	client, far := newClient(t, says(`{"id":1}`))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.CreateInvoice(ctx, 1, api.InvoiceFields{Number: "1"})
	if err == nil || transport.MayHaveTakenEffect(err) || len(far.seen()) != 0 {
		t.Errorf("error %v, may have taken effect: %t, %d requests", err, transport.MayHaveTakenEffect(err), len(far.seen()))
	}
}

func TestError_isOfBoundedLengthAndOneLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long é ", 40_000)
	many := strings.Repeat(`{"title":"t","detail":"d","code":"c","id":"i"},`, 20_000)
	for name, body := range map[string]string{
		"v1":           `{"MESSAGE":"` + long + `"}`,
		"control":      `{"MESSAGE":"a\u001b[31m\u0000\r\nb"}`,
		"v3 long":      `{"errors":[{"title":"` + long + `","detail":"` + long + `","code":"` + long + `","id":"` + long + `"}]}`,
		"v3 many":      `{"errors":[` + many + `{}]}`,
		"texts, many":  `{"content":{"errors":[` + strings.Repeat(`"a",`, 100_000) + `"b"]}}`,
		"nothing else": long,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _ := newClient(t, always(answer{status: 400, body: body}))
			_, err := client.GetInvoice(t.Context(), "1")
			contains(t, err, "Teamwork responded with 400")
			if text := err.Error(); len(text) > 7000 || strings.ContainsAny(text, "\x00\x1b\r\n") {
				t.Errorf("%d bytes: %.200q …", len(text), text)
			}
		})
	}
}

func TestError_neverHasTheCredential(t *testing.T) {
	t.Parallel()
	for name, given := range map[string]answer{
		"v1":          {status: 401, body: `{"MESSAGE":"key ` + testKey + ` is unknown"}`},
		"v3":          {status: 401, body: `{"errors":[{"title":"` + testKey + `","detail":"` + encodedKey + `","code":"` + testKey + `","id":"` + testKey + `"}]}`},
		"text":        {status: 401, body: "Authorization: Basic " + encodedKey},
		"success":     {status: 200, header: http.Header{}, body: "<p>" + testKey},
		"an object":   {status: 200, body: `{"invoice":{"id":{"some":"` + testKey + `"}}}`},
		"a list":      {status: 200, body: `{"invoice":{"id":["` + testKey + `"]}}`},
		"a redirect":  {status: 302, header: http.Header{"Location": {"https://" + testKey + ".example.com/" + testKey}}},
		"user in one": {status: 302, header: http.Header{"Location": {"https://" + testKey + ":x@example.com/"}}},
		"network":     {err: errors.New("bad header Basic " + encodedKey + " for " + testKey)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _ := newClient(t, always(given))
			_, err := client.GetInvoice(t.Context(), "1")
			if err == nil {
				t.Fatal("no error")
			}
			for _, leak := range []string{testKey, strings.ToLower(testKey), encodedKey, testKey[:8], encodedKey[:8]} {
				if strings.Contains(err.Error(), leak) {
					t.Errorf("the error shows %q: %v", leak, err)
				}
			}
		})
	}
}

// An error in a success is a failure in any shape: nothing was done.
func TestError_inASuccess(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"v3":                 `{"errors":[{"title":"conflict","detail":"locked"}]}`,
		"with a STATUS":      `{"STATUS":"OK","errors":[{"title":"conflict","detail":"locked"}]}`,
		"a text":             `{"error":"locked"}`,
		"in the content":     `{"content":{"errors":["locked"]}}`,
		"one in the content": `{"content":{"error":"locked"}}`,
		"v1":                 `{"STATUS":"Error","MESSAGE":"locked"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, always(answer{status: 200, body: body}))
			err := client.DeleteInvoice(t.Context(), "49")
			contains(t, err, "200", "locked")
			if transport.MayHaveTakenEffect(err) || transport.IsNotFound(err) {
				t.Errorf("it may have taken effect: %v", err)
			}
			far.only(t)
		})
	}
	for body, isConfirmed := range map[string]bool{
		`{"STATUS":"OK","errors":[]}`: true, `{"STATUS":"ok"}`: true, ``: true,
		`{"error":null}`: false, `{"errors":{}, "error":""}`: false, `{"content":"text"}`: false, `{"STATUS":null}`: false, `null`: false,
	} {
		client, _ := newClient(t, always(answer{status: 200, body: body}))
		if err := client.DeleteInvoice(t.Context(), "49"); (err == nil) != isConfirmed || transport.MayHaveTakenEffect(err) == isConfirmed {
			t.Errorf("%s: %v", body, err)
		}
	}
}
