package agent

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/secret"
)

func TestEachFaultHasItsCodeAndARemedy(t *testing.T) {
	const server = "https://vouch.example.com"
	unreachable := func(err error) error { return &broker.Unreachable{Server: server, Err: err} }
	for want, err := range map[string]error{
		"unreachable":       unreachable(errors.New("connection refused")),
		"answer_cut":        unreachable(io.ErrUnexpectedEOF),
		"tls_name":          unreachable(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "vouch.example.com"}),
		"tls_expired":       unreachable(x509.CertificateInvalidError{Reason: x509.Expired}),
		"tls_untrusted":     unreachable(x509.UnknownAuthorityError{}),
		"server_timeout":    &broker.Unreachable{Server: server, Timeout: true, Err: context.DeadlineExceeded},
		"garbage":           &broker.Garbage{Server: server, Reason: "x"},
		"redirected":        &broker.Garbage{Server: server, Reason: "x", Kind: broker.CodeRedirected},
		"answer_malformed":  &broker.Garbage{Server: server, Reason: "x", Kind: broker.CodeMalformed},
		"answer_too_long":   &broker.Garbage{Server: server, Reason: "x", Kind: broker.CodeTooLong},
		"issuer_mismatch":   &broker.Garbage{Server: server, Reason: "x", Kind: broker.CodeIssuer},
		"registry_mismatch": &broker.Garbage{Server: server, Reason: "x", Kind: broker.CodeRegistry},
		"clock_off":         &broker.ClockOff{Server: server, Ahead: -time.Hour},
		"disk_full":         &fs.PathError{Op: "write", Path: "/h/hosts", Err: syscall.ENOSPC},
		"not_writable":      &fs.PathError{Op: "open", Path: "/h/hosts", Err: syscall.EROFS},
	} {
		got := problem("no credential", fmt.Errorf("wrapped: %w", err))
		if got.Code != want || got.Run == "" || got.Why == "" {
			t.Errorf("%+v, want %s", got, want)
		}
	}
	for _, err := range []error{os.ErrPermission, syscall.EACCES, syscall.EPERM} {
		if got := problem("x", err); got.Code != "not_writable" {
			t.Errorf("%v: %+v", err, got)
		}
	}
	for _, err := range []error{&broker.Expired{Server: server}, errExpired} {
		if got := problem("x", err); got.Code != "credential_expired" {
			t.Errorf("%v: %+v", err, got)
		}
	}
}

func TestAClockThatIsOffIsToldWithHowMuch(t *testing.T) {
	for ahead, want := range map[time.Duration]string{
		time.Minute + time.Second: "this machine's clock is 1m1s ahead of that of https://vouch.example.com; 1m0s is the limit",
		-time.Hour:                "this machine's clock is 1h0m0s behind that of https://vouch.example.com; 1m0s is the limit",
	} {
		got := problem("no credential", &broker.ClockOff{Server: "https://vouch.example.com", Ahead: ahead})
		if got.Why != want || got.Run != "set this machine's clock (for example: sudo timedatectl set-ntp true), then try again" {
			t.Errorf("%+v", got)
		}
	}
}

func TestSixtyFourMissesShareOneFailure(t *testing.T) {
	for name, failure := range map[string]error{
		"refused":   &broker.Refusal{Status: 403, Code: "no_grant"},
		"throttled": &broker.Refusal{Status: 429, Code: "throttled"},
		"away":      &broker.Unreachable{Server: "s", Err: errors.New("down")},
		"garbage":   &broker.Garbage{Server: "s", Reason: "x"},
	} {
		inBubble(t, func(w *wallet) {
			w.server.failing(func(context.Context) error { w.after(time.Second); return failure })
			var together sync.WaitGroup
			for range 64 {
				together.Go(func() {
					if got, err := w.get(); got != "" || !errors.Is(err, failure) {
						w.t.Errorf("%s: %q, %v", name, got, err)
					}
				})
			}
			together.Wait()
			if w.server.count() != 1 {
				w.t.Errorf("%s: %d mints", name, w.server.count())
			}
		})
	}
}

