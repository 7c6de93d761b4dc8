package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// wholeBody is a response body in memory, in UTF-8.
type wholeBody struct {
	*bytes.Reader
	// unreadable is why a successful response is unusable; nil = it can be
	// decoded, or is empty. All systems return JSON or nothing. Anything else
	// is JSON that a proxy cut off, a page for people, or text in another
	// charset than declared, which would decode to different text.
	unreadable error
}

// Close does nothing.
func (*wholeBody) Close() error { return nil }

// newWholeBody returns the body of a response.
func newWholeBody(response *http.Response, body []byte) *wholeBody {
	text, err := inUTF8(response.Header.Get("Content-Type"), body)
	if err == nil {
		err = checkJSON(text)
	}
	if !succeeded(response.StatusCode) {
		err = nil // a failure stays a failure, whatever its body
	}
	return &wholeBody{Reader: bytes.NewReader(text), unreadable: err}
}

// whyUnreadable returns why a successful response is unusable; see wholeBody.
func whyUnreadable(response *http.Response) error {
	if body, ok := response.Body.(*wholeBody); ok {
		return body.unreadable
	}
	return nil
}

// inUTF8 converts a body to UTF-8 without a byte order mark, from the charset
// that its content type declares, if any. A text that is not in that charset is
// an error, because Go's JSON decoder would replace its characters with U+FFFD,
// and the next write would send that.
func inUTF8(contentType string, body []byte) ([]byte, error) {
	_, parameters, _ := mime.ParseMediaType(contentType) // empty if invalid
	charset := strings.ToLower(strings.TrimSpace(parameters["charset"]))
	text := bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if charset != "" && charset != "utf-8" && charset != "utf8" {
		encoding, err := htmlindex.Get(charset)
		if err != nil {
			return body, fmt.Errorf("it is in the unknown charset %.40q", charset)
		}
		if text, err = encoding.NewDecoder().Bytes(body); err != nil || bytes.ContainsRune(text, utf8.RuneError) {
			return body, fmt.Errorf("it is not in the charset %.40q that it declares", charset)
		}
		text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	}
	if !utf8.Valid(text) {
		return body, errors.New("it is not in UTF-8 and declares no other charset")
	}
	return text, nil
}

// checkJSON returns why a body cannot be decoded without loss; nil = it can, or
// is empty.
func checkJSON(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if !json.Valid(body) {
		var value json.RawMessage
		return json.Unmarshal(body, &value)
	}
	if hasHalfCharacter(body) {
		return errors.New("it contains half of a character, an unpaired surrogate")
	}
	return nil
}

// hasHalfCharacter reports whether JSON has a \u escape that is one half of a
// surrogate pair without the other. A decoder turns it into U+FFFD.
func hasHalfCharacter(body []byte) bool {
	for {
		at := bytes.IndexByte(body, '\\')
		if at < 0 {
			return false
		}
		body = body[at:]
		switch unit := codeUnit(body); {
		case unit >= 0xd800 && unit < 0xdc00:
			if low := codeUnit(body[6:]); low < 0xdc00 || low > 0xdfff {
				return true
			}
			body = body[12:]
		case unit >= 0xdc00 && unit <= 0xdfff:
			return true
		default:
			body = body[2:]
		}
	}
}

// codeUnit returns the value of the \u escape at the beginning of a text; 0 = there is none.
func codeUnit(text []byte) uint64 {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return unit
}
