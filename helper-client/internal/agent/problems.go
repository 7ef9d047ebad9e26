package agent

import (
	"context"
	"errors"
	"strings"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/login"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/scope"
)

func noSession() *agentproto.Problem {
	return agentproto.ProblemOf(message.New(message.NoSession, nil, "why", ""))
}

func expired(at time.Time) *agentproto.Problem {
	return agentproto.ProblemOf(message.New(message.NoSession, nil, "why", "the session ended at "+at.Format(time.RFC3339)))
}

func ended(server string, refusal *broker.Refusal) *agentproto.Problem {
	words := refusal.Words()
	why := strings.TrimSuffix(words.Detail, ".")
	if why == "" {
		why = refusal.Code
	}
	told := message.New(message.NoSession, refusal, "why", server+" ended the session: "+why)
	if run := message.Refused("", words, refusal).Run; run != "" {
		told.Run = run
	}
	return agentproto.ProblemOf(told)
}

func notServed(host string) *agentproto.Problem {
	return agentproto.ProblemOf(message.New(message.NotServed, nil, "registry", host))
}

func protocol(what string) *agentproto.Problem {
	return agentproto.ProblemOf(message.New(message.VersionsDiffer, nil, "what", what))
}

// problem tells an error in the one form of messages.
func problem(what string, err error) *agentproto.Problem {
	var sessionOver *over
	if errors.As(err, &sessionOver) {
		return sessionOver.problem
	}
	return agentproto.ProblemOf(told(what, err))
}

// told finds the message of an error: the server's own refusal, what went wrong on
// the way to it, or something here.
func told(what string, err error) *message.Error {
	why := err.Error()
	var refusal *broker.Refusal
	var unreachable *broker.Unreachable
	var garbage *broker.Garbage
	var clock *broker.ClockOff
	var stale *broker.Expired
	switch {
	case errors.As(err, &refusal):
		return message.Refused(what, refusal.Words(), err)
	case errors.As(err, &unreachable):
		return message.New(message.Code(unreachable.Code()), err, "what", what, "why", why)
	case errors.As(err, &garbage):
		return message.New(message.Code(garbage.Code()), err, "what", what, "why", why)
	case errors.As(err, &clock):
		return message.New(message.ClockOff, err, "what", what, "why", why)
	case errors.As(err, &stale), errors.Is(err, errExpired):
		return message.New(message.CredentialExpired, err, "what", what, "why", why)
	}
	return toldHere(what, err)
}

func toldHere(what string, err error) *message.Error {
	if storage := home.Trouble(what, err); storage != nil {
		return storage
	}
	why := err.Error()
	var declined *login.Declined
	var unreadable *scope.Unreadable
	switch {
	case errors.As(err, &declined), errors.Is(err, login.ErrIssuer), errors.Is(err, login.ErrNoCode):
		return message.New(message.LoginFailed, err, "what", what, "why", why)
	case errors.As(err, &unreadable):
		return message.New(message.ScopeUnreadable, err, "registry", string(unreadable.Host), "why", why)
	case errors.Is(err, context.DeadlineExceeded):
		return message.New(message.Timeout, err, "what", what)
	case errors.Is(err, context.Canceled):
		return message.New(message.Interrupted, err, "why", what)
	}
	return message.New(message.Failed, err, "what", what, "why", why)
}
