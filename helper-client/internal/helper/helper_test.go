package helper

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/secret"
)

const (
	served = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	open   = "public.ecr.aws" // served, and anonymous access is allowed
)

// desk is a user's machine with a list of served hosts and, perhaps, an agent.
type desk struct {
	t     *testing.T
	home  string
	asked atomic.Int32 // connections to the agent
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	folder, err := os.MkdirTemp("", "v")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	d := &desk{t: t, home: folder}
	list := hostsfile.List{{Host: served, Provider: "ecr"}, {Host: open, Provider: "ecr-public", Anonymous: true}}
	if err := hostsfile.Write(filepath.Join(folder, "hosts"), list); err != nil {
		t.Fatal(err)
	}
	return d
}

// agent answers every connection with what reply returns; nil closes it.
func (d *desk) agent(reply func(agentproto.Request) []byte) {
	d.t.Helper()
	run := filepath.Join(d.home, "run")
	if err := os.Mkdir(run, 0o700); err != nil {
		d.t.Fatal(err)
	}
	path := filepath.Join(run, "agent.sock")
	listener, err := net.Listen("unix", path)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			d.asked.Add(1)
			line, _ := bufio.NewReader(conn).ReadBytes('\n')
			var request agentproto.Request
			_ = json.Unmarshal(line, &request)
			_, _ = conn.Write(reply(request))
			_ = conn.Close()
		}
	}()
}

func answering(answer agentproto.Answer) func(agentproto.Request) []byte {
	return func(agentproto.Request) []byte {
		line, _ := agentproto.Encode(answer)
		return line
	}
}

