package main

import (
	"fmt"
	"slices"
	"time"
)

// sample is what many calls of one program took.
type sample struct {
	took      []time.Duration
	processor []time.Duration
}

func (s *sample) add(took, processor time.Duration) {
	s.took = append(s.took, took)
	s.processor = append(s.processor, processor)
}

// quantile is the smallest value that at least the share q of all values do not exceed.
func quantile(values []time.Duration, q float64) time.Duration {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func (s *sample) median() time.Duration { return quantile(s.took, 0.5) }

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond)) }

func ratio(own, peer time.Duration) float64 { return float64(own) / float64(peer) }

func verdict(held bool) string {
	if held {
		return "met"
	}
	return "**missed**"
}
