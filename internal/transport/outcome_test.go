package transport_test

import (
	"errors"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestIsRejected(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err        error
		isRejected bool // whatever became of earlier attempts
		isNow      bool
	}{
		"declined":              {&transport.APIError{Status: 422}, true, true},
		"declined when retried": {&transport.APIError{Status: 422, IsRepetition: true}, false, true},
		"no permission":         {&transport.APIError{Status: 403, IsRepetition: true}, false, false},
		"not found":             {&transport.APIError{Status: 404}, false, false},
		"server error":          {&transport.APIError{Status: 500}, false, false},
		"web page":              {&transport.APIError{Status: 422, IsWebPage: true}, false, false},
		"limit":                 {&transport.APIError{Status: 400, IsLimited: true}, false, false},
		"before the request":    {transport.WithOutcome(&transport.APIError{Status: 400}, transport.NotSent), false, false},
		"not a response":        {errors.New("cut"), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := transport.IsRejected(test.err); got != test.isRejected {
				t.Errorf("IsRejected: got %t", got)
			}
			if got := transport.IsRejectedNow(test.err); got != test.isNow {
				t.Errorf("IsRejectedNow: got %t", got)
			}
		})
	}
}
