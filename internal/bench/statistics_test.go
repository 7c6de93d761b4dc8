package main

import (
	"io"
	"math"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		numbers []float64
		want    float64
	}{
		"one":           {[]float64{3}, 3},
		"an odd number": {[]float64{9, 1, 4}, 4},
		"an even one":   {[]float64{9, 1, 4, 2}, 3},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := median(test.numbers); got != test.want {
				t.Errorf("median(%v) = %v, want %v", test.numbers, got, test.want)
			}
		})
	}
}

func TestSlope(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		points []point
		want   float64
		isNone bool
	}{
		"a line":            {points: []point{{1, 5}, {10, 23}, {100, 203}}, want: 2},
		"around a line":     {points: []point{{0, 1}, {0, -1}, {10, 31}, {10, 29}}, want: 3},
		"one x":             {points: []point{{7, 1}, {7, 2}}, isNone: true},
		"nothing to go by":  {isNone: true},
		"it does not grow":  {points: []point{{1, 4}, {2, 4}}, want: 0},
		"it becomes less":   {points: []point{{1, 4}, {2, 3}}, want: -1},
		"in no given order": {points: []point{{100, 203}, {1, 5}}, want: 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := slope(test.points)
			if ok == test.isNone || math.Abs(got-test.want) > 1e-9 {
				t.Errorf("slope = %v, %v; want %v", got, ok, test.want)
			}
		})
	}
}

func TestRatio_comparesRunByRun(t *testing.T) {
	t.Parallel()
	taking := func(walls ...time.Duration) []sample {
		var samples []sample
		for _, wall := range walls {
			samples = append(samples, sample{wall: wall})
		}
		return samples
	}
	// The machine was busy during the second run of both, and the third of one.
	got := ratio(taking(11, 33, 55), taking(10, 30, 10), wallOf)
	if math.Abs(got-1.1) > 1e-9 {
		t.Errorf("ratio = %v, want 1.1", got)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	quiet := io.Discard
	options, err := parse([]string{"-n", "1, 20", "-latencies", "0,1s", "-runs", "5"}, quiet)
	if err != nil || len(options.sizes) != 2 || options.sizes[1] != 20 || options.latencies[1] != time.Second || options.runs != 5 {
		t.Errorf("parsed are %+v, %v", options, err)
	}
	for _, wrong := range [][]string{{"-n", "0"}, {"-n", "a"}, {"-latencies", "-1s"}, {"-latencies", "5"}, {"-runs", "0"}, {"more"}} {
		if _, err := parse(wrong, quiet); err == nil {
			t.Errorf("%v is accepted", wrong)
		}
	}
}
