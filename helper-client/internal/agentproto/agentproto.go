// Package agentproto is what the agent and its two clients, vouch and the
// credential helper, say to each other: one JSON document per line, a request
// and its answer in turn, over the agent's unix socket.
//
// The operations are typed. None of them signs something for the caller, so a
// process that may speak to the agent can do no more with it than vouch can.
package agentproto

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/secret"
)

// Version of this protocol. Another one is refused: vouch and its agent are
// installed together.
const Version = 1

// MaxLine bounds a request or an answer, in bytes.
const MaxLine = 64 << 10

// Op names an operation.
type Op string

// The operations.
const (
	OpCredential Op = "credential"  // Host → Credential
	OpExplain    Op = "explain"     // Host, Repository, Action → Explanation
	OpPreview    Op = "preview"     // Host → Allowed, within the chosen scope
	OpStatus     Op = "status"      // → Status
	OpLoginBegin Op = "login-begin" // Server → Login; ends with the connection
	OpLoginWait  Op = "login-wait"  // after login-begin, on the same connection → Status
	OpLogout     Op = "logout"      // revokes, forgets, ends the agent
)

// Request is one question to the agent.
type Request struct {
	Version    int    `json:"v"`
	Op         Op     `json:"op"`
	Host       string `json:"host,omitempty"`
	Repository string `json:"repository,omitempty"`
	Action     string `json:"action,omitempty"`
	Server     string `json:"server,omitempty"`
}

// Answer is the agent's reply: one member is set.
type Answer struct {
	Problem     *Problem     `json:"problem,omitempty"`
	Credential  *Credential  `json:"credential,omitempty"`
	Explanation *Explanation `json:"explanation,omitempty"`
	Allowed     *Allowed     `json:"allowed,omitempty"`
	Status      *Status      `json:"status,omitempty"`
	Login       *Login       `json:"login,omitempty"`
	Done        bool         `json:"done,omitempty"`
}

// Problem codes that a client treats on their own; any other is a plain failure.
const (
	CodeNoSession = "no_session" // nobody is logged in
	CodeNotServed = "not_served" // the catalogue does not have the host
	CodeProtocol  = "protocol"   // the two sides do not understand each other
)

// Problem is why there is no result, ready to be told to a person.
type Problem struct {
	Code string `json:"code"`
	What string `json:"what"`
	Why  string `json:"why,omitempty"`
	Run  string `json:"run,omitempty"`
	Exit int    `json:"exit"` // the status that vouch ends with
}

// ProblemOf carries a message over the socket.
func ProblemOf(told *message.Error) *Problem {
	return &Problem{string(told.Code), told.What, told.Why, told.Run, int(told.Exit)}
}

// Told is the message that ProblemOf carried.
func (p *Problem) Told() *message.Error {
	exit := message.Exit(p.Exit)
	if exit == message.ExitOK {
		exit = message.ExitFailed
	}
	return &message.Error{Code: message.Code(p.Code), What: p.What, Why: p.Why, Run: p.Run, Exit: exit}
}

// Credential opens one registry until ExpiresAt.
type Credential struct {
	Username  string
	Secret    secret.Text
	ExpiresAt time.Time
}

type credentialLine struct {
	Username  string    `json:"username"`
	Secret    string    `json:"secret"`
	ExpiresAt time.Time `json:"expires_at"`
}

// MarshalJSON writes the credential to the socket. It is the one place where the
// agent reveals a registry secret.
func (c Credential) MarshalJSON() ([]byte, error) {
	return json.Marshal(credentialLine{c.Username, c.Secret.Reveal(), c.ExpiresAt})
}

// Explanation is the server's decision about one repository and action.
type Explanation struct {
	Decision string `json:"decision"` // allowed or refused
	Reason   string `json:"reason"`
	Rule     *Rule  `json:"rule"`
	Detail   string `json:"detail"`
	Help     string `json:"help"`
}

// Rule is the grant or denial that decided.
type Rule struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Owner string `json:"owner,omitempty"`
}

// Allowed is what a credential for one registry would be good for now.
type Allowed struct {
	Pull     []string `json:"pull"`
	Push     []string `json:"push"`
	NoPull   []string `json:"no_pull"`  // taken out of Pull and Push
	NoPush   []string `json:"no_push"`  // taken out of Push besides
	Lifetime int64    `json:"lifetime"` // of a credential, in seconds; 0 where nothing is allowed
}

// Key is the security key that was touched for the session.
type Key struct {
	ID     string `json:"id"`
	Model  string `json:"model"`
	AAGUID string `json:"aaguid"`
}

// Status is what the agent knows of its session.
type Status struct {
	Server     string     `json:"server"`
	User       string     `json:"user"`
	Groups     []string   `json:"groups"`
	Key        *Key       `json:"key"` // null as long as the server could not be asked
	Session    string     `json:"session"`
	ExpiresAt  time.Time  `json:"expires_at"`
	Confirmed  bool       `json:"confirmed"` // the server said just now that the session is alive
	Registries []Registry `json:"registries"`
}

// Registry is one served host, and until when a credential for it is in memory.
type Registry struct {
	Host        string     `json:"host"`
	Provider    string     `json:"provider"`
	CachedUntil *time.Time `json:"cached_until,omitempty"`
}

// Login is what the person needs to go on in the browser.
type Login struct {
	URL              string `json:"url"`
	ConfirmationCode string `json:"confirmation_code"`
}

// Encode makes one line of value.
func Encode(value any) ([]byte, error) {
	line, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("encode a line for the agent's socket: %w", err)
	}
	if len(line) >= MaxLine {
		return nil, ErrTooLong
	}
	return append(line, '\n'), nil
}

// ErrTooLong means that a line is over MaxLine.
var ErrTooLong = errors.New("a line on the agent's socket is too long")
