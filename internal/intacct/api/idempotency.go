package api

import (
	"crypto/rand"
	"fmt"
	"net/http"
)

// NewIdempotencyKey returns a new key for one logical write, a random UUID (version 4). Intacct stores a key with its
// response for 48 hours and remembers the key for 60 days, so a key is never derived from content and never used for
// a second write (contract section 5).
func NewIdempotencyKey() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // it is documented never to fail
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[0:4], id[4:6], id[6:8], id[8:10], id[10:16])
}

func idempotencyHeader(key string) http.Header {
	return http.Header{"Idempotency-Key": {key}}
}
