package brokertest

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	sessionID = "c2Vzc2lvbi1vZi10aGUtZmFrZS1zZXJ2ZXItMDEyMzQ"
	keyID     = "a2V5LW9mLXRoZS1mYWtlLXNlcnZlci0wMTIzNDU2Nzg"
)

func (s *Server) metadata(w http.ResponseWriter, _ *http.Request) {
	issuer := s.URL
	if other := s.get().Issuer; other != "" {
		issuer = other
	}
	answerFor(w, "public, max-age=300", map[string]any{
		"issuer": issuer, "authorization_endpoint": issuer + "/oauth/authorize", "token_endpoint": issuer + "/oauth/token",
		"revocation_endpoint": issuer + "/oauth/revoke", "response_types_supported": []string{"code"},
		"grant_types_supported":                      []string{"authorization_code"},
		"token_endpoint_auth_methods_supported":      []string{"none"},
		"revocation_endpoint_auth_methods_supported": []string{"none"},
		"code_challenge_methods_supported":           []string{"S256"}, "dpop_signing_alg_values_supported": []string{"ES256"},
		"authorization_response_iss_parameter_supported": true,
	})
}

// authorize plays the page and the person: the touch succeeds at once.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	redirect, err := url.Parse(query.Get("redirect_uri"))
	if err != nil || redirect.Scheme != "http" || redirect.Hostname() != "127.0.0.1" || redirect.Path != "/callback" {
		Problem(w, http.StatusBadRequest, "redirect_uri_invalid", "the redirect is not a loopback address", map[string]any{"error": "invalid_request"})
		return
	}
	if query.Get("response_type") != "code" || query.Get("client_id") != "vouch" || query.Get("state") == "" ||
		query.Get("code_challenge_method") != "S256" || len(query.Get("code_challenge")) != 43 || len(query.Get("dpop_jkt")) != 43 {
		Problem(w, http.StatusBadRequest, "state_invalid", "a parameter is missing", map[string]any{"error": "invalid_request"})
		return
	}
	code := CodeCanary + "." + rand.Text()
	s.mu.Lock()
	s.codes[code] = grant{query.Get("code_challenge"), query.Get("dpop_jkt"), redirect.String()}
	s.mu.Unlock()
	issuer := s.URL
	if other := s.get().AnswerIss; other != "" {
		issuer = other
	}
	redirect.RawQuery = url.Values{"code": {code}, "state": {query.Get("state")}, "iss": {issuer}}.Encode()
	http.Redirect(w, r, redirect.String(), http.StatusFound)
}

func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	thumbprint, err := s.checkProof(r, "")
	if err != nil {
		Problem(w, http.StatusBadRequest, proofCode(err), err.Error(), map[string]any{"error": "invalid_dpop_proof"})
		return
	}
	code := r.PostFormValue("code")
	s.mu.Lock()
	known, found := s.codes[code]
	delete(s.codes, code)
	s.mu.Unlock()
	digest := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !found || known.thumbprint != thumbprint || known.redirect != r.PostFormValue("redirect_uri") ||
		known.challenge != base64.RawURLEncoding.EncodeToString(digest[:]) ||
		r.PostFormValue("grant_type") != "authorization_code" || r.PostFormValue("client_id") != "vouch" {
		Problem(w, http.StatusBadRequest, "code_unknown", "the code is not good for this request", map[string]any{"error": "invalid_grant"})
		return
	}
	token := TokenCanary + "." + rand.Text() + "." + sessionID
	s.mu.Lock()
	s.tokens[token] = thumbprint
	s.mu.Unlock()
	answer(w, map[string]any{
		"access_token": token, "token_type": "DPoP", "expires_in": int(s.get().Session.Seconds()),
		"session_id": sessionID, "user": "user@example.com",
	})
}

func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	delete(s.tokens, r.PostFormValue("token"))
	s.mu.Unlock()
	answer(w, map[string]any{})
}

func (s *Server) session(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{
		"id": sessionID, "user": "user@example.com", "groups": []string{"platform"},
		"key":        map[string]any{"id": keyID, "model": "Example Key 5", "aaguid": "00000000-0000-0000-0000-000000000001"},
		"created_at": stamp(s.now()), "expires_at": stamp(s.now().Add(s.get().Session)),
	})
}

func (s *Server) catalogue(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"registries": s.get().Registries})
}

// wish is what a request about one registry says.
type wish struct {
	Registry string `json:"registry"`
	Scope    *struct {
		Repositories []string `json:"repositories"`
		Actions      []string `json:"actions"`
	} `json:"scope"`
}

func (s *Server) vend(w http.ResponseWriter, r *http.Request) {
	var body wish
	key := r.Header.Get("Idempotency-Key")
	if json.NewDecoder(r.Body).Decode(&body) != nil || len(key) < 16 || r.Header.Get("Content-Type") != "application/json" {
		Problem(w, http.StatusBadRequest, "missing_member", "registry or idempotency key is missing", nil)
		return
	}
	pull := []string{"team-a/**"}
	if body.Scope != nil {
		pull = body.Scope.Repositories
	}
	s.mu.Lock()
	if !s.keys[key] {
		s.keys[key] = true
		s.counts["mint"]++
	}
	number := s.counts["mint"]
	s.mu.Unlock()
	settings := s.get()
	<-time.After(settings.Vending)
	now := s.now()
	answer(w, map[string]any{
		"registry": body.Registry, "username": "AWS", "secret": fmt.Sprintf("%s-%d", SecretCanary, number),
		"expires_at": stamp(now.Add(settings.Lifetime)), "refresh_at": stamp(now.Add(settings.Refresh)),
		"scope":   map[string]any{"pull": pull, "push": []string{}},
		"receipt": map[string]any{"id": "aaaaaaaaaaaaaaaaaaaa-1", "hash": keyID},
	})
}

// preview allows pulls of team-a/**, or of the repositories of the scope.
func (s *Server) preview(w http.ResponseWriter, r *http.Request) {
	var body wish
	if json.NewDecoder(r.Body).Decode(&body) != nil || body.Registry == "" {
		Problem(w, http.StatusBadRequest, "missing_member", "registry is missing", nil)
		return
	}
	pull, noPull := []string{"team-a/**"}, []string{"team-a/secret/**"}
	if body.Scope != nil {
		pull, noPull = body.Scope.Repositories, []string{}
	}
	answer(w, map[string]any{"pull": pull, "push": []string{}, "no_pull": noPull, "no_push": []string{}, "lifetime": 3600})
}

// explain allows every pull and refuses every push by a denial with an owner.
func (s *Server) explain(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Registry   string `json:"registry"`
		Repository string `json:"repository"`
		Action     string `json:"action"`
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil || body.Repository == "" {
		Problem(w, http.StatusBadRequest, "missing_member", "repository is missing", nil)
		return
	}
	if body.Action == "pull" {
		answer(w, map[string]any{
			"decision": "allowed", "reason": "granted", "detail": "platform-pulls allows pull of " + body.Repository, "help": "nothing to do",
			"rule": map[string]any{"kind": "grant", "name": "platform-pulls", "owner": "platform-team@example.com"},
		})
		return
	}
	answer(w, map[string]any{
		"decision": "refused", "reason": "denied_by_rule", "detail": "no-pushes denies push of " + body.Repository,
		"help": "ask security@example.com",
		"rule": map[string]any{"kind": "denial", "name": "no-pushes", "owner": "security@example.com"},
	})
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

func bearer(r *http.Request) string {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "DPoP ")
	return token
}
