package message

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

func TestAnErrorOfAnotherTypeIsTheWhatHappened(t *testing.T) {
	var out bytes.Buffer
	Print(&out, errors.New("disk full\x1b[2J\nerror: forged"))
	if out.String() != "error: disk full [2J error: forged\n" {
		t.Errorf("%q", out.String())
	}
}

func TestAnErrorForProgramsHasOneShape(t *testing.T) {
	var out bytes.Buffer
	PrintJSON(&out, fmt.Errorf("asked: %w", New(NoAgent, nil)))
	want := `{
  "error": {
    "code": "no_agent",
    "what": "not logged in",
    "why": "no agent is running",
    "run": "vouch login",
    "exit": 3
  }
}
`
	if out.String() != want {
		t.Errorf("%s", out.String())
	}
}

func TestTheCauseStaysFoundAndUnprinted(t *testing.T) {
	cause := errors.New("the cause")
	told := New(NoAgent, cause)
	if !errors.Is(told, cause) || told.Error() != "not logged in: no agent is running" {
		t.Errorf("%v", told)
	}
}

func TestTheServersHelpComesBeforeOurs(t *testing.T) {
	for help, want := range map[string]string{
		"":                                  "vouch login",
		`Run "vouch scope clear HOST".`:     "vouch scope clear HOST",
		`Run "a" or "b".`:                   `Run "a" or "b".`,
		"Ask an administrator to help you.": "Ask an administrator to help you.",
	} {
		if got := Refused("x", Refusal{Code: "session_expired", Status: 401, Help: help}, nil).Run; got != want {
			t.Errorf("%q: %q", help, got)
		}
	}
}

func TestARefusalOfANewerServerIsToldByItsStatus(t *testing.T) {
	for status, want := range map[int]Exit{
		400: ExitProtocol, 401: ExitNotLoggedIn, 403: ExitRefused, 404: ExitRefused, 409: ExitRefused, 422: ExitRefused,
		429: ExitUnreachable, 500: ExitUnreachable, 503: ExitUnreachable, 418: ExitProtocol,
	} {
		told := Refused("x", Refusal{Code: "not_known_yet", Status: status, Detail: "No.", More: "rule"}, nil)
		if told.Exit != want || told.Why != "No; rule; code not_known_yet" || told.Code != "not_known_yet" {
			t.Errorf("%d: %+v", status, told)
		}
	}
}

func TestWhatAnAdministratorTypedWrongIsNoEndOfASession(t *testing.T) {
	if told := Refused("x", Refusal{Code: "user_unknown", Status: 404}, nil); told.Exit != ExitFailed || told.Run == "vouch login" {
		t.Errorf("%+v", told)
	}
	if told := Refused("x", Refusal{Code: "user_unknown", Status: 401}, nil); told.Exit != ExitNotLoggedIn {
		t.Errorf("%+v", told)
	}
}
