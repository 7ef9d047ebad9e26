package agent

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/scope"
	"vouch.dev/client/internal/secret"
)

const (
	host     = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	lifetime = time.Hour
	refresh  = 30 * time.Minute
)

// fakeServer mints numbered credentials, or fails as it is told.
type fakeServer struct {
	mu    sync.Mutex
	mints int
	keys  map[string]bool
	fail  func(ctx context.Context) error

	within []*scope.Scope // of each mint
}

func (f *fakeServer) Server() string { return "https://vouch.example.com" }

func (f *fakeServer) Session(context.Context) (broker.Session, error) { return broker.Session{}, nil }

func (f *fakeServer) Explain(context.Context, broker.Registry, string, string) (broker.Explanation, error) {
	return broker.Explanation{}, nil
}

func (f *fakeServer) Revoke(context.Context) error { return nil }

func (f *fakeServer) Preview(context.Context, broker.Registry, *scope.Scope) (broker.Allowed, error) {
	return broker.Allowed{}, nil
}

func (f *fakeServer) Vend(ctx context.Context, _ broker.Registry, within *scope.Scope, key string) (broker.Credential, error) {
	f.mu.Lock()
	f.within = append(f.within, within)
	f.mints++
	number, fail := f.mints, f.fail
	if f.keys[key] || len(key) < 16 {
		f.mu.Unlock()
		return broker.Credential{}, errors.New("the idempotency key is short or was used before")
	}
	f.keys[key] = true
	f.mu.Unlock()
	if fail != nil {
		if err := fail(ctx); err != nil {
			return broker.Credential{}, err
		}
	}
	now := time.Now()
	return broker.Credential{
		Username: "AWS", Secret: secret.New(strconv.Itoa(number)), ExpiresAt: now.Add(lifetime), RefreshAt: now.Add(refresh),
	}, nil
}

func (f *fakeServer) failing(fail func(context.Context) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = fail
}

func (f *fakeServer) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.mints
}

func refusing(refusal broker.Refusal) func(context.Context) error {
	return func(context.Context) error { return &refusal }
}

// wallet is a session with one registry, inside a bubble whose clock is the test's.
type wallet struct {
	t       *testing.T
	server  *fakeServer
	session *session
}

func inBubble(t *testing.T, test func(w *wallet)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		server := &fakeServer{keys: map[string]bool{}}
		who := broker.Session{ID: "s", User: "user@example.com", ExpiresAt: time.Now().Add(8 * time.Hour)}
		w := &wallet{t: t, server: server, session: newSession(server, who, []broker.Registry{
			{Host: host, Provider: "ecr", Endpoint: "/credentials/aws"},
		})}
		w.session.scopes = scope.Folder(t.TempDir())
		test(w)
		w.session.end(noSession())
	})
}

func (w *wallet) get() (string, error) {
	credential, err := w.session.credential(context.Background(), w.session.registries[0])
	return credential.Secret.Reveal(), err
}

// gets asks once and expects that credential.
func (w *wallet) gets(want string) {
	w.t.Helper()
	if got, err := w.get(); err != nil || got != want {
		w.t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

// after lets time pass and all that it starts happen.
func (w *wallet) after(d time.Duration) {
	time.Sleep(d) // the bubble's clock: no time passes outside
	synctest.Wait()
}

func TestSixtyFourMissesAtOnceAreOneMint(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(func(context.Context) error { w.after(time.Second); return nil })
		var together sync.WaitGroup
		for range 64 {
			together.Go(func() { w.gets("1") })
		}
		together.Wait()
		if w.server.count() != 1 {
			w.t.Errorf("%d mints", w.server.count())
		}
	})
}

func TestACredentialInUseIsRefreshedBeforeItEnds(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.after(refresh - time.Nanosecond)
		if w.server.count() != 1 {
			w.t.Error("refreshed too early")
		}
		w.after(time.Nanosecond)
		if w.server.count() != 2 {
			w.t.Error("not refreshed at its time")
		}
		w.gets("2")
	})
}

func TestACredentialThatNobodyUsesIsNotRefreshedAgain(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.after(7 * time.Hour)
		if w.server.count() != 2 {
			w.t.Errorf("%d mints, want the first and its one successor", w.server.count())
		}
	})
}

func TestAnExpiredCredentialIsNeverHandedOut(t *testing.T) {
	for _, row := range []struct {
		after time.Duration
		want  string
	}{
		{lifetime - margin - time.Nanosecond, "1"},
		{lifetime - margin, ""},
		{lifetime, ""},
	} {
		inBubble(t, func(w *wallet) {
			w.gets("1")
			w.server.failing(func(context.Context) error { return &broker.Unreachable{Server: "s", Err: errors.New("down")} })
			w.after(row.after)
			if got, err := w.get(); got != row.want || (err == nil) != (row.want != "") {
				w.t.Errorf("after %s: %q, %v", row.after, got, err)
			}
		})
	}
}

