package audit

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// The log that the tests start from: one person enrols a key, logs in and gets credentials. Every signature is real.
const (
	issuer  = "https://vouch.example.com"
	user    = "user@example.com"
	enroll  = "enrollenrollenroll22"
	authent = "authenticateauthen22"
	vend    = "vendawsvendawsvend22"
)

var start = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

func b64(data []byte) string { return base64url.EncodeToString(data) }

func sum(text string) string {
	digest := sha256.Sum256([]byte(text))
	return b64(digest[:])
}

// field is one member of a record or statement; order matters there.
type field struct {
	name  string
	value any
}

type fields []field

func (f fields) json(t testing.TB) string {
	t.Helper()
	parts := make([]string, 0, len(f))
	for _, member := range f {
		value, err := json.Marshal(member.value)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, fmt.Sprintf("%q:%s", member.name, value))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func (f fields) set(name string, value any) {
	for i := range f {
		if f[i].name == name {
			f[i].value = value
			return
		}
	}
	panic("no member " + name)
}

// ceremony is what one touch signs, before it is signed.
type ceremony struct {
	statement fields
	client    fields
	rpID      string
	flags     byte
	challenge string // of another statement, where it is not empty
	short     bool   // the authenticator data ends before its counter
}

func (c *ceremony) clientData(t testing.TB, payload string) []byte {
	t.Helper()
	challenge := sum(payload)
	if c.challenge != "" {
		challenge = c.challenge
	}
	c.client.set("challenge", challenge)
	return []byte(c.client.json(t))
}

// scene holds all that the log is made of; a test changes one thing in it.
type scene struct {
	key     *ecdsa.PrivateKey
	enrol   ceremony
	login   ceremony
	records []*entrySpec
	births  []Birth
}

type entrySpec struct {
	name     string
	writer   string
	function string
	kind     string
	at       time.Time
	members  fields
}

func newScene(t testing.TB) *scene {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	iat := start.Unix()
	collected := func(kind string) fields {
		return fields{{"type", kind}, {"challenge", ""}, {"origin", issuer}, {"crossOrigin", false}}
	}
	return &scene{
		key: key,
		enrol: ceremony{client: collected("webauthn.create"), statement: fields{
			{"v", 1},
			{"purpose", "enrol"},
			{"iss", issuer},
			{"user", user},
			{"invitation", sum("invitation")},
			{"iat", iat},
			{"nonce", sum("nonce 1")},
		}},
		login: ceremony{client: collected("webauthn.get"), rpID: "vouch.example.com", flags: 0x05, statement: fields{
			{"v", 1},
			{"purpose", "login"},
			{"iss", issuer},
			{"request", sum("request")},
			{"jkt", sum("proof key")},
			{"iat", iat},
			{"lifetime", 28800},
			{"nonce", sum("nonce 2")},
		}},
		births: []Birth{
			{enroll, "enroll", "2026-11-21T10:00:00Z"},
			{authent, "authenticate", "2026-11-21T10:00:00Z"},
			{vend, "vend-aws", "2026-11-21T10:00:00Z"},
		},
	}
}

// perform runs both ceremonies and lays the records out.
func (s *scene) perform(t testing.TB) {
	t.Helper()
	credential := []byte("credential id")
	spki, err := x509.MarshalPKIXPublicKey(&s.key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	enrolled := s.enrol.statement.json(t)
	payload := s.login.statement.json(t)
	clientData := s.login.clientData(t, payload)
	rpHash := sha256.Sum256([]byte(s.login.rpID))
	authData := append(rpHash[:], s.login.flags, 0, 0, 0, 7)
	if s.login.short {
		authData = authData[:36]
	}
	clientHash := sha256.Sum256(clientData)
	digest := sha256.Sum256(append(append([]byte{}, authData...), clientHash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, s.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	keyID := sum(string(credential))
	s.add("E0", enroll, "enroll", typeWriterStarted, fields{{"abandoned", nil}, {"checkpoint", nil}})
	s.add("key", enroll, "enroll", typeKeyEnrolled, fields{
		{"user", user},
		{"key", keyID},
		{"aaguid", "2fc0579f-8113-47ea-b116-bb5a8db9202a"},
		{"model", "YubiKey 5"},
		{"credential_id", b64(credential)},
		{"public_key", b64(spki)},
		{"attestation_object", b64([]byte("cbor"))},
		{"client_data_json", b64(s.enrol.clientData(t, enrolled))},
		{"statement", b64([]byte(enrolled))},
	})
	s.add("A0", authent, "authenticate", typeWriterStarted, fields{{"abandoned", nil}, {"checkpoint", nil}})
	s.add("login", authent, "authenticate", typeLoginCompleted, fields{
		{"user", user},
		{"key", keyID},
		{"jkt", sum("proof key")},
		{"statement", b64([]byte(payload))},
		{"authenticator_data", b64(authData)},
		{"client_data_json", b64(clientData)},
		{"signature", b64(signature)},
		{"client_host", "laptop"},
	})
	s.add("session", authent, "authenticate", typeSessionStarted, fields{
		{"user", user},
		{"key", keyID},
		{"session", sum("session")},
		{"login", authent + "-1"},
		{"expires_at", "2026-11-21T18:00:00Z"},
	})
	s.addVends(keyID)
}

func (s *scene) addVends(keyID string) {
	intent := func() fields {
		return fields{
			{"user", user},
			{"key", keyID},
			{"session", sum("session")},
			{"login", authent + "-1"},
			{"jkt", sum("proof key")},
			{"registry", "123456789012.dkr.ecr.us-east-1.amazonaws.com"},
			{"provider", "ecr"},
			{"policy", sum("policy")},
			{"grants", []string{"platform-pulls"}},
			{"denials", []string{}},
			{"scope", map[string][]string{"pull": {"team-a/**"}, "push": {}}},
			{"expires_at", "2026-11-21T11:00:00Z"},
			{"idempotency_key", nil},
		}
	}
	s.add("V0", vend, "vend-aws", typeWriterStarted, fields{{"abandoned", nil}, {"checkpoint", nil}})
	s.add("intended", vend, "vend-aws", TypeCredentialIntended, intent())
	s.add("issued", vend, "vend-aws", TypeCredentialIssued, fields{
		{"intent", vend + "-1"},
		{"secret_sha256", sum("secret")},
		{"upstream", map[string]string{"sts_request_id": "r1", "ecr_request_id": "r2", "role": "r", "assumed_role": "a"}},
		{"expires_at", "2026-11-21T11:00:00Z"},
	})
	s.add("refused", vend, "vend-aws", TypeCredentialRefused, fields{
		{"user", user},
		{"key", keyID},
		{"session", sum("session")},
		{"registry", "123456789012.dkr.ecr.eu-west-1.amazonaws.com"},
		{"reason", "no_grant"},
		{"rule", nil},
	})
	s.add("intended2", vend, "vend-aws", TypeCredentialIntended, intent())
	s.add("failed", vend, "vend-aws", TypeCredentialFailed, fields{{"intent", vend + "-4"}, {"reason", "sts_unavailable"}})
	s.add("last", vend, "vend-aws", TypeCredentialRefused, fields{
		{"user", user},
		{"key", keyID},
		{"session", sum("session")},
		{"registry", "x"},
		{"reason", "no_grant"},
		{"rule", map[string]string{"kind": "denial", "name": "n", "owner": "o"}},
	})
}

// add appends a record one second after the one before.
func (s *scene) add(name, writer, function, kind string, members fields) {
	at := start.Add(time.Duration(len(s.records)+1) * time.Second)
	s.records = append(s.records, &entrySpec{name, writer, function, kind, at, members})
}

func (s *scene) record(name string) *entrySpec {
	for _, record := range s.records {
		if record.name == name {
			return record
		}
	}
	panic("no record " + name)
}

// sealed is the log after hashing and chaining: what an attacker with the table, or the server, can change.
type sealed struct {
	header  Header
	births  []Birth
	entries []Entry
	names   []string
}

func (s *scene) seal(t testing.TB) *sealed {
	t.Helper()
	next, prev := map[string]int64{}, map[string]any{}
	log := &sealed{header: Header{exportVersion, issuer, "2026-11-21T12:00:00Z"}, births: s.births}
	for _, spec := range s.records {
		seq := next[spec.writer]
		id := recordID(spec.writer, seq)
		all := append(fields{
			{"v", 1},
			{"id", id},
			{"writer", spec.writer},
			{"seq", seq},
			{"prev", prev[spec.writer]},
			{"at", spec.at.Format(atLayout)},
			{"function", spec.function},
			{"type", spec.kind},
		}, spec.members...)
		entry := hashed(id, all.json(t))
		next[spec.writer], prev[spec.writer] = seq+1, entry.HashText()
		log.entries, log.names = append(log.entries, entry), append(log.names, spec.name)
	}
	return log
}

func hashed(id, exact string) Entry {
	return Entry{ID: id, Hash: sha256.Sum256([]byte(exact)), Record: []byte(exact)}
}

func (l *sealed) index(name string) int {
	for i := range l.names {
		if l.names[i] == name {
			return i
		}
	}
	panic("no record " + name)
}

func (l *sealed) drop(name string) {
	i := l.index(name)
	l.entries = append(l.entries[:i:i], l.entries[i+1:]...)
	l.names = append(l.names[:i:i], l.names[i+1:]...)
}

// rewrite changes a record's text and the hash beside it, as somebody who can write one row would.
func (l *sealed) rewrite(name, old, fresh string) {
	entry := &l.entries[l.index(name)]
	changed := strings.Replace(string(entry.Record), old, fresh, 1)
	if changed == string(entry.Record) {
		panic(old + " is not in " + name)
	}
	*entry = hashed(entry.ID, changed)
}

func (l *sealed) export(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := &ExportWriter{out: json.NewEncoder(&out)}
	w.out.SetEscapeHTML(false)
	lines := []any{l.header}
	for _, birth := range l.births {
		lines = append(lines, birth)
	}
	for _, entry := range l.entries {
		lines = append(lines, entry)
	}
	for _, line := range lines {
		if err := w.write(line); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// completeLog is the unchanged log.
func completeLog(t testing.TB) *sealed {
	t.Helper()
	s := newScene(t)
	s.perform(t)
	return s.seal(t)
}
