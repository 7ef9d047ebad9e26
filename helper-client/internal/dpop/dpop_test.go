package dpop

import (
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

func parsed(t *testing.T, proof string) (*jose.JSONWebKey, map[string]any) {
	t.Helper()
	signed, err := jose.ParseSignedCompact(proof, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	header := signed.Signatures[0].Protected
	if header.ExtraHeaders["typ"] != "dpop+jwt" || header.JSONWebKey == nil || !header.JSONWebKey.IsPublic() {
		t.Fatalf("header %+v", header)
	}
	payload, err := signed.Verify(header.JSONWebKey)
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	return header.JSONWebKey, claims
}

func TestAProofVerifiesWithAnotherImplementation(t *testing.T) {
	at := time.Unix(1_800_000_000, 0)
	// Signatures whose r or s is short are one in 128: enough rounds meet some.
	for range 600 {
		key, err := NewKey()
		if err != nil {
			t.Fatal(err)
		}
		proof, err := key.Proof("POST", "https://vouch.example.com/oauth/token", "", at)
		if err != nil {
			t.Fatal(err)
		}
		jwk, claims := parsed(t, proof)
		thumbprint, err := jwk.Thumbprint(crypto.SHA256)
		if err != nil || base64.RawURLEncoding.EncodeToString(thumbprint) != key.Thumbprint() {
			t.Fatalf("thumbprint %s, %v", key.Thumbprint(), err)
		}
		if claims["htm"] != "POST" || claims["htu"] != "https://vouch.example.com/oauth/token" ||
			claims["iat"] != float64(at.Unix()) || claims["ath"] != nil {
			t.Fatalf("claims %v", claims)
		}
	}
}

func TestAProofNamesItsTokenByHash(t *testing.T) {
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	proof, err := key.Proof("GET", "https://vouch.example.com/session", "token", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256([]byte("token"))
	if _, claims := parsed(t, proof); claims["ath"] != base64.RawURLEncoding.EncodeToString(digest[:]) {
		t.Errorf("ath %v", claims["ath"])
	}
}

func TestEachProofHasItsOwnIDAndEachKeyItsOwnThumbprint(t *testing.T) {
	seen := map[any]bool{}
	for range 100 {
		key, err := NewKey()
		if err != nil {
			t.Fatal(err)
		}
		proof, err := key.Proof("GET", "https://vouch.example.com/session", "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		_, claims := parsed(t, proof)
		id, isText := claims["jti"].(string)
		if !isText || len(id) < 16 || len(id) > 128 || seen[id] || seen[key.Thumbprint()] {
			t.Fatalf("jti %v, thumbprint %s", claims["jti"], key.Thumbprint())
		}
		seen[id], seen[key.Thumbprint()] = true, true
	}
}
