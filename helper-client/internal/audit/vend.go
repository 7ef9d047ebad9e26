package audit

import "time"

// session is session.started: the login it came from.
type session struct{ user, key, login string }

// intent is credential.intended while its outcome is awaited.
type intent struct {
	line    int64
	expires time.Time
	outcome bool
}

// ledger holds what later records refer to. References may point forward in an export by the few milliseconds that
// clocks differ, so what cannot be resolved yet waits until the end.
type ledger struct {
	keys     map[string]enrolledKey
	logins   map[string]login
	sessions map[string]session
	intents  map[string]*intent
}

func newLedger() ledger {
	return ledger{
		keys: map[string]enrolledKey{}, logins: map[string]login{},
		sessions: map[string]session{}, intents: map[string]*intent{},
	}
}

// startSession checks session.started against its login.
func (l ledger) startSession(record Record) *fault {
	id, started := record.Text("session"), session{record.Text("user"), record.Text("key"), record.Text("login")}
	if _, twice := l.sessions[id]; twice {
		return faultf(SessionDuplicate, "the session was started twice")
	}
	l.sessions[id] = started
	from, f := l.verifiedLogin(started.login)
	if f != nil {
		return f
	}
	if f := samePerson(record, from); f != nil {
		return f
	}
	if record.expires().After(from.until) {
		return faultf(SessionOutlivesLogin, "the session ends after the %s for which the key signed",
			from.until.UTC().Format(time.RFC3339))
	}
	return nil
}

// checkIntent follows credential.intended to a verified login of the same person, key, proof key and session, made
// within the time for which the key signed.
func (l ledger) checkIntent(record Record) *fault {
	from, f := l.verifiedLogin(record.Text("login"))
	if f != nil {
		return f
	}
	if f := samePerson(record, from); f != nil {
		return f
	}
	if record.Text("jkt") != from.jkt {
		return faultf(ProofKeyMismatch, "the login was for the proof key %s, this is for %s", from.jkt, record.Text("jkt"))
	}
	started, found := l.sessions[record.Text("session")]
	if !found {
		return faultf(SessionUnknown, "no session.started tells of session %s", record.Text("session"))
	}
	if started != (session{from.user, from.key, record.Text("login")}) {
		return faultf(SessionMismatch, "the session was started by the login %s", started.login)
	}
	if record.At.Before(from.from) || record.At.After(from.until) {
		return faultf(OutsideSessionLifetime, "the key signed for %s to %s",
			from.from.UTC().Format(time.RFC3339), from.until.UTC().Format(time.RFC3339))
	}
	if record.expires().After(from.until) {
		return faultf(CredentialOutlivesLogin, "the credential ends after the %s for which the key signed",
			from.until.UTC().Format(time.RFC3339))
	}
	return nil
}

func (l ledger) verifiedLogin(id string) (login, *fault) {
	found, known := l.logins[id]
	if !known {
		return login{}, faultf(LoginUnknown, "it names the login %s, and the log has none of that id", id)
	}
	if !found.verified {
		return login{}, faultf(LoginUnverified, "its login %s does not verify", id)
	}
	return found, nil
}

func samePerson(record Record, from login) *fault {
	if user := record.Text("user"); user != from.user {
		return faultf(UserMismatch, "the login is of %s, this is for %s", from.user, user)
	}
	if key := record.Text("key"); key != from.key {
		return faultf(KeyMismatch, "the login was made with the key %s, this names %s", from.key, key)
	}
	return nil
}

// closeIntent checks an outcome against its intent.
func (l ledger) closeIntent(record Record) *fault {
	id := record.Text("intent")
	intended, found := l.intents[id]
	if !found {
		return faultf(OutcomeWithoutIntent, "it names the intent %s, and the log has none of that id", id)
	}
	if intended.outcome {
		return faultf(OutcomeDuplicate, "the intent %s has an outcome already", id)
	}
	intended.outcome = true
	if record.Type == TypeCredentialIssued && record.expires().After(intended.expires) {
		return faultf(OutcomeOutlivesItsIntent, "issued beyond the %s that was intended", intended.expires.Format(time.RFC3339))
	}
	return nil
}
