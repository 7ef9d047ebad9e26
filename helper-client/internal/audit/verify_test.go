package audit

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func verified(t *testing.T, export []byte) Result {
	t.Helper()
	result, err := VerifyExport(bytes.NewReader(export))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestVerifiesACompleteLog(t *testing.T) {
	result := verified(t, completeLog(t).export(t))
	if !result.Verified || result.First() != nil {
		t.Fatalf("not verified: %v", result.Findings)
	}
	if result.Writers != 3 || result.Records != 12 || result.Keys != 1 || result.Logins != 1 ||
		result.Credentials != 1 || result.Refusals != 2 || result.OrphanCount != 0 {
		t.Errorf("wrong counts: %+v", result)
	}
	if !strings.Contains(result.Unproven, "sealed log") {
		t.Errorf("does not say what is unproven: %q", result.Unproven)
	}
}

// wrong is one change to a log that verifies, with the finding it must lead to. Exactly one of the three functions
// is set: before the touch, before the chain is made (what a dishonest server can do), or after it (what somebody
// who can write the table can do).
type wrong struct {
	rule     string
	ceremony func(*scene)
	record   func(*scene)
	log      func(*sealed)
	code     Code
	at       string // the name or id of the first bad record, or "" where the finding has no record
}

func (w wrong) check(t *testing.T) {
	t.Helper()
	s := newScene(t)
	if w.ceremony != nil {
		w.ceremony(s)
	}
	s.perform(t)
	if w.record != nil {
		w.record(s)
	}
	log := s.seal(t)
	ids := map[string]string{w.at: w.at}
	for i, name := range log.names {
		ids[name] = log.entries[i].ID
	}
	if w.log != nil {
		w.log(log)
	}
	result := verified(t, log.export(t))
	first := result.First()
	if result.Verified || first == nil {
		t.Fatalf("verified, want %s", w.code)
	}
	if first.Code != w.code || first.Record != ids[w.at] || first.Detail == "" || first.Line == 0 {
		t.Errorf("first finding %v, want %s at %q; all: %v", first, w.code, ids[w.at], result.Findings)
	}
}

func TestNamesTheFirstBadRecordOfAChain(t *testing.T) {
	for _, w := range []wrong{
		{rule: "bytes changed", code: RecordHashMismatch, at: "refused", log: func(l *sealed) {
			entry := &l.entries[l.index("refused")]
			entry.Record = bytes.Replace(entry.Record, []byte("no_grant"), []byte("no_grand"), 1)
		}},
		{rule: "hash changed", code: RecordHashMismatch, at: "refused", log: func(l *sealed) {
			l.entries[l.index("refused")].Hash[0] ^= 1
		}},
		{rule: "bytes and hash changed", code: PreviousMismatch, at: "intended2", log: func(l *sealed) {
			l.rewrite("refused", "no_grant", "no_grand")
		}},
		{rule: "record taken out", code: SequenceGap, at: "intended2", log: func(l *sealed) { l.drop("refused") }},
		{rule: "first record taken out", code: SequenceGap, at: "key", log: func(l *sealed) { l.drop("E0") }},
		{rule: "record twice", code: RecordDuplicate, at: "refused", log: func(l *sealed) {
			l.entries = append(l.entries, l.entries[l.index("refused")])
		}},
		{rule: "future record twice", code: RecordDuplicate, at: "last", log: func(l *sealed) {
			last := l.entries[l.index("last")]
			l.entries = append([]Entry{last, last}, l.entries[:l.index("last")]...)
		}},
		{rule: "id beside the record changed", code: IDMismatch, at: "elsewhere", log: func(l *sealed) {
			l.entries[l.index("refused")].ID = "elsewhere"
		}},
		{rule: "id in the record changed", code: IDMismatch, at: "refused", log: func(l *sealed) {
			l.rewrite("refused", vend+"-3", vend+"-9")
		}},
		{rule: "writer in the record changed", code: IDMismatch, at: "last", log: func(l *sealed) {
			l.rewrite("last", `"writer":"vend`, `"writer":"bend`)
		}},
		{rule: "number in the record changed", code: IDMismatch, at: "last", log: func(l *sealed) {
			l.rewrite("last", `"seq":6`, `"seq":7`)
		}},
		{rule: "first record names one before it", code: PreviousMismatch, at: "V0", log: func(l *sealed) {
			l.rewrite("V0", `"prev":null`, `"prev":"`+sum("x")+`"`)
		}},
		{rule: "later record names none before it", code: PreviousMismatch, at: "last", log: func(l *sealed) {
			l.rewrite("last", `"prev":"`+l.entries[l.index("failed")].HashText()+`"`, `"prev":null`)
		}},
	} {
		t.Run(w.rule, w.check)
	}
}

func TestNamesAWriterThatDoesNotFitItsRecords(t *testing.T) {
	for _, w := range []wrong{
		{rule: "not listed", code: WriterUnregistered, at: "V0", log: func(l *sealed) { l.births = l.births[:2] }},
		{rule: "listed, all records taken out", code: WriterMissing, log: func(l *sealed) {
			l.births = append(l.births, Birth{strings.Repeat("z", 20), "vend-aws", "2026-11-21T10:00:00Z"})
		}},
		{rule: "listed twice", code: WriterDuplicate, log: func(l *sealed) { l.births = append(l.births, l.births[0]) }},
		{rule: "another function", code: FunctionMismatch, at: "V0", log: func(l *sealed) { l.births[2].Function = "enroll" }},
		{rule: "does not begin with its start", code: WriterStartMissing, at: "V0", record: func(s *scene) {
			v0 := s.record("V0")
			v0.kind, v0.members = "user.disabled", fields{{"actor", "a"}, {"user", user}}
		}},
		{rule: "starts again", code: WriterStartRepeated, at: "last", record: func(s *scene) {
			last := s.record("last")
			last.kind, last.members = typeWriterStarted, fields{{"abandoned", nil}, {"checkpoint", nil}}
		}},
	} {
		t.Run(w.rule, w.check)
	}
}

func TestAWriterListedAfterItsRecordsIsNotListed(t *testing.T) {
	export := completeLog(t).export(t)
	parts := bytes.SplitAfter(export, []byte("\n"))
	late := append(append([][]byte{}, parts[:3]...), append(append([][]byte{}, parts[4:]...), parts[3])...)
	result := verified(t, bytes.Join(late, nil))
	if first := result.First(); result.FindingCount != 1 || first.Code != WriterUnregistered || first.Record != vend+"-0" {
		t.Errorf("findings %v", result.Findings)
	}
}

func TestRefusesARecordItDoesNotUnderstand(t *testing.T) {
	for _, w := range []wrong{
		{rule: "unknown type", code: RecordTypeUnknown, at: "last", record: func(s *scene) { s.record("last").kind = "credential.lent" }},
		{rule: "duplicate member", code: RecordMalformed, at: "last", log: func(l *sealed) {
			l.rewrite("last", `"reason":`, `"reason":"granted","reason":`)
		}},
		{rule: "duplicate member under an escaped name", code: RecordMalformed, at: "last", log: func(l *sealed) {
			l.rewrite("last", `"reason":`, `"re\u0061son":"granted","reason":`)
		}},
		{rule: "white space", code: RecordMalformed, at: "last", log: func(l *sealed) { l.rewrite("last", `,"reason"`, `, "reason"`) }},
		{rule: "member of no meaning", code: RecordMalformed, at: "last", record: func(s *scene) {
			s.record("last").members = append(s.record("last").members, field{"note", "x"})
		}},
		{rule: "member missing", code: RecordMalformed, at: "last", record: func(s *scene) {
			s.record("last").members = s.record("last").members[1:]
		}},
		{rule: "member of the wrong kind", code: RecordMalformed, at: "intended", record: func(s *scene) {
			s.record("intended").members.set("grants", "all")
		}},
		{rule: "common members in another order", code: RecordMalformed, at: "last", log: func(l *sealed) {
			l.rewrite("last", `"v":1,"id":"`+vend+`-6"`, `"id":"`+vend+`-6","v":1`)
		}},
		{rule: "time without milliseconds", code: RecordMalformed, at: "last", log: func(l *sealed) { l.rewrite("last", ".000Z", "Z") }},
		{rule: "version", code: RecordMalformed, at: "last", log: func(l *sealed) { l.rewrite("last", `"v":1`, `"v":2`) }},
	} {
		t.Run(w.rule, w.check)
	}
}

func TestFollowsEachLoginToATouchOfTheEnrolledKey(t *testing.T) {
	login := func(name string, value any) func(*scene) {
		return func(s *scene) { s.login.statement.set(name, value) }
	}
	for _, w := range []wrong{
		{rule: "signature of another key", code: AssertionSignatureInvalid, at: "login", record: func(s *scene) {
			other := newScene(t)
			other.perform(t)
			s.record("login").members.set("signature", other.record("login").members[6].value)
		}},
		{rule: "authenticator data changed", code: AssertionSignatureInvalid, at: "login", record: func(s *scene) {
			authData := base64ForTest(t, s.record("login").members[4].value)
			authData[36]++
			s.record("login").members.set("authenticator_data", b64(authData))
		}},
		{rule: "another statement under the signature", code: ChallengeMismatch, at: "login", record: func(s *scene) {
			s.login.statement.set("jkt", sum("attacker"))
			s.record("login").members.set("statement", b64([]byte(s.login.statement.json(t))))
		}},
		{rule: "challenge of another statement", code: ChallengeMismatch, at: "login", ceremony: func(s *scene) { s.login.challenge = sum("x") }},
		{rule: "proof key of the record is not the signed one", code: StatementKeyMismatch, at: "login", record: func(s *scene) {
			s.record("login").members.set("jkt", sum("attacker"))
		}},
		{rule: "key never enrolled", code: KeyUnknown, at: "login", record: func(s *scene) { s.record("login").members.set("key", sum("x")) }},
		{rule: "key of another person", code: KeyOwnerMismatch, at: "login", record: func(s *scene) {
			s.record("login").members.set("user", "other@example.com")
		}},
		{rule: "client data of an enrolment", code: ClientDataTypeMismatch, at: "login", ceremony: func(s *scene) {
			s.login.client.set("type", "webauthn.create")
		}},
		{rule: "another origin", code: OriginMismatch, at: "login", ceremony: func(s *scene) {
			s.login.client.set("origin", "https://vouch.example.com.evil.example")
		}},
		{rule: "inside a foreign page", code: CrossOrigin, at: "login", ceremony: func(s *scene) { s.login.client.set("crossOrigin", true) }},
		{rule: "another relying party", code: RelyingPartyMismatch, at: "login", ceremony: func(s *scene) { s.login.rpID = "example.com" }},
		{rule: "authenticator data cut", code: AuthenticatorDataShort, at: "login", ceremony: func(s *scene) { s.login.short = true }},
		{rule: "no touch", code: UserNotPresent, at: "login", ceremony: func(s *scene) { s.login.flags = 0x04 }},
		{rule: "no PIN", code: UserNotVerified, at: "login", ceremony: func(s *scene) { s.login.flags = 0x01 }},
		{rule: "syncable", code: KeySyncable, at: "login", ceremony: func(s *scene) { s.login.flags = 0x0d }},
		{rule: "statement for another purpose", code: StatementPurposeMismatch, at: "login", ceremony: login("purpose", "enrol")},
		{rule: "statement of another issuer", code: StatementIssuerMismatch, at: "login", ceremony: login("iss", "https://other.example.com")},
		{rule: "statement of another version", code: StatementMalformed, at: "login", ceremony: login("v", 2)},
		{rule: "lifetime beyond eight hours", code: StatementLifetime, at: "login", ceremony: login("lifetime", 28801)},
		{rule: "no lifetime", code: StatementLifetime, at: "login", ceremony: login("lifetime", 0)},
		{rule: "statement older than the ceremony may be", code: StatementStale, at: "login", ceremony: login("iat", start.Add(-7*time.Minute).Unix())},
		{rule: "statement of the future", code: StatementStale, at: "login", ceremony: login("iat", start.Add(2*time.Minute).Unix())},
		{rule: "statement with a member more", code: StatementMalformed, at: "login", ceremony: func(s *scene) {
			s.login.statement = append(s.login.statement, field{"extra", 1})
		}},
		{rule: "client data replaced", code: AssertionSignatureInvalid, at: "login", record: func(s *scene) {
			s.record("login").members.set("client_data_json", b64([]byte("x")))
		}},
		{rule: "statement of an unreadable time", code: StatementMalformed, at: "login", ceremony: login("iat", "now")},
		{rule: "statement with members in another order", code: StatementMalformed, at: "login", ceremony: func(s *scene) {
			st := s.login.statement
			st[3], st[4] = st[4], st[3]
		}},
	} {
		t.Run(w.rule, w.check)
	}
}

func base64ForTest(t *testing.T, value any) []byte {
	t.Helper()
	decoded, err := base64url.DecodeString(value.(string))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

func TestChecksThatAnEnrolmentIsOneOfItsUser(t *testing.T) {
	for _, w := range []wrong{
		{rule: "key id of another credential", code: KeyIDMismatch, at: "key", record: func(s *scene) {
			s.record("key").members.set("credential_id", b64([]byte("other")))
		}},
		{rule: "no P-256 key", code: PublicKeyUnusable, at: "key", record: func(s *scene) {
			s.record("key").members.set("public_key", b64([]byte("other")))
		}},
		{rule: "ceremony of a login", code: ClientDataTypeMismatch, at: "key", ceremony: func(s *scene) { s.enrol.client.set("type", "webauthn.get") }},
		{rule: "challenge of another statement", code: ChallengeMismatch, at: "key", ceremony: func(s *scene) { s.enrol.challenge = sum("x") }},
		{rule: "another origin", code: OriginMismatch, at: "key", ceremony: func(s *scene) { s.enrol.client.set("origin", "http://vouch.example.com") }},
		{rule: "statement of a login", code: StatementPurposeMismatch, at: "key", ceremony: func(s *scene) { s.enrol.statement.set("purpose", "login") }},
		{rule: "another person's invitation", code: StatementUserMismatch, at: "key", ceremony: func(s *scene) {
			s.enrol.statement.set("user", "other@example.com")
		}},
		{rule: "client data that is no JSON", code: ClientDataMalformed, at: "key", record: func(s *scene) {
			s.record("key").members.set("client_data_json", b64([]byte("{")))
		}},
		{rule: "public key replaced later", code: KeyEnrolledTwice, at: "last", record: func(s *scene) {
			other := newScene(t)
			other.perform(t)
			last := s.record("last")
			last.kind, last.members = typeKeyEnrolled, append(fields{}, s.record("key").members...)
			last.members.set("public_key", other.record("key").members[5].value)
		}},
	} {
		t.Run(w.rule, w.check)
	}
}

func TestAnIntentWithoutOutcomeIsAnOrphanAndNotAFault(t *testing.T) {
	log := completeLog(t)
	log.drop("last")
	log.drop("failed")
	result := verified(t, log.export(t))
	if !result.Verified || result.OrphanCount != 1 || len(result.Orphans) != 1 || result.Orphans[0] != vend+"-4" {
		t.Errorf("verified %v, orphans %v, findings %v", result.Verified, result.Orphans, result.Findings)
	}
}

func TestACutTailIsNotClaimedToBeFound(t *testing.T) {
	log := completeLog(t)
	log.drop("last")
	if result := verified(t, log.export(t)); !result.Verified {
		t.Errorf("a cut tail cannot show in the chains alone, and yet: %v", result.First())
	}
}

func TestRecordsOfOneMomentMayComeInAnyOrder(t *testing.T) {
	log := completeLog(t)
	for i, j := 0, len(log.entries)-1; i < j; i, j = i+1, j-1 {
		log.entries[i], log.entries[j] = log.entries[j], log.entries[i]
	}
	if result := verified(t, log.export(t)); !result.Verified {
		t.Errorf("not verified: %v", result.Findings)
	}
}

func TestAGapIsNamedOnceAndTheChainBehindItIsStillChecked(t *testing.T) {
	log := completeLog(t)
	log.rewrite("failed", "sts_unavailable", "sts_available")
	log.drop("refused")
	var codes []Code
	for _, finding := range verified(t, log.export(t)).Findings {
		codes = append(codes, finding.Code)
	}
	if len(codes) != 2 || codes[0] != SequenceGap || codes[1] != PreviousMismatch {
		t.Errorf("findings %v", codes)
	}
}

func TestKeepsTheFirstFindingsOfMany(t *testing.T) {
	s := newScene(t)
	s.perform(t)
	for range 1000 {
		last := *s.record("last")
		s.records = append(s.records, &last)
	}
	log := s.seal(t)
	for i := range log.entries {
		log.entries[i].Hash[0] ^= 1
	}
	result := verified(t, log.export(t))
	if result.FindingCount != 1012 || len(result.Findings) != keptFindings || result.First().Record != enroll+"-0" {
		t.Errorf("count %d, kept %d, first %v", result.FindingCount, len(result.Findings), result.First())
	}
}
