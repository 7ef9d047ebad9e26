package broker

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/brokertest"
)

// onClock sets the client's clock that far ahead of the server's.
func onClock(client *Client, ahead time.Duration) *Client {
	client.now = func() time.Time { return time.Now().Add(ahead) }
	return client
}

func TestALoginIsRefusedBeforeTheBrowserOpensWhenTheClockIsOff(t *testing.T) {
	server := brokertest.New(t)
	for _, ahead := range []time.Duration{0, 50 * time.Second, -50 * time.Second} {
		if err := onClock(newClient(t, server.URL), ahead).CheckServer(t.Context()); err != nil {
			t.Errorf("%s: %v", ahead, err)
		}
	}
	for _, ahead := range []time.Duration{70 * time.Second, -70 * time.Second, time.Hour, -time.Hour} {
		err := onClock(newClient(t, server.URL), ahead).CheckServer(t.Context())
		var off *ClockOff
		if !errors.As(err, &off) || (off.Ahead-ahead).Abs() > blur {
			t.Errorf("%s: %v", ahead, err)
		}
	}
}

func TestTheLimitOfTheClockIsTheServers(t *testing.T) {
	for ahead, want := range map[time.Duration]bool{
		maxSkew - time.Second: true, maxSkew: true, maxSkew + time.Second: false,
		-maxSkew + time.Second: true, -maxSkew: true, -maxSkew - time.Second: false,
	} {
		now := time.Now().Truncate(time.Second)
		client := serving(t, nil)
		client.http.Transport = roundTrip(func(*http.Request) *http.Response {
			return answered(now.Add(-ahead), fmt.Sprintf(`{"issuer":%q}`, client.base))
		})
		client.now = func() time.Time { return now }
		var off *ClockOff
		if err := client.CheckServer(t.Context()); (err == nil) != want || (err != nil && !errors.As(err, &off)) {
			t.Errorf("%s: %v", ahead, err)
		}
	}
}

func TestAProofRefusedForItsTimeIsBlamedOnTheClock(t *testing.T) {
	server := brokertest.New(t)
	client := loggedIn(t, server)
	for ahead, refused := range map[time.Duration]bool{
		0: false, 55 * time.Second: false, -55 * time.Second: false,
		65 * time.Second: true, -65 * time.Second: true, time.Hour: true, -time.Hour: true,
	} {
		server.Set(func(s *brokertest.Settings) { s.Ahead = -ahead })
		_, err := client.Vend(t.Context(), registry(), nil, "0123456789abcdef")
		var off *ClockOff
		if isOff := errors.As(err, &off); isOff != refused || (isOff && (off.Ahead-ahead).Abs() > blur) || (!refused && err != nil) {
			t.Errorf("%s: %v", ahead, err)
		}
	}
}

func TestAProofRefusedWithoutADateKeepsTheServersWord(t *testing.T) {
	client := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = nil
		brokertest.Problem(w, http.StatusUnauthorized, "proof_expired", "made 3600 s ago", nil)
	})
	var refusal *Refusal
	if _, err := client.Vend(t.Context(), registry(), nil, "key"); !errors.As(err, &refusal) || refusal.Detail != "made 3600 s ago" {
		t.Errorf("%v", err)
	}
}

func TestACredentialEndsAtItsTimeByTheServersClock(t *testing.T) {
	server := brokertest.New(t)
	client := loggedIn(t, server)
	for _, ahead := range []time.Duration{0, 50 * time.Second, -50 * time.Second} {
		server.Set(func(s *brokertest.Settings) { s.Ahead = ahead })
		credential, err := client.Vend(t.Context(), registry(), nil, "0123456789abcdef")
		if left := time.Until(credential.ExpiresAt); err != nil || (left-time.Hour).Abs() > 2*blur {
			t.Errorf("the server %s ahead: %s left, %v", ahead, left, err)
		}
	}
}

func TestACredentialThatHasEndedIsRefused(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for left, good := range map[time.Duration]bool{time.Second: true, 0: false, -time.Second: false} {
		client := serving(t, nil)
		client.now = func() time.Time { return now }
		client.http.Transport = roundTrip(func(*http.Request) *http.Response {
			return answered(now, strings.ReplaceAll(goodCredential, "2999-01-01T00:00:00Z", now.Add(left).Format(time.RFC3339)))
		})
		_, err := client.Vend(t.Context(), registry(), nil, "key")
		var stale *Expired
		if (err == nil) != good || (err != nil && (!errors.As(err, &stale) || strings.Contains(err.Error(), "canary"))) {
			t.Errorf("%s left: %v", left, err)
		}
	}
}

func TestTheAgeOfACachedAnswerIsNotSkew(t *testing.T) {
	now := time.Now()
	client := serving(t, nil)
	client.http.Transport = roundTrip(func(*http.Request) *http.Response {
		response := answered(now.Add(-10*time.Minute), fmt.Sprintf(`{"issuer":%q}`, client.base))
		response.Header.Set("Age", "600")
		return response
	})
	if err := client.CheckServer(t.Context()); err != nil {
		t.Error(err)
	}
}