func TestSixtyFourMissesOfASlowServerAreOneMintThatMeetsTheDeadline(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		began := time.Now()
		var together sync.WaitGroup
		for range 64 {
			together.Go(func() {
				if _, err := w.get(); !errors.Is(err, context.DeadlineExceeded) {
					w.t.Errorf("%v", err)
				}
			})
		}
		together.Wait()
		if w.server.count() != 1 || time.Since(began) != upstream {
			w.t.Errorf("%d mints in %s", w.server.count(), time.Since(began))
		}
	})
}

func TestTheCallerWhoBeganAMintMayLeaveBeforeTheSixtyThreeOthers(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(func(context.Context) error { w.after(time.Second); return nil })
		ctx, leave := context.WithCancel(context.Background())
		left := make(chan error, 1)
		go func() {
			_, err := w.session.credential(ctx, w.session.registries[0])
			left <- err
		}()
		synctest.Wait() // the first is under way
		var together sync.WaitGroup
		for range 63 {
			together.Go(func() { w.gets("1") })
		}
		synctest.Wait()
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			w.t.Errorf("%v", err)
		}
		together.Wait()
		if w.server.count() != 1 {
			w.t.Errorf("%d mints", w.server.count())
		}
	})
}

func TestThrottlingOutlastsTheCredential(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.server.failing(refusing(broker.Refusal{Status: 429, Code: "throttled", RetryAfter: time.Hour}))
		w.after(refresh)
		w.gets("1")
		w.after(refresh) // the credential has ended, the server's patience has not
		var refusal *broker.Refusal
		if got, err := w.get(); got != "" || !errors.As(err, &refusal) || !refusal.Throttled() {
			w.t.Errorf("%q, %v", got, err)
		}
		if w.server.count() != 2 {
			w.t.Errorf("%d requests: the server was asked before it wanted to be", w.server.count())
		}
		w.server.failing(nil)
		w.after(refresh)
		w.gets("3")
	})
}

func TestThrottlingWithoutATimeIsCalmedDown(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.server.failing(refusing(broker.Refusal{Status: 429, Code: "throttled"}))
		for _, row := range []struct {
			after time.Duration
			asked int
		}{{0, 1}, {calm - time.Nanosecond, 1}, {time.Nanosecond, 2}} {
			w.after(row.after)
			if _, err := w.get(); err == nil || w.server.count() != row.asked {
				w.t.Errorf("%v, %d requests, want %d", err, w.server.count(), row.asked)
			}
		}
	})
}

func TestGarbageLeavesTheGoodCredentialAndNeverTheExpiredOne(t *testing.T) {
	for _, failure := range []error{
		&broker.Garbage{Server: "s", Reason: "a sign-in page"},
		&broker.Unreachable{Server: "s", Err: io.ErrUnexpectedEOF},
		&broker.Refusal{Status: 500, Code: "fault"},
		&broker.Refusal{Status: 503, Code: "unavailable"},
		&broker.ClockOff{Server: "s", Ahead: time.Hour},
		&broker.Expired{Server: "s"},
	} {
		inBubble(t, func(w *wallet) {
			w.gets("1")
			w.server.failing(func(context.Context) error { return failure })
			w.after(refresh)
			w.gets("1")
			w.after(lifetime - refresh - margin)
			if got, err := w.get(); got != "" || !errors.Is(err, failure) {
				w.t.Errorf("%T: %q, %v", failure, got, err)
			}
			w.server.failing(nil)
			w.gets(strconv.Itoa(w.server.count() + 1))
		})
	}
}

func TestTwoClocksAreAskedWhetherACredentialLasts(t *testing.T) {
	fetched := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	held := &holding{fetched: fetched, credential: broker.Credential{
		Username: "AWS", Secret: secret.New("s"), ExpiresAt: fetched.Add(time.Hour),
	}}
	const end = time.Hour - margin
	for _, row := range []struct {
		wall, ran time.Duration
		want      bool
	}{
		{0, 0, true},
		{end - 1, end - 1, true},
		{end, end - 1, false},
		{end - 1, end, false},
		{-time.Hour, end, false}, // the clock was set back
		{-time.Hour, end - 1, true},
		{2 * time.Hour, 0, false}, // the machine slept, or the clock was set forward
	} {
		if got := held.lasts(fetched.Add(row.wall), row.ran); got != row.want {
			t.Errorf("%s by the wall, %s run: %v", row.wall, row.ran, got)
		}
	}
}
