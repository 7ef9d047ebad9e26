package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"vouch.dev/client/internal/brokertest"
)

// warmup calls are made and forgotten: they fill the caches of both.
const warmup = 20

type callFigures struct {
	calls                                                     int
	floor, cached, cachedPeer, foreign, foreignPeer, peerNull sample
}

// kind is a program and where its figures go.
type kind struct {
	program program
	into    *sample
}

func (f *callFigures) kinds(m *machine) []kind {
	return []kind{
		{program{name: "floor", path: filepath.Join(m.vouch, "docker-credential-vouch"), args: []string{"version"}, wants: "vouch"}, &f.floor},
		{m.vouchGet("cached", servedHost, brokertest.SecretCanary), &f.cached},
		{m.peerGet("cached, peer", servedHost, peerPassword, "cache"), &f.cachedPeer},
		{m.vouchGet("foreign", foreignHost, notFound), &f.foreign},
		{m.peerGet("foreign, peer", foreignHost, notFound, "cache"), &f.foreignPeer},
		{program{name: "floor, peer", path: m.peer, args: []string{"-v"}, wants: "amazon-ecr"}, &f.peerNull},
	}
}

// measureCalls calls every program in turn, so many times.
func measureCalls(m *machine, calls int) (*callFigures, error) {
	caller, err := newCaller(m.folder)
	if err != nil {
		return nil, err
	}
	defer caller.close()
	figures := &callFigures{calls: calls}
	kinds := figures.kinds(m)
	for i := range warmup + calls {
		for _, kind := range kinds {
			took, processor, err := caller.call(kind.program)
			if err != nil {
				return nil, err
			}
			if i >= warmup {
				kind.into.add(took, processor)
			}
		}
	}
	if mints, asked := m.broker.Mints(), m.ecr.calls.Load(); mints != 1 || asked != 1 {
		return nil, fmt.Errorf("%w: the cached calls were not: %d and %d requests to the servers", errOther, mints, asked)
	}
	return figures, nil
}

func (f *callFigures) text() string {
	var text strings.Builder
	fmt.Fprintf(&text, "Each line is %d calls of a new process, from before the fork until its end is known.\n\n", f.calls)
	text.WriteString("| call | median | p99 | processor time, median |\n| --- | --- | --- | --- |\n")
	for _, line := range []struct {
		name   string
		sample *sample
	}{
		{"`get`, cached, docker-credential-vouch", &f.cached},
		{"`get`, cached, docker-credential-ecr-login", &f.cachedPeer},
		{"`get`, foreign host, docker-credential-vouch", &f.foreign},
		{"`get`, foreign host, docker-credential-ecr-login", &f.foreignPeer},
		{"the process alone (`version`), docker-credential-vouch", &f.floor},
		{"the process alone (`-v`), docker-credential-ecr-login", &f.peerNull},
	} {
		fmt.Fprintf(&text, "| %s | %s | %s | %s |\n", line.name,
			ms(line.sample.median()), ms(quantile(line.sample.took, 0.99)), ms(quantile(line.sample.processor, 0.5)))
	}
	text.WriteString("\n| budget | measured | |\n| --- | --- | --- |\n")
	cached, foreign := ratio(f.cached.median(), f.cachedPeer.median()), ratio(f.foreign.median(), f.foreignPeer.median())
	fmt.Fprintf(&text, "| cached, at most 0.4 × the peer's | %.2f × | %s |\n", cached, verdict(cached <= 0.4))
	own := ms(f.cached.median())
	fmt.Fprintf(&text, "| cached, at most 2.5 ms | %s | %s |\n", own, verdict(f.cached.median().Microseconds() <= 2500))
	fmt.Fprintf(&text, "| foreign host, at most 0.6 × the peer's | %.2f × | %s |\n", foreign, verdict(foreign <= 0.6))
	return text.String()
}