func credentialUntil(at time.Time) agentproto.Answer {
	return agentproto.Answer{Credential: &agentproto.Credential{
		Username: "AWS", Secret: secret.New(`p"<a&b>\`), ExpiresAt: at,
	}}
}

type said struct {
	stdout, stderr string
	status         int
}

func (d *desk) call(stdin *os.File, args ...string) said {
	d.t.Helper()
	var out, errs bytes.Buffer
	status := Main(World{
		Args: args, Stdin: stdin, Stdout: &out, Stderr: &errs, Version: "1.2.3", Within: 5 * time.Second,
		Getenv: func(name string) string {
			if name == "VOUCH_HOME" {
				return d.home
			}
			return ""
		},
	})
	return said{out.String(), errs.String(), status}
}

func (d *desk) get(text string) said {
	d.t.Helper()
	return d.call(holding(d.t, text), "get")
}

func TestEveryFormOfAServedHostGetsTheCredential(t *testing.T) {
	d := newDesk(t)
	var askedFor []string
	d.agent(func(request agentproto.Request) []byte {
		askedFor = append(askedFor, request.Host)
		return answering(credentialUntil(time.Now().Add(time.Hour)))(request)
	})
	forms := []string{
		served, "https://" + served, "https://" + served + "/v2/", served + ":443", "https://" + served + ":443",
		"http://" + served, served + "/owner/name", served + "\n", served + "\r\n", served + " ",
	}
	for _, form := range forms {
		got := d.get(form)
		var answer map[string]string
		if err := json.Unmarshal([]byte(got.stdout), &answer); err != nil || got.status != 0 || got.stderr != "" {
			t.Fatalf("get %q: %+v, %v", form, got, err)
		}
		if len(answer) != 3 || answer["ServerURL"] != strings.TrimRight(form, " \r\n") || answer["Username"] != "AWS" || answer["Secret"] != `p"<a&b>\` {
			t.Errorf("get %q: %v", form, answer)
		}
		if !strings.HasPrefix(got.stdout, `{"ServerURL":`) || !strings.HasSuffix(got.stdout, "}\n") {
			t.Errorf("get %q: the order or the newline is wrong: %q", form, got.stdout)
		}
	}
	for _, host := range askedFor {
		if host != served {
			t.Errorf("the agent was asked for %q", host)
		}
	}
}

func TestAForeignOrMalformedHostIsNotFoundAndAsksNobody(t *testing.T) {
	d := newDesk(t)
	d.agent(answering(credentialUntil(time.Now().Add(time.Hour))))
	for _, form := range []string{
		"https://index.docker.io/v1/", "ghcr.io", "localhost:5000", "registry.example/owner/name",
		strings.ToUpper(served), "HTTPS://" + served, served + ".", "user@" + served, "https://user:pw@" + served,
		served + "\x00", served + "\nghcr.io", served + "\r\n" + served, served + ".evil.example", "evil" + served,
		"evil.example/" + served, served + ":444", served + "?x", " " + served, served + "\t.evil.example",
		strings.Repeat("a", 5000),
	} {
		if got := d.get(form); got != (said{"credentials not found in native keychain\n", "", 1}) {
			t.Errorf("get %.80q: %+v", form, got)
		}
	}
	if got := d.get(served); got.status != 0 || d.asked.Load() != 1 {
		t.Errorf("the agent was asked %d times, want once, for the served host: %+v", d.asked.Load(), got)
	}
}

func TestAnEmptyServerIsTheProtocolsOwnError(t *testing.T) {
	d := newDesk(t)
	for _, form := range []string{"", "\n", " \r\n"} {
		if got := d.get(form); got != (said{"no credentials server URL\n", "", 1}) {
			t.Errorf("get %q: %+v", form, got)
		}
	}
}

func TestAServedHostWithoutAnAgentIsARealError(t *testing.T) {
	got := newDesk(t).get(served)
	want := said{
		"vouch: no credential for " + served + "\n",
		"vouch: no credential for " + served + "\n  why: not logged in (no agent is running)\n  run: vouch login\n", 1,
	}
	if got != want {
		t.Errorf("%+v", got)
	}
}

func TestARefusalTellsWhatWhyAndWhatToRun(t *testing.T) {
	d := newDesk(t)
	d.agent(answering(agentproto.Answer{Problem: &agentproto.Problem{
		Code: "no_grant", What: "no credential for " + served,
		Why: "denial \"no-secrets\" owned by security@example.com\x1b[2J\nforged", Run: "vouch why " + served + "/app",
	}}))
	got := d.get(served)
	if got.status != 1 || got.stdout != "vouch: no credential for "+served+"\n" {
		t.Errorf("%+v", got)
	}
	if strings.Count(got.stderr, "\n") != 3 || strings.Contains(got.stderr, "\x1b") ||
		!strings.Contains(got.stderr, "  why: denial \"no-secrets\" owned by security@example.com") ||
		!strings.Contains(got.stderr, "  run: vouch why ") {
		t.Errorf("%q", got.stderr)
	}
}

func TestAnAnonymousRegistryGoesOnWithoutASession(t *testing.T) {
	want := said{"credentials not found in native keychain\n", "", 1}
	d := newDesk(t)
	if got := d.get(open); got != want {
		t.Errorf("without an agent: %+v", got)
	}
	d.agent(answering(agentproto.Answer{Problem: &agentproto.Problem{Code: agentproto.CodeNoSession, What: "not logged in"}}))
	if got := d.get(open); got != want {
		t.Errorf("without a session: %+v", got)
	}
	if got := d.get(served); got.status != 1 || got.stdout == want.stdout {
		t.Errorf("another registry without a session: %+v", got)
	}
}

func TestAnAnonymousRegistryShowsOtherFailures(t *testing.T) {
	d := newDesk(t)
	d.agent(answering(agentproto.Answer{Problem: &agentproto.Problem{Code: "unreachable", What: "the server is away"}}))
	if got := d.get(open); got.status != 1 || got.stdout != "vouch: the server is away\n" {
		t.Errorf("%+v", got)
	}
}

func TestAnAgentThatTalksNonsenseIsARealError(t *testing.T) {
	for name, reply := range map[string][]byte{
		"nothing":          nil,
		"no JSON":          []byte("hello\n"),
		"no member":        []byte("{}\n"),
		"two lines":        []byte("{}\n{}\n"),
		"no end":           []byte("{"),
		"too long":         bytes.Repeat([]byte("x"), 70<<10),
		"empty secret":     []byte(`{"credential":{"username":"AWS","secret":"","expires_at":"2999-01-01T00:00:00Z"}}` + "\n"),
		"empty user":       []byte(`{"credential":{"username":"","secret":"s","expires_at":"2999-01-01T00:00:00Z"}}` + "\n"),
		"an expired token": []byte(`{"credential":{"username":"AWS","secret":"s","expires_at":"2020-01-01T00:00:00Z"}}` + "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.agent(func(agentproto.Request) []byte { return reply })
			got := d.get(served)
			if got.status != 1 || !strings.HasPrefix(got.stdout, "vouch: ") || strings.Count(got.stdout, "\n") != 1 || got.stderr == "" {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestBeforeTheFirstLoginNothingIsServed(t *testing.T) {
	d := newDesk(t)
	if err := os.Remove(filepath.Join(d.home, "hosts")); err != nil {
		t.Fatal(err)
	}
	if got := d.get("ghcr.io"); got != (said{"credentials not found in native keychain\n", "", 1}) {
		t.Errorf("a foreign host: %+v", got)
	}
	got := d.get(served)
	if got.stdout != "credentials not found in native keychain\n" || !strings.Contains(got.stderr, "run: vouch login") {
		t.Errorf("a private registry: %+v", got)
	}
}

// holding is a standard input with this text.
func holding(t *testing.T, text string) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stdin")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// neverClosed is a standard input on which nothing comes.
func neverClosed(t *testing.T) *os.File {
	t.Helper()
	reader, _ := pipe(t)
	return reader
}

func pipe(t *testing.T) (reader, writer *os.File) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = reader.Close(), writer.Close() })
	return reader, writer
}

func TestListTellsTheServedHostsAndDoesNotReadInput(t *testing.T) {
	d := newDesk(t)
	want := `{"` + served + `":"AWS","` + open + `":"AWS"}` + "\n"
	if got := d.call(neverClosed(t), "list"); got != (said{want, "", 0}) {
		t.Errorf("%+v", got)
	}
	if err := os.Remove(filepath.Join(d.home, "hosts")); err != nil {
		t.Fatal(err)
	}
	if got := d.call(neverClosed(t), "list"); got != (said{"{}\n", "", 0}) {
		t.Errorf("before the first login: %+v", got)
	}
}

func TestInputThatNeverEndsMeetsTheDeadline(t *testing.T) {
	for _, action := range []string{"get", "store", "erase"} {
		for _, begun := range []string{"", served} {
			reader, writer := pipe(t)
			if _, err := writer.WriteString(begun); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			status := Main(World{
				Args: []string{action}, Stdin: reader, Stdout: &out, Stderr: &errs,
				Getenv: func(string) string { return "" }, Within: time.Millisecond,
			})
			if status != 1 || out.String() != "vouch: no answer within 1ms\n" || !strings.Contains(errs.String(), "why: standard input stayed open") {
				t.Errorf("%s: status %d, %q, %q", action, status, out.String(), errs.String())
			}
		}
	}
}

func TestInputMayComeInPieces(t *testing.T) {
	d := newDesk(t)
	reader, writer := pipe(t)
	go func() {
		for _, piece := range []string{"ghcr", ".io", "\n"} {
			_, _ = writer.WriteString(piece)
		}
		_ = writer.Close()
	}()
	if got := d.call(reader, "get"); got != (said{notFound + "\n", "", 1}) {
		t.Errorf("%+v", got)
	}
}

func TestAnAgentThatNeverAnswersMeetsTheDeadline(t *testing.T) {
	d := newDesk(t)
	d.agent(func(agentproto.Request) []byte {
		<-t.Context().Done()
		return nil
	})
	result := get(func(name string) string {
		if name == "VOUCH_HOME" {
			return d.home
		}
		return ""
	}, input{holding(t, served), time.Second, time.Now().Add(20 * time.Millisecond)})
	if result.status != 1 || !strings.Contains(result.stderr, "did not answer in time") {
		t.Errorf("%+v", result)
	}
}

func TestInputIsBounded(t *testing.T) {
	d := newDesk(t)
	if got := d.get(strings.Repeat("a", maxInput+1)); got.status != 1 || !strings.HasPrefix(got.stdout, "vouch: standard input") {
		t.Errorf("%+v", got)
	}
}

func TestOtherArgumentsAreRefused(t *testing.T) {
	d := newDesk(t)
	for _, args := range [][]string{{}, {"fetch"}, {"get", "x"}, {"GET"}} {
		if got := d.call(neverClosed(t), args...); got.status != 1 || !strings.Contains(got.stdout, "usage: docker-credential-vouch") {
			t.Errorf("%v: %+v", args, got)
		}
	}
	if got := d.call(neverClosed(t), "version"); got != (said{"docker-credential-vouch (vouch.dev/client) 1.2.3\n", "", 0}) {
		t.Errorf("version: %+v", got)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestAnAnswerThatCannotBeWrittenIsAFailure(t *testing.T) {
	if status := Main(World{Args: []string{"version"}, Stdout: brokenPipe{}, Stderr: io.Discard}); status != 1 {
		t.Errorf("status %d", status)
	}
}
