// Package broker speaks the Vouch server's HTTP API. It is the one place that
// makes an HTTP client for it. Every answer is bounded and parsed strictly; what
// goes wrong is a *Refusal, an *Unreachable or a *Garbage.
package broker

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vouch.dev/client/internal/dpop"
	"vouch.dev/client/internal/secret"
	"vouch.dev/client/internal/strictjson"
)

// maxBody bounds an answer; the catalogue is the longest.
const maxBody = 256 << 10

// ErrServerURL means that a URL cannot be a Vouch server's.
var ErrServerURL = errors.New("not a Vouch server's URL")

// Client talks to one server with one DPoP key. Its methods may be called at
// the same time once the session is known.
type Client struct {
	base    string
	version string
	key     *dpop.Key
	token   secret.Text
	http    *http.Client
	pause   func(ctx context.Context, attempt int) error
	now     func() time.Time
}

// CheckServerURL returns the base URL in its one form, or why it is refused.
// Plain http is for this machine only: proofs do not hide a credential.
func CheckServerURL(text string) (string, error) {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" {
		return "", fmt.Errorf("%w: it does not have the form https://host", ErrServerURL)
	}
	if parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" || strings.Trim(parsed.Path, "/") != "" {
		return "", fmt.Errorf("%w: it has more than a scheme and a host", ErrServerURL)
	}
	switch {
	case parsed.Scheme == "https":
	case parsed.Scheme == "http" && isLoopback(parsed.Hostname()):
	default:
		return "", fmt.Errorf("%w: it must begin with https:// (http:// is for localhost only)", ErrServerURL)
	}
	return parsed.Scheme + "://" + strings.ToLower(parsed.Host), nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// New makes a client for the server at base.
func New(base, version string, key *dpop.Key) (*Client, error) {
	checked, err := CheckServerURL(base)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: 5 * time.Second,
		ForceAttemptHTTP2:   true,
		// Headers of a Vouch server are short; net/http would take 10 MB.
		MaxResponseHeaderBytes: 64 << 10,
		// On a kept connection the transport repeats a failed request by itself,
		// with the same proof, which the server must refuse as a replay.
		DisableKeepAlives: true,
	}
	return &Client{
		base: checked, version: version, key: key, pause: jitter, now: time.Now,
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Server is the base URL, which is also the issuer.
func (c *Client) Server() string { return c.base }

// Thumbprint is that of the DPoP key.
func (c *Client) Thumbprint() string { return c.key.Thumbprint() }

// call is one request. into is where a successful answer goes.
type call struct {
	method      string
	path        string
	contentType string
	body        string
	headers     map[string]string
	authorize   bool // send the access token
	prove       bool // send a DPoP proof
	into        any
	ahead       *time.Duration // where to note how far this machine's clock is ahead
}

func (c *Client) do(ctx context.Context, call call) error {
	request, err := c.request(ctx, call)
	if err != nil {
		return err
	}
	asked := c.now()
	response, err := c.http.Do(request)
	if err != nil {
		return c.unreachable(ctx, err)
	}
	defer response.Body.Close() //nolint:errcheck // read only
	ahead := c.ahead(response, asked)
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return c.unreachable(ctx, err)
	}
	if len(body) > maxBody {
		return &Garbage{c.base, "the answer is too long", CodeTooLong}
	}
	if call.ahead != nil {
		*call.ahead = ahead
	}
	return c.blameClock(c.parse(response, body, call.into), ahead)
}

func (c *Client) request(ctx context.Context, call call) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, call.method, c.base+call.path, strings.NewReader(call.body))
	if err != nil {
		return nil, fmt.Errorf("make a request for %s: %w", call.path, err)
	}
	request.Header.Set("User-Agent", "vouch/"+c.version)
	request.Header.Set("Accept", "application/json, application/problem+json")
	if call.contentType != "" {
		request.Header.Set("Content-Type", call.contentType)
	}
	for name, value := range call.headers {
		request.Header.Set(name, value)
	}
	token := ""
	if call.authorize {
		token = c.token.Reveal()
		request.Header.Set("Authorization", "DPoP "+token)
	}
	if call.prove {
		proof, err := c.key.Proof(call.method, c.base+call.path, token, c.now())
		if err != nil {
			return nil, err
		}
		request.Header.Set("DPoP", proof)
	}
	return request, nil
}