func TestAServerThatThrottlesLeavesTheGoodCredential(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.server.failing(refusing(broker.Refusal{Status: 429, Code: "throttled", RetryAfter: 10 * time.Minute}))
		w.after(refresh)
		for range 5 {
			w.gets("1")
			w.after(time.Minute)
		}
		if w.server.count() != 2 {
			w.t.Errorf("%d requests: Retry-After was not kept", w.server.count())
		}
		w.server.failing(nil)
		w.after(5 * time.Minute)
		w.gets("1") // and it asks again in the background
		synctest.Wait()
		w.gets("3")
	})
}

func TestAServerThatThrottlesAColdAgentIsNotAskedAgainTooSoon(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(refusing(broker.Refusal{Status: 429, Code: "throttled", RetryAfter: time.Minute}))
		for range 10 {
			var refusal *broker.Refusal
			if _, err := w.get(); !errors.As(err, &refusal) || !refusal.Throttled() {
				w.t.Errorf("%v", err)
			}
		}
		if w.server.count() != 1 {
			w.t.Errorf("%d requests", w.server.count())
		}
		w.server.failing(nil)
		w.after(time.Minute)
		w.gets("2")
	})
}

func TestAServerThatIsAwayLeavesTheGoodCredentialAndIsAskedAgain(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.server.failing(func(context.Context) error { return &broker.Unreachable{Server: "s", Err: errors.New("down")} })
		w.after(refresh)
		w.gets("1")
		if w.server.count() != 2 {
			w.t.Errorf("%d requests within the calm", w.server.count())
		}
		w.server.failing(nil)
		w.after(calm)
		w.gets("1")
		synctest.Wait()
		w.gets("3")
	})
}

func TestARefusalTakesTheCredentialAway(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.server.failing(refusing(broker.Refusal{Status: 403, Code: "no_grant"}))
		w.after(refresh)
		var refusal *broker.Refusal
		if got, err := w.get(); !errors.As(err, &refusal) || refusal.Code != "no_grant" {
			w.t.Errorf("%q, %v", got, err)
		}
		w.server.failing(nil)
		w.gets("4")
	})
}

func TestASessionThatTheServerEndsIsOverForEveryRegistry(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.server.failing(refusing(broker.Refusal{Status: 401, Code: "session_revoked", OAuthError: "invalid_token", Detail: "an administrator revoked it"}))
		w.after(refresh)
		w.server.failing(nil)
		_, err := w.get()
		var isOver *over
		if !errors.As(err, &isOver) || isOver.problem.Code != agentproto.CodeNoSession ||
			isOver.problem.Why != "https://vouch.example.com ended the session: an administrator revoked it" {
			w.t.Errorf("%v", err)
		}
		if w.server.count() != 2 {
			w.t.Errorf("%d requests: it was asked again", w.server.count())
		}
	})
}

func TestAProofThatIsRefusedDoesNotEndTheSession(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(refusing(broker.Refusal{Status: 401, Code: "proof_too_old", OAuthError: "invalid_dpop_proof"}))
		if _, err := w.get(); err == nil {
			w.t.Error("no error")
		}
		w.server.failing(nil)
		w.gets("2")
	})
}

func TestASessionEndsAtItsTime(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.after(8*time.Hour - 2*lifetime)
		w.gets("3") // 1 had its successor, which nobody used
		w.after(2*lifetime - time.Nanosecond)
		w.gets("5")
		w.after(time.Nanosecond)
		var isOver *over
		if got, err := w.get(); !errors.As(err, &isOver) || isOver.problem.Code != agentproto.CodeNoSession {
			w.t.Errorf("%q, %v", got, err)
		}
	})
}

func TestASlowServerMeetsTheDeadlineAndTheNextGetAsksAgain(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		began := time.Now()
		if _, err := w.get(); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != upstream {
			w.t.Errorf("%v after %s", err, time.Since(began))
		}
		w.server.failing(nil)
		w.gets("2")
	})
}

func TestACallerWhoLeavesDoesNotEndTheMintForOthers(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(func(context.Context) error { w.after(time.Second); return nil })
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		if _, err := w.session.credential(ctx, w.session.registries[0]); !errors.Is(err, context.DeadlineExceeded) {
			w.t.Errorf("%v", err)
		}
		w.gets("1")
		if w.server.count() != 1 {
			w.t.Errorf("%d mints", w.server.count())
		}
	})
}

func TestAMintUnderWayIsNotKeptAfterTheEnd(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(func(context.Context) error { w.after(time.Second); return nil })
		go func() { _, _ = w.get() }()
		synctest.Wait()
		w.session.end(noSession())
		w.after(2 * time.Second)
		if len(w.session.held) != 0 {
			w.t.Error("a credential is kept in a session that has ended")
		}
	})
}

func TestACredentialThatArrivesExpiredIsAnError(t *testing.T) {
	inBubble(t, func(w *wallet) {
		held := w.session.keep(w.session.registries[0], nil, broker.Credential{
			Username: "AWS", Secret: secret.New("s"), ExpiresAt: time.Now().Add(margin), RefreshAt: time.Now().Add(time.Hour),
		})
		if _, err := w.session.handOut(held); !errors.Is(err, errExpired) {
			w.t.Errorf("%v", err)
		}
	})
}
