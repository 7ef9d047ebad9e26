// Package dpop makes DPoP proofs (RFC 9449) with a P-256 key that lives in this
// process only.
package dpop

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

// Key signs proofs. It cannot be copied out of the process: nothing here
// encodes the private part.
type Key struct {
	private    *ecdsa.PrivateKey
	jwk        publicJWK
	thumbprint string
}

// publicJWK has the members of RFC 7638 for an EC key, in its order.
type publicJWK struct {
	Curve string `json:"crv"`
	Type  string `json:"kty"`
	X     string `json:"x"`
	Y     string `json:"y"`
}

type header struct {
	Type      string    `json:"typ"`
	Algorithm string    `json:"alg"`
	JWK       publicJWK `json:"jwk"`
}

type claims struct {
	ID        string `json:"jti"`
	Method    string `json:"htm"`
	URL       string `json:"htu"`
	IssuedAt  int64  `json:"iat"`
	TokenHash string `json:"ath,omitempty"`
}

const coordinate = 32 // bytes of a P-256 coordinate, and of r and s

// NewKey makes a key.
func NewKey() (*Key, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a P-256 key: %w", err)
	}
	point, err := private.PublicKey.Bytes() // 4, x, y
	if err != nil {
		return nil, fmt.Errorf("encode the public key: %w", err)
	}
	jwk := publicJWK{"P-256", "EC", b64(point[1 : 1+coordinate]), b64(point[1+coordinate:])}
	canonical, err := json.Marshal(jwk)
	if err != nil {
		return nil, fmt.Errorf("encode the public key: %w", err)
	}
	return &Key{private: private, jwk: jwk, thumbprint: hash(string(canonical))}, nil
}

// Thumbprint is the public key's RFC 7638 thumbprint, base64url.
func (k *Key) Thumbprint() string { return k.thumbprint }

// Proof signs a proof for one request. url has no query and no fragment. token
// is the access token that goes with the request, or empty.
func (k *Key) Proof(method, url, token string, at time.Time) (string, error) {
	content := claims{ID: rand.Text(), Method: method, URL: url, IssuedAt: at.Unix()}
	if token != "" {
		content.TokenHash = hash(token)
	}
	head, err := json.Marshal(header{"dpop+jwt", "ES256", k.jwk})
	if err != nil {
		return "", fmt.Errorf("encode the proof's header: %w", err)
	}
	body, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("encode the proof's claims: %w", err)
	}
	input := b64(head) + "." + b64(body)
	digest := sha256.Sum256([]byte(input))
	r, s, err := ecdsa.Sign(rand.Reader, k.private, digest[:])
	if err != nil {
		return "", fmt.Errorf("sign the proof: %w", err)
	}
	signature := make([]byte, 2*coordinate)
	r.FillBytes(signature[:coordinate])
	s.FillBytes(signature[coordinate:])
	return input + "." + b64(signature), nil
}

func hash(text string) string {
	digest := sha256.Sum256([]byte(text))
	return b64(digest[:])
}

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }
