package intacct_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// The two formats of a token request.
const (
	jsonGrant = `{"grant_type":"client_credentials","client_id":"sandbox","client_secret":"sandbox-secret","username":"ws@sandbox"}`
	formGrant = `grant_type=client_credentials&client_id=sandbox&client_secret=sandbox-secret&username=ws%40sandbox`
)

// ask sends a request to an OAuth endpoint. A body that is not JSON is sent as a form.
func ask(company *intacct.Company, path, body string) answer {
	return sendWith(company, http.MethodPost, path, body, func(header http.Header) {
		header.Del("Authorization")
		if !strings.HasPrefix(body, "{") {
			header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
	})
}

// granted returns the content of a successful token response.
func granted(t *testing.T, company *intacct.Company, body string) map[string]any {
	t.Helper()
	got := ask(company, intacct.PathToken, body)
	got.mustHave(t, http.StatusOK)
	fields, _ := parse(t, got.body).(map[string]any)
	return fields
}

// read reads a template with an access token.
func read(company *intacct.Company, access any) answer {
	return sendWith(company, http.MethodGet, pathOf("15"), "", as("Authorization", fmt.Sprintf("Bearer %v", access)))
}

func TestToken_inEitherForm(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	first, second := granted(t, company, jsonGrant), granted(t, company, formGrant)
	for _, got := range []map[string]any{first, second} {
		if got["token_type"] != "Bearer" || asText(got["expires_in"]) != "43200" || got["refresh_token"] == nil || len(got) != 4 {
			t.Errorf("the answer is %v", got)
		}
		read(company, got["access_token"]).mustHave(t, http.StatusOK)
	}
	if first["access_token"] == second["access_token"] || first["refresh_token"] == second["refresh_token"] {
		t.Error("the tokens are the same")
	}
	if got := company.TokensIssued(); got != 2 {
		t.Errorf("%d tokens were issued", got)
	}
}

func TestToken_looksLikeAWebTokenThatTellsItsEnd(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{TokenLife: time.Hour, Shapes: intacct.Shapes{HideExpiresIn: true}})
	got := granted(t, company, jsonGrant)
	if _, told := got["expires_in"]; told {
		t.Error("expires_in is there")
	}
	parts := strings.Split(asText(got["access_token"]), ".")
	if len(parts) != 3 {
		t.Fatalf("the token has %d parts", len(parts))
	}
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	if want, end := at(testNow).Add(time.Hour).Unix(), below(parse(t, string(claims)), "exp"); asText(end) != fmt.Sprint(want) {
		t.Errorf("exp is %v, want %d", end, want)
	}
}

