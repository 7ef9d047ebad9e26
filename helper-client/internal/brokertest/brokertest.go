// Package brokertest is a Vouch server for tests. It checks what the real one
// checks of a client: PKCE, DPoP proofs with go-jose (another implementation
// than the client's), the token hash, single use of codes, proofs and keys. A
// login needs no key: /oauth/authorize answers the browser at once.
package brokertest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// Host is the registry that the catalogue has from the start.
const Host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"

// Secrets that must show up nowhere but in the protocol's answers.
const (
	SecretCanary = "canary-registry-secret"
	TokenCanary  = "canary-access-token"
	CodeCanary   = "canary-code"
)

// Registry is an entry of the catalogue.
type Registry struct {
	Host      string `json:"host"`
	Provider  string `json:"provider"`
	Endpoint  string `json:"endpoint"`
	Anonymous string `json:"anonymous"`
}

// Server is the fake. Change its settings before the requests that they are for.
type Server struct {
	*httptest.Server

	mu       sync.Mutex
	settings Settings
	codes    map[string]grant
	tokens   map[string]string // access token → thumbprint
	proofs   map[string]bool
	keys     map[string]bool
	counts   map[string]int
}

// Settings change how the server answers.
type Settings struct {
	Registries []Registry
	Lifetime   time.Duration // of a credential
	Refresh    time.Duration // from now until it is due for refresh
	Session    time.Duration
	Vending    time.Duration // how long a credential takes
	Ahead      time.Duration // of the server's clock, of this machine's
	Issuer     string        // instead of the server's URL, in metadata
	AnswerIss  string        // instead of the server's URL, in the redirect
	// Before runs before a request is looked at; true means that it has answered.
	Before func(w http.ResponseWriter, r *http.Request) bool
}

type grant struct{ challenge, thumbprint, redirect string }

// New starts a server that stops with the test, which fails when anything passes
// through the server that the API's description does not have.
func New(t testing.TB) *Server {
	t.Helper()
	held := newContract(t)
	server := start(held.over)
	t.Cleanup(server.Close)
	return server
}

// Start starts a server that its caller closes, and that looks at no description.
func Start() *Server {
	return start(func(routes http.Handler) http.Handler { return routes })
}

func start(over func(http.Handler) http.Handler) *Server {
	server := &Server{
		settings: Settings{
			Registries: []Registry{{Host, "ecr", "/credentials/aws", "deny"}},
			Lifetime:   time.Hour, Refresh: 30 * time.Minute, Session: 8 * time.Hour,
		},
		codes: map[string]grant{}, tokens: map[string]string{}, proofs: map[string]bool{},
		keys: map[string]bool{}, counts: map[string]int{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/oauth-authorization-server", server.metadata)
	mux.HandleFunc("GET /oauth/authorize", server.authorize)
	mux.HandleFunc("POST /oauth/token", server.token)
	mux.HandleFunc("POST /oauth/revoke", server.proven(server.revoke))
	mux.HandleFunc("GET /session", server.proven(server.session))
	mux.HandleFunc("GET /catalogue", server.proven(server.catalogue))
	mux.HandleFunc("POST /credentials/aws", server.proven(server.vend))
	mux.HandleFunc("POST /credentials/aws/explain", server.proven(server.explain))
	mux.HandleFunc("POST /credentials/aws/preview", server.proven(server.preview))
	routes := over(mux)
	server.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if before := server.get().Before; before != nil && before(w, r) {
			return
		}
		server.count(r.Method + " " + r.URL.Path)
		w.Header().Set("Date", server.now().UTC().Format(http.TimeFormat))
		routes.ServeHTTP(w, r)
	}))
	server.Start()
	return server
}

// Set changes the settings.
func (s *Server) Set(change func(*Settings)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.settings)
}

func (s *Server) get() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings
}

// now is the server's clock.
func (s *Server) now() time.Time { return time.Now().Add(s.get().Ahead) }

func (s *Server) count(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[name]++
}

// Count tells how often a route, like "POST /credentials/aws", was asked.
func (s *Server) Count(route string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts[route]
}

// Mints tells how many credentials were made.
func (s *Server) Mints() int { return s.Count("mint") }

// LiveSessions tells how many sessions are not revoked.
func (s *Server) LiveSessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.tokens)
}

// EndSessions ends every session, as disabling the user does.
func (s *Server) EndSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// Problem writes an RFC 9457 problem.
func Problem(w http.ResponseWriter, status int, code, detail string, more map[string]any) {
	body := map[string]any{
		"type": "urn:vouch:error:" + code, "title": code, "status": status, "code": code,
		"detail": detail, "help": "help for " + code,
	}
	for name, value := range more {
		body[name] = value
	}
	if body["error"] != nil {
		body["error_description"] = detail
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func answer(w http.ResponseWriter, body any) { answerFor(w, "no-store", body) }

// answerFor answers for caches that keep it so.
func answerFor(w http.ResponseWriter, cache string, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", cache)
	_ = json.NewEncoder(w).Encode(body)
}
