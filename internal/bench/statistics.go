package main

import (
	"slices"
	"time"
)

// median returns the median of at least one number.
func median(numbers []float64) float64 {
	sorted := slices.Sorted(slices.Values(numbers))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// seconds returns a duration of each sample.
func seconds(samples []sample, of func(sample) time.Duration) []float64 {
	numbers := make([]float64, len(samples))
	for i, sample := range samples {
		numbers[i] = of(sample).Seconds()
	}
	return numbers
}

func wallOf(s sample) time.Duration { return s.wall }
func cpuOf(s sample) time.Duration  { return s.cpu }

// ratio compares two subjects run by run, because other load on the machine
// affects consecutive runs alike, and returns the median.
func ratio(samples, floor []sample, of func(sample) time.Duration) float64 {
	above, below := seconds(samples, of), seconds(floor, of)
	for i := range above {
		above[i] /= below[i]
	}
	return median(above)
}

// largestMemory returns the maximum memory of all runs, in bytes; 0 means
// unknown.
func largestMemory(samples []sample) int64 {
	var largest int64
	for _, sample := range samples {
		largest = max(largest, sample.memory)
	}
	return largest
}

// mostRequests returns the requests of the run with the most requests.
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

// slope returns how much y grows with x, according to the least-squares line
// through the points, or false if all points have the same x.
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
