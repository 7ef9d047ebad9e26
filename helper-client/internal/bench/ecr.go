package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"
)

// ecrStub is the one operation of Amazon ECR that the peer calls.
type ecrStub struct {
	*httptest.Server

	calls   atomic.Int64
	latency atomic.Int64 // nanoseconds
}

const peerPassword = "peer-password"

func newECRStub() *ecrStub {
	stub := &ecrStub{}
	stub.Server = httptest.NewServer(http.HandlerFunc(stub.token))
	return stub
}

func (s *ecrStub) token(w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".GetAuthorizationToken") {
		http.Error(w, "{}", http.StatusBadRequest)
		return
	}
	s.calls.Add(1)
	<-time.After(time.Duration(s.latency.Load()))
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_ = json.NewEncoder(w).Encode(map[string]any{"authorizationData": []map[string]any{{ //nolint:errchkjson // plain values
		"authorizationToken": base64.StdEncoding.EncodeToString([]byte("AWS:" + peerPassword)),
		"expiresAt":          time.Now().Add(12 * time.Hour).Unix(),
		"proxyEndpoint":      "https://" + servedHost,
	}}})
}