func (c *Client) unreachable(ctx context.Context, err error) error {
	var network net.Error
	timeout := errors.Is(ctx.Err(), context.DeadlineExceeded) || (errors.As(err, &network) && network.Timeout())
	var inner *url.Error
	if errors.As(err, &inner) {
		err = inner.Err // without the method and URL, which the message has
	}
	failure := &Unreachable{c.base, timeout, err}
	if failure.Code() == CodeUnreachable && isNotHTTP(err) {
		return &Garbage{c.base, "it does not speak HTTP as a server should", CodeGarbage}
	}
	return failure
}

// isNotHTTP tells an answer that net/http could not read. It has no type for
// that, and its text quotes the answer, which belongs on nobody's terminal.
func isNotHTTP(err error) bool {
	text := err.Error()
	for _, part := range []string{
		"transport connection broken", "malformed HTTP", "malformed MIME header", "server response headers exceeded",
		"HTTP response to HTTPS client", "first record does not look like a TLS handshake",
	} {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

func (c *Client) parse(response *http.Response, body []byte, into any) error {
	if response.StatusCode >= 300 && response.StatusCode < 400 {
		return &Garbage{c.base, fmt.Sprintf("status %d sends on to another address", response.StatusCode), CodeRedirected}
	}
	kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil {
		return &Garbage{c.base, fmt.Sprintf("status %d without a content type", response.StatusCode), CodeGarbage}
	}
	if response.StatusCode == http.StatusOK && kind == "application/json" {
		if err := strictjson.Decode(body, into); err != nil {
			return c.malformed(err.Error())
		}
		return nil
	}
	if response.StatusCode >= 400 && kind == "application/problem+json" {
		return Problem(c.base, response, body)
	}
	return &Garbage{c.base, fmt.Sprintf("status %d with %s", response.StatusCode, kind), CodeGarbage}
}

func (c *Client) malformed(reason string) error { return &Garbage{c.base, reason, CodeMalformed} }

type problemBody struct {
	Code        string `json:"code"`
	Title       string `json:"title"`
	Detail      string `json:"detail"`
	Help        string `json:"help"`
	Status      int    `json:"status"`
	Rule        *Rule  `json:"rule"`
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

// Problem reads an RFC 9457 answer of server: a *Refusal, or a *Garbage where it is not one of Vouch's.
func Problem(server string, response *http.Response, body []byte) error {
	var problem problemBody
	if err := strictjson.Decode(body, &problem); err != nil {
		return &Garbage{server, err.Error(), CodeMalformed}
	}
	if !isCode(problem.Code) || (problem.Status != 0 && problem.Status != response.StatusCode) {
		return &Garbage{server, fmt.Sprintf("status %d with a malformed problem", response.StatusCode), CodeMalformed}
	}
	refusal := &Refusal{
		Status: response.StatusCode, Code: problem.Code, Title: problem.Title, Detail: problem.Detail,
		Help: problem.Help, OAuthError: problem.Error, Rule: problem.Rule,
	}
	refusal.RetryAfter = retryAfter(response.Header)
	return refusal
}

// retryAfter reads both forms of RFC 9110 §10.2.3, up to an hour. A date is
// measured from the server's own, so that this machine's clock has no part in it.
func retryAfter(header http.Header) time.Duration {
	const longest = time.Hour
	text := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(0, min(seconds, int(longest.Seconds())))) * time.Second
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	sent, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	return max(0, min(until.Sub(sent), longest))
}

func isCode(code string) bool {
	if code == "" || len(code) > 64 {
		return false
	}
	for i := range len(code) {
		if c := code[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}
