package reads

import (
	"context"
	"strconv"
	"sync"
	"testing"
)

// instant is a system that takes no time: record i is i, 50 per page.
type instant struct{ records int }

func (s instant) Single(_ context.Context, id string) (int, error) { return strconv.Atoi(id) }

func (s instant) First(context.Context, string) (Part[int], error) {
	return Part[int]{Records: s.page(1), Cost: 1, Rest: s.records/50 - 1}, nil
}

func (s instant) Rest(_ context.Context, _ string, first Part[int], _ int, deliver func(int, []Record[int])) error {
	for page := 2; page <= first.Rest+1; page++ {
		deliver(page-1, s.page(page))
	}
	return nil
}

func (s instant) page(number int) []Record[int] {
	records := make([]Record[int], 50)
	for i := range records {
		records[i].Value = (number-1)*50 + i
		records[i].ID = strconv.Itoa(records[i].Value)
	}
	return records
}

// BenchmarkRead_1000 reads 1,000 records, ten at once, from a system that
// takes no time.
func BenchmarkRead_1000(b *testing.B) {
	source := instant{records: 1000}
	for name, mode := range map[string]Mode{"auto": Auto, "list": List, "single": Single} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				reader := New(source, mode)
				var group sync.WaitGroup
				for first := range 10 {
					group.Go(func() {
						for record := first; record < source.records; record += 10 {
							value, err := reader.Read(b.Context(), strconv.Itoa(record), "site", "project")
							if err != nil || value != record {
								b.Errorf("record %d: %d, %v", record, value, err)
							}
						}
					})
				}
				group.Wait()
			}
		})
	}
}
