package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"vouch.dev/client/internal/brokertest"
)

const (
	parallel = 64
	// latency of the servers behind the misses: without any, the first would have
	// its answer before the last has started.
	latency = 20 * time.Millisecond
)

type missFigures struct {
	own, peer               sample // a whole round of 64
	ownAsked, peerAsked     int    // requests for a credential in all rounds
	rounds, answers, wanted int
}

// measureMisses starts 64 helpers at once that all miss, one kind after the other.
func measureMisses(m *machine, rounds int) (*missFigures, error) {
	m.broker.Set(func(s *brokertest.Settings) { s.Vending = latency })
	m.ecr.latency.Store(int64(latency))
	figures := &missFigures{rounds: rounds, wanted: 2 * rounds * parallel}
	mints, asked := m.broker.Mints(), m.ecr.calls.Load()
	for round := range rounds {
		if err := m.login(); err != nil { // a new session holds no credential
			return nil, err
		}
		cache := fmt.Sprintf("round-%d", round)
		if err := figures.round(m.folder, m.vouchGet("miss", servedHost, brokertest.SecretCanary), &figures.own); err != nil {
			return nil, err
		}
		if err := figures.round(m.folder, m.peerGet("miss, peer", servedHost, peerPassword, cache), &figures.peer); err != nil {
			return nil, err
		}
	}
	figures.ownAsked = m.broker.Mints() - mints
	figures.peerAsked = int(m.ecr.calls.Load() - asked)
	return figures, nil
}

func callerIn(folder string) (*caller, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	return newCaller(folder)
}

// round starts all at once and waits for the last.
func (f *missFigures) round(folder string, p program, into *sample) error {
	callers := make([]*caller, parallel)
	for i := range callers {
		var err error
		if callers[i], err = callerIn(filepath.Join(folder, fmt.Sprintf("caller-%d", i))); err != nil {
			return err
		}
		defer callers[i].close()
	}
	var all sync.WaitGroup
	failures := make([]error, parallel)
	processors := make([]time.Duration, parallel)
	begin := time.Now()
	for i, caller := range callers {
		all.Go(func() { _, processors[i], failures[i] = caller.call(p) })
	}
	all.Wait()
	took := time.Since(begin)
	total := time.Duration(0)
	for i, err := range failures {
		if err != nil {
			return err
		}
		total += processors[i]
	}
	f.answers += parallel
	into.add(took, total)
	return nil
}

func (f *missFigures) text() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d helpers that start at once and find no credential, the server %s away; %d rounds.\n\n", parallel, latency, f.rounds)
	text.WriteString("| 64 misses | the last answered after, median | requests for a credential, each round | processor time, median |\n| --- | --- | --- | --- |\n")
	for _, line := range []struct {
		name   string
		sample *sample
		asked  int
	}{{"docker-credential-vouch", &f.own, f.ownAsked}, {"docker-credential-ecr-login", &f.peer, f.peerAsked}} {
		fmt.Fprintf(&text, "| %s | %s | %.1f | %s |\n", line.name, ms(line.sample.median()),
			float64(line.asked)/float64(f.rounds), ms(quantile(line.sample.processor, 0.5)))
	}
	held := f.ownAsked == f.rounds && f.answers == f.wanted
	fmt.Fprintf(&text, "\n| budget | measured | |\n| --- | --- | --- |\n| 64 misses, 1 mint, 64 answers | %d mints in %d rounds, %d of %d answers | %s |\n",
		f.ownAsked, f.rounds, f.answers/2, f.wanted/2, verdict(held))
	return text.String()
}
