package broker

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vouch.dev/client/internal/brokertest"
)

const goodCredential = `{"registry":"` + brokertest.Host + `","username":"AWS","secret":"canary-secret","expires_at":"2999-01-01T00:00:00Z","refresh_at":"2998-01-01T00:00:00Z"}`

// code is the stable code of what went wrong on the way.
func code(err error) string {
	var unreachable *Unreachable
	var garbage *Garbage
	switch {
	case errors.As(err, &unreachable):
		return unreachable.Code()
	case errors.As(err, &garbage):
		return garbage.Code()
	case err == nil:
		return "none"
	}
	return "another: " + err.Error()
}

// saying answers each connection with the raw bytes, then ends it. It reads the
// request first, or the end of the connection would be a reset that loses bytes.
func saying(t *testing.T, raw string, end func(*net.TCPConn)) *Client {
	t.Helper()
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.AcceptTCP()
			if err != nil {
				return
			}
			if request, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				_, _ = request.Body.Read(make([]byte, 4096))
			}
			_, _ = conn.Write([]byte(raw))
			end(conn)
		}
	}()
	return newClient(t, "http://"+listener.Addr().String())
}

func finish(conn *net.TCPConn) { _ = conn.Close() }

func reset(conn *net.TCPConn) {
	_ = conn.SetLinger(0)
	_ = conn.Close()
}

func TestEachWrongAnswerHasItsCodeAndIsNoCredential(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	whole := head + "Content-Length: " + strconv.Itoa(len(goodCredential)) + "\r\n\r\n" + goodCredential
	if _, err := saying(t, whole, finish).Vend(t.Context(), registry(), nil, "key"); err != nil {
		t.Fatalf("the case that the others change: %v", err)
	}
	for name, row := range map[string]struct {
		raw  string
		end  func(*net.TCPConn)
		want string
	}{
		"cut before the answer":        {"", finish, CodeCut},
		"cut in the status line":       {whole[:8], finish, CodeGarbage},
		"cut in the headers":           {whole[:len(head)-9], finish, CodeCut},
		"cut before the body":          {strings.TrimSuffix(whole, goodCredential), finish, CodeCut},
		"cut in the body":              {whole[:len(whole)-20], finish, CodeCut},
		"cut before the last byte":     {whole[:len(whole)-1], finish, CodeCut},
		"cut in a chunk":               {head + "Transfer-Encoding: chunked\r\n\r\n40\r\n{\"username\":", finish, CodeCut},
		"no last chunk":                {head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", finish, CodeCut},
		"reset before the answer":      {"", reset, CodeCut},
		"not HTTP":                     {"SSH-2.0-OpenSSH_9.2\r\n", finish, CodeGarbage},
		"a header that is none":        {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n" + goodCredential, finish, CodeGarbage},
		"headers without end":          {head + "X-Long: " + strings.Repeat("x", 100<<10) + "\r\n\r\n{}", finish, CodeGarbage},
		"a body without end of length": {head + "\r\n" + strings.Repeat(" ", maxBody+1) + goodCredential, finish, CodeTooLong},
		"a length that does not fit":   {strings.Replace(whole, "Content-Length: 1", "Content-Length: x", 1), finish, CodeGarbage},
		"two lengths":                  {strings.Replace(whole, "\r\n\r\n", "\r\nContent-Length: 5\r\n\r\n", 1), finish, CodeGarbage},
	} {
		t.Run(name, func(t *testing.T) {
			credential, err := saying(t, row.raw, row.end).Vend(t.Context(), registry(), nil, "key")
			if got := code(err); got != row.want || !credential.Secret.IsEmpty() {
				t.Errorf("%s, want %s: %v", got, row.want, err)
			}
			if err != nil && (strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "OpenSSH")) {
				t.Errorf("the answer is quoted: %v", err)
			}
		})
	}
}

func TestEachAnswerThatIsNotVouchsHasItsCode(t *testing.T) {
	if _, err := serving(t, reply(200, "application/json", goodCredential)).Vend(t.Context(), registry(), nil, "key"); err != nil {
		t.Fatalf("the case that the others change: %v", err)
	}
	for name, row := range map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"a sign-in page":              {reply(200, "text/html", goodCredential), CodeGarbage},
		"another success":             {reply(202, "application/json", goodCredential), CodeGarbage},
		"an error page":               {reply(503, "text/html", "<html>bad gateway</html>"), CodeGarbage},
		"an error of somebody else":   {reply(500, "application/json", `{"message":"Internal server error"}`), CodeGarbage},
		"not JSON":                    {reply(200, "application/json", "<html>"), CodeMalformed},
		"a duplicate member":          {reply(200, "application/json", strings.Replace(goodCredential, `{`, `{"secret":"x",`, 1)), CodeMalformed},
		"a duplicate in another case": {reply(200, "application/json", strings.Replace(goodCredential, `{`, `{"SECRET":"x",`, 1)), CodeMalformed},
		"a duplicate by escape":       {reply(200, "application/json", strings.Replace(goodCredential, `{`, `{"s\u0065cret":"x",`, 1)), CodeMalformed},
		"two documents":               {reply(200, "application/json", goodCredential+goodCredential), CodeMalformed},
		"a giant body":                {reply(200, "application/json", strings.Repeat(" ", maxBody)+goodCredential), CodeTooLong},
		"a problem without a code":    {reply(403, "application/problem+json", `{"detail":"x"}`), CodeMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			credential, err := serving(t, row.handler).Vend(t.Context(), registry(), nil, "key")
			if got := code(err); got != row.want || !credential.Secret.IsEmpty() {
				t.Errorf("%s, want %s: %v", got, row.want, err)
			}
		})
	}
}

