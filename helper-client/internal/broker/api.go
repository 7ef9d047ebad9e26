package broker

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vouch.dev/client/internal/registryhost"
	"vouch.dev/client/internal/scope"
	"vouch.dev/client/internal/secret"
)

const (
	clientID    = "vouch"
	contentForm = "application/x-www-form-urlencoded"
	contentJSON = "application/json"
)

// Registry is one entry of the catalogue.
type Registry struct {
	Host      registryhost.Host
	Provider  string
	Endpoint  string // where credentials for it are asked for, a path
	Anonymous bool
}

// Session is who is logged in, as the server sees it.
type Session struct {
	ID        string
	User      string
	ExpiresAt time.Time
	Groups    []string
	Key       Key
}

// Key is the security key of the login. A fresh login does not tell it yet.
type Key struct {
	ID     string
	Model  string
	AAGUID string
}

// Allowed is all that a credential for one registry would be good for now.
type Allowed struct {
	Pull     []string
	Push     []string
	NoPull   []string      // nothing is allowed here, whatever Pull and Push say
	NoPush   []string      // no push is allowed here, besides
	Lifetime time.Duration // of a credential; zero where nothing is allowed
}

// Credential opens one registry.
type Credential struct {
	Username  string
	Secret    secret.Text
	ExpiresAt time.Time
	RefreshAt time.Time // when to fetch the next one
}

// Explanation is a decision without a credential.
type Explanation struct {
	Decision string `json:"decision"`
	Reason   string `json:"reason"`
	Rule     *Rule  `json:"rule"`
	Detail   string `json:"detail"`
	Help     string `json:"help"`
}

// CheckServer asks for the authorization-server metadata (RFC 8414) and refuses
// a server that goes by another name: its proofs would all be wrong. The same
// holds for a clock that is off, which is told before anybody touches a key.
func (c *Client) CheckServer(ctx context.Context) error {
	var metadata struct {
		Issuer  string   `json:"issuer"`
		Methods []string `json:"code_challenge_methods_supported"`
	}
	var ahead time.Duration
	err := c.again(ctx, call{
		method: http.MethodGet, path: "/.well-known/oauth-authorization-server", into: &metadata, ahead: &ahead,
	})
	if err != nil {
		return err
	}
	if metadata.Issuer != c.base {
		return &Garbage{c.base, fmt.Sprintf("it calls itself %q", metadata.Issuer), CodeIssuer}
	}
	if ahead.Abs() > maxSkew {
		return &ClockOff{Server: c.base, Ahead: ahead}
	}
	return nil
}

// AuthorizeURL is where the browser starts a login.
func (c *Client) AuthorizeURL(redirect, state, challenge, clientHost string) string {
	query := url.Values{
		"response_type":         {"code"},
		"client_id":             {clientID},
		"redirect_uri":          {redirect},
		"state":                 {state},
		"code_challenge":        {challenge},
		"code_challenge_method": {"S256"},
		"dpop_jkt":              {c.key.Thumbprint()},
	}
	if clientHost != "" {
		query.Set("client_host", clientHost)
	}
	return c.base + "/oauth/authorize?" + query.Encode()
}

// Exchange turns an authorization code into the session that this client uses
// from then on. A code is good once, so it is never repeated.
func (c *Client) Exchange(ctx context.Context, code, redirect string, verifier secret.Text) (Session, error) {
	var answer struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int64  `json:"expires_in"`
		SessionID   string `json:"session_id"`
		User        string `json:"user"`
	}
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect},
		"client_id": {clientID}, "code_verifier": {verifier.Reveal()},
	}
	asked := time.Now()
	err := c.do(ctx, call{
		method: http.MethodPost, path: "/oauth/token", contentType: contentForm, body: form.Encode(),
		prove: true, into: &answer,
	})
	if err != nil {
		return Session{}, err
	}
	if !strings.EqualFold(answer.TokenType, "DPoP") || !isToken(answer.AccessToken) || answer.User == "" ||
		answer.ExpiresIn <= 0 || answer.ExpiresIn > int64((24*time.Hour).Seconds()) {
		return Session{}, c.malformed("the token answer is incomplete")
	}
	c.token = secret.New(answer.AccessToken)
	expires := asked.Add(time.Duration(answer.ExpiresIn) * time.Second).Round(0)
	return Session{ID: answer.SessionID, User: answer.User, ExpiresAt: expires}, nil
}

