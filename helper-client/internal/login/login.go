// Package login runs the client's half of a login: authorization code with PKCE
// (RFC 7636), a loopback redirect (RFC 8252) and a DPoP-bound code (RFC 9449),
// with the issuer checked in the answer (RFC 9207).
package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/secret"
)

// exchangeTime bounds the exchange of the code.
const exchangeTime = 9 * time.Second

var (
	// ErrIssuer means that the answer names another server than the one asked.
	ErrIssuer = errors.New("the answer in the browser came from another server than the one asked")
	// ErrNoCode means that the answer carries no code.
	ErrNoCode = errors.New("the answer in the browser carries no code")
)

// Declined is the server's refusal, carried back by the browser (RFC 6749 §4.1.2.1).
type Declined struct{ Code, Description string }

func (d *Declined) Error() string {
	if d.Description != "" {
		return d.Description
	}
	return d.Code
}

// Attempt is one login that waits for the browser.
type Attempt struct {
	URL              string
	ConfirmationCode string

	server   *broker.Client
	redirect string
	address  string
	state    string
	verifier secret.Text
	within   time.Duration // for the exchange
	listener *http.Server
	taken    atomic.Bool
	answers  chan answer
}

// answer is what the browser brought; the page waits for what became of it.
type answer struct {
	code    string
	err     error
	outcome chan<- error
}

// Begin opens the loopback listener and makes the URL for the browser. The
// caller ends the attempt with Wait or Close.
func Begin(ctx context.Context, server *broker.Client, clientHost string) (*Attempt, error) {
	if err := server.CheckServer(ctx); err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on 127.0.0.1 for the browser's answer: %w", err)
	}
	verifier := randomText()
	challenge := sha256.Sum256([]byte(verifier))
	attempt := &Attempt{
		ConfirmationCode: ConfirmationCode(server.Thumbprint()),
		server:           server,
		address:          listener.Addr().String(),
		redirect:         "http://" + listener.Addr().String() + "/callback",
		state:            randomText(),
		verifier:         secret.New(verifier),
		within:           exchangeTime,
		answers:          make(chan answer),
	}
	attempt.URL = server.AuthorizeURL(attempt.redirect, attempt.state,
		base64.RawURLEncoding.EncodeToString(challenge[:]), clientHost)
	attempt.listener = &http.Server{
		Handler: http.HandlerFunc(attempt.receive), ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout: 10 * time.Second, MaxHeaderBytes: 16 << 10,
	}
	go attempt.listener.Serve(listener) //nolint:errcheck // ends with Close, or not at all
	return attempt, nil
}

// Wait takes the browser's answer and exchanges the code. The page in the
// browser tells how that went.
func (a *Attempt) Wait(ctx context.Context) (broker.Session, error) {
	defer a.Close()
	var got answer
	select {
	case got = <-a.answers:
	case <-ctx.Done():
		return broker.Session{}, ctx.Err()
	}
	session, err := broker.Session{}, got.err
	if err == nil {
		session, err = a.exchange(ctx, got.code)
	}
	got.outcome <- err
	return session, err
}

// exchange gives the server less time than the person had: a code that is not
// exchanged at once is not exchanged at all.
func (a *Attempt) exchange(ctx context.Context, code string) (broker.Session, error) {
	ctx, cancel := context.WithTimeout(ctx, a.within)
	defer cancel()
	return a.server.Exchange(ctx, code, a.redirect, a.verifier)
}

// Close ends the listener. A page that is being written gets a moment.
func (a *Attempt) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if a.listener.Shutdown(ctx) != nil {
		_ = a.listener.Close()
	}
}

// receive answers the browser. What does not carry this attempt's state is
// somebody else's request: it is refused, and the attempt waits on.
func (a *Attempt) receive(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/callback" {
		page(w, http.StatusNotFound, "There is nothing here.")
		return
	}
	// The name that the browser used must be the literal address: a web page that
	// points its own name at 127.0.0.1 is not the redirect.
	if r.Method != http.MethodGet || r.Host != a.address {
		page(w, http.StatusBadRequest, "This is not the answer to a login.")
		return
	}
	query, err := single(r.URL.RawQuery)
	if err != nil || subtle.ConstantTimeCompare([]byte(query["state"]), []byte(a.state)) != 1 {
		page(w, http.StatusBadRequest, "This is not the answer to the login that waits here.")
		return
	}
	if a.taken.Swap(true) {
		page(w, http.StatusBadRequest, "This login has been answered already.")
		return
	}
	outcome := make(chan error, 1)
	got := a.check(query)
	got.outcome = outcome
	select {
	case a.answers <- got:
	case <-r.Context().Done():
		return
	}
	if err := <-outcome; err != nil {
		page(w, http.StatusBadRequest, "The login did not succeed. The terminal says why. You can close this page.")
		return
	}
	page(w, http.StatusOK, "You are logged in. You can close this page.")
}

func (a *Attempt) check(query map[string]string) answer {
	switch {
	case query["iss"] != a.server.Server():
		return answer{err: ErrIssuer}
	case query["error"] != "":
		return answer{err: &Declined{query["error"], query["error_description"]}}
	case query["code"] == "":
		return answer{err: ErrNoCode}
	}
	return answer{code: query["code"]}
}

func randomText() string {
	var bytes [32]byte
	_, _ = rand.Read(bytes[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(bytes[:])
}
