package brokertest

import (
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// proven lets a request with a live token and a good proof through.
func (s *Server) proven(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token := bearer(r)
		thumbprint, err := s.checkProof(r, token)
		if err != nil {
			Problem(w, http.StatusUnauthorized, proofCode(err), err.Error(), map[string]any{"error": "invalid_dpop_proof"})
			return
		}
		s.mu.Lock()
		bound, found := s.tokens[token]
		s.mu.Unlock()
		if !found || bound != thumbprint {
			Problem(w, http.StatusUnauthorized, "session_revoked", "the session is over", map[string]any{"error": "invalid_token"})
			return
		}
		next(w, r)
	}
}

var errNotNow = errors.New("iat is not now")

// proofCode is the real server's code for a proof that is refused.
func proofCode(err error) string {
	if errors.Is(err, errNotNow) {
		return "proof_expired"
	}
	return "proof_malformed"
}

type proofClaims struct {
	ID        string `json:"jti"`
	Method    string `json:"htm"`
	URL       string `json:"htu"`
	IssuedAt  int64  `json:"iat"`
	TokenHash string `json:"ath"`
}

// checkProof does what RFC 9449 §4.3 asks of a server and returns the key's thumbprint.
func (s *Server) checkProof(r *http.Request, token string) (string, error) {
	if len(r.Header.Values("DPoP")) != 1 {
		return "", errors.New("there is not exactly one proof")
	}
	signed, err := jose.ParseSignedCompact(r.Header.Get("DPoP"), []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return "", fmt.Errorf("parse the proof: %w", err)
	}
	key := signed.Signatures[0].Protected.JSONWebKey
	if key == nil || !key.IsPublic() || signed.Signatures[0].Protected.ExtraHeaders["typ"] != "dpop+jwt" {
		return "", errors.New("the header has no public key, or another type")
	}
	payload, err := signed.Verify(key)
	if err != nil {
		return "", fmt.Errorf("verify the proof: %w", err)
	}
	var claims proofClaims
	if err := json.Unmarshal(payload, &claims); err != nil {
		return "", fmt.Errorf("decode the claims: %w", err)
	}
	if err := s.checkClaims(claims, r, token); err != nil {
		return "", err
	}
	thumbprint, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", fmt.Errorf("thumbprint: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(thumbprint), nil
}

func (s *Server) checkClaims(claims proofClaims, r *http.Request, token string) error {
	age := s.now().Sub(time.Unix(claims.IssuedAt, 0))
	wantHash := ""
	if token != "" {
		digest := sha256.Sum256([]byte(token))
		wantHash = base64.RawURLEncoding.EncodeToString(digest[:])
	}
	s.mu.Lock()
	used := s.proofs[claims.ID]
	s.proofs[claims.ID] = true
	s.mu.Unlock()
	switch {
	case claims.Method != r.Method:
		return errors.New("htm is another method")
	case claims.URL != s.URL+r.URL.Path:
		return errors.New("htu is another address")
	case age > time.Minute || age < -time.Minute:
		return errNotNow
	case len(claims.ID) < 16 || len(claims.ID) > 128:
		return errors.New("jti has a wrong length")
	case used:
		return errors.New("jti was used before")
	case claims.TokenHash != wantHash:
		return errors.New("ath does not fit the token")
	}
	return nil
}
