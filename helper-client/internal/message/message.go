// Package message gives everything that Vouch tells a person the same form:
// what happened, why, and what to run. Messages go to standard error; standard
// output holds only results.
//
// Every failure is an entry of the catalogue (local.go) or a refusal of the
// server (server.go). Each has a stable code and an exit status, and a golden
// file in testdata.
package message

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Code names a failure for programs. It is stable.
type Code string

// Error is a failure that is told to a person. What is required. The text never
// holds a secret.
type Error struct {
	Code Code
	What string // what happened, a phrase without a full stop
	Why  string // the reason: rule and owner, or the condition found
	Run  string // the one command, or the one thing to do, that helps
	Exit Exit   // the status that vouch ends with
	Err  error  // the cause, for errors.Is and errors.As; not printed
}

func (e *Error) Error() string {
	if e.Why == "" {
		return e.What
	}
	return e.What + ": " + e.Why
}

func (e *Error) Unwrap() error { return e.Err }

// New makes an error of the catalogue. The pairs are the names and values of its
// placeholders.
func New(code Code, cause error, pairs ...string) *Error {
	entry := find(code)
	fill := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		fill = append(fill, "{"+pairs[i]+"}", pairs[i+1])
	}
	filled := strings.NewReplacer(fill...)
	return &Error{
		Code: code, What: filled.Replace(entry.What), Why: filled.Replace(entry.Why),
		Run: filled.Replace(entry.Run), Exit: entry.Exit, Err: cause,
	}
}

// Of is err as an Error. One of another type becomes the "what happened" of a plain failure.
func Of(err error) *Error {
	var told *Error
	if errors.As(err, &told) {
		return told
	}
	return New(Failed, err, "what", err.Error(), "why", "")
}

// Print writes err in the form of this package.
func Print(w io.Writer, err error) {
	_, _ = io.WriteString(w, Of(err).Text("error: "))
}

// Text is the message on at most three lines, the first of which begins with prefix.
func (e *Error) Text(prefix string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s%s\n", prefix, Plain(e.What))
	if e.Why != "" {
		fmt.Fprintf(&text, "  why: %s\n", Plain(e.Why))
	}
	if e.Run != "" {
		fmt.Fprintf(&text, "  run: %s\n", Plain(e.Run))
	}
	return text.String()
}

// body is an error for programs.
type body struct {
	Code Code   `json:"code"`
	What string `json:"what"`
	Why  string `json:"why,omitempty"`
	Run  string `json:"run,omitempty"`
	Exit Exit   `json:"exit"`
}

// PrintJSON writes err as one JSON document: {"error": {code, what, why, run, exit}}.
func PrintJSON(w io.Writer, err error) {
	told := Of(err)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(map[string]body{"error": {
		told.Code, Plain(told.What), Plain(told.Why), Plain(told.Run), told.Exit,
	}})
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
