package broker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vouch.dev/client/internal/brokertest"
	"vouch.dev/client/internal/dpop"
	"vouch.dev/client/internal/secret"
)

func newClient(t *testing.T, base string) *Client {
	t.Helper()
	key, err := dpop.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	client, err := New(base, "1.2.3", key)
	if err != nil {
		t.Fatal(err)
	}
	client.pause = func(context.Context, int) error { return nil }
	return client
}

// loggedIn does what a browser and the login package do, without a listener.
func loggedIn(t *testing.T, server *brokertest.Server) *Client {
	t.Helper()
	client := newClient(t, server.URL)
	const redirect = "http://127.0.0.1:1/callback"
	// RFC 7636, appendix B.
	verifier := secret.New("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
	address := client.AuthorizeURL(redirect, "state", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "laptop")
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	location, err := url.Parse(response.Header.Get("Location"))
	if err != nil || location.Query().Get("state") != "state" {
		t.Fatalf("%v, %v", location, err)
	}
	session, err := client.Exchange(t.Context(), location.Query().Get("code"), redirect, verifier)
	if err != nil || session.User != "user@example.com" || session.ID != "session-1" {
		t.Fatalf("%+v, %v", session, err)
	}
	if left := time.Until(session.ExpiresAt); left > 8*time.Hour || left < 8*time.Hour-time.Minute {
		t.Errorf("the session lasts %s", left)
	}
	return client
}

func registry() Registry {
	return Registry{Host: brokertest.Host, Provider: "ecr", Endpoint: "/credentials/aws"}
}

func TestEveryRequestPassesARealVerifier(t *testing.T) {
	server := brokertest.New(t)
	client := loggedIn(t, server)
	ctx := t.Context()
	if err := client.CheckServer(ctx); err != nil {
		t.Error(err)
	}
	if session, err := client.Session(ctx); err != nil || session.User != "user@example.com" {
		t.Errorf("%+v, %v", session, err)
	}
	if list, err := client.Catalogue(ctx); err != nil || !slices.Equal(list, []Registry{registry()}) {
		t.Errorf("%+v, %v", list, err)
	}
	credential, err := client.Vend(ctx, registry(), nil, "0123456789abcdef")
	if err != nil || credential.Username != "AWS" || credential.Secret.Reveal() != brokertest.SecretCanary+"-1" ||
		!credential.RefreshAt.Before(credential.ExpiresAt) {
		t.Errorf("%+v, %v", credential, err)
	}
	explanation, err := client.Explain(ctx, registry(), "team-a/app", "push")
	if err != nil || explanation.Decision != "refused" || explanation.Rule.Owner != "security@example.com" {
		t.Errorf("%+v, %v", explanation, err)
	}
	if err := client.Revoke(ctx); err != nil || server.LiveSessions() != 0 {
		t.Errorf("%v, %d sessions", err, server.LiveSessions())
	}
	var refusal *Refusal
	if _, err := client.Session(ctx); !errors.As(err, &refusal) || !refusal.SessionEnded() {
		t.Errorf("after revocation: %v", err)
	}
}

func TestACodeIsExchangedOnce(t *testing.T) {
	server := brokertest.New(t)
	asked := 0
	server.Set(func(s *brokertest.Settings) {
		s.Before = func(w http.ResponseWriter, _ *http.Request) bool {
			asked++
			brokertest.Problem(w, http.StatusServiceUnavailable, "unavailable", "later", nil)
			return true
		}
	})
	_, err := newClient(t, server.URL).Exchange(t.Context(), "code", "http://127.0.0.1:1/callback", secret.New("v"))
	if err == nil || asked != 1 {
		t.Errorf("%v after %d requests", err, asked)
	}
}

func TestPlainHTTPIsForThisMachineOnly(t *testing.T) {
	for text, want := range map[string]string{
		"https://vouch.example.com":      "https://vouch.example.com",
		"https://Vouch.Example.com/":     "https://vouch.example.com",
		"https://vouch.example.com:8443": "https://vouch.example.com:8443",
		"http://localhost:8080":          "http://localhost:8080",
		"http://127.0.0.1:8080/":         "http://127.0.0.1:8080",
		"http://[::1]:8080":              "http://[::1]:8080",
	} {
		if got, err := CheckServerURL(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "vouch.example.com", "http://vouch.example.com", "http://localhost.evil.example", "http://127.0.0.1.evil.example",
		"http://0.0.0.0", "ftp://vouch.example.com", "https://", "https://user@vouch.example.com", "https://vouch.example.com/path",
		"https://vouch.example.com?x=1", "https://vouch.example.com#x", "https://vouch example.com", "http://10.0.0.1",
	} {
		if got, err := CheckServerURL(text); !errors.Is(err, ErrServerURL) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// serving answers every request with the handler.
func serving(t *testing.T, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newClient(t, server.URL)
}

func reply(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestWhatIsNoVouchAnswerIsGarbage(t *testing.T) {
	const good = `{"registry":"` + brokertest.Host + `","username":"AWS","secret":"s","expires_at":"2999-01-01T00:00:00Z","refresh_at":"2998-01-01T00:00:00Z"}`
	if _, err := serving(t, reply(200, "application/json", good)).Vend(t.Context(), registry(), nil, "key"); err != nil {
		t.Fatalf("the case that the others change: %v", err)
	}
	for name, handler := range map[string]http.HandlerFunc{
		"html":            reply(200, "text/html", "<html>sign in to the hotel</html>"),
		"no content type": reply(200, "", good),
		"no JSON":         reply(200, "application/json", "<html>"),
		"empty":           reply(200, "application/json", ""),
		"trailing":        reply(200, "application/json", good+"{}"),
		"duplicate":       reply(200, "application/json", strings.Replace(good, `"secret":"s"`, `"secret":"s","secret":"t"`, 1)),
		"wrong type":      reply(200, "application/json", strings.Replace(good, `"s"`, `7`, 1)),
		"no secret":       reply(200, "application/json", strings.Replace(good, `"secret":"s",`, ``, 1)),
		"two-line secret": reply(200, "application/json", strings.Replace(good, `"s"`, `"s\nt"`, 1)),
		"no user":         reply(200, "application/json", strings.Replace(good, `"AWS"`, `""`, 1)),
		"no expiry":       reply(200, "application/json", strings.Replace(good, `"expires_at"`, `"expires"`, 1)),
		"too long":        reply(200, "application/json", strings.Repeat(" ", maxBody)+good),
		"redirect":        reply(302, "application/json", good),
		"another success": reply(202, "application/json", good),
		"plain error":     reply(502, "text/html", "<html>bad gateway</html>"),
		"no code":         reply(403, "application/problem+json", `{"detail":"x"}`),
		"odd code":        reply(403, "application/problem+json", `{"code":"Not A Code"}`),
		"other status":    reply(403, "application/problem+json", `{"code":"no_grant","status":404}`),
		"broken problem":  reply(403, "application/problem+json", `{"code":`),
	} {
		t.Run(name, func(t *testing.T) {
			client := serving(t, handler)
			_, err := client.Vend(t.Context(), registry(), nil, "key")
			var garbage *Garbage
			if !errors.As(err, &garbage) || !strings.HasPrefix(err.Error(), client.Server()+" did not answer as a Vouch server") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAProblemKeepsWhatAPersonNeeds(t *testing.T) {
	client := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		brokertest.Problem(w, http.StatusTooManyRequests, "throttled", "too many requests", map[string]any{
			"rule": map[string]any{"kind": "denial", "name": "no-secrets", "owner": "security@example.com"},
		})
	})
	_, err := client.Vend(t.Context(), registry(), nil, "key")
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Fatal(err)
	}
	if refusal.Code != "throttled" || refusal.Detail != "too many requests" || refusal.Help != "help for throttled" ||
		refusal.Rule.Owner != "security@example.com" || refusal.RetryAfter != 7*time.Second || !refusal.Throttled() || refusal.SessionEnded() {
		t.Errorf("%+v", refusal)
	}
}

// counting notes the proof and the idempotency key of each request.
type counting struct {
	mu     sync.Mutex
	proofs []string
	keys   []string
}

func (c *counting) note(r *http.Request) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.proofs = append(c.proofs, r.Header.Get("DPoP"))
	c.keys = append(c.keys, r.Header.Get("Idempotency-Key"))
	return len(c.proofs)
}

func (c *counting) all() (proofs, keys []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.proofs, c.keys
}

func TestAMintIsRepeatedTwiceAtMostWithOneKeyAndNewProofs(t *testing.T) {
	for name, fail := range map[string]http.HandlerFunc{
		"reset": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
		},
		"unavailable": func(w http.ResponseWriter, _ *http.Request) {
			brokertest.Problem(w, http.StatusServiceUnavailable, "unavailable", "later", nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var seen counting
			client := serving(t, func(w http.ResponseWriter, r *http.Request) {
				seen.note(r)
				fail(w, r)
			})
			if _, err := client.Vend(t.Context(), registry(), nil, "key"); err == nil {
				t.Error("no error")
			}
			proofs, keys := seen.all()
			if len(proofs) != 3 || proofs[0] == proofs[1] || proofs[1] == proofs[2] ||
				!slices.Equal(keys, []string{"key", "key", "key"}) {
				t.Errorf("%d requests, keys %v", len(proofs), keys)
			}
		})
	}
}

func TestAMintThatFailsOnceSucceeds(t *testing.T) {
	server := brokertest.New(t)
	client := loggedIn(t, server)
	var seen counting
	server.Set(func(s *brokertest.Settings) {
		s.Before = func(w http.ResponseWriter, r *http.Request) bool {
			first := seen.note(r) == 1
			if first {
				brokertest.Problem(w, http.StatusServiceUnavailable, "unavailable", "later", nil)
			}
			return first
		}
	})
	if _, err := client.Vend(t.Context(), registry(), nil, "0123456789abcdef"); err != nil || server.Mints() != 1 {
		t.Errorf("%v, %d mints", err, server.Mints())
	}
}

func TestARefusalIsNotRepeated(t *testing.T) {
	for _, status := range []int{400, 401, 403, 409, 422, 429, 500} {
		var seen counting
		client := serving(t, func(w http.ResponseWriter, r *http.Request) {
			seen.note(r)
			brokertest.Problem(w, status, "some_code", "no", nil)
		})
		var refusal *Refusal
		_, err := client.Vend(t.Context(), registry(), nil, "key")
		if proofs, _ := seen.all(); !errors.As(err, &refusal) || refusal.Status != status || len(proofs) != 1 {
			t.Errorf("%d: %v after %d requests", status, err, len(proofs))
		}
	}
}

func TestASlowServerMeetsTheDeadline(t *testing.T) {
	client := serving(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or a client that leaves is not noticed
		<-r.Context().Done()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	_, err := client.Vend(ctx, registry(), nil, "key")
	var unreachable *Unreachable
	if !errors.As(err, &unreachable) || !unreachable.Timeout || err.Error() != client.Server()+" did not answer in time" {
		t.Errorf("%v", err)
	}
}

func TestAServerThatIsDownIsUnreachable(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	client := newClient(t, server.URL)
	err := client.CheckServer(t.Context())
	var unreachable *Unreachable
	if !errors.As(err, &unreachable) || unreachable.Timeout || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("%v", err)
	}
}

func TestAServerByAnotherNameIsRefused(t *testing.T) {
	server := brokertest.New(t)
	server.Set(func(s *brokertest.Settings) { s.Issuer = "https://evil.example" })
	var garbage *Garbage
	if err := newClient(t, server.URL).CheckServer(t.Context()); !errors.As(err, &garbage) || !strings.Contains(garbage.Reason, "https://evil.example") {
		t.Errorf("%v", err)
	}
}

func TestACatalogueCannotSteerProofsElsewhere(t *testing.T) {
	const entry = `{"registries":[{"host":%q,"provider":%q,"endpoint":%q,"anonymous":"deny"}]}`
	client := serving(t, reply(200, "application/json", fmt.Sprintf(entry, brokertest.Host, "ecr-public", "/credentials/aws")))
	if list, err := client.Catalogue(t.Context()); err != nil || len(list) != 1 {
		t.Fatalf("the case that the others change: %v, %v", list, err)
	}
	for _, fields := range [][3]string{
		{"EXAMPLE.com", "ecr", "/credentials/aws"},
		{"https://example.com", "ecr", "/credentials/aws"},
		{"example.com", "e c r", "/credentials/aws"},
		{"example.com", "", "/credentials/aws"},
		{"example.com", "ecr", "/admin/users"},
		{"example.com", "ecr", "/credentials/../admin"},
		{"example.com", "ecr", "/credentials/"},
		{"example.com", "ecr", "https://evil.example/credentials/aws"},
		{"example.com", "ecr", "/credentials/aws?x=1"},
	} {
		client := serving(t, reply(200, "application/json", fmt.Sprintf(entry, fields[0], fields[1], fields[2])))
		var garbage *Garbage
		if list, err := client.Catalogue(t.Context()); !errors.As(err, &garbage) {
			t.Errorf("%v: %v, %v", fields, list, err)
		}
	}
}

func TestATokenAnswerMustBeWhole(t *testing.T) {
	const good = `{"access_token":"t.u.k","token_type":"DPoP","expires_in":28800,"session_id":"s","user":"u@example.com"}`
	exchange := func(body string) error {
		_, err := serving(t, reply(200, "application/json", body)).Exchange(t.Context(), "code", "http://127.0.0.1:1/callback", secret.New("v"))
		return err
	}
	if err := exchange(good); err != nil {
		t.Fatalf("the case that the others change: %v", err)
	}
	for from, to := range map[string]string{
		`"t.u.k"`: `""`, `t.u.k`: `t u`, `"DPoP"`: `"Bearer"`, `28800`: `0`, `"expires_in":28800`: `"expires_in":90000`, `"u@example.com"`: `""`,
	} {
		var garbage *Garbage
		if err := exchange(strings.Replace(good, from, to, 1)); !errors.As(err, &garbage) {
			t.Errorf("%s for %s: %v", to, from, err)
		}
	}
}

func TestATimeOfRefreshThatIsNoneBecomesTheMiddle(t *testing.T) {
	now := time.Now()
	for _, refresh := range []time.Time{now.Add(-time.Hour), now.Add(3 * time.Hour)} {
		body := fmt.Sprintf(`{"registry":"`+brokertest.Host+`","username":"AWS","secret":"s","expires_at":%q,"refresh_at":%q}`,
			now.Add(2*time.Hour).Format(time.RFC3339), refresh.Format(time.RFC3339))
		credential, err := serving(t, reply(200, "application/json", body)).Vend(t.Context(), registry(), nil, "key")
		if middle := time.Until(credential.RefreshAt); err != nil || middle < 59*time.Minute || middle > time.Hour {
			t.Errorf("refresh in %s, %v", middle, err)
		}
	}
}