func TestToken_isRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body   string
		status int
		code   string
	}{
		"another client":     {strings.Replace(formGrant, "client_id=sandbox", "client_id=other", 1), 401, "invalid_client"},
		"another secret":     {strings.Replace(jsonGrant, "sandbox-secret", "other", 1), 401, "invalid_client"},
		"no client":          {`{"grant_type":"client_credentials","username":"ws@sandbox"}`, 401, "invalid_client"},
		"another user":       {strings.Replace(formGrant, "ws%40", "me%40", 1), 400, "invalid_grant"},
		"another company":    {strings.Replace(jsonGrant, "ws@sandbox", "ws@acme", 1), 400, "invalid_grant"},
		"an unknown entity":  {strings.Replace(jsonGrant, "ws@sandbox", "ws@sandbox|Mars", 1), 400, "invalid_grant"},
		"an empty entity":    {strings.Replace(jsonGrant, "ws@sandbox", "ws@sandbox|", 1), 400, "invalid_grant"},
		"no user":            {strings.Replace(formGrant, "&username=ws%40sandbox", "", 1), 400, "invalid_request"},
		"no grant":           {strings.Replace(formGrant, "grant_type=client_credentials&", "", 1), 400, "invalid_request"},
		"a password":         {strings.Replace(formGrant, "client_credentials", "password", 1), 400, "unsupported_grant_type"},
		"a consent":          {strings.Replace(formGrant, "client_credentials", "authorization_code", 1), 400, "unsupported_grant_type"},
		"no refresh token":   {strings.Replace(formGrant, "client_credentials", "refresh_token", 1), 400, "invalid_grant"},
		"JSON that is none":  {`{"grant_type":`, 400, "invalid_request"},
		"a form that is bad": {`grant_type=%zz`, 400, "invalid_request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := newCompany(intacct.Options{})
			got := ask(company, intacct.PathToken, test.body)
			got.mustHave(t, test.status)
			fields, _ := parse(t, got.body).(map[string]any)
			if fields["error"] != test.code || asText(fields["error_description"]) == "" || len(fields) != 2 {
				t.Errorf("the body is %s", got.body)
			}
			if company.TokensIssued() != 0 {
				t.Error("a token was issued")
			}
		})
	}
	t.Run("another content type", func(t *testing.T) {
		t.Parallel()
		for _, kind := range []string{"text/plain", ""} {
			got := sendWith(newCompany(intacct.Options{}), http.MethodPost, intacct.PathToken, jsonGrant, as("Content-Type", kind))
			got.mustHave(t, http.StatusBadRequest)
		}
	})
	t.Run("credentials in the header", func(t *testing.T) {
		t.Parallel()
		got := sendWith(newCompany(intacct.Options{}), http.MethodPost, intacct.PathToken,
			`{"grant_type":"client_credentials","username":"ws@sandbox"}`,
			as("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("sandbox:sandbox-secret"))))
		got.mustHave(t, http.StatusUnauthorized)
	})
}

func TestToken_ofAnEntity(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	token := asText(granted(t, company, strings.Replace(jsonGrant, "ws@sandbox", "ws@sandbox|US01", 1))["access_token"])
	bearer := "Bearer " + token
	body := `{"name":"A","description":"A"}`
	sendWith(company, http.MethodPost, templates, body, as("Authorization", bearer)).mustHave(t, http.StatusCreated)
	if created, _ := company.Template("16"); created.EntityID != "US01" {
		t.Errorf("the template belongs to %q", created.EntityID)
	}
	const header = "X-IA-API-Param-Entity"
	sendWith(company, http.MethodGet, templates, "", as("Authorization", bearer, header, "US01")).mustHave(t, http.StatusOK)
	sendWith(company, http.MethodGet, templates, "", as("Authorization", bearer, header, "Western Region")).mustHave(t, http.StatusForbidden)
}

func TestToken_endsInTime(t *testing.T) {
	t.Parallel()
	now := at(testNow)
	company := newCompany(intacct.Options{Now: func() time.Time { return now }, TokenLife: time.Minute})
	got := granted(t, company, jsonGrant)
	if asText(got["expires_in"]) != "60" {
		t.Errorf("expires_in is %v", got["expires_in"])
	}
	now = now.Add(time.Minute - time.Second)
	read(company, got["access_token"]).mustHave(t, http.StatusOK)
	now = now.Add(time.Second)
	read(company, got["access_token"]).mustHave(t, http.StatusUnauthorized)
	read(company, intacct.AccessToken).mustHave(t, http.StatusOK)
}

func TestToken_endsAfterSomeRequests(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{TokenUses: 2})
	token := granted(t, company, jsonGrant)["access_token"]
	for _, status := range []int{200, 200, 401, 401} {
		read(company, token).mustHave(t, status)
	}
	read(company, granted(t, company, jsonGrant)["access_token"]).mustHave(t, http.StatusOK)
}

func TestToken_endsWhenAskedTo(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	token := granted(t, company, jsonGrant)["access_token"]
	company.ExpireTokens()
	read(company, token).mustHave(t, http.StatusUnauthorized)
	read(company, intacct.AccessToken).mustHave(t, http.StatusOK)
	company.ExpireAccessToken()
	read(company, intacct.AccessToken).mustHave(t, http.StatusUnauthorized)
}

func TestToken_thatIsNotValid_inEachShape(t *testing.T) {
	t.Parallel()
	t.Run("bare", func(t *testing.T) {
		t.Parallel()
		read(newCompany(intacct.Options{}), "other").mustBe(t, http.StatusUnauthorized, `{"error": {
			"code": "tokenInvalid", "message": "Token is not valid", "errorId": "REST-2102", "supportId": "",
			"additionalInfo": {"messageId": "IA.TOKEN_IS_INVALID", "placeholders": {}, "propertySet": {}}
		}}`)
	})
	t.Run("of the gateway", func(t *testing.T) {
		t.Parallel()
		read(shaped(intacct.Shapes{TokenRefusal: intacct.RefusalGateway}), "other").mustBe(t, http.StatusUnauthorized, `{"ia::error": {
			"code": "GW-0031", "message": "The access token cannot be decoded", "details": {"requestId": ""}
		}}`)
	})
	t.Run("text", func(t *testing.T) {
		t.Parallel()
		got := read(shaped(intacct.Shapes{TokenRefusal: intacct.RefusalText}), "other")
		got.mustHave(t, http.StatusBadRequest)
		if got.body != "Invalid token: The token is not valid" {
			t.Errorf("the body is %s", got.body)
		}
	})
}

