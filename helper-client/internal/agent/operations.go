package agent

import (
	"context"
	"errors"
	"os"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/dpop"
	"vouch.dev/client/internal/login"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/registryhost"
	"vouch.dev/client/internal/scope"
)

// served finds the session and the registry that a request is for.
func (a *Agent) served(request agentproto.Request) (*session, broker.Registry, *agentproto.Problem) {
	current := a.current()
	if current == nil {
		return nil, broker.Registry{}, noSession()
	}
	host, err := registryhost.Parse(request.Host)
	if err != nil || string(host) != request.Host {
		return nil, broker.Registry{}, notServed(request.Host)
	}
	registry, found := current.find(host)
	if !found {
		return nil, broker.Registry{}, notServed(request.Host)
	}
	return current, registry, nil
}

func (a *Agent) credential(ctx context.Context, request agentproto.Request) agentproto.Answer {
	current, registry, wrong := a.served(request)
	if wrong != nil {
		return refusal(wrong)
	}
	credential, err := current.credential(ctx, registry)
	if err != nil {
		return refusal(problem("no credential for "+request.Host, err))
	}
	return agentproto.Answer{Credential: &agentproto.Credential{
		Username: credential.Username, Secret: credential.Secret, ExpiresAt: credential.ExpiresAt,
	}}
}

func (a *Agent) explain(ctx context.Context, request agentproto.Request) agentproto.Answer {
	current, registry, wrong := a.served(request)
	if wrong != nil {
		return refusal(wrong)
	}
	if err := current.alive(); err != nil {
		return refusal(problem("", err))
	}
	ctx, cancel := context.WithTimeout(ctx, upstream)
	defer cancel()
	decision, err := current.server.Explain(ctx, registry, request.Repository, request.Action)
	if err != nil {
		return refusal(problem("no explanation for "+request.Host+"/"+request.Repository, current.noticing(err)))
	}
	told := &agentproto.Explanation{
		Decision: decision.Decision, Reason: decision.Reason, Detail: decision.Detail, Help: decision.Help,
	}
	if rule := decision.Rule; rule != nil {
		told.Rule = &agentproto.Rule{Kind: rule.Kind, Name: rule.Name, Owner: rule.Owner}
	}
	return agentproto.Answer{Explanation: told}
}

func (a *Agent) preview(ctx context.Context, request agentproto.Request) agentproto.Answer {
	what := "what may be done in " + request.Host + " cannot be told"
	current, registry, wrong := a.served(request)
	if wrong != nil {
		return refusal(wrong)
	}
	if err := current.alive(); err != nil {
		return refusal(problem("", err))
	}
	within, err := current.scopes.Read(registry.Host)
	if err != nil {
		return refusal(problem(what, err))
	}
	ctx, cancel := context.WithTimeout(ctx, upstream)
	defer cancel()
	allowed, err := current.server.Preview(ctx, registry, within)
	if err != nil {
		return refusal(problem(what, current.noticing(err)))
	}
	return agentproto.Answer{Allowed: &agentproto.Allowed{
		Pull: allowed.Pull, Push: allowed.Push, NoPull: allowed.NoPull, NoPush: allowed.NoPush,
		Lifetime: int64(allowed.Lifetime.Seconds()),
	}}
}

