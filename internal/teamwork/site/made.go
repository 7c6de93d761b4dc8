package site

import (
	"context"
	"sync"
)

// Made tracks which records of one kind this run has made, for records that only
// their IDs tell apart. It is safe for concurrent use.
type Made struct {
	mu    sync.Mutex
	ids   map[string]bool
	turns map[string]chan struct{} // by key, which records that could be confused share
}

func newMade() *Made { return &Made{ids: map[string]bool{}, turns: map[string]chan struct{}{}} }

// Begin waits until no other record with the key is being made, and returns a
// function to call with the ID of the record that was made, or "" if there is none.
// The error is the cause of the context's end.
func (m *Made) Begin(ctx context.Context, key string) (done func(id string), err error) {
	m.mu.Lock()
	turn, exists := m.turns[key]
	if !exists {
		turn = make(chan struct{}, 1)
		m.turns[key] = turn
	}
	m.mu.Unlock()
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	return func(id string) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if id != "" {
			m.ids[id] = true
		}
		<-turn
	}, nil
}

// Has reports whether this run has made the record with the ID.
func (m *Made) Has(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ids[id]
}