func TestACredentialForAnotherRegistryIsRefused(t *testing.T) {
	for _, other := range []string{"210987654321.dkr.ecr.us-east-1.amazonaws.com", "", "https://" + brokertest.Host, strings.ToUpper(brokertest.Host)} {
		body := strings.Replace(goodCredential, brokertest.Host, other, 1)
		credential, err := serving(t, reply(200, "application/json", body)).Vend(t.Context(), registry(), nil, "key")
		if got := code(err); got != CodeRegistry || !credential.Secret.IsEmpty() || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %s, %v", other, got, err)
		}
	}
}

func TestAMemberThatIsNotKnownIsPassedOver(t *testing.T) {
	body := strings.Replace(goodCredential, `{`, `{"of_a_newer_server":{"x":[1]},`, 1)
	if _, err := serving(t, reply(200, "application/json", body)).Vend(t.Context(), registry(), nil, "key"); err != nil {
		t.Error(err)
	}
}

func TestARedirectIsNeverFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		client := serving(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			http.Redirect(w, r, other.URL+"/steal", status)
		})
		_, err := client.Vend(t.Context(), registry(), nil, "key")
		if got := code(err); got != CodeRedirected {
			t.Errorf("%d: %s, %v", status, got, err)
		}
		if err := client.CheckServer(t.Context()); code(err) != CodeRedirected {
			t.Errorf("%d at login: %v", status, err)
		}
	}
	if elsewhere.Load() != 0 {
		t.Errorf("%d requests went where a redirect pointed", elsewhere.Load())
	}
}

// overTLS is a client of a server with a certificate for 127.0.0.1 and
// example.com, which the client trusts.
func overTLS(t *testing.T, handler http.HandlerFunc) (*Client, *tls.Config) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	client := newClient(t, server.URL)
	transport := client.http.Transport.(*http.Transport)
	transport.TLSClientConfig.RootCAs = x509.NewCertPool()
	transport.TLSClientConfig.RootCAs.AddCert(server.Certificate())
	return client, transport.TLSClientConfig
}

