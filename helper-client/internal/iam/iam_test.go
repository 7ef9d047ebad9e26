package iam

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/iamtest"
)

func newClient(t *testing.T, handler http.HandlerFunc) *Client {
	t.Helper()
	iamtest.Identify(t)
	client, err := New(t.Context(), Settings{Server: iamtest.Serve(t, handler).URL, Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	client.pause = func(context.Context, int) error { return nil }
	return client
}

func TestSignsWhatTheServerReceives(t *testing.T) {
	for _, path := range [][]string{
		{"admin", "users"},
		{"admin", "users", "user@example.com", "disable"},
		{"admin", "users", "first.last+tag@example.com", "keys", "aB3_-x"},
		{"admin", "users", "a=b,c@example.com", "keys"},
		{"audit", "records", "äö /%25~!*'()&:;$?#"},
	} {
		var got *http.Request
		var body []byte
		client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
			got = r
			body, _ = io.ReadAll(r.Body)
			iamtest.JSON(w, http.StatusOK, `{"ok":true}`)
		})
		var answer struct{ OK bool }
		err := client.Call(t.Context(), Request{
			Method: http.MethodPut, Path: path, Query: url.Values{"user": {"a b+c@example.com"}, "cursor": {"x=/~*"}, "empty": {""}},
			ContentType: "application/yaml", Body: []byte("grants: []\n"),
		}, &answer)
		if err != nil || !answer.OK {
			t.Errorf("%q: %v", path, err)
			continue
		}
		if got.URL.Path != "/"+strings.Join(path, "/") || got.URL.Query().Get("user") != "a b+c@example.com" {
			t.Errorf("%q came as %s", path, got.RequestURI)
		}
		if string(body) != "grants: []\n" || got.Header.Get("Content-Type") != "application/yaml" || got.UserAgent() != "vouch/1.2.3" {
			t.Errorf("%q came with %q and %v", path, body, got.Header)
		}
	}
}

func TestEscapesAllButUnreservedCharacters(t *testing.T) {
	path, err := escapedPath([]string{"users", "first.last+tag@example.com", "a/b", "~-_"})
	if want := "/users/first.last%2Btag%40example.com/a%2Fb/~-_"; err != nil || path != want {
		t.Errorf("%s, %v, want %s", path, err, want)
	}
	for _, segment := range []string{"", ".", ".."} {
		if path, err := escapedPath([]string{"users", segment, "keys"}); err == nil {
			t.Errorf("made %s of the segment %q", path, segment)
		}
	}
}

