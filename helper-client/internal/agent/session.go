package agent

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/registryhost"
	"vouch.dev/client/internal/scope"
)

const (
	// upstream bounds a request for a caller; the helper gives up after 10 s and
	// should still get the reason.
	upstream = 9 * time.Second
	// margin is how long before its end a credential counts as expired: it has
	// to reach the registry.
	margin = 2 * time.Second
	// calm is how long a failed refresh is not repeated, when the server names no time.
	calm = 15 * time.Second
)

// Server is what a session asks of the Vouch server; *broker.Client is one.
type Server interface {
	Server() string
	Session(ctx context.Context) (broker.Session, error)
	Vend(ctx context.Context, registry broker.Registry, within *scope.Scope, idempotencyKey string) (broker.Credential, error)
	Preview(ctx context.Context, registry broker.Registry, within *scope.Scope) (broker.Allowed, error)
	Explain(ctx context.Context, registry broker.Registry, repository, action string) (broker.Explanation, error)
	Revoke(ctx context.Context) error
}

// session is a login and the credentials that it has fetched. Everything in it
// is in memory only and is gone after end.
type session struct {
	server     Server
	who        broker.Session
	registries []broker.Registry
	scopes     scope.Folder // what the person chose; asked at each request, so that a change holds at once
	log        *slog.Logger
	life       context.Context
	stop       context.CancelFunc
	flights    singleflight.Group

	mu    sync.Mutex
	held  map[registryhost.Host]*holding
	ended *agentproto.Problem // why the server ended it, once it has
}

// holding is the credential in memory for one host, or why there is none.
type holding struct {
	credential broker.Credential
	within     *scope.Scope // that it was asked for
	fetched    time.Time
	asked      bool      // handed out since it was fetched
	pause      time.Time // no request for this host before, after a failure
	failure    error     // the answer until then, when there is no good credential
	refresh    *time.Timer
}

func newSession(server Server, who broker.Session, registries []broker.Registry) *session {
	life, stop := context.WithDeadline(context.Background(), who.ExpiresAt)
	return &session{
		server: server, who: who, registries: registries, life: life, stop: stop, log: slog.New(slog.DiscardHandler),
		held: map[registryhost.Host]*holding{},
	}
}

// good tells whether the credential may be handed out now.
func (h *holding) good(now time.Time) bool {
	return h != nil && !h.credential.Secret.IsEmpty() && h.lasts(now.Round(0), now.Sub(h.fetched))
}

// lasts asks two clocks and believes the one that says "over": the wall clock,
// which a person may set back, and the time that has run here, which stands still
// while a laptop sleeps.
func (h *holding) lasts(wall time.Time, ran time.Duration) bool {
	end := h.credential.ExpiresAt.Round(0).Add(-margin)
	return wall.Before(end) && ran < end.Sub(h.fetched.Round(0))
}

// credential returns the one in memory, or fetches one. Callers that miss at the
// same time share one request.
func (s *session) credential(ctx context.Context, registry broker.Registry) (broker.Credential, error) {
	if err := s.alive(); err != nil {
		return broker.Credential{}, err
	}
	within, err := s.scopes.Read(registry.Host)
	if err != nil {
		return broker.Credential{}, err
	}
	held, good, due := s.look(registry.Host, within)
	switch {
	case good && due:
		s.fetch(registry, within, held)
		return held.credential, nil
	case good:
		return held.credential, nil
	case held != nil && held.failure != nil && !due:
		return broker.Credential{}, held.failure
	}
	select {
	case result := <-s.fetch(registry, within, held):
		if result.Err != nil {
			return broker.Credential{}, result.Err
		}
		return s.handOut(result.Val)
	case <-ctx.Done():
		return broker.Credential{}, ctx.Err()
	}
}

// look finds what is held for the host within this scope, whether it may be handed
// out, and whether it is time to ask the server again.
func (s *session) look(host registryhost.Host, within *scope.Scope) (held *holding, good, due bool) {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropOther(host, within)
	held = s.held[host]
	if held == nil {
		return nil, false, true
	}
	rested := !now.Before(held.pause)
	if !held.good(now) {
		return held, false, rested
	}
	held.asked = true
	return held, true, rested && !now.Before(held.credential.RefreshAt)
}

var errFlight = errors.New("the shared request returned something else")

