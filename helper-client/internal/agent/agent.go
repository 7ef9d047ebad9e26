// Package agent is the process that holds a login: the DPoP key, the session and
// the credentials, in memory only. It answers vouch and the credential helper of
// the same user over a unix socket, and ends with the session.
package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/scope"
)

const (
	// patience is how long an agent without a session stays when nobody is connected.
	patience = 30 * time.Second
	// loginTime is how long a person has for a login in the browser.
	loginTime = 5 * time.Minute
	// idleCaller is how long a caller may be silent between requests.
	idleCaller = 10 * time.Second
	// maxConnections bounds the callers that are served at the same time.
	maxConnections = 256
)

// Agent serves one user. Make one with New, then call Run.
type Agent struct {
	places  home.Home
	version string
	quit    context.CancelFunc
	idle    *time.Timer
	slots   chan struct{}
	silence time.Duration // how long a caller may be silent
	log     *slog.Logger

	mu        sync.Mutex
	session   *session
	callers   int
	endpoint  *Endpoint
	expiry    *time.Timer
	exchanges sync.WaitGroup
}

// New makes an agent that keeps its files in places.
func New(places home.Home, version string) *Agent {
	return &Agent{places: places, version: version, slots: make(chan struct{}, maxConnections), silence: idleCaller, log: slog.New(slog.DiscardHandler)}
}

// LogTo makes the agent keep a log. Without it there is none.
func (a *Agent) LogTo(w io.Writer) { a.log = slog.New(slog.NewJSONHandler(w, nil)) }

// Run serves until the session ends, logout, or ctx is done. ready is called
// once callers can connect.
func (a *Agent) Run(ctx context.Context, ready func()) error {
	endpoint, err := Listen(ctx, a.places)
	if err != nil {
		return err
	}
	ctx, a.quit = context.WithCancel(ctx)
	defer a.quit()
	a.endpoint = endpoint
	a.idle = time.AfterFunc(patience, a.leaveIfIdle)
	defer a.idle.Stop()
	stop := context.AfterFunc(ctx, endpoint.Close)
	defer stop()
	ready()
	a.log.Info("started", "version", a.version, "pid", os.Getpid())
	defer a.log.Info("ended")
	err = a.accept(ctx)
	a.replace(nil, noSession())
	a.exchanges.Wait()
	endpoint.Close()
	return err
}

func (a *Agent) accept(ctx context.Context) error {
	for {
		conn, err := a.endpoint.listener.AcceptUnix()
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
				return nil //nolint:nilerr // the agent was told to end
			}
			return fmt.Errorf("accept a caller: %w", err)
		}
		a.slots <- struct{}{}
		a.count(1)
		a.exchanges.Go(func() {
			defer func() { <-a.slots; a.count(-1) }()
			a.converse(ctx, conn)
		})
	}
}

// count counts callers; the last one to leave starts the agent's patience.
func (a *Agent) count(change int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.callers += change
	if a.callers == 0 {
		a.idle.Reset(patience)
	}
}

func (a *Agent) leaveIfIdle() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.callers == 0 && a.session == nil {
		a.quit()
	}
}

// current is the session, or nil.
func (a *Agent) current() *session {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session
}

// replace puts next in place of the session, which forgets everything. It
// returns the one replaced.
func (a *Agent) replace(next *session, why *agentproto.Problem) *session {
	a.mu.Lock()
	previous := a.session
	a.session = next
	if a.expiry != nil {
		a.expiry.Stop()
	}
	if next != nil {
		a.expiry = time.AfterFunc(time.Until(next.who.ExpiresAt), func() { a.leaveIfOver(next) })
	}
	a.mu.Unlock()
	if previous != nil {
		previous.end(why)
	}
	return previous
}

// leaveIfOver ends the agent when its session's time is over.
func (a *Agent) leaveIfOver(s *session) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.session == s {
		a.quit()
	}
}

// adopt makes a new login the session, tells the hosts file which registries it
// serves, and ends the session before it at the server too.
func (a *Agent) adopt(ctx context.Context, server *broker.Client, who broker.Session) (*session, error) {
	registries, err := server.Catalogue(ctx)
	if err == nil {
		err = writeHosts(a.places, registries)
	}
	if err != nil {
		a.revokeLater(ctx, server)
		return nil, err
	}
	next := newSession(server, who, registries)
	next.scopes, next.log = scope.Folder(a.places.ScopesFolder()), a.log
	a.log.Info("session", "server", server.Server(), "user", who.User, "session", who.ID, "expires_at", who.ExpiresAt)
	if previous := a.replace(next, expired(time.Now())); previous != nil {
		a.revokeLater(ctx, previous.server)
	}
	return next, nil
}

// revokeLater ends a session that nobody uses any more. It is a best effort: the
// session ends with its time anyway.
func (a *Agent) revokeLater(ctx context.Context, server Server) {
	a.exchanges.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), upstream)
		defer cancel()
		_ = server.Revoke(ctx)
	})
}
