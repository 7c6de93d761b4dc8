package reads

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// books are written records, and a source whose attempts each take some
// requests and find some of the records.
type books struct {
	cost  int
	looks int // maximum per batch
	shows func(id string) bool
	fails func(look int) bool

	mu       sync.Mutex
	versions map[string]int
	singles  int
	several  int // requests
	left     int // attempts left for this batch
	sizes    []int
}

func (b *books) ReadBack(ctx context.Context, id string) (int, error) {
	b.mu.Lock()
	b.singles++
	version := b.versions[id]
	b.mu.Unlock()
	return version, wait(ctx, 20*time.Millisecond)
}

func (b *books) Cost(_ string, ids []string, isFirst bool) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if isFirst {
		b.left = b.looks
		b.sizes = append(b.sizes, len(ids))
	}
	if b.left == 0 {
		return 0
	}
	b.left--
	return b.cost
}

func (b *books) Several(ctx context.Context, _ string, ids []string) (map[string]int, error) {
	b.mu.Lock()
	b.several += b.cost
	found := map[string]int{}
	for _, id := range ids {
		if b.shows(id) {
			found[id] = b.versions[id]
		}
	}
	isFailing := b.fails != nil && b.fails(b.several)
	b.mu.Unlock()
	if err := wait(ctx, 20*time.Millisecond); err != nil || isFailing {
		return nil, errors.Join(err, errors.New("the look failed"))
	}
	return found, nil
}

func (b *books) write(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.versions[id]++
}

func noGrace(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}

func isWelcome(int) bool { return true }

// writeAll writes records concurrently, as Terraform does, and reads each back.
func writeAll(t interface{ Errorf(string, ...any) }, together *Together[string, int], b *books, records, parallelism int, scope func(int) string, took func(int) time.Duration) {
	var mu sync.Mutex
	next := 0
	var group sync.WaitGroup
	for range parallelism {
		group.Go(func() {
			for {
				mu.Lock()
				record := next
				next++
				mu.Unlock()
				if record >= records {
					return
				}
				id := fmt.Sprint(record)
				write := together.Begin(scope(record))
				time.Sleep(took(record))
				b.write(id)
				if got, err := write.ReadBack(context.Background(), id, isWelcome); err != nil || got != 1 {
					t.Errorf("record %d is read back as version %d, %v", record, got, err)
				}
			}
		})
	}
	group.Wait()
}

func showsAll() func(string) bool { return func(string) bool { return true } }

func inOneScope(int) string { return "books" }

func TestTogether_tenThatEndTogetherTakeOneLook(t *testing.T) {
	t.Parallel()
	for name, took := range map[string]func(int) time.Duration{
		"at the same moment":  func(int) time.Duration { return 50 * time.Millisecond },
		"one after the other": func(record int) time.Duration { return 50*time.Millisecond + time.Duration(record%10)*time.Millisecond },
		"spread":              func(record int) time.Duration { return time.Duration(50+record*37%50) * time.Millisecond },
		"at once":             func(int) time.Duration { return 0 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := &books{cost: 1, looks: 1, shows: showsAll(), versions: map[string]int{}}
				writeAll(t, NewTogether(b, Auto, noGrace), b, 100, 10, inOneScope, took)
				alone := 0
				if took(0) == 0 {
					alone = 1 // the first, which ends before another begins
				}
				if b.singles != alone || b.several != 10 {
					t.Errorf("%d singles and %d looks of %v records, want %d and 10", b.singles, b.several, b.sizes, alone)
				}
			})
		})
	}
}

// A record that is written alone costs one read without waiting. So does one
// that has too few others for a shared attempt.
func TestTogether_aloneCostsWhatItCosts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &books{cost: 2, looks: 1, shows: showsAll(), versions: map[string]int{}}
		together := NewTogether(b, Auto, noGrace)
		for record := range 5 {
			began := time.Now()
			writeAll(t, together, b, 1, 1, func(int) string { return fmt.Sprint(record) }, func(int) time.Duration { return 0 })
			if took := time.Since(began); took != 20*time.Millisecond {
				t.Errorf("it took %v, want the 20 ms of the read", took)
			}
			b.versions = map[string]int{}
		}
		writeAll(t, together, b, 2, 2, inOneScope, func(int) time.Duration { return 0 })
		if b.singles != 7 || b.several != 0 {
			t.Errorf("%d singles and %d looks, want 7 and none", b.singles, b.several)
		}
	})
}

