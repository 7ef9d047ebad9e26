package login

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/brokertest"
)

// answeringToken makes the server answer the exchange of the code in another way.
func answeringToken(server *brokertest.Server, answer http.HandlerFunc) {
	server.Set(func(s *brokertest.Settings) {
		s.Before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/oauth/token" {
				return false
			}
			answer(w, r)
			return true
		}
	})
}

func TestAServerThatNeverTakesTheCodeEndsTheLoginInTime(t *testing.T) {
	server := brokertest.New(t)
	w := begin(t, server)
	w.attempt.within = 30 * time.Millisecond
	answeringToken(server, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or a client that leaves is not noticed
		<-r.Context().Done()
	})
	status, page := w.bring("GET", "/callback", "", w.good())
	var unreachable *broker.Unreachable
	if err := <-w.ended; !errors.As(err, &unreachable) || unreachable.Code() != broker.CodeTimeout {
		t.Errorf("%v", err)
	}
	if status != 400 || !strings.Contains(page, "The terminal says why") {
		t.Errorf("%d %s", status, page)
	}
}

func TestWhatBecameOfTheExchangeIsToldToBothSides(t *testing.T) {
	for name, row := range map[string]struct {
		answer http.HandlerFunc
		is     func(error) bool
	}{
		"a refusal": {
			func(w http.ResponseWriter, _ *http.Request) { brokertest.Problem(w, 400, "code_expired", "late", nil) },
			func(err error) bool {
				var refusal *broker.Refusal
				return errors.As(err, &refusal) && refusal.Code == "code_expired"
			},
		},
		"a sign-in page": {
			func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") },
			func(err error) bool {
				var garbage *broker.Garbage
				return errors.As(err, &garbage) && garbage.Code() == broker.CodeGarbage
			},
		},
		"a token for another type": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, `{"access_token":"canary","token_type":"Bearer","expires_in":60,"session_id":"s","user":"u"}`)
			},
			func(err error) bool {
				var garbage *broker.Garbage
				return errors.As(err, &garbage) && garbage.Code() == broker.CodeMalformed && !strings.Contains(err.Error(), "canary")
			},
		},
	} {
		server := brokertest.New(t)
		w := begin(t, server)
		answeringToken(server, row.answer)
		status, page := w.bring("GET", "/callback", "", w.good())
		if err := <-w.ended; !row.is(err) || w.session.User != "" {
			t.Errorf("%s: %v", name, err)
		}
		if status != 400 || !strings.Contains(page, "The login did not succeed") {
			t.Errorf("%s: %d %s", name, status, page)
		}
	}
}
