// Package iamtest is a server for tests that opens its routes to one AWS identity, and checks each signature itself:
// Signature Version 4 as "Signing AWS API requests" in the IAM User Guide has it, written apart from the SDK that signs.
package iamtest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The identity and Region that the server takes.
const (
	AccessKey    = "AKIDEXAMPLE"
	SecretKey    = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
	SessionToken = "session/token+example=="
	Region       = "eu-central-1"
)

// Identify makes the test's environment lead the AWS SDK to that identity, and to nothing else on the machine.
func Identify(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": AccessKey, "AWS_SECRET_ACCESS_KEY": SecretKey, "AWS_SESSION_TOKEN": SessionToken,
		"AWS_REGION": Region, "AWS_DEFAULT_REGION": "", "AWS_PROFILE": "", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
		"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
	} {
		t.Setenv(name, value)
	}
}

// Serve starts a server whose handler sees only requests with a good signature.
func Serve(t *testing.T, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = check(r, body)
		}
		if err != nil {
			Problem(w, http.StatusForbidden, "bad_signature", err.Error())
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// JSON answers with a JSON document.
func JSON(w http.ResponseWriter, status int, document string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, document)
}

// Problem answers with an RFC 9457 problem; members is more of its JSON, each part beginning with a comma.
func Problem(w http.ResponseWriter, status int, code, detail string, members ...string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	quoted, _ := json.Marshal(detail) // a string always encodes
	_, _ = fmt.Fprintf(w, `{"type":"urn:vouch:error:%s","title":"Refused","status":%d,"code":%q,"detail":%s,"help":"Do better."%s}`,
		code, status, code, quoted, strings.Join(members, ""))
}

func check(r *http.Request, body []byte) error {
	rest, found := strings.CutPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ")
	if !found {
		return errors.New("no AWS signature")
	}
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		parts[name] = value
	}
	date := r.Header.Get("X-Amz-Date")
	at, err := time.Parse("20060102T150405Z", date)
	if err != nil || time.Since(at).Abs() > 5*time.Minute {
		return fmt.Errorf("X-Amz-Date %q is not of now", date)
	}
	scope := date[:8] + "/" + Region + "/execute-api/aws4_request"
	if want := AccessKey + "/" + scope; parts["Credential"] != want {
		return fmt.Errorf("credential %q, want %q", parts["Credential"], want)
	}
	names := strings.Split(parts["SignedHeaders"], ";")
	for _, must := range []string{"host", "x-amz-date", "x-amz-security-token"} {
		if !slices.Contains(names, must) {
			return fmt.Errorf("%s is not signed", must)
		}
	}
	if r.Header.Get("X-Amz-Security-Token") != SessionToken {
		return errors.New("another session token")
	}
	text := "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hash(canonical(r, body, names))
	if want := hex.EncodeToString(sign(date[:8], text)); parts["Signature"] != want {
		return errors.New("the signature does not match the request")
	}
	return nil
}

func canonical(r *http.Request, body []byte, names []string) string {
	rawPath, rawQuery, _ := strings.Cut(r.RequestURI, "?")
	var headers strings.Builder
	for _, name := range names {
		value := strings.Join(r.Header.Values(name), ",")
		switch name {
		case "host":
			value = r.Host
		case "content-length": // Go's server takes it out of the header
			value = strconv.FormatInt(r.ContentLength, 10)
		}
		headers.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	return strings.Join([]string{
		r.Method, encodePath(rawPath), canonicalQuery(rawQuery), headers.String(), strings.Join(names, ";"), hash(string(body)),
	}, "\n")
}

// encodePath encodes the path as it came over the wire once more, for every service but S3.
func encodePath(raw string) string {
	segments := strings.Split(raw, "/")
	for i := range segments {
		segments[i] = encode(segments[i])
	}
	return strings.Join(segments, "/")
}

func canonicalQuery(raw string) string {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return "malformed"
	}
	var pairs []string
	for name, list := range values {
		for _, value := range list {
			pairs = append(pairs, encode(name)+"="+encode(value))
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

func encode(text string) string {
	var out strings.Builder
	for _, c := range []byte(text) {
		if strings.IndexByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~", c) >= 0 {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}

func sign(day, text string) []byte {
	key := []byte("AWS4" + SecretKey)
	for _, part := range []string{day, Region, "execute-api", "aws4_request", text} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return key
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
