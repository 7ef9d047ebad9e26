package agentproto

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"
)

// FuzzFrame lets an agent say any bytes and hang up. The client returns exactly
// one line, or one of the errors that it has for this; it never waits.
func FuzzFrame(f *testing.F) {
	for _, bytes := range []string{
		"{}\n", "{}", "", "\n", "{}\n{}\n", `{"credential":{"username":"AWS","secret":"s","expires_at":"2999-01-01T00:00:00Z"}}` + "\n",
		"\x00\n", "x\n\n",
	} {
		f.Add([]byte(bytes))
	}
	f.Add(bytes.Repeat([]byte("x"), 5000))
	f.Fuzz(func(t *testing.T, said []byte) {
		if len(said) > MaxLine {
			said = said[:MaxLine]
		}
		pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		if err != nil {
			t.Fatal(err)
		}
		conn := &Conn{fd: pair[0]}
		defer conn.Close()
		_, err = syscall.Write(pair[1], said) // fits the socket's buffer
		_ = syscall.Close(pair[1])
		if err != nil && len(said) > 0 {
			t.Fatal(err)
		}
		line, err := conn.readLine(time.Now().Add(10 * time.Second))
		end := bytes.IndexByte(said, '\n')
		switch {
		case err == nil && (end != len(said)-1 || !bytes.Equal(line, said)):
			t.Errorf("%q of %q", line, said)
		case err != nil && !errors.Is(err, ErrClosed) && !errors.Is(err, ErrGarbage) && !errors.Is(err, ErrTooLong):
			t.Errorf("%v of %q", err, said)
		case err != nil && end >= 0 && end == len(said)-1 && len(said) < MaxLine:
			t.Errorf("a whole line was refused: %v of %q", err, said)
		}
	})
}

// FuzzCredential compares the reading by hand, which the helper uses, with
// encoding/json's: it takes no answer that the other would not, and no other value.
func FuzzCredential(f *testing.F) {
	for _, answer := range []string{
		`{"credential":{"username":"AWS","secret":"s","expires_at":"2999-01-01T00:00:00Z"}}`,
		`{"credential":{"username":"AWS","secret":"s","secret":"t","expires_at":"2999-01-01T00:00:00Z"}}`,
		`{"credential":{"username":"AWS","secret":7,"expires_at":"2999-01-01T00:00:00Z"}}`, `{"credential":null}`, `{"credential":{}}`,
		`{"credential":{"username":"AWS","secret":"s","expires_at":"2999-01-01T00:00:00.123456789+01:00"}}`, `{"done":true}`, `{}`, `[]`,
		`{"credential":{"username":"AWS","secret":"s","expires_at":"2999-01-01T00:00:00,5Z"}}`,
		`{"credential":{"username":"AWS","secret":"s","expires_at":"2999-01-01T0:00:00Z"}}`,
		`{"problem":{"code":"no_grant","what":"no credential"}}`, `{"credential":{"username":"a\u0041","secret":"\ud83d\ude00","expires_at":""}}`,
		`{"credential":{"username":"AWS","secret":"s","expires_at":"2999-01-01T00:00:00Z","more":1}}`,
		`{"credential":{"username":"AWS","secret":"s","expires_at":"2999-01-01T00:00:00Z"},"problem":{"code":"x","what":"y"}}`,
	} {
		f.Add([]byte(answer))
		if _, bare, found := strings.Cut(strings.TrimSuffix(answer, "}"), `{"credential":`); found {
			f.Add([]byte(bare))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var byHand Credential
		if byHand.UnmarshalJSON(data) != nil {
			return
		}
		var plain struct {
			Username  string    `json:"username"`
			Secret    string    `json:"secret"`
			ExpiresAt time.Time `json:"expires_at"`
		}
		err := json.Unmarshal(data, &plain)
		if err != nil || plain.Username != byHand.Username || plain.Secret != byHand.Secret.Reveal() || !plain.ExpiresAt.Equal(byHand.ExpiresAt) {
			t.Errorf("%q: %+v and %+v, %v", data, byHand, plain, err)
		}
		if again, err := json.Marshal(byHand); err == nil {
			var second Credential
			if second.UnmarshalJSON(again) != nil || second.Username != byHand.Username || !second.ExpiresAt.Equal(byHand.ExpiresAt) {
				t.Errorf("%q became %q", data, again)
			}
		}
	})
}
