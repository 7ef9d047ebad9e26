package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"vouch.dev/client/internal/brokertest"
)

// asks keeps the scopes of the requests for a credential.
type asks struct {
	mu     sync.Mutex
	scopes []string
}

func (a *asks) see(_ http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path != "/credentials/aws" {
		return false
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	var asked struct{ Scope json.RawMessage }
	_ = json.Unmarshal(body, &asked)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.scopes = append(a.scopes, string(asked.Scope))
	return false
}

func TestAChosenScopeReachesTheServerFromTheNextPullOn(t *testing.T) {
	m := newMachine(t)
	m.login()
	var seen asks
	m.broker.Set(func(settings *brokertest.Settings) { settings.Before = seen.see })
	for _, step := range [][]string{
		nil,
		{"scope", "set", brokertest.Host, "team-a/app", "--actions", "pull"},
		{"scope", "clear", brokertest.Host},
	} {
		if step != nil {
			if got := m.vouch(step...); got.status != 0 {
				t.Fatalf("%v: %+v", step, got)
			}
		}
		for range 2 { // the second comes from memory
			if got := m.get(brokertest.Host); got.status != 0 {
				t.Fatalf("get after %v: %+v", step, got)
			}
		}
	}
	want := []string{"", `{"repositories":["team-a/app"],"actions":["pull"]}`, ""}
	if strings.Join(seen.scopes, "\n") != strings.Join(want, "\n") {
		t.Errorf("asked within %q", seen.scopes)
	}
}

func TestStatusShowsWhatTheScopeLeaves(t *testing.T) {
	m := newMachine(t)
	m.login()
	m.vouch("scope", "set", brokertest.Host, "team-a/app", "--actions", "pull")
	got := m.vouch("status", "--json")
	var answer struct {
		Key        struct{ Model string }
		Registries []struct {
			Scope   struct{ Repositories []string }
			Allowed struct{ Pull []string }
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &answer); err != nil || got.status != 0 || len(answer.Registries) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	registry := answer.Registries[0]
	if answer.Key.Model != "Example Key 5" || registry.Scope.Repositories[0] != "team-a/app" || registry.Allowed.Pull[0] != "team-a/app" {
		t.Errorf("%+v", answer)
	}
}

func TestARegistryWhosePreviewFailsIsStillShown(t *testing.T) {
	m := newMachine(t)
	m.login()
	m.broker.Set(func(settings *brokertest.Settings) {
		settings.Before = func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "/preview") {
				return false
			}
			brokertest.Problem(w, http.StatusNotFound, "no_policy", "No policy has been applied.", nil)
			return true
		}
	})
	if got := m.vouch("status"); got.status != 0 || !strings.Contains(got.stdout, "No policy has been applied") || !strings.Contains(got.stdout, brokertest.Host) {
		t.Errorf("%+v", got)
	}
}