func (s *session) handOut(value any) (broker.Credential, error) {
	held, ok := value.(*holding)
	if !ok {
		return broker.Credential{}, errFlight
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	held.asked = true
	if !held.good(time.Now()) {
		return broker.Credential{}, errExpired
	}
	return held.credential, nil
}

var errExpired = errors.New("the server's credential had expired when it arrived")

// dropOther forgets a credential that was asked for within another scope. The
// caller holds the lock.
func (s *session) dropOther(host registryhost.Host, within *scope.Scope) {
	if held := s.held[host]; held != nil && !scope.Same(held.within, within) {
		s.drop(host)
	}
}

// fetch asks the server in place of stale, once for all who ask meanwhile for the
// same scope.
func (s *session) fetch(registry broker.Registry, within *scope.Scope, stale *holding) <-chan singleflight.Result {
	flight := string(registry.Host)
	if within != nil {
		flight += " " + within.String()
	}
	return s.flights.DoChan(flight, func() (any, error) {
		s.mu.Lock()
		current := s.held[registry.Host]
		s.mu.Unlock()
		// Somebody's request ended between this caller's look and its turn.
		if current != stale && current.good(time.Now()) && scope.Same(current.within, within) {
			return current, nil
		}
		ctx, cancel := context.WithTimeout(s.life, upstream)
		defer cancel()
		credential, err := s.server.Vend(ctx, registry, within, rand.Text())
		s.noteVend(registry, within, credential, err)
		if err != nil {
			return nil, s.failed(registry, within, current, err)
		}
		return s.keep(registry, within, credential), nil
	})
}

func (s *session) keep(registry broker.Registry, within *scope.Scope, credential broker.Credential) *holding {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := &holding{credential: credential, within: within, fetched: time.Now()}
	if s.ended != nil || s.life.Err() != nil {
		return held // for those who wait; not kept
	}
	s.drop(registry.Host)
	held.refresh = time.AfterFunc(time.Until(credential.RefreshAt), func() { s.refresh(registry, held) })
	s.held[registry.Host] = held
	return held
}

// refresh fetches the next credential before this one ends, if anybody has used
// this one: a registry that nobody pulls from is left alone.
func (s *session) refresh(registry broker.Registry, held *holding) {
	s.mu.Lock()
	wanted := held.asked && s.held[registry.Host] == held && s.ended == nil
	s.mu.Unlock()
	if within, err := s.scopes.Read(registry.Host); wanted && err == nil && scope.Same(within, held.within) {
		s.fetch(registry, within, held)
	}
}

// failed notes a failure. A refusal takes the credential in memory away; when
// the server is slow, away or throttles, it stays as long as it is good.
func (s *session) failed(registry broker.Registry, within *scope.Scope, current *holding, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	wait := calm
	var refusal *broker.Refusal
	if errors.As(err, &refusal) {
		if refusal.SessionEnded() {
			s.finish(ended(s.server.Server(), refusal))
			return s.endedError()
		}
		if refusal.Status < 500 && !refusal.Throttled() {
			s.drop(registry.Host)
			return err
		}
		if refusal.RetryAfter > 0 {
			wait = refusal.RetryAfter
		}
	}
	throttled := refusal != nil && refusal.Throttled()
	if current.good(time.Now()) {
		current.pause = time.Now().Add(wait)
		if throttled {
			current.failure = err // the answer if it ends before the pause does
		}
		return err
	}
	s.drop(registry.Host)
	if throttled {
		s.held[registry.Host] = &holding{within: within, pause: time.Now().Add(wait), failure: err}
	}
	return err
}

// drop forgets a host's credential. The caller holds the lock.
func (s *session) drop(host registryhost.Host) {
	if held := s.held[host]; held != nil && held.refresh != nil {
		held.refresh.Stop()
	}
	delete(s.held, host)
}

// finish forgets everything. The caller holds the lock.
func (s *session) finish(why *agentproto.Problem) {
	if s.ended == nil {
		s.ended = why
	}
	for host := range s.held {
		s.drop(host)
	}
}

// end forgets everything and ends what is under way.
func (s *session) end(why *agentproto.Problem) {
	s.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finish(why)
}

// alive refuses a session that is over, by the server's word or by the clock. The
// clock is asked too because a timer stands still while a laptop sleeps.
func (s *session) alive() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended == nil && !time.Now().Before(s.who.ExpiresAt) {
		s.finish(expired(s.who.ExpiresAt))
	}
	if s.ended != nil {
		return s.endedError()
	}
	return nil
}

// over is the error of a session that has ended.
type over struct{ problem *agentproto.Problem }

func (o *over) Error() string { return o.problem.What }

func (s *session) endedError() error { return &over{s.ended} }

func (s *session) find(host registryhost.Host) (broker.Registry, bool) {
	for _, registry := range s.registries {
		if registry.Host == host {
			return registry, true
		}
	}
	return broker.Registry{}, false
}
