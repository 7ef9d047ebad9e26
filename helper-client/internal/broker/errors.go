package broker

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"time"

	"vouch.dev/client/internal/message"
)

// Refusal is the server's own answer that it will not, an RFC 9457 problem.
type Refusal struct {
	Status     int
	Code       string // stable, snake_case
	Title      string
	Detail     string // what happened
	Help       string // what to do
	OAuthError string // RFC 6749 and RFC 9449 name, on /oauth and DPoP failures
	Rule       *Rule
	RetryAfter time.Duration // zero when the server names none
}

// Rule is the grant or denial behind a decision.
type Rule struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Owner string `json:"owner"`
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("the server refused (%s): %s", r.Code, r.Detail)
}

// Words is the refusal as it is told to a person.
func (r *Refusal) Words() message.Refusal {
	detail := r.Detail
	if detail == "" {
		detail = r.Title
	}
	var more []string
	if r.Rule != nil && r.Rule.Name != "" {
		more = append(more, r.Rule.text())
	}
	if r.Throttled() && r.RetryAfter > 0 {
		more = append(more, fmt.Sprintf("the server asks for %s of patience", r.RetryAfter))
	}
	return message.Refusal{Code: r.Code, Status: r.Status, Detail: detail, Help: r.Help, More: strings.Join(more, "; ")}
}

func (r *Rule) text() string {
	text := fmt.Sprintf("%s %q", r.Kind, r.Name)
	if r.Owner != "" {
		text += " owned by " + r.Owner
	}
	return text
}

// SessionEnded tells whether the refusal means that the session is over (RFC 6750
// §3.1), rather than that this request was wrong or not allowed.
func (r *Refusal) SessionEnded() bool {
	return r.Status == 401 && r.OAuthError == "invalid_token"
}

// Throttled tells whether the same request may succeed later.
func (r *Refusal) Throttled() bool { return r.Status == 429 }

// temporary tells whether a request that may be repeated should be.
func (r *Refusal) temporary() bool { return r.Status == 502 || r.Status == 503 || r.Status == 504 }

// Codes of what goes wrong on the way to the server, for Unreachable and Garbage.
const (
	CodeUnreachable  = string(message.Unreachable)      // nobody could be connected to
	CodeTimeout      = string(message.ServerTimeout)    // no answer in time
	CodeCut          = string(message.AnswerCut)        // the connection ended before the answer did
	CodeTLSName      = string(message.TLSName)          // the certificate is for another name
	CodeTLSExpired   = string(message.TLSExpired)       // the certificate is not valid now
	CodeTLSUntrusted = string(message.TLSUntrusted)     // the certificate is from nobody that is trusted here
	CodeGarbage      = string(message.Garbage)          // an answer, but not one of a Vouch server
	CodeRedirected   = string(message.Redirected)       // a redirect, which is never followed
	CodeMalformed    = string(message.AnswerMalformed)  // JSON that is broken, ambiguous or incomplete
	CodeTooLong      = string(message.AnswerTooLong)    // over maxBody
	CodeIssuer       = string(message.IssuerMismatch)   // the server goes by another name
	CodeRegistry     = string(message.RegistryMismatch) // a credential for another registry than the one asked for
)

// Unreachable means that no whole answer arrived.
type Unreachable struct {
	Server  string
	Timeout bool
	Err     error
}

func (u *Unreachable) Error() string {
	switch u.Code() {
	case CodeTimeout:
		return u.Server + " did not answer in time"
	case CodeCut:
		return "the connection to " + u.Server + " ended before the answer was complete"
	}
	return u.Server + " cannot be reached: " + u.Err.Error()
}

func (u *Unreachable) Unwrap() error { return u.Err }

// Code tells the ways apart in which no answer arrives.
func (u *Unreachable) Code() string {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var untrusted x509.UnknownAuthorityError
	switch {
	case errors.As(u.Err, &name):
		return CodeTLSName
	case errors.As(u.Err, &invalid) && invalid.Reason == x509.Expired:
		return CodeTLSExpired
	case errors.As(u.Err, &invalid), errors.As(u.Err, &untrusted):
		return CodeTLSUntrusted
	case u.Timeout:
		return CodeTimeout
	case errors.Is(u.Err, io.EOF), errors.Is(u.Err, io.ErrUnexpectedEOF),
		errors.Is(u.Err, syscall.ECONNRESET), errors.Is(u.Err, syscall.EPIPE):
		return CodeCut
	}
	return CodeUnreachable
}

// Garbage means that something answered, but not as a Vouch server does.
type Garbage struct {
	Server string
	Reason string
	Kind   string // one of the codes above; empty is CodeGarbage
}

// Code tells the kinds of wrong answer apart.
func (g *Garbage) Code() string {
	if g.Kind == "" {
		return CodeGarbage
	}
	return g.Kind
}

func (g *Garbage) Error() string {
	return g.Server + " did not answer as a Vouch server: " + g.Reason
}
