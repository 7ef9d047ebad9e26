// Package admin is what an administrator can do to a Vouch server: people, their keys and sessions, and the policy.
// Authority is the caller's AWS identity, and each change is an audit record that names it.
package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vouch.dev/client/internal/iam"
	"vouch.dev/client/internal/strictjson"
)

// User is a person that the server knows.
type User struct {
	ID        string    `json:"id"` // the e-mail address in lower case
	Groups    []string  `json:"groups"`
	Status    string    `json:"status"` // invited, active or disabled
	Keys      int       `json:"keys"`
	CreatedAt time.Time `json:"created_at"`
}

// Invitation is a one-time link. It is a secret: whoever opens it first enrols as the user.
type Invitation struct {
	URL       string    `json:"url"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Invited is a new user with the link to send.
type Invited struct {
	User       User       `json:"user"`
	Invitation Invitation `json:"invitation"`
}

// Key is an enrolled security key.
type Key struct {
	ID        string    `json:"id"`
	Model     string    `json:"model"`
	AAGUID    string    `json:"aaguid"`
	CreatedAt time.Time `json:"created_at"`
}

// Session is what a login yielded.
type Session struct {
	ID        string     `json:"id"`
	User      string     `json:"user"`
	Key       string     `json:"key"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
}

// Applied tells of a policy that the server took.
type Applied struct {
	Hash      string    `json:"hash"`
	AppliedAt time.Time `json:"applied_at"`
	Changed   bool      `json:"changed"`
}

// Policy is the policy in force.
type Policy struct {
	Hash      string    `json:"hash"`
	AppliedAt time.Time `json:"applied_at"`
	AppliedBy string    `json:"applied_by"`
	Source    string    `json:"source"` // the YAML as it was applied
}

// PolicyProblem is one thing that is wrong with a policy.
type PolicyProblem struct {
	Path    string `json:"path"` // such as grants[2].repositories[0]
	Code    string `json:"code"`
	Message string `json:"message"`
	Line    int    `json:"line,omitempty"` // from 1; 0 where the server names none
}

// InvalidPolicy means that the server refused a policy, with all that is wrong with it.
type InvalidPolicy struct {
	Problems []PolicyProblem
	Err      error
}

func (i *InvalidPolicy) Error() string {
	return fmt.Sprintf("the policy has %d problems", len(i.Problems))
}

func (i *InvalidPolicy) Unwrap() error { return i.Err }

// Admin calls the administration of one server.
type Admin struct{ client *iam.Client }

// New makes an Admin that calls through client.
func New(client *iam.Client) Admin { return Admin{client} }

// Invite makes a user and the link with which that person enrols a key.
func (a Admin) Invite(ctx context.Context, email string, groups []string) (Invited, error) {
	body, err := json.Marshal(struct {
		Email  string   `json:"email"`
		Groups []string `json:"groups"`
	}{email, append([]string{}, groups...)})
	if err != nil {
		return Invited{}, fmt.Errorf("encode the request: %w", err)
	}
	var invited Invited
	err = a.client.Call(ctx, iam.Request{
		Method: http.MethodPost, Path: []string{"admin", "users"}, ContentType: "application/json", Body: body,
	}, &invited)
	return invited, err
}

// Users lists all users.
func (a Admin) Users(ctx context.Context) ([]User, error) {
	var answer struct{ Users []User }
	err := a.get(ctx, &answer, nil, "admin", "users")
	return answer.Users, err
}

// Disable ends what the user may do, from the next request on.
func (a Admin) Disable(ctx context.Context, user string) (User, error) {
	return a.changeUser(ctx, user, "disable")
}

// Enable undoes Disable.
func (a Admin) Enable(ctx context.Context, user string) (User, error) {
	return a.changeUser(ctx, user, "enable")
}

func (a Admin) changeUser(ctx context.Context, user, change string) (User, error) {
	var answer struct{ User User }
	err := a.client.Call(ctx, iam.Request{
		Method: http.MethodPost, Path: []string{"admin", "users", id(user), change},
	}, &answer)
	return answer.User, err
}

// Keys lists a user's enrolled keys.
func (a Admin) Keys(ctx context.Context, user string) ([]Key, error) {
	var answer struct{ Keys []Key }
	err := a.get(ctx, &answer, nil, "admin", "users", id(user), "keys")
	return answer.Keys, err
}

// RemoveKey takes a key from a user; the sessions made with it end at their next request.
func (a Admin) RemoveKey(ctx context.Context, user, key string) error {
	return a.client.Call(ctx, iam.Request{
		Method: http.MethodDelete, Path: []string{"admin", "users", id(user), "keys", key},
	}, nil)
}

// Sessions lists the sessions of one user, or of all for "".
func (a Admin) Sessions(ctx context.Context, user string) ([]Session, error) {
	query := url.Values{}
	if user != "" {
		query.Set("user", id(user))
	}
	var answer struct{ Sessions []Session }
	err := a.get(ctx, &answer, query, "admin", "sessions")
	return answer.Sessions, err
}

// RevokeSession ends a session at its next request.
func (a Admin) RevokeSession(ctx context.Context, id string) (Session, error) {
	var answer struct{ Session Session }
	err := a.client.Call(ctx, iam.Request{
		Method: http.MethodPost, Path: []string{"admin", "sessions", id, "revoke"},
	}, &answer)
	return answer.Session, err
}

// ApplyPolicy puts a policy, the bytes of a YAML file, in force, or fails with an *InvalidPolicy.
func (a Admin) ApplyPolicy(ctx context.Context, source []byte) (Applied, error) {
	var applied Applied
	err := a.client.Call(ctx, iam.Request{
		Method: http.MethodPut, Path: []string{"admin", "policy"}, ContentType: "application/yaml", Body: source,
	}, &applied)
	var refusal *iam.Refusal
	if errors.As(err, &refusal) && refusal.Code == "policy_invalid" {
		var answer struct{ Problems []PolicyProblem }
		if decodeErr := strictjson.Decode(refusal.Body, &answer); decodeErr == nil && len(answer.Problems) > 0 {
			return Applied{}, &InvalidPolicy{Problems: answer.Problems, Err: err}
		}
	}
	return applied, err
}

// Policy is the policy in force with its source.
func (a Admin) Policy(ctx context.Context) (Policy, error) {
	var policy Policy
	err := a.get(ctx, &policy, nil, "admin", "policy")
	return policy, err
}

// id is the user's id for an e-mail address, however it was typed.
func id(email string) string { return strings.ToLower(email) }

func (a Admin) get(ctx context.Context, answer any, query url.Values, path ...string) error {
	return a.client.Call(ctx, iam.Request{Method: http.MethodGet, Path: path, Query: query}, answer)
}
