package agent

import (
	"log/slog"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/registryhost"
	"vouch.dev/client/internal/scope"
)

// What is logged is chosen here, member by member: nothing that holds a secret is
// ever handed to the logger whole.

// note logs a request of a caller and how it ended.
func (a *Agent) note(request agentproto.Request, answer agentproto.Answer, took time.Duration) {
	members := []any{"op", string(request.Op), "outcome", outcome(answer), "ms", took.Milliseconds()}
	if host, err := registryhost.Parse(request.Host); err == nil {
		members = append(members, "registry", string(host))
	}
	a.log.Info("request", members...)
}

func outcome(answer agentproto.Answer) string {
	if answer.Problem != nil {
		return answer.Problem.Code
	}
	return "ok"
}

// noteVend logs an answer to a request for a credential; many may have waited for it.
func (s *session) noteVend(registry broker.Registry, within *scope.Scope, credential broker.Credential, err error) {
	members := []any{"registry", string(registry.Host)}
	if within != nil {
		members = append(members, "scope", within.String())
	}
	if err != nil {
		s.log.Warn("no credential", append(members, "outcome", problem("", err).Code)...)
		return
	}
	s.log.Info("credential", append(members, slog.Time("expires_at", credential.ExpiresAt), slog.Time("refresh_at", credential.RefreshAt))...)
}
