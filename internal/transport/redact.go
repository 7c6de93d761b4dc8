package transport

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// redacted replaces a secret.
const redacted = "(redacted)"

// Redactor replaces secrets by value, in every spelling in which they could
// appear: as they are, escaped for a URL, inside JSON or a Go string, in
// base64. Masking by header name alone misses a system that repeats a
// credential in its error text.
//
// It is safe for concurrent use.
type Redactor struct {
	replacer atomic.Pointer[strings.Replacer]

	mutex     sync.Mutex
	spellings []string // guarded by mutex
}

// NewRedactor returns a redactor for the given secrets. Empty ones are ignored.
func NewRedactor(secrets ...string) *Redactor {
	redactor := &Redactor{}
	redactor.Add(secrets...)
	return redactor
}

// Add adds more secrets, such as tokens that are fetched later. Empty ones are
// ignored.
func (r *Redactor) Add(secrets ...string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, secret := range secrets {
		if secret != "" {
			r.spellings = append(r.spellings, spellingsOf(secret)...)
		}
	}
	// Longest first: a secret that is part of another must not leave the rest visible.
	slices.SortFunc(r.spellings, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	r.spellings = slices.Compact(r.spellings)
	pairs := make([]string, 0, 2*len(r.spellings))
	for _, spelling := range r.spellings {
		pairs = append(pairs, spelling, redacted)
	}
	r.replacer.Store(strings.NewReplacer(pairs...))
}

func spellingsOf(secret string) []string {
	inJSON, _ := json.Marshal(secret) //nolint:errchkjson // a string always encodes
	inGo := strconv.Quote(secret)
	spellings := []string{
		secret,
		url.QueryEscape(secret),
		url.PathEscape(secret),
		string(inJSON[1 : len(inJSON)-1]), // the quotes at either end are not part of the secret
		inGo[1 : len(inGo)-1],
		base64.StdEncoding.EncodeToString([]byte(secret)),
		base64.RawStdEncoding.EncodeToString([]byte(secret)),
		base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
	slices.Sort(spellings)
	return slices.Compact(spellings)
}

// String returns text without the secrets.
func (r *Redactor) String(text string) string {
	if r == nil {
		return text
	}
	return r.replacer.Load().Replace(text)
}

// Error returns an error whose text contains no secret, and which still unwraps
// to the original for errors.Is and errors.As.
func (r *Redactor) Error(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	clean := r.String(text)
	if clean == text {
		return err
	}
	return &redactedError{text: clean, err: err}
}

type redactedError struct {
	text string
	err  error
}

func (e *redactedError) Error() string { return e.text }
func (e *redactedError) Unwrap() error { return e.err }