func TestACertificateIsRefusedWhenOneThingIsWrong(t *testing.T) {
	var asked atomic.Int32
	handler := func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		reply(200, "application/json", goodCredential)(w, r)
	}
	client, _ := overTLS(t, handler)
	if _, err := client.Vend(t.Context(), registry(), nil, "key"); err != nil {
		t.Fatalf("the case that the others change: %v", err)
	}
	asked.Store(0)
	for want, spoil := range map[string]func(*Client, *tls.Config){
		CodeTLSName:      func(c *Client, _ *tls.Config) { c.base = strings.Replace(c.base, "127.0.0.1", "localhost", 1) },
		CodeTLSExpired:   func(_ *Client, s *tls.Config) { s.Time = func() time.Time { return time.Now().AddDate(100, 0, 0) } },
		CodeTLSUntrusted: func(_ *Client, s *tls.Config) { s.RootCAs = x509.NewCertPool() },
	} {
		client, settings := overTLS(t, handler)
		spoil(client, settings)
		if _, err := client.Vend(t.Context(), registry(), nil, "key"); code(err) != want {
			t.Errorf("%s, want %s: %v", code(err), want, err)
		}
	}
	if asked.Load() != 0 {
		t.Errorf("%d requests, with their proofs, reached a server that is not to be trusted", asked.Load())
	}
}

func TestPlainHTTPOnATLSPortIsGarbage(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	client := newClient(t, strings.Replace(server.URL, "http:", "https:", 1))
	if err := client.CheckServer(t.Context()); code(err) != CodeGarbage {
		t.Errorf("%s: %v", code(err), err)
	}
}

func TestAServerThatNeverAnswersMeetsTheDeadlineWhereverItStops(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
	for _, raw := range []string{"", "HTTP/1.1 ", head[:40], head, head + "{"} {
		client := saying(t, raw, func(*net.TCPConn) {})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		_, err := client.Vend(ctx, registry(), nil, "key")
		cancel()
		if code(err) != CodeTimeout {
			t.Errorf("after %q: %s, %v", raw, code(err), err)
		}
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	for _, row := range []struct {
		after, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"7", "", 7 * time.Second},
		{"0", "", 0},
		{"-7", "", 0},
		{"3600", "", time.Hour},
		{"999999999999", "", time.Hour},
		{"99999999999999999999999", "", 0},
		{"soon", "", 0},
		{"Sat, 21 Nov 2026 12:00:30 GMT", "Sat, 21 Nov 2026 12:00:00 GMT", 30 * time.Second},
		{"Sat, 21 Nov 2026 12:00:00 GMT", "Sat, 21 Nov 2026 12:00:30 GMT", 0},
		{"Sun, 22 Nov 2026 12:00:00 GMT", "Sat, 21 Nov 2026 12:00:00 GMT", time.Hour},
		{"Sat, 21 Nov 2026 12:00:30 GMT", "yesterday", 0},
	} {
		if got := retryAfter(http.Header{"Retry-After": {row.after}, "Date": {row.date}}); got != row.want {
			t.Errorf("%q at %q: %s, want %s", row.after, row.date, got, row.want)
		}
	}
}

func TestAFailureOfTheServerKeepsItsCode(t *testing.T) {
	for status, name := range map[int]string{
		429: "throttled", 500: "fault", 501: "not_implemented", 502: "upstream_failed", 503: "unavailable", 504: "upstream_slow",
	} {
		client := serving(t, func(w http.ResponseWriter, _ *http.Request) {
			brokertest.Problem(w, status, name, "no", nil)
		})
		var refusal *Refusal
		if _, err := client.Vend(t.Context(), registry(), nil, "key"); !errors.As(err, &refusal) || refusal.Code != name {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// roundTrip answers without a network.
type roundTrip func(*http.Request) *http.Response

func (r roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request), nil }

func answered(at time.Time, body string) *http.Response {
	recorder := httptest.NewRecorder()
	recorder.Header().Set("Date", at.UTC().Format(http.TimeFormat))
	recorder.Header().Set("Content-Type", "application/json")
	_, _ = recorder.WriteString(body)
	return recorder.Result()
}
