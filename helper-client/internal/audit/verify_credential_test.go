package audit

import (
	"testing"
	"time"
)

func TestFollowsEachCredentialToItsLogin(t *testing.T) {
	set := func(record, name string, value any) func(*scene) {
		return func(s *scene) { s.record(record).members.set(name, value) }
	}
	at := func(moment time.Time) func(*scene) {
		return func(s *scene) { s.record("intended").at = moment }
	}
	for _, w := range []wrong{
		{rule: "a login that is not there", code: LoginUnknown, at: "intended", record: set("intended", "login", authent+"-7")},
		{rule: "a record that is no login", code: LoginUnknown, at: "intended", record: set("intended", "login", enroll+"-1")},
		{rule: "another person", code: UserMismatch, at: "intended", record: set("intended", "user", "other@example.com")},
		{rule: "another key", code: KeyMismatch, at: "intended", record: set("intended", "key", sum("x"))},
		{rule: "another proof key", code: ProofKeyMismatch, at: "intended", record: set("intended", "jkt", sum("x"))},
		{rule: "a session never started", code: SessionUnknown, at: "intended", record: set("intended", "session", sum("x"))},
		{rule: "before the signed time", code: OutsideSessionLifetime, at: "intended", record: at(start.Add(-time.Millisecond))},
		{rule: "after the signed time", code: OutsideSessionLifetime, at: "intended", record: at(start.Add(8*time.Hour + time.Millisecond))},
		{rule: "a credential that outlives the session", code: CredentialOutlivesLogin, at: "intended", record: set("intended", "expires_at", "2026-11-21T18:00:01Z")},
		{rule: "a session for another person", code: UserMismatch, at: "session", record: set("session", "user", "other@example.com")},
		{rule: "a session with another key", code: KeyMismatch, at: "session", record: set("session", "key", sum("x"))},
		{rule: "a session of no login", code: LoginUnknown, at: "session", record: set("session", "login", authent+"-7")},
		{rule: "a session that outlives its login", code: SessionOutlivesLogin, at: "session", record: set("session", "expires_at", "2026-11-21T18:00:01Z")},
		{rule: "a session started twice", code: SessionDuplicate, at: "last", record: func(s *scene) {
			last := s.record("last")
			last.kind, last.members = typeSessionStarted, s.record("session").members
		}},
		{rule: "issued without intent", code: OutcomeWithoutIntent, at: "issued", record: set("issued", "intent", vend+"-0")},
		{rule: "failed without intent", code: OutcomeWithoutIntent, at: "failed", record: set("failed", "intent", vend+"-0")},
		{rule: "two outcomes of one intent", code: OutcomeDuplicate, at: "failed", record: set("failed", "intent", vend+"-1")},
		{rule: "issued for longer than intended", code: OutcomeOutlivesItsIntent, at: "issued", record: set("issued", "expires_at", "2026-11-21T11:00:01Z")},
	} {
		t.Run(w.rule, w.check)
	}
}

func TestAcceptsAVendAtBothEndsOfTheSignedTime(t *testing.T) {
	for _, at := range []time.Time{start, start.Add(8 * time.Hour)} {
		s := newScene(t)
		s.perform(t)
		s.record("intended").at = at
		if result := verified(t, s.seal(t).export(t)); !result.Verified {
			t.Errorf("%s: %v", at, result.First())
		}
	}
}

func TestRefusesASessionOfAnotherLogin(t *testing.T) {
	s := newScene(t)
	s.perform(t)
	second := *s.record("login")
	second.name, second.writer = "login2", enroll // a second login, at enroll's chain: record 2 of it
	second.function = "enroll"
	s.records = append(s.records[:4:4], append([]*entrySpec{&second}, s.records[4:]...)...)
	s.record("intended").members.set("login", enroll+"-2")
	first := verified(t, s.seal(t).export(t)).First()
	if first == nil || first.Code != SessionMismatch || first.Record != vend+"-1" {
		t.Errorf("first finding %v", first)
	}
}

func TestALoginThatDoesNotVerifyCarriesNoCredential(t *testing.T) {
	s := newScene(t)
	s.login.flags = 0x01
	s.perform(t)
	codes := map[Code]string{}
	for _, finding := range verified(t, s.seal(t).export(t)).Findings {
		codes[finding.Code] += finding.Record + " "
	}
	if want := authent + "-2 " + vend + "-1 " + vend + "-4 "; codes[LoginUnverified] != want {
		t.Errorf("findings %v, want %s at %q", codes, LoginUnverified, want)
	}
}