// isToken tells whether the text can stand in an Authorization header (RFC 6750).
func isToken(text string) bool {
	if text == "" || len(text) > 4096 {
		return false
	}
	return strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '"' || r == ',' }) < 0
}

// Session asks whether the session is alive.
func (c *Client) Session(ctx context.Context) (Session, error) {
	var answer struct {
		ID        string    `json:"id"`
		User      string    `json:"user"`
		ExpiresAt time.Time `json:"expires_at"`
		Groups    []string  `json:"groups"`
		Key       struct {
			ID     string `json:"id"`
			Model  string `json:"model"`
			AAGUID string `json:"aaguid"`
		} `json:"key"`
	}
	err := c.again(ctx, call{method: http.MethodGet, path: "/session", authorize: true, prove: true, into: &answer})
	if err != nil {
		return Session{}, err
	}
	if answer.User == "" || answer.ExpiresAt.IsZero() {
		return Session{}, c.malformed("the session answer is incomplete")
	}
	return Session{answer.ID, answer.User, answer.ExpiresAt, answer.Groups, Key(answer.Key)}, nil
}

// Catalogue lists the registries that the server serves.
func (c *Client) Catalogue(ctx context.Context) ([]Registry, error) {
	var answer struct {
		Registries []struct {
			Host      string `json:"host"`
			Provider  string `json:"provider"`
			Endpoint  string `json:"endpoint"`
			Anonymous string `json:"anonymous"`
		} `json:"registries"`
	}
	err := c.again(ctx, call{method: http.MethodGet, path: "/catalogue", authorize: true, prove: true, into: &answer})
	if err != nil {
		return nil, err
	}
	registries := make([]Registry, 0, len(answer.Registries))
	for _, entry := range answer.Registries {
		host, err := registryhost.Parse(entry.Host)
		if err != nil || string(host) != entry.Host || !isEndpoint(entry.Endpoint) || !isCode(strings.ReplaceAll(entry.Provider, "-", "_")) {
			return nil, c.malformed("the catalogue has an entry that is not understood")
		}
		registries = append(registries, Registry{host, entry.Provider, entry.Endpoint, entry.Anonymous == "allow"})
	}
	return registries, nil
}

// isEndpoint keeps the catalogue from steering proofs to any path.
func isEndpoint(path string) bool {
	name, found := strings.CutPrefix(path, "/credentials/")
	return found && isCode(strings.ReplaceAll(name, "-", "_"))
}

// wish is the body of a request about one registry.
type wish struct {
	Registry string       `json:"registry"`
	Scope    *scope.Scope `json:"scope,omitempty"`
}

// Vend asks for a credential, for all that is allowed or for what the scope leaves
// of it. The idempotency key is the same on each attempt.
func (c *Client) Vend(ctx context.Context, registry Registry, within *scope.Scope, idempotencyKey string) (Credential, error) {
	var answer minted
	body, err := json.Marshal(wish{string(registry.Host), within})
	if err != nil {
		return Credential{}, fmt.Errorf("encode the request: %w", err)
	}
	var ahead time.Duration
	err = c.again(ctx, call{
		method: http.MethodPost, path: registry.Endpoint, contentType: contentJSON, body: string(body),
		headers:   map[string]string{"Idempotency-Key": idempotencyKey},
		authorize: true, prove: true, into: &answer, ahead: &ahead,
	})
	if err != nil {
		return Credential{}, err
	}
	if answer.Registry != string(registry.Host) {
		return Credential{}, &Garbage{c.base, fmt.Sprintf("the credential is for the registry %q", answer.Registry), CodeRegistry}
	}
	return c.credential(answer, ahead)
}

