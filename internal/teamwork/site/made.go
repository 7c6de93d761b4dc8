package site

import (
	"context"
	"sync"
)

// Made knows which records of one kind this run has made, where nothing but
// their ids tells them apart. It is safe for concurrent use.
type Made struct {
	mu    sync.Mutex
	ids   map[string]bool
	turns map[string]chan struct{} // by what records that could be mistaken have in common
}

func newMade() *Made { return &Made{ids: map[string]bool{}, turns: map[string]chan struct{}{}} }

// Begin waits until no other record with that key is being made, and returns what
// to call with the id of the one that was made then; "" = none was. The error is
// the cause of the context's end.
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

// Has tells whether this run has made the record with that id.
func (m *Made) Has(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ids[id]
}
