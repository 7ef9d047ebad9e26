// Package iam calls the routes of a Vouch server that AWS identities open: /admin and /audit.
//
// It is the one place that makes a signed HTTP client. Requests carry an AWS signature (SigV4) of the caller's ordinary
// AWS identity: environment, profile, SSO, instance or container role, in the AWS SDK's own order. Each call has a
// deadline; reads are repeated when the server cannot be reached or says that it is busy.
package iam

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/config"

	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/strictjson"
)

const (
	// service is the name that API Gateway's signatures carry.
	service = "execute-api"
	// deadline bounds one request, finding the AWS identity included.
	deadline = 10 * time.Second
	// maxAnswer is the most that API Gateway answers with.
	maxAnswer = 10 << 20
	// attempts is one call and at most two repeats.
	attempts = 3
)

// Settings of a client.
type Settings struct {
	Server  string // the server's base URL, checked, without a slash at the end
	Region  string // "" for the one of the AWS settings
	Version string // of this program
}

// Client signs and sends requests to one server.
type Client struct {
	settings Settings
	identity aws.CredentialsProvider
	region   string
	signer   *v4.Signer
	http     *http.Client
	now      func() time.Time
	pause    func(context.Context, int) error
}

// New finds the caller's AWS settings. The identity itself is asked for at the first call.
func New(ctx context.Context, settings Settings) (*Client, error) {
	var options []func(*config.LoadOptions) error
	if settings.Region != "" {
		options = append(options, config.WithRegion(settings.Region))
	}
	found, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return nil, &NoIdentity{Err: err}
	}
	if found.Region == "" {
		return nil, ErrNoRegion
	}
	return &Client{
		settings: settings, identity: found.Credentials, region: found.Region,
		signer: v4.NewSigner(), now: time.Now, pause: wait,
		http: &http.Client{
			Timeout: deadline,
			Transport: &http.Transport{
				Proxy:             http.ProxyFromEnvironment,
				DialContext:       (&net.Dialer{Timeout: deadline / 2}).DialContext,
				TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS12},
				ForceAttemptHTTP2: true,
			},
			// A signature is good for one address; nobody else is to see it.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Server is the base URL, which is also the issuer.
func (c *Client) Server() string { return c.settings.Server }

// Request is one call. Path holds the segments as they are meant, not yet escaped.
type Request struct {
	Method      string
	Path        []string
	Query       url.Values
	ContentType string
	Body        []byte
}

// Call sends the request and decodes a successful answer into value; with a nil value the answer must be empty. What
// goes wrong is a *broker.Refusal, a *broker.Unreachable, a *broker.Garbage or a *NoIdentity.
func (c *Client) Call(ctx context.Context, request Request, value any) error {
	for attempt := 1; ; attempt++ {
		err := c.once(ctx, request, value)
		if err == nil || attempt == attempts || request.Method != http.MethodGet || !temporary(err) {
			return err
		}
		if c.pause(ctx, attempt) != nil {
			return err
		}
	}
}

func (c *Client) once(ctx context.Context, request Request, value any) error {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	signed, err := c.signed(ctx, request)
	if err != nil {
		return err
	}
	response, err := c.http.Do(signed)
	if err != nil {
		return c.unreachable(err)
	}
	defer response.Body.Close() //nolint:errcheck // only read
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return c.unreachable(err)
	}
	if len(body) > maxAnswer {
		return c.garbage("the answer is too long")
	}
	return c.parse(response, body, value)
}

func (c *Client) signed(ctx context.Context, request Request) (*http.Request, error) {
	path, err := escapedPath(request.Path)
	if err != nil {
		return nil, err
	}
	address := c.settings.Server + path
	if len(request.Query) > 0 {
		address += "?" + request.Query.Encode()
	}
	plain, err := http.NewRequestWithContext(ctx, request.Method, address, bytes.NewReader(request.Body))
	if err != nil {
		return nil, fmt.Errorf("make a request for %s: %w", path, err)
	}
	plain.Header.Set("Accept", "application/json, application/problem+json")
	plain.Header.Set("User-Agent", "vouch/"+c.settings.Version)
	if request.ContentType != "" {
		plain.Header.Set("Content-Type", request.ContentType)
	}
	identity, err := c.identity.Retrieve(ctx)
	if err != nil {
		return nil, &NoIdentity{Err: err}
	}
	sum := sha256.Sum256(request.Body)
	err = c.signer.SignHTTP(ctx, identity, plain, hex.EncodeToString(sum[:]), service, c.region, c.now())
	if err != nil {
		return nil, fmt.Errorf("sign the request: %w", err)
	}
	return plain, nil
}

// escapedPath percent-encodes all but RFC 3986's unreserved characters, as the AWS SDKs send a path; the signer then
// encodes this once more for the canonical request, as API Gateway does.
func escapedPath(segments []string) (string, error) {
	var path bytes.Buffer
	for _, segment := range segments {
		if segment == "" || segment == "." || segment == ".." {
			return "", fmt.Errorf("%q cannot be part of an address", segment)
		}
		path.WriteByte('/')
		for i := range len(segment) {
			if c := segment[i]; unreserved(c) {
				path.WriteByte(c)
			} else {
				fmt.Fprintf(&path, "%%%02X", c)
			}
		}
	}
	return path.String(), nil
}

func unreserved(c byte) bool {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

func (c *Client) parse(response *http.Response, body []byte, value any) error {
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	switch {
	case response.StatusCode == http.StatusNoContent && value == nil:
		return nil
	case response.StatusCode/100 == 2 && kind == "application/json" && value != nil:
		if err := strictjson.Decode(body, value); err != nil {
			return c.garbage("the answer " + err.Error())
		}
		return nil
	case response.StatusCode >= 400 && kind == "application/problem+json":
		return c.refusal(response, body)
	case response.StatusCode == http.StatusForbidden:
		// What API Gateway says by itself where no answer is configured for it.
		return &broker.Refusal{Status: http.StatusForbidden, Code: "forbidden", Detail: gatewayMessage(body)}
	}
	return c.garbage(fmt.Sprintf("status %d with %q", response.StatusCode, kind))
}

func gatewayMessage(body []byte) string {
	var answer struct {
		Message string `json:"message"`
	}
	if err := strictjson.Decode(body, &answer); err != nil || answer.Message == "" {
		return "AWS refused the signed request"
	}
	return answer.Message
}

// refusal keeps the whole answer beside the problem, for members that only some problems have.
func (c *Client) refusal(response *http.Response, body []byte) error {
	err := broker.Problem(c.settings.Server, response, body)
	var refusal *broker.Refusal
	if errors.As(err, &refusal) {
		return &Refusal{Refusal: refusal, Body: body}
	}
	return err
}

func (c *Client) garbage(reason string) error {
	return &broker.Garbage{Server: c.settings.Server, Reason: reason}
}

func (c *Client) unreachable(err error) error {
	var network net.Error
	timeout := errors.As(err, &network) && network.Timeout()
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err // without method and address, which the message has
	}
	return &broker.Unreachable{Server: c.settings.Server, Timeout: timeout, Err: err}
}

func temporary(err error) bool {
	var unreachable *broker.Unreachable
	if errors.As(err, &unreachable) {
		return !unreachable.Timeout && !errors.Is(err, context.Canceled)
	}
	var refusal *broker.Refusal
	return errors.As(err, &refusal) && (refusal.Status == http.StatusTooManyRequests || refusal.Status >= 502)
}

// wait is 200 ms before the second attempt and 400 ms before the third.
func wait(ctx context.Context, attempt int) error {
	select {
	case <-time.After(time.Duration(attempt) * 200 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
