package agent

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/scope"
)

// chooses is `vouch scope set`.
func (w *wallet) chooses(repository string) *scope.Scope {
	w.t.Helper()
	chosen, err := scope.New([]string{repository}, []string{scope.Pull})
	if err == nil {
		err = w.session.scopes.Write(host, chosen)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return &chosen
}

func (w *wallet) clears() {
	w.t.Helper()
	if _, err := w.session.scopes.Clear(host); err != nil {
		w.t.Fatal(err)
	}
}

func TestAChangedScopeHoldsFromTheNextRequestOn(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		app := w.chooses("team-a/app")
		w.gets("2")
		w.gets("2")
		other := w.chooses("team-a/other")
		w.gets("3")
		w.clears()
		w.gets("4")
		want := []*scope.Scope{nil, app, other, nil}
		for i, within := range w.server.within {
			if !scope.Same(within, want[i]) {
				t.Errorf("mint %d within %v", i+1, within)
			}
		}
	})
}

func TestTheSameScopeChosenAgainKeepsTheCredential(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.chooses("team-a/app")
		w.gets("1")
		w.chooses("team-a/app")
		w.gets("1")
	})
}

func TestARefreshStaysWithinTheScope(t *testing.T) {
	inBubble(t, func(w *wallet) {
		app := w.chooses("team-a/app")
		w.gets("1")
		w.after(refresh)
		w.gets("2")
		if len(w.server.within) != 2 || !scope.Same(w.server.within[1], app) {
			t.Errorf("%v", w.server.within)
		}
	})
}

func TestNothingIsRefreshedForAScopeThatHasChanged(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		w.chooses("team-a/app")
		w.after(refresh)
		if w.server.count() != 1 {
			t.Errorf("%d mints", w.server.count())
		}
		w.gets("2")
	})
}

func TestARequestUnderWayForAnotherScopeIsNotShared(t *testing.T) {
	inBubble(t, func(w *wallet) {
		slow := make(chan struct{})
		w.server.failing(func(context.Context) error { <-slow; return nil })
		answers := make(chan string, 2)
		ask := func() { got, _ := w.get(); answers <- got }
		go ask()
		w.after(time.Second)
		w.chooses("team-a/app")
		go ask()
		w.after(time.Second)
		close(slow)
		<-answers
		<-answers
		if w.server.count() != 2 {
			t.Errorf("%d mints", w.server.count())
		}
		// The earlier answer may have come last: it costs a request, and is not handed out.
		if got, err := w.get(); err != nil || got == "1" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestAScopeThatCannotBeReadIsARefusalAndNoWiderCredential(t *testing.T) {
	inBubble(t, func(w *wallet) {
		w.gets("1")
		file := filepath.Join(string(w.session.scopes), host+".json")
		if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := w.get()
		var unreadable *scope.Unreadable
		if !errors.As(err, &unreadable) || problem("no credential", err).Run != "vouch scope clear "+host+", then choose again" {
			t.Errorf("%v", err)
		}
		if w.session.told().Registries[0].CachedUntil != nil {
			t.Error("status shows a credential of another scope")
		}
		w.clears()
		w.gets("1")
	})
}

func TestStatusTellsTheKeyOnceTheServerHas(t *testing.T) {
	inBubble(t, func(w *wallet) {
		if told := w.session.told(); told.Key != nil || told.Groups == nil {
			t.Errorf("%+v", told)
		}
		end := w.session.who.ExpiresAt
		w.session.learn(broker.Session{Groups: []string{"platform"}, Key: broker.Key{ID: "k", Model: "M", AAGUID: "a"}})
		told := w.session.told()
		if *told.Key != (agentproto.Key{ID: "k", Model: "M", AAGUID: "a"}) || told.Groups[0] != "platform" || !told.ExpiresAt.Equal(end) {
			t.Errorf("%+v", told)
		}
	})
}
