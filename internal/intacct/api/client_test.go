package api

import (
	"net/http"
	"strings"
	"testing"
)

func TestEntity_isAHeaderOfEveryRequestButTheToken(t *testing.T) {
	t.Parallel()
	far := &wire{answer: inTurn(t, ok(noTemplates), rows())}
	c := New(options(far), credential, "US01")
	check(t, list(c))
	_, err := c.Templates.Named(t.Context(), "n")
	check(t, err)
	for _, request := range far.requests {
		if got := request.Header.Get("X-IA-API-Param-Entity"); got != "US01" {
			t.Errorf("entity %q with %s", got, request.Path)
		}
	}
	if _, has := far.tokenRequests[0].Header[http.CanonicalHeaderKey("X-IA-API-Param-Entity")]; has {
		t.Error("the token request has an entity")
	}
}

func TestEntity_isLeftOutWhenThereIsNone(t *testing.T) {
	t.Parallel()
	c, far := answering(t, ok(noTemplates))
	check(t, list(c))
	if _, has := far.requests[0].Header[http.CanonicalHeaderKey("X-IA-API-Param-Entity")]; has {
		t.Error("an entity was sent")
	}
}

func TestRedirects_areErrorsAndNotFollowed(t *testing.T) {
	t.Parallel()
	c, far := answering(t, reply{Status: 302, Header: http.Header{"Location": {"https://login.elsewhere.test/?token=x"}}})
	err := list(c)
	if !strings.Contains(err.Error(), "redirects to login.elsewhere.test, and redirects are not followed") || len(far.requests) != 1 {
		t.Errorf("error %v", err)
	}
}

func TestNew_makesNoCall_andLeavesTheCallersSecretsAlone(t *testing.T) {
	t.Parallel()
	settings := options(&wire{})
	settings.Secrets = make([]string, 0, 8)
	New(settings, credential, "")
	if got := settings.Secrets[:8][0]; got != "" {
		t.Errorf("wrote %q into the caller's list", got)
	}
}