// noticing ends the session when err says that the server has.
func (s *session) noticing(err error) error {
	var refusal *broker.Refusal
	if !errors.As(err, &refusal) || !refusal.SessionEnded() {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finish(ended(s.server.Server(), refusal))
	return s.endedError()
}

// status asks the server too: a session that was ended there is over here.
func (a *Agent) status(ctx context.Context) agentproto.Answer {
	current := a.current()
	if current == nil {
		return refusal(noSession())
	}
	if err := current.alive(); err != nil {
		return refusal(problem("", err))
	}
	ctx, cancel := context.WithTimeout(ctx, upstream)
	defer cancel()
	seen, err := current.server.Session(ctx)
	var isOver *over
	if noticed := current.noticing(err); errors.As(noticed, &isOver) {
		return refusal(isOver.problem)
	}
	if err == nil {
		current.learn(seen)
	}
	told := current.told()
	told.Confirmed = err == nil
	return agentproto.Answer{Status: told}
}

// learn keeps what a login's own answer does not tell. The end stays what it was:
// it is by this machine's clock.
func (s *session) learn(seen broker.Session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.who.Groups, s.who.Key = seen.Groups, seen.Key
}

func (s *session) told() *agentproto.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := &agentproto.Status{
		Server: s.server.Server(), User: s.who.User, Groups: append([]string{}, s.who.Groups...),
		Session: s.who.ID, ExpiresAt: s.who.ExpiresAt, Registries: []agentproto.Registry{},
	}
	if key := s.who.Key; key.ID != "" {
		told.Key = &agentproto.Key{ID: key.ID, Model: key.Model, AAGUID: key.AAGUID}
	}
	for _, registry := range s.registries {
		line := agentproto.Registry{Host: string(registry.Host), Provider: registry.Provider}
		within, err := s.scopes.Read(registry.Host)
		if held := s.held[registry.Host]; held.good(time.Now()) && err == nil && scope.Same(held.within, within) {
			line.CachedUntil = &held.credential.ExpiresAt
		}
		told.Registries = append(told.Registries, line)
	}
	return told
}

// loginBegin makes the key of the session to come and the URL for the browser.
func (c *conversation) loginBegin(ctx context.Context, request agentproto.Request) agentproto.Answer {
	const what = "the login cannot start"
	c.endLogin()
	key, err := dpop.NewKey()
	if err != nil {
		return refusal(problem(what, err))
	}
	server, err := broker.New(request.Server, c.agent.version, key)
	if err != nil {
		return refusal(problem(what, err))
	}
	name, err := os.Hostname()
	if err != nil {
		name = "" // display only
	}
	ctx, cancel := context.WithTimeout(ctx, upstream)
	defer cancel()
	begun, err := login.Begin(ctx, server, name)
	if err != nil {
		return refusal(problem(what, err))
	}
	c.attempt = &attempt{begun, server}
	return agentproto.Answer{Login: &agentproto.Login{URL: begun.URL, ConfirmationCode: begun.ConfirmationCode}}
}

// loginWait ends the login that loginBegin started. The session before it is
// replaced only by a success.
func (c *conversation) loginWait(ctx context.Context) agentproto.Answer {
	if c.attempt == nil {
		return refusal(protocol("no login was begun on this connection"))
	}
	defer func() { c.attempt = nil }()
	ctx, cancel := context.WithTimeout(ctx, loginTime)
	defer cancel()
	who, err := c.attempt.Wait(ctx)
	if err != nil {
		return refusal(problem("the login did not succeed", err))
	}
	ctx, cancelAdopt := context.WithTimeout(ctx, upstream)
	defer cancelAdopt()
	adopted, err := c.agent.adopt(ctx, c.attempt.server, who)
	if err != nil {
		return refusal(problem("logged in, but the list of registries cannot be had", err))
	}
	told := adopted.told()
	told.Confirmed = true
	return agentproto.Answer{Status: told}
}

// logout revokes the session, forgets everything, and ends the agent after the answer.
func (a *Agent) logout(ctx context.Context) agentproto.Answer {
	defer a.quit()
	answer := agentproto.Answer{Done: true}
	if current := a.current(); current != nil && current.alive() == nil {
		ctx, cancel := context.WithTimeout(ctx, upstream)
		defer cancel()
		if err := current.server.Revoke(ctx); err != nil && current.noticing(err) == err { //nolint:errorlint // the same error: not over
			answer.Problem = agentproto.ProblemOf(message.New(message.LogoutIncomplete, err, "why", told("", err).Why,
				"session", current.who.ID, "end", current.who.ExpiresAt.Format(time.RFC3339)))
		}
	}
	a.replace(nil, noSession())
	a.endpoint.Close() // the next agent may start now
	return answer
}
