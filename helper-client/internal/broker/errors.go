package broker

import (
	"fmt"
	"time"
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

// SessionEnded tells whether the refusal means that the session is over (RFC 6750
// §3.1), rather than that this request was wrong or not allowed.
func (r *Refusal) SessionEnded() bool {
	return r.Status == 401 && r.OAuthError == "invalid_token"
}

// Throttled tells whether the same request may succeed later.
func (r *Refusal) Throttled() bool { return r.Status == 429 }

// temporary tells whether a request that may be repeated should be.
func (r *Refusal) temporary() bool { return r.Status == 502 || r.Status == 503 || r.Status == 504 }

// Unreachable means that no whole answer arrived.
type Unreachable struct {
	Server  string
	Timeout bool
	Err     error
}

func (u *Unreachable) Error() string {
	if u.Timeout {
		return u.Server + " did not answer in time"
	}
	return u.Server + " cannot be reached: " + u.Err.Error()
}

func (u *Unreachable) Unwrap() error { return u.Err }

// Garbage means that something answered, but not as a Vouch server does.
type Garbage struct {
	Server string
	Reason string
}

func (g *Garbage) Error() string {
	return g.Server + " did not answer as a Vouch server: " + g.Reason
}