// minted is the answer to Vend.
type minted struct {
	Registry  string    `json:"registry"`
	Username  string    `json:"username"`
	Secret    string    `json:"secret"`
	ExpiresAt time.Time `json:"expires_at"`
	RefreshAt time.Time `json:"refresh_at"`
}

// credential checks the answer and puts its times on this machine's clock.
func (c *Client) credential(answer minted, ahead time.Duration) (Credential, error) {
	if !isPrintable(answer.Username) || !isPrintable(answer.Secret) || answer.ExpiresAt.IsZero() {
		return Credential{}, c.malformed("the credential is incomplete")
	}
	now := c.now()
	credential := Credential{
		answer.Username, secret.New(answer.Secret), here(answer.ExpiresAt, ahead), here(answer.RefreshAt, ahead),
	}
	if !credential.ExpiresAt.After(now) {
		return Credential{}, &Expired{c.base, answer.ExpiresAt}
	}
	// A time of refresh that is past would mean a mint per get.
	if !credential.RefreshAt.After(now) || credential.RefreshAt.After(credential.ExpiresAt) {
		credential.RefreshAt = now.Add(credential.ExpiresAt.Sub(now) / 2)
	}
	return credential, nil
}

func isPrintable(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
}

// Explain asks for the decision about one repository and action.
func (c *Client) Explain(ctx context.Context, registry Registry, repository, action string) (Explanation, error) {
	body, err := json.Marshal(map[string]string{
		"registry": string(registry.Host), "repository": repository, "action": action,
	})
	if err != nil {
		return Explanation{}, fmt.Errorf("encode the request: %w", err)
	}
	var answer Explanation
	err = c.again(ctx, call{
		method: http.MethodPost, path: registry.Endpoint + "/explain", contentType: contentJSON, body: string(body),
		authorize: true, prove: true, into: &answer,
	})
	if err != nil {
		return Explanation{}, err
	}
	if answer.Decision != "allowed" && answer.Decision != "refused" {
		return Explanation{}, c.malformed("the explanation has no decision")
	}
	return answer, nil
}

// Preview asks what a credential would be good for, without one.
func (c *Client) Preview(ctx context.Context, registry Registry, within *scope.Scope) (Allowed, error) {
	body, err := json.Marshal(wish{string(registry.Host), within})
	if err != nil {
		return Allowed{}, fmt.Errorf("encode the request: %w", err)
	}
	var answer struct {
		Pull     []string `json:"pull"`
		Push     []string `json:"push"`
		NoPull   []string `json:"no_pull"`
		NoPush   []string `json:"no_push"`
		Lifetime int64    `json:"lifetime"` // seconds
	}
	err = c.again(ctx, call{
		method: http.MethodPost, path: registry.Endpoint + "/preview", contentType: contentJSON, body: string(body),
		authorize: true, prove: true, into: &answer,
	})
	if err != nil {
		return Allowed{}, err
	}
	if answer.Pull == nil || answer.Push == nil || answer.Lifetime < 0 || answer.Lifetime > int64((24*time.Hour).Seconds()) {
		return Allowed{}, c.malformed("the preview is incomplete")
	}
	return Allowed{
		answer.Pull, answer.Push, answer.NoPull, answer.NoPush, time.Duration(answer.Lifetime) * time.Second,
	}, nil
}

// Revoke ends the session at the server. A session that is already over is a success.
func (c *Client) Revoke(ctx context.Context) error {
	form := url.Values{"token": {c.token.Reveal()}}
	return c.again(ctx, call{
		method: http.MethodPost, path: "/oauth/revoke", contentType: contentForm, body: form.Encode(),
		authorize: true, prove: true, into: &struct{}{},
	})
}
