package agentproto

import (
	"bytes"
	"errors"
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
