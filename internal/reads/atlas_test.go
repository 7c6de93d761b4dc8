package reads

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
)

// register lists records whose IDs have gaps between them, 50 per page.
type register struct {
	ids            []int
	singles, pages int
}

func (g *register) part(place int) []Record[int] {
	var records []Record[int]
	for _, id := range g.ids[min(place*50, len(g.ids)):min(place*50+50, len(g.ids))] {
		records = append(records, Record[int]{ID: fmt.Sprint(id), Value: id})
	}
	return records
}

func (g *register) Single(ctx context.Context, id string) (int, error) {
	g.singles++
	var number int
	_, err := fmt.Sscan(id, &number)
	return number, err
}

func (g *register) First(context.Context, string) (Part[int], error) {
	g.pages++
	return Part[int]{Records: g.part(0), Cost: 1, Rest: (len(g.ids)+49)/50 - 1}, nil
}

func (g *register) Rest(_ context.Context, _ string, first Part[int], atMost int, deliver func(int, []Record[int])) error {
	for place := 1; place <= min(first.Rest, atMost); place++ {
		g.pages++
		deliver(place, g.part(place))
	}
	return nil
}

func (g *register) Page(_ context.Context, _ string, place int) ([]Record[int], error) {
	g.pages++
	return g.part(place), nil
}

// A record is found by reading few parts, for any distribution of IDs.
func TestGuess_findsRecordsWhateverTheGapsBetweenIDs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		id     func(i int) int
		atMost int
	}{
		"no gaps":          {func(i int) int { return i + 1 }, 105},
		"even gaps":        {func(i int) int { return 17*i + 1000 }, 105},
		"gaps that grow":   {func(i int) int { return i*i + i }, 150},
		"gaps that shrink": {func(i int) int { return 40_000_000 - (6000-i)*(6000-i) }, 150},
		"a gap of years":   {func(i int) int { return i + 1 + i/2500*1_000_000 }, 170},
		"falling":          {func(i int) int { return 100_000 - 3*i }, 105},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := &register{ids: make([]int, 5000)}
				for i := range g.ids {
					g.ids[i] = test.id(i)
				}
				wanted := slices.Clone(g.ids)
				random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // an order
				random.Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })
				reader := New[string, int](g, Auto)
				for _, id := range wanted {
					if got, err := reader.Read(t.Context(), fmt.Sprint(id), "all"); err != nil || got != id {
						t.Fatalf("record %d is read as %d, %v", id, got, err)
					}
				}
				if g.singles+g.pages > test.atMost {
					t.Errorf("%d singles and %d pages, want at most %d requests", g.singles, g.pages, test.atMost)
				}
			})
		})
	}
}

// Few records of many cost as much as single reads, plus a part or two.
func TestGuess_fewOfMany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &register{ids: make([]int, 20000)}
		for i := range g.ids {
			g.ids[i] = 13*i + 5
		}
		reader := New[string, int](g, Auto)
		for i := range 12 {
			if _, err := reader.Read(t.Context(), fmt.Sprint(g.ids[i*1667]), "all"); err != nil {
				t.Fatal(err)
			}
		}
		if g.singles+g.pages > 15 {
			t.Errorf("%d singles and %d pages", g.singles, g.pages)
		}
	})
}

func TestAtlas_locate(t *testing.T) {
	t.Parallel()
	known := func(spans map[int][]string, places int) *atlas {
		a := &atlas{places: places}
		for _, place := range []int{0, 1, 2, 5, 9} {
			if ids, isThere := spans[place]; isThere {
				a.learn(place, ids)
			}
		}
		return a
	}
	for name, test := range map[string]struct {
		atlas *atlas
		id    string
		place int
		want  bool
	}{
		"by what one part covers":    {known(map[int][]string{0: {"1", "10"}}, 10), "35", 3, true},
		"beyond the end":             {known(map[int][]string{0: {"1", "10"}}, 10), "999", 9, true},
		"between two":                {known(map[int][]string{0: {"1", "10"}, 5: {"1001", "1010"}}, 10), "500", 2, true},
		"falling":                    {known(map[int][]string{0: {"100", "91"}}, 10), "85", 1, true},
		"where it would have been":   {known(map[int][]string{0: {"1", "10"}}, 10), "5", 0, false},
		"before the first":           {known(map[int][]string{0: {"5", "10"}}, 10), "1", 0, false},
		"between neighbors":          {known(map[int][]string{0: {"1", "10"}, 1: {"20", "30"}}, 10), "15", 0, false},
		"mixed":                      {known(map[int][]string{0: {"1", "10", "5"}}, 10), "35", 0, false},
		"other ways":                 {known(map[int][]string{0: {"1", "10"}, 1: {"30", "20"}}, 10), "35", 0, false},
		"no numbers":                 {known(map[int][]string{0: {"a", "b"}}, 10), "35", 0, false},
		"no number":                  {known(map[int][]string{0: {"1", "10"}}, 10), "x", 0, false},
		"one record tells no order":  {known(map[int][]string{0: {"1"}}, 10), "35", 0, false},
		"a part that cannot be read": {known(map[int][]string{0: {"1", "10"}, 2: {}}, 10), "25", 0, false},
		"nothing known":              {&atlas{}, "1", 0, false},
	} {
		if place, isLikely := test.atlas.locate(test.id); place != test.place || isLikely != test.want {
			t.Errorf("%s: %d, %t; want %d, %t", name, place, isLikely, test.place, test.want)
		}
	}
}
