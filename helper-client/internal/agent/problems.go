package agent

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
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
	code, run := remedy(err)
	told := &agentproto.Problem{Code: code, What: what, Why: err.Error(), Run: run}
	switch code {
	case "timeout":
		told.Why = "nothing came back in time"
	case "interrupted":
		told.Why = "it was interrupted"
	}
	return told
}

// remedy is the code of what went wrong here or on the way, and what helps.
func remedy(err error) (code, run string) {
	var unreachable *broker.Unreachable
	var garbage *broker.Garbage
	var clock *broker.ClockOff
	var stale *broker.Expired
	var declined *login.Declined
	switch {
	case errors.As(err, &unreachable):
		return unreachable.Code(), unreachableRemedy(unreachable.Code())
	case errors.As(err, &garbage):
		return garbage.Code(), garbageRemedy(garbage.Code())
	case errors.As(err, &clock):
		return "clock_off", "set this machine's clock (for example: sudo timedatectl set-ntp true), then try again"
	case errors.As(err, &stale), errors.Is(err, errExpired):
		return "credential_expired", "check this machine's clock (date -u), then try again"
	case errors.As(err, &declined), errors.Is(err, login.ErrIssuer), errors.Is(err, login.ErrNoCode):
		return "login_failed", runLogin
	case errors.Is(err, scope.ErrUnreadable):
		return "scope_unreadable", "vouch scope clear HOST, then choose again"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return "disk_full", "free some space, then: vouch login"
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return "not_writable", "make the folder writable, or set VOUCH_HOME to one that is, then: vouch login"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout", runLogin
	case errors.Is(err, context.Canceled):
		return "interrupted", ""
	}
	return "failed", ""
}

func unreachableRemedy(code string) string {
	switch code {
	case broker.CodeTLSName:
		return "check the server's address: vouch login --server URL"
	case broker.CodeTLSExpired:
		return "check this machine's clock (date -u); if it is right, tell the server's administrator"
	case broker.CodeTLSUntrusted:
		return "check the network (a proxy or a sign-in page answers?), or name its CA in SSL_CERT_FILE, then: vouch logout && vouch login"
	}
	return "check the network or the proxy, then try again"
}

func garbageRemedy(code string) string {
	switch code {
	case broker.CodeRedirected:
		return "sign in to the network first if it asks for that, or check the server's address: vouch login --server URL"
	case broker.CodeRegistry, broker.CodeTooLong:
		return "tell the server's administrator; nothing was handed out"
	}
	return "check the server's address: vouch login --server URL"
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
