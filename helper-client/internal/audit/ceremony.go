package audit

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"time"

	"vouch.dev/client/internal/strictjson"
)

const (
	// ceremonyTime is how long a statement is good for the touch that signs it.
	ceremonyTime = 5 * time.Minute
	// clockTolerance is how far the clocks of two server processes may be apart.
	clockTolerance = time.Minute
	// maxLifetime is the longest session that a statement may ask for.
	maxLifetime = 8 * time.Hour
)

// relyingParty is what the issuer's address fixes for every ceremony (WebAuthn Level 3 §13.4.9, §5.1.2).
type relyingParty struct {
	issuer string
	origin string
	idHash [sha256.Size]byte
}

func newRelyingParty(issuer string) (relyingParty, error) {
	address, err := url.Parse(issuer)
	if err != nil || address.Host == "" || address.User != nil || (address.Path+address.RawQuery+address.Fragment) != "" {
		return relyingParty{}, fmt.Errorf("issuer %q is not an address like https://vouch.example.com", issuer)
	}
	host := address.Hostname()
	if address.Scheme != "https" && (address.Scheme != "http" || !isLoopback(host)) {
		return relyingParty{}, fmt.Errorf("issuer %q is not https", issuer)
	}
	return relyingParty{
		issuer: issuer, origin: address.Scheme + "://" + address.Host, idHash: sha256.Sum256([]byte(host)),
	}, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// enrolledKey is a security key as key.enrolled tells it.
type enrolledKey struct {
	user   string
	spki   string
	public *ecdsa.PublicKey
}

// enrolment reads key.enrolled: the key's id, its public key, and that the ceremony committed to this user's
// invitation. The attestation object is kept for a reviewer with the vendor's roots and is not verified here.
func (rp relyingParty) enrolment(record Record) (enrolledKey, *fault) {
	key := enrolledKey{user: record.Text("user"), spki: record.Text("public_key")}
	id := sha256.Sum256(record.bytes("credential_id"))
	if base64url.EncodeToString(id[:]) != record.Text("key") {
		return key, faultf(KeyIDMismatch, "key is not the SHA-256 of credential_id")
	}
	public, err := x509.ParsePKIXPublicKey(record.bytes("public_key"))
	point, ok := public.(*ecdsa.PublicKey)
	if err != nil || !ok || point.Curve != elliptic.P256() {
		return key, faultf(PublicKeyUnusable, "public_key is not a P-256 key (ES256)")
	}
	key.public = point
	payload := record.bytes("statement")
	if f := rp.clientData(record.bytes("client_data_json"), "webauthn.create", payload); f != nil {
		return key, f
	}
	statement, f := rp.statement(payload, "enrol")
	if f != nil {
		return key, f
	}
	if statement.user != key.user {
		return key, faultf(StatementUserMismatch, "the statement is for %s, the record for %s", statement.user, key.user)
	}
	return key, fresh(statement, record.At)
}

// login is a login whose ceremony has been looked at: what it allows, and whether it holds.
type login struct {
	user, key, jkt string
	from, until    time.Time
	verified       bool
}

// login follows login.completed to the key: signature first, since before it holds nothing else is the key's word.
func (rp relyingParty) login(record Record, key enrolledKey) (login, *fault) {
	result := login{user: record.Text("user"), key: record.Text("key"), jkt: record.Text("jkt")}
	if key.user != result.user {
		return result, faultf(KeyOwnerMismatch, "the key was enrolled for %s, the login is of %s", key.user, result.user)
	}
	authenticatorData, clientData := record.bytes("authenticator_data"), record.bytes("client_data_json")
	clientHash := sha256.Sum256(clientData)
	signed := sha256.Sum256(append(append([]byte{}, authenticatorData...), clientHash[:]...))
	if !ecdsa.VerifyASN1(key.public, signed[:], record.bytes("signature")) {
		return result, faultf(AssertionSignatureInvalid, "the signature is not one of the enrolled key over this ceremony")
	}
	payload := record.bytes("statement")
	if f := rp.clientData(clientData, "webauthn.get", payload); f != nil {
		return result, f
	}
	if f := rp.authenticatorData(authenticatorData); f != nil {
		return result, f
	}
	statement, f := rp.statement(payload, "login")
	if f != nil {
		return result, f
	}
	if statement.jkt != result.jkt {
		return result, faultf(StatementKeyMismatch, "the key signed for the proof key %s, the login has %s", statement.jkt, result.jkt)
	}
	result.from, result.until = statement.issued, statement.issued.Add(statement.lifetime)
	f = fresh(statement, record.At)
	result.verified = f == nil
	return result, f
}

func fresh(s statement, at time.Time) *fault {
	if at.Before(s.issued.Add(-clockTolerance)) || at.After(s.issued.Add(ceremonyTime+clockTolerance)) {
		return faultf(StatementStale, "the statement is of %s and good for %s, the record of %s",
			s.issued.UTC().Format(time.RFC3339), ceremonyTime, at.Format(time.RFC3339))
	}
	return nil
}

// clientData checks what the browser collected (WebAuthn Level 3 §5.8.1): purpose, challenge, origin.
func (rp relyingParty) clientData(data []byte, ceremony string, payload []byte) *fault {
	members, err := strictjson.Object(data, nil)
	if err != nil {
		return faultf(ClientDataMalformed, "the client data is not JSON: %v", err)
	}
	texts := map[string]string{}
	for _, member := range members {
		if text, err := strictjson.Text(member.Value); err == nil {
			texts[string(member.Name)] = text
		}
		if string(member.Name) == "crossOrigin" && string(member.Value) != "false" {
			return faultf(CrossOrigin, "the ceremony ran inside a page of another origin")
		}
	}
	challenge := sha256.Sum256(payload)
	switch {
	case texts["type"] != ceremony:
		return faultf(ClientDataTypeMismatch, "the client data is of a %q, not of a %q", texts["type"], ceremony)
	case texts["challenge"] != base64.RawURLEncoding.EncodeToString(challenge[:]):
		return faultf(ChallengeMismatch, "the key did not sign this statement: the challenge is not its SHA-256")
	case texts["origin"] != rp.origin:
		return faultf(OriginMismatch, "the ceremony ran on %q, not on %q", texts["origin"], rp.origin)
	}
	return nil
}

// Flags of authenticator data (WebAuthn Level 3 §6.1).
const (
	flagUserPresent    = 1 << 0
	flagUserVerified   = 1 << 2
	flagBackupEligible = 1 << 3
)

const authenticatorDataLength = 37 // relying party id hash, flags, counter

func (rp relyingParty) authenticatorData(data []byte) *fault {
	if len(data) < authenticatorDataLength {
		return faultf(AuthenticatorDataShort, "authenticator data has %d bytes, it has at least %d", len(data), authenticatorDataLength)
	}
	flags := data[sha256.Size]
	switch {
	case [sha256.Size]byte(data[:sha256.Size]) != rp.idHash:
		return faultf(RelyingPartyMismatch, "the key signed for another relying party than %s", rp.origin)
	case flags&flagUserPresent == 0:
		return faultf(UserNotPresent, "the key was not touched")
	case flags&flagUserVerified == 0:
		return faultf(UserNotVerified, "the key did not verify its user (PIN or fingerprint)")
	case flags&flagBackupEligible != 0:
		return faultf(KeySyncable, "the key can be copied to other devices")
	}
	return nil
}