func TestToken_thatIsMissing(t *testing.T) {
	t.Parallel()
	for _, authorization := range []string{"", "Bearer", "Bearer ", "Basic c2FuZGJveDp4", intacct.AccessToken} {
		got := sendWith(newCompany(intacct.Options{}), http.MethodGet, templates, "", func(header http.Header) {
			header.Del("Authorization")
			if authorization != "" {
				header.Set("Authorization", authorization)
			}
		})
		got.mustHave(t, http.StatusUnauthorized)
		if code := below(parse(t, got.body), "ia::error", "code"); code != "GW-0034" {
			t.Errorf("%q: the code is %v", authorization, code)
		}
	}
}

func TestRefreshToken(t *testing.T) {
	t.Parallel()
	refresh := func(token any) string {
		return fmt.Sprintf("grant_type=refresh_token&client_id=sandbox&client_secret=sandbox-secret&refresh_token=%v", token)
	}
	t.Run("is exchanged for another", func(t *testing.T) {
		t.Parallel()
		company := newCompany(intacct.Options{})
		first := granted(t, company, jsonGrant)
		second := granted(t, company, refresh(first["refresh_token"]))
		if second["refresh_token"] == first["refresh_token"] || second["refresh_token"] == nil {
			t.Errorf("the refresh token is %v", second["refresh_token"])
		}
		read(company, second["access_token"]).mustHave(t, http.StatusOK)
		ask(company, intacct.PathToken, refresh(first["refresh_token"])).mustHave(t, http.StatusBadRequest)
	})
	t.Run("is kept", func(t *testing.T) {
		t.Parallel()
		company := shaped(intacct.Shapes{KeepRefreshToken: true})
		first := granted(t, company, jsonGrant)
		for range 2 {
			if again := granted(t, company, refresh(first["refresh_token"])); again["refresh_token"] != nil {
				t.Errorf("there is a new one: %v", again)
			}
		}
	})
	t.Run("serves for an entity", func(t *testing.T) {
		t.Parallel()
		company := newCompany(intacct.Options{})
		first := granted(t, company, jsonGrant)["refresh_token"]
		ask(company, intacct.PathToken, refresh(first)+"&entity_id=Mars").mustHave(t, http.StatusBadRequest)
		token := granted(t, company, refresh(first)+"&entity_id=US01")["access_token"]
		sendWith(company, http.MethodPost, templates, `{"name":"A","description":"A"}`,
			as("Authorization", fmt.Sprintf("Bearer %v", token))).mustHave(t, http.StatusCreated)
		if created, _ := company.Template("16"); created.EntityID != "US01" {
			t.Errorf("the template belongs to %q", created.EntityID)
		}
	})
}

func TestRevoke_endsAllTokensAndIsRemembered(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	token := granted(t, company, jsonGrant)["access_token"]
	introspect := fmt.Sprintf("token=%v", token)
	ask(company, intacct.PathIntrospect, introspect).mustBe(t, http.StatusOK, `{"active": true}`)
	if company.Revocations() != 0 {
		t.Error("a revocation is remembered that was none")
	}
	ask(company, intacct.PathRevoke, "token=x").mustHave(t, http.StatusUnauthorized)
	ask(company, intacct.PathRevoke, "client_id=sandbox&client_secret=sandbox-secret&token=x").mustBe(t, http.StatusOK, `{"revoked": true}`)
	if company.Revocations() != 1 {
		t.Errorf("%d revocations", company.Revocations())
	}
	read(company, token).mustHave(t, http.StatusUnauthorized)
	ask(company, intacct.PathIntrospect, introspect).mustBe(t, http.StatusOK, `{"active": false}`)
}
