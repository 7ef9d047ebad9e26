package agent

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/login"
	"vouch.dev/client/internal/scope"
)

const runLogin = "vouch login"

func noSession() *agentproto.Problem {
	return &agentproto.Problem{Code: agentproto.CodeNoSession, What: "not logged in", Run: runLogin}
}

func expired(at time.Time) *agentproto.Problem {
	return &agentproto.Problem{
		Code: agentproto.CodeNoSession, What: "not logged in",
		Why: "the session ended at " + at.Format(time.RFC3339), Run: runLogin,
	}
}

func ended(server string, refusal *broker.Refusal) *agentproto.Problem {
	why := strings.TrimSuffix(refusal.Detail, ".")
	if why == "" {
		why = refusal.Code
	}
	return &agentproto.Problem{
		Code: agentproto.CodeNoSession, What: "not logged in",
		Why: server + " ended the session: " + why, Run: toRun(refusal.Help),
	}
}

func notServed(host string) *agentproto.Problem {
	return &agentproto.Problem{
		Code: agentproto.CodeNotServed, What: fmt.Sprintf("registry %q is not supported by Vouch", host),
	}
}

func protocol(what string) *agentproto.Problem {
	return &agentproto.Problem{
		Code: agentproto.CodeProtocol, What: what, Why: "vouch, its helper and its agent may be of different versions",
		Run: "vouch logout && vouch login",
	}
}

// problem tells an error in the one form of messages.
func problem(what string, err error) *agentproto.Problem {
	var sessionOver *over
	if errors.As(err, &sessionOver) {
		return sessionOver.problem
	}
	var refusal *broker.Refusal
	if errors.As(err, &refusal) {
		return refused(what, refusal)
	}
	told := &agentproto.Problem{Code: "failed", What: what, Why: err.Error()}
	var unreachable *broker.Unreachable
	var garbage *broker.Garbage
	var declined *login.Declined
	switch {
	case errors.As(err, &unreachable):
		told.Code, told.Run = "unreachable", "check the network or the proxy, then try again"
	case errors.As(err, &garbage):
		told.Code, told.Run = "garbage", "check the server's address: vouch login --server URL"
	case errors.As(err, &declined), errors.Is(err, login.ErrIssuer), errors.Is(err, login.ErrNoCode):
		told.Code, told.Run = "login_failed", runLogin
	case errors.Is(err, scope.ErrUnreadable):
		told.Code, told.Run = "scope_unreadable", "vouch scope clear HOST, then choose again"
	case errors.Is(err, context.DeadlineExceeded):
		told.Code, told.Why, told.Run = "timeout", "nothing came back in time", runLogin
	case errors.Is(err, context.Canceled):
		told.Code, told.Why = "interrupted", "it was interrupted"
	}
	return told
}

func refused(what string, refusal *broker.Refusal) *agentproto.Problem {
	why := []string{strings.TrimSuffix(refusal.Detail, ".")}
	if refusal.Detail == "" {
		why = []string{refusal.Title}
	}
	if rule := refusal.Rule; rule != nil && rule.Name != "" {
		why = append(why, ruleText(rule))
	}
	if refusal.Throttled() && refusal.RetryAfter > 0 {
		why = append(why, fmt.Sprintf("the server asks for %s of patience", refusal.RetryAfter))
	}
	why = append(why, "code "+refusal.Code)
	return &agentproto.Problem{Code: refusal.Code, What: what, Why: strings.Join(why, "; "), Run: toRun(refusal.Help)}
}

// toRun is the server's help as the last part of a message, which begins with
// "run:" already.
func toRun(help string) string {
	if help == "" {
		return runLogin
	}
	command, found := strings.CutPrefix(help, `Run "`)
	if command, whole := strings.CutSuffix(command, `".`); found && whole && !strings.Contains(command, `"`) {
		return command
	}
	return help
}

func ruleText(rule *broker.Rule) string {
	text := fmt.Sprintf("%s %q", rule.Kind, rule.Name)
	if rule.Owner != "" {
		text += " owned by " + rule.Owner
	}
	return text
}