// The server of these tests does check: a wrong secret, Region, path or body is refused.
func TestAWrongSignatureIsRefused(t *testing.T) {
	for name, break1 := range map[string]func(*testing.T, *Client){
		"Region": func(_ *testing.T, c *Client) { c.region = "us-east-1" },
		"secret": func(t *testing.T, c *Client) {
			t.Helper()
			t.Setenv("AWS_SECRET_ACCESS_KEY", "other")
			other, err := New(t.Context(), c.settings)
			if err != nil {
				t.Fatal(err)
			}
			c.identity, c.signer = other.identity, other.signer // a signer keeps derived keys by access key
		},
		"time": func(_ *testing.T, c *Client) { c.now = func() time.Time { return time.Now().Add(-time.Hour) } },
		"path": func(_ *testing.T, c *Client) { c.http.Transport = changed(func(r *http.Request) { r.URL.Path += "x" }) },
		"body": func(_ *testing.T, c *Client) {
			c.http.Transport = changed(func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("{ }")) })
		},
		"query": func(_ *testing.T, c *Client) {
			c.http.Transport = changed(func(r *http.Request) { r.URL.RawQuery = "user=b" })
		},
	} {
		client := newClient(t, func(w http.ResponseWriter, _ *http.Request) { iamtest.JSON(w, http.StatusOK, `{}`) })
		request := Request{Method: http.MethodPost, Path: []string{"admin"}, Query: url.Values{"user": {"a"}}, Body: []byte("{}")}
		if err := client.Call(t.Context(), request, &struct{}{}); err != nil {
			t.Fatalf("%s: refused before it was broken: %v", name, err)
		}
		break1(t, client)
		var refusal *broker.Refusal
		if err := client.Call(t.Context(), request, &struct{}{}); !errors.As(err, &refusal) || refusal.Code != "bad_signature" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// changed is a transport that changes a request after it was signed.
type changed func(*http.Request)

func (c changed) RoundTrip(r *http.Request) (*http.Response, error) {
	other := r.Clone(r.Context())
	c(other)
	if other.Body != nil && other.Body != r.Body {
		other.ContentLength = -1
		body, _ := io.ReadAll(other.Body)
		other.ContentLength, other.Body = int64(len(body)), io.NopCloser(strings.NewReader(string(body)))
	}
	return http.DefaultTransport.RoundTrip(other)
}

func TestTheRegionIsTheCallersOrThatOfTheSettings(t *testing.T) {
	iamtest.Identify(t)
	t.Setenv("AWS_REGION", "")
	if _, err := New(t.Context(), Settings{Server: "https://vouch.example.com"}); !errors.Is(err, ErrNoRegion) {
		t.Errorf("without a Region: %v", err)
	}
	client, err := New(t.Context(), Settings{Server: "https://vouch.example.com", Region: "us-west-2"})
	if err != nil || client.region != "us-west-2" {
		t.Errorf("%v, %v", client, err)
	}
}

func TestWithoutAnAWSIdentityNothingIsSent(t *testing.T) {
	client := newClient(t, func(http.ResponseWriter, *http.Request) { t.Error("a request was sent") })
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	bare, err := New(t.Context(), client.settings)
	if err != nil {
		t.Fatal(err)
	}
	var nobody *NoIdentity
	if err := bare.Call(t.Context(), Request{Method: http.MethodGet, Path: []string{"admin"}}, &struct{}{}); !errors.As(err, &nobody) {
		t.Errorf("%v", err)
	}
}

func TestTellsARefusalFromAnAnswerThatIsNotVouchs(t *testing.T) {
	answer := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Location", "https://elsewhere.example/")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	problem := `{"status":404,"code":"user_unknown","title":"Unknown","detail":"No such user.","help":"List them.","extra":[1]}`
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"problem":             {answer(404, "application/problem+json", problem), "the server refused (user_unknown): No such user."},
		"another status":      {answer(400, "application/problem+json", problem), "did not answer as a Vouch server: status 400 with a malformed problem"},
		"problem that is not": {answer(404, "application/problem+json", "{"), `did not answer as a Vouch server`},
		"API Gateway's own":   {answer(403, "application/json", `{"message":"Missing Authentication Token"}`), "the server refused (forbidden): Missing Authentication Token"},
		"a page":              {answer(200, "text/html", "<html>"), `status 200 with "text/html"`},
		"a redirect":          {answer(302, "text/html", ""), `status 302 with "text/html"`},
		"broken JSON":         {answer(200, "application/json", `{"a":1,"a":2}`), `duplicate member "a"`},
		"too long":            {answer(200, "application/json", strings.Repeat(" ", maxAnswer+1)), "the answer is too long"},
		"empty":               {answer(204, "application/json", ""), "expected a value at byte 0"},
	} {
		err := newClient(t, c.handler).Call(t.Context(), Request{Method: http.MethodPost, Path: []string{"admin"}}, &struct{}{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		var refusal *Refusal
		if name == "problem" && (!errors.As(err, &refusal) || string(refusal.Body) != problem || refusal.Help != "List them.") {
			t.Errorf("%s: the refusal lacks its parts: %+v", name, refusal)
		}
	}
}

func TestRepeatsOnlyReads(t *testing.T) {
	for method, want := range map[string]int{http.MethodGet: 3, http.MethodPost: 1, http.MethodDelete: 1, http.MethodPut: 1} {
		calls := 0
		client := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
			calls++
			iamtest.Problem(w, http.StatusServiceUnavailable, "unavailable", "Later.")
		})
		err := client.Call(t.Context(), Request{Method: method, Path: []string{"admin"}}, &struct{}{})
		var refusal *broker.Refusal
		if !errors.As(err, &refusal) || calls != want {
			t.Errorf("%s: %d calls, %v", method, calls, err)
		}
	}
	calls := 0
	client := newClient(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls++; calls < 3 {
			iamtest.Problem(w, http.StatusServiceUnavailable, "unavailable", "Later.")
			return
		}
		iamtest.JSON(w, http.StatusOK, "{}")
	})
	if err := client.Call(t.Context(), Request{Method: http.MethodGet, Path: []string{"admin"}}, &struct{}{}); err != nil {
		t.Errorf("the third attempt: %v", err)
	}
}

func TestAServerThatDoesNotAnswerIsGivenUp(t *testing.T) {
	client := newClient(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	if client.http.Timeout != deadline || deadline != 10*time.Second {
		t.Errorf("the deadline is %s", client.http.Timeout)
	}
	client.http.Timeout = 50 * time.Millisecond
	var unreachable *broker.Unreachable
	err := client.Call(t.Context(), Request{Method: http.MethodGet, Path: []string{"admin"}}, &struct{}{})
	if !errors.As(err, &unreachable) || !unreachable.Timeout {
		t.Errorf("%v", err)
	}
	client.settings.Server = "http://127.0.0.1:1"
	err = client.Call(t.Context(), Request{Method: http.MethodGet, Path: []string{"admin"}}, &struct{}{})
	if !errors.As(err, &unreachable) || unreachable.Timeout {
		t.Errorf("%v", err)
	}
}

func TestNoOtherPackageSignsRequests(t *testing.T) {
	var signing []string
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(source), `aws/signer/v4"`) {
			signing = append(signing, filepath.ToSlash(path))
		}
		return err
	})
	if want := []string{"../../internal/iam/iam.go"}; err != nil || !slices.Equal(signing, want) {
		t.Errorf("%v, %v", signing, err)
	}
}
