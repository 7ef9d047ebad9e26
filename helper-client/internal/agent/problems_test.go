package agent

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/login"
)

func TestEachFailureIsToldWithItsReasonAndWhatHelps(t *testing.T) {
	const server = "https://vouch.example.com"
	for want, err := range map[agentproto.Problem]error{
		{
			Exit: 4, Code: "denied_by_rule", What: "no credential", Run: "vouch why HOST/app",
			Why: `no repository is left; denial "no-secrets" owned by security@example.com; code denied_by_rule`,
		}: &broker.Refusal{
			Status: 403, Code: "denied_by_rule", Detail: "no repository is left.", Help: `Run "vouch why HOST/app".`,
			Rule: &broker.Rule{Kind: "denial", Name: "no-secrets", Owner: "security@example.com"},
		},
		{
			Exit: 5, Code: "throttled", What: "no credential", Why: "busy; the server asks for 7s of patience; code throttled", Run: "Wait a little.",
		}: &broker.Refusal{Status: 429, Code: "throttled", Detail: "busy", Help: "Wait a little.", RetryAfter: 7 * time.Second},
		{
			Exit: 1, Code: "fault", What: "no credential", Why: "Internal error; code fault", Run: "tell an administrator of this Vouch server the code",
		}: &broker.Refusal{Status: 500, Code: "fault", Title: "Internal error"},
		{
			Exit: 5, Code: "server_timeout", What: "no credential", Why: server + " did not answer in time", Run: "check the network or the proxy, then try again",
		}: &broker.Unreachable{Server: server, Timeout: true, Err: context.DeadlineExceeded},
		{
			Exit: 7, Code: "garbage", What: "no credential", Why: server + " did not answer as a Vouch server: status 200 with text/html",
			Run: "check the server's address: vouch login --server URL",
		}: &broker.Garbage{Server: server, Reason: "status 200 with text/html"},
		{
			Exit: 1, Code: "login_failed", What: "no credential", Why: login.ErrIssuer.Error(), Run: "vouch login",
		}: login.ErrIssuer,
		{
			Exit: 5, Code: "timeout", What: "no credential", Why: "nothing came back in time", Run: "vouch login",
		}: context.DeadlineExceeded,
		{Exit: 130, Code: "interrupted", What: "interrupted", Why: "no credential"}: context.Canceled,
		{Exit: 1, Code: "failed", What: "no credential", Why: "disk full"}:          errors.New("disk full"),
		*noSession(): &over{noSession()},
	} {
		if got := problem("no credential", fmt.Errorf("%w", err)); *got != want {
			t.Errorf("%+v\nwant %+v", *got, want)
		}
	}
}

func TestTheServersWordForTheEndIsPassedOn(t *testing.T) {
	got := ended("https://vouch.example.com", &broker.Refusal{
		Status: 401, Code: "user_disabled", Detail: "The user of this session has been disabled.",
		Help: "Ask an administrator to enable the user.", OAuthError: "invalid_token",
	})
	want := agentproto.Problem{
		Exit: 3, Code: agentproto.CodeNoSession, What: "not logged in",
		Why: "https://vouch.example.com ended the session: The user of this session has been disabled",
		Run: "Ask an administrator to enable the user.",
	}
	if *got != want {
		t.Errorf("%+v", *got)
	}
}
