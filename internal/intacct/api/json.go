package api

import (
	"bytes"
	"encoding/json"
)

// encode writes JSON with the characters <, > and & as they are. A type's own
// MarshalJSON needs it too: what it escapes stays escaped.
func encode(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}
