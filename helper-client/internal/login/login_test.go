package login

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/brokertest"
	"vouch.dev/client/internal/dpop"
)

// waiting is an attempt that waits for the browser.
type waiting struct {
	t       *testing.T
	attempt *Attempt
	ended   chan error
	session broker.Session
}

func begin(t *testing.T, server *brokertest.Server) *waiting {
	t.Helper()
	key, err := dpop.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	client, err := broker.New(server.URL, "1.2.3", key)
	if err != nil {
		t.Fatal(err)
	}
	attempt, err := Begin(t.Context(), client, "laptop")
	if err != nil {
		t.Fatal(err)
	}
	w := &waiting{t: t, attempt: attempt, ended: make(chan error, 1)}
	go func() {
		session, err := attempt.Wait(t.Context())
		w.session = session
		w.ended <- err
	}()
	return w
}

// good is the answer that the browser would bring.
func (w *waiting) good() url.Values {
	w.t.Helper()
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(w.attempt.URL)
	if err != nil {
		w.t.Fatal(err)
	}
	_ = response.Body.Close()
	location, err := response.Location()
	if err != nil {
		w.t.Fatal(err)
	}
	return location.Query()
}

// bring is a browser that arrives at the listener.
func (w *waiting) bring(method, path, host string, query url.Values) (int, string) {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), method, "http://"+w.attempt.address+path+"?"+query.Encode(), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if host != "" {
		request.Host = host
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if response.Header.Get("Cache-Control") != "no-store" || response.Header.Get("Referrer-Policy") != "no-referrer" ||
		!strings.HasPrefix(response.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		w.t.Errorf("headers %v", response.Header)
	}
	return response.StatusCode, string(body)
}

func TestAnAnswerWithItsStateAndIssuerLogsIn(t *testing.T) {
	w := begin(t, brokertest.New(t))
	status, page := w.bring("GET", "/callback", "", w.good())
	if status != 200 || !strings.Contains(page, "You are logged in") {
		t.Errorf("%d %s", status, page)
	}
	if err := <-w.ended; err != nil || w.session.User != "user@example.com" {
		t.Errorf("%+v, %v", w.session, err)
	}
}

func TestSomebodyElsesRequestDoesNotEndTheLogin(t *testing.T) {
	w := begin(t, brokertest.New(t))
	good := w.good()
	change := func(name, value string) url.Values {
		changed := url.Values{}
		for key, values := range good {
			changed[key] = append([]string(nil), values...)
		}
		if changed.Del(name); value != "" {
			changed.Set(name, value)
		}
		return changed
	}
	twice := change("", "")
	twice.Add("code", "another")
	for name, request := range map[string]struct {
		method, path, host string
		query              url.Values
		want               int
	}{
		"wrong state":    {"GET", "/callback", "", change("state", "forged"), 400},
		"no state":       {"GET", "/callback", "", change("state", ""), 400},
		"two codes":      {"GET", "/callback", "", twice, 400},
		"another path":   {"GET", "/", "", good, 404},
		"another method": {"POST", "/callback", "", good, 400},
		"another host":   {"GET", "/callback", "evil.example", good, 400},
		"localhost":      {"GET", "/callback", "localhost:1", good, 400},
	} {
		if status, page := w.bring(request.method, request.path, request.host, request.query); status != request.want || strings.Contains(page, "logged in") {
			t.Errorf("%s: %d %s", name, status, page)
		}
	}
	if status, page := w.bring("GET", "/callback", "", good); status != 200 {
		t.Errorf("the true answer after all that: %d %s", status, page)
	}
	if err := <-w.ended; err != nil {
		t.Error(err)
	}
}

func TestAnAnswerThatIsNotASuccessEndsTheLogin(t *testing.T) {
	declined := func(err error) bool {
		var got *Declined
		return errors.As(err, &got) && got.Code == "access_denied" && got.Error() == "the user is disabled"
	}
	for name, row := range map[string]struct {
		change func(url.Values)
		is     func(error) bool
	}{
		"wrong issuer": {func(q url.Values) { q.Set("iss", "https://evil.example") }, func(err error) bool { return errors.Is(err, ErrIssuer) }},
		"no issuer":    {func(q url.Values) { q.Del("iss") }, func(err error) bool { return errors.Is(err, ErrIssuer) }},
		"no code":      {func(q url.Values) { q.Del("code") }, func(err error) bool { return errors.Is(err, ErrNoCode) }},
		"declined": {func(q url.Values) {
			q.Set("error", "access_denied")
			q.Set("error_description", "the user is disabled")
		}, declined},
		"wrong code": {func(q url.Values) { q.Set("code", "guess") }, func(err error) bool {
			var refusal *broker.Refusal
			return errors.As(err, &refusal) && refusal.OAuthError == "invalid_grant"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, brokertest.New(t))
			query := w.good()
			row.change(query)
			if status, page := w.bring("GET", "/callback", "", query); status != 400 || !strings.Contains(page, "did not succeed") {
				t.Errorf("%d %s", status, page)
			}
			if err := <-w.ended; !row.is(err) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestNothingFromTheRequestReachesThePage(t *testing.T) {
	w := begin(t, brokertest.New(t))
	query := w.good()
	query.Set("error", "<script>")
	query.Set("error_description", "<script>alert(1)</script>")
	if _, page := w.bring("GET", "/callback", "", query); strings.Contains(page, "script") {
		t.Error(page)
	}
	<-w.ended
}

func TestTheURLHasWhatTheServerNeedsAndNoSecret(t *testing.T) {
	w := begin(t, brokertest.New(t))
	address, err := url.Parse(w.attempt.URL)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	if query.Get("dpop_jkt") != w.attempt.server.Thumbprint() || query.Get("code_challenge_method") != "S256" ||
		query.Get("redirect_uri") != "http://"+w.attempt.address+"/callback" || query.Get("client_host") != "laptop" || len(query.Get("state")) != 43 {
		t.Errorf("%v", query)
	}
	if strings.Contains(w.attempt.URL, w.attempt.verifier.Reveal()) {
		t.Error("the verifier is in the URL")
	}
	if host, _, err := net.SplitHostPort(w.attempt.address); err != nil || host != "127.0.0.1" {
		t.Errorf("it listens on %s", w.attempt.address)
	}
}

func TestALoginThatIsGivenUpClosesItsPort(t *testing.T) {
	server := brokertest.New(t)
	key, err := dpop.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	client, err := broker.New(server.URL, "1.2.3", key)
	if err != nil {
		t.Fatal(err)
	}
	attempt, err := Begin(t.Context(), client, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := attempt.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if conn, err := net.Dial("tcp", attempt.address); err == nil {
		_ = conn.Close()
		t.Error("the port is still open")
	}
}

func TestTheConfirmationCodeFollowsFromTheKey(t *testing.T) {
	// Computed apart from this code: SHA-256("vouch-confirmation:" + jkt), 40 bits, Crockford.
	for thumbprint, want := range map[string]string{
		"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I": "HXHZ-WP9Y",
		"": "S4P8-YSYX",
	} {
		if got := ConfirmationCode(thumbprint); got != want {
			t.Errorf("%q: %s, want %s", thumbprint, got, want)
		}
	}
}