// For any source and any overlap of writes, at most three requests more are
// sent than with single reads alone, and every value is that of the last write.
func TestTogether_costsAtMostThreeRequestsMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		records := rapid.IntRange(1, 120).Draw(rt, "records")
		parallelism := rapid.IntRange(1, 20).Draw(rt, "parallelism")
		scopes := rapid.IntRange(1, 4).Draw(rt, "scopes")
		shown := rapid.IntRange(0, 100).Draw(rt, "percent that a look shows")
		failing := rapid.IntRange(0, 100).Draw(rt, "percent of looks that fail")
		misfits := rapid.IntRange(0, 100).Draw(rt, "percent that do not fit")
		longest := rapid.IntRange(0, 5000).Draw(rt, "longest write")
		seed := rapid.Uint32().Draw(rt, "seed")
		chance := func(percent int, of ...any) bool {
			hash := seed
			for _, letter := range fmt.Sprint(of...) {
				hash = hash*16777619 ^ uint32(letter) //nolint:gosec // a hash
			}
			return int(hash>>8%100) < percent
		}
		b := &books{
			cost: rapid.IntRange(1, 4).Draw(rt, "cost"), looks: rapid.IntRange(1, 5).Draw(rt, "looks"), versions: map[string]int{},
			shows: func(id string) bool { return chance(shown, "shows", id) },
			fails: func(look int) bool { return chance(failing, "fails", look) },
		}
		synctest.Test(t, func(*testing.T) {
			together := NewTogether(b, Auto, noGrace)
			var group sync.WaitGroup
			places := make(chan struct{}, parallelism)
			for record := range records {
				places <- struct{}{}
				group.Go(func() {
					defer func() { <-places }()
					id := fmt.Sprint(record)
					write := together.Begin(fmt.Sprint(record % scopes))
					defer write.End()
					time.Sleep(time.Duration(int(seed)*(record+1)%(longest+1)) * time.Millisecond)
					b.write(id)
					got, err := write.ReadBack(context.Background(), id, func(int) bool { return !chance(misfits, "misfits", id) })
					if err != nil || got != 1 {
						rt.Errorf("record %d is read back as version %d, %v", record, got, err)
					}
				})
			}
			group.Wait()
		})
		if b.singles+b.several > records+slack {
			rt.Errorf("%d singles and %d requests for several, for %d records", b.singles, b.several, records)
		}
	})
}

// One write that hangs delays the others no longer than writes usually take.
func TestTogether_aWriteThatHangsHoldsUpNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &books{cost: 1, looks: 1, shows: showsAll(), versions: map[string]int{}}
		together := NewTogether(b, Auto, noGrace)
		hanging := together.Begin("books")
		began := time.Now()
		writeAll(t, together, b, 9, 9, inOneScope, func(int) time.Duration { return 50 * time.Millisecond })
		if took := time.Since(began); took > 50*time.Millisecond+shortestPatience+20*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		hanging.End()
		hanging.End()
		if b.several != 1 || b.singles != 0 {
			t.Errorf("%d singles and %d looks, want one look", b.singles, b.several)
		}
	})
}

func TestTogether_whoGivesUpHarmsNoOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &books{cost: 1, looks: 1, shows: showsAll(), versions: map[string]int{}}
		together := NewTogether(b, Auto, noGrace)
		ctx, giveUp := context.WithCancel(t.Context())
		first, second, third := together.Begin("books"), together.Begin("books"), together.Begin("books")
		for _, id := range []string{"1", "2", "3"} {
			b.write(id)
		}
		var group sync.WaitGroup
		group.Go(func() {
			if _, err := first.ReadBack(ctx, "1", isWelcome); !errors.Is(err, context.Canceled) {
				t.Errorf("it gave up and got %v", err)
			}
		})
		for id, write := range map[string]*Write[string, int]{"2": second, "3": third} {
			group.Go(func() {
				time.Sleep(time.Millisecond)
				if got, err := write.ReadBack(t.Context(), id, isWelcome); err != nil || got != 1 {
					t.Errorf("%s is read as %d, %v", id, got, err)
				}
			})
		}
		synctest.Wait()
		giveUp()
		group.Wait()
		if b.several != 1 || b.singles != 0 {
			t.Errorf("%d singles and %d looks, want one look", b.singles, b.several)
		}
	})
}

func TestTogether_inModeSingleEachIsReadByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := &books{cost: 1, looks: 1, shows: showsAll(), versions: map[string]int{}}
		writeAll(t, NewTogether(b, Single, noGrace), b, 30, 10, inOneScope, func(int) time.Duration { return 0 })
		if b.singles != 30 || b.several != 0 {
			t.Errorf("%d singles and %d looks", b.singles, b.several)
		}
	})
}
