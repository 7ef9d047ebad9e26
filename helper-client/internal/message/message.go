// Package message gives everything that Vouch tells a person the same form:
// what happened, why, and what to run. Messages go to standard error; standard
// output holds only results.
package message

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Error is a failure that is told to a person. What is required. The text never
// holds a secret.
type Error struct {
	What string // what happened, a phrase without a full stop
	Why  string // the reason: rule and owner, or the condition found
	Run  string // the one command, or the one thing to do, that helps
	Err  error  // the cause, for errors.Is and errors.As; not printed

	Usage bool // the command line is wrong: exit status 2
}

func (e *Error) Error() string {
	if e.Why == "" {
		return e.What
	}
	return e.What + ": " + e.Why
}

func (e *Error) Unwrap() error { return e.Err }

// Print writes err in the form of this package. An error of another type
// becomes the "what happened".
func Print(w io.Writer, err error) {
	var m *Error
	if !errors.As(err, &m) {
		m = &Error{What: err.Error()}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "error: %s\n", Plain(m.What))
	if m.Why != "" {
		fmt.Fprintf(&text, "  why: %s\n", Plain(m.Why))
	}
	if m.Run != "" {
		fmt.Fprintf(&text, "  run: %s\n", Plain(m.Run))
	}
	_, _ = io.WriteString(w, text.String())
}

// Plain keeps text from elsewhere from forging a line or driving the terminal.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) {
			return ' '
		}
		return r
	}, text)
}
