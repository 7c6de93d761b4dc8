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

// wholeBody is an answer's body in memory, in UTF-8.
type wholeBody struct {
	*bytes.Reader
	// unreadable is why a success is of no use; nil = it can be decoded, or is
	// empty. All the systems answer JSON, or nothing: what is neither is JSON
	// that a proxy cut short, a page for people, or in a charset that is not the
	// one it declares, whose texts would come out as others.
	unreadable error
}

// Close does nothing.
func (*wholeBody) Close() error { return nil }

// newWholeBody takes over a body of an answer.
func newWholeBody(response *http.Response, body []byte) *wholeBody {
	text, err := inUTF8(response.Header.Get("Content-Type"), body)
	if err == nil {
		err = checkJSON(text)
	}
	if !succeeded(response.StatusCode) {
		err = nil // whatever a failure says, it is one
	}
	return &wholeBody{Reader: bytes.NewReader(text), unreadable: err}
}

// whyUnreadable is why an answer is a success of no use; see wholeBody.
func whyUnreadable(response *http.Response) error {
	if body, ok := response.Body.(*wholeBody); ok {
		return body.unreadable
	}
	return nil
}

// inUTF8 is a body in UTF-8, without a byte order mark: by the charset that its
// content type declares, else as it is. A text that is not in that charset is an
// error, since Go's JSON decoder would put U+FFFD in place of its characters,
// and the next write would send that.
func inUTF8(contentType string, body []byte) ([]byte, error) {
	_, parameters, _ := mime.ParseMediaType(contentType) // nothing, where it is none
	charset := strings.ToLower(strings.TrimSpace(parameters["charset"]))
	text := bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if charset != "" && charset != "utf-8" && charset != "utf8" {
		encoding, err := htmlindex.Get(charset)
		if err != nil {
			return body, fmt.Errorf("it is in the charset %.40q, which is not known", charset)
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

// checkJSON tells why a body cannot be decoded without loss; nil = it can, or is
// empty.
func checkJSON(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if !json.Valid(body) {
		var value json.RawMessage
		return json.Unmarshal(body, &value)
	}
	if hasHalfCharacter(body) {
		return errors.New("it has half of a character in it, an unpaired surrogate")
	}
	return nil
}

// hasHalfCharacter tells whether JSON has a \u escape that is one half of a
// surrogate pair without the other; a decoder makes U+FFFD of it.
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

// codeUnit is the value of a \u escape that a text begins with; 0 = it does not.
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
