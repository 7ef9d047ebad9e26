package cli

import (
	"bytes"
	"testing"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/scope"
)

func TestStatusTellsWhoWithWhichKeyUntilWhenAndForWhat(t *testing.T) {
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, time.Local)
	cached := now.Add(59*time.Minute + 59*time.Second)
	chosen := scope.Scope{Repositories: []string{"team-a/app"}, Actions: []string{scope.Pull}}
	var out bytes.Buffer
	err := Env{Stdout: &out}.printStatus(agentproto.Status{
		Server: "https://vouch.example.com", User: "user@example.com\x1b[31m", Groups: []string{"platform", "release"},
		Key: &agentproto.Key{ID: "key-1", Model: "Example Key 5"}, ExpiresAt: now.Add(8 * time.Hour), Confirmed: true,
	}, []statusRegistry{
		{
			Registry: agentproto.Registry{Host: "one.example", Provider: "ecr", CachedUntil: &cached},
			Allowed:  &agentproto.Allowed{Pull: []string{"team-a/**", "team-b"}, Push: []string{"team-b"}, NoPull: []string{"team-a/secret/**"}, NoPush: []string{"team-b/x"}},
		},
		{
			Registry: agentproto.Registry{Host: "two.example", Provider: "ecr"}, Scope: &chosen,
			Allowed: &agentproto.Allowed{Pull: []string{}, Push: []string{}},
		},
		{Registry: agentproto.Registry{Host: "three.example", Provider: "ecr"}, Trouble: "it cannot be reached"},
	}, now)
	want := `Logged in to https://vouch.example.com as user@example.com [31m
  until   2026-11-21 18:00:00 (in 8 h 0 min)
  key     Example Key 5 (key-1)
  groups  platform, release

one.example (ecr)
  pull                  team-a/**, team-b, but not team-a/secret/**
  push                  team-b, but not team-a/secret/**, team-b/x
  scope                 all that is allowed
  credential in memory  until 2026-11-21 10:59:59 (in 59 min 59 s)

two.example (ecr)
  pull                  nothing
  push                  nothing
  scope                 only pull of team-a/app
  credential in memory  none

three.example (ecr)
  unknown               it cannot be reached
  scope                 all that is allowed
  credential in memory  none
`
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
}

func TestStatusSaysWhatTheServerCouldNotConfirm(t *testing.T) {
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, time.Local)
	var out bytes.Buffer
	err := Env{Stdout: &out}.printStatus(agentproto.Status{Server: "s", User: "u", ExpiresAt: now}, nil, now)
	want := `Logged in to s as u
  until   2026-11-21 10:00:00 (over); the server could not be asked just now
  key     unknown as long as the server cannot be asked
  groups  -
`
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
}

func TestASpanHasItsTwoLargestUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "1 s", 59 * time.Second: "59 s", time.Minute: "1 min 0 s", 90 * time.Second: "1 min 30 s",
		time.Hour - time.Second: "59 min 59 s", time.Hour: "1 h 0 min", 26*time.Hour + 5*time.Minute: "26 h 5 min",
	} {
		if got := span(d); got != want {
			t.Errorf("%s: %q", d, got)
		}
	}
}
