package main

import (
	"slices"
	"time"
)

// median of some numbers, which must be more than none.
func median(numbers []float64) float64 {
	sorted := slices.Sorted(slices.Values(numbers))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// seconds takes a time from each sample.
func seconds(samples []sample, of func(sample) time.Duration) []float64 {
	numbers := make([]float64, len(samples))
	for i, sample := range samples {
		numbers[i] = of(sample).Seconds()
	}
	return numbers
}

func wallOf(s sample) time.Duration { return s.wall }
func cpuOf(s sample) time.Duration  { return s.cpu }

// ratio compares two subjects run by run, since what else happens on the
// machine meets runs that follow each other alike, and gives the median.
func ratio(samples, floor []sample, of func(sample) time.Duration) float64 {
	above, below := seconds(samples, of), seconds(floor, of)
	for i := range above {
		above[i] /= below[i]
	}
	return median(above)
}

// largestMemory is the largest memory of all runs, in bytes; 0 = not known.
func largestMemory(samples []sample) int64 {
	var largest int64
	for _, sample := range samples {
		largest = max(largest, sample.memory)
	}
	return largest
}

// mostRequests are the requests of the run that had most of them.
func mostRequests(samples []sample) requests {
	most := requests{}
	for _, sample := range samples {
		if sample.requests.total() > most.total() {
			most = sample.requests
		}
	}
	return most
}

// point is a measurement y at x.
type point struct{ x, y float64 }

// slope is how much y grows by for each x, by the line with the least squares
// through the points; false when they are all at one x.
func slope(points []point) (float64, bool) {
	var meanX, meanY float64
	for _, p := range points {
		meanX += p.x / float64(len(points))
		meanY += p.y / float64(len(points))
	}
	var products, squares float64
	for _, p := range points {
		products += (p.x - meanX) * (p.y - meanY)
		squares += (p.x - meanX) * (p.x - meanX)
	}
	if squares == 0 {
		return 0, false
	}
	return products / squares, true
}
