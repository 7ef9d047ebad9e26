package scope

import (
	"errors"
	"strings"
	"testing"
)

func TestAScopeHasOneForm(t *testing.T) {
	made, err := New([]string{"team-b/app", "team-a/**", "team-b/app"}, []string{"push"})
	if err != nil || made.String() != "pull and push of team-a/**, team-b/app" {
		t.Errorf("%v, %v", made, err)
	}
}

func TestWhatIsNoRepositoryIsRefused(t *testing.T) {
	for text, good := range map[string]bool{
		"team-a/app": true, "ab": true, "a": false, "team-a/**": true, "a/**": true, "**": false, "/**": false,
		"team-a/*": false, "Team/app": false, "team//app": false, "-a/b": false, "a/b-": false, "": false, "a b": false, "a/b:1": false,
		strings.Repeat("a", 256): true, strings.Repeat("a", 257): false,
		strings.Repeat("a", 254) + "/**": true, strings.Repeat("a", 255) + "/**": false,
	} {
		_, err := New([]string{text}, []string{Pull})
		var wrong *PatternError
		if good != (err == nil) || (!good && !errors.As(err, &wrong)) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAScopeHasOneToFiftyRepositories(t *testing.T) {
	var names []string
	for i := range MaxRepositories + 1 {
		names = append(names, "team/"+strings.Repeat("a", i+1))
	}
	for count, want := range map[int]error{0: ErrRepositories, 1: nil, 50: nil, 51: ErrRepositories} {
		if _, err := New(names[:count], []string{Pull}); !errors.Is(err, want) {
			t.Errorf("%d: %v", count, err)
		}
	}
}

func TestOnlyPullAndPushAreActions(t *testing.T) {
	for _, actions := range [][]string{nil, {"delete"}, {"pull", "delete"}, {""}} {
		if _, err := New([]string{"team-a/app"}, actions); !errors.Is(err, ErrActions) {
			t.Errorf("%v: %v", actions, err)
		}
	}
}

func TestAScopeHoldsWhatItNamesAndNoMore(t *testing.T) {
	made, err := New([]string{"team-a/**", "team-b/app"}, []string{Pull})
	if err != nil {
		t.Fatal(err)
	}
	for repository, want := range map[string]bool{
		"team-a/x": true, "team-a/x/y": true, "team-a": false, "team-ab/x": false, "team-b/app": true, "team-b/app2": false, "team-b": false,
	} {
		if made.Holds(repository, Pull) != want || made.Holds(repository, Push) {
			t.Errorf("%s: pull %v, push %v", repository, made.Holds(repository, Pull), made.Holds(repository, Push))
		}
	}
}

func TestNoScopeIsTheSameAsNoScopeOnly(t *testing.T) {
	one, other := Scope{[]string{"a/b"}, []string{Pull}}, Scope{[]string{"a/b"}, []string{Pull, Push}}
	if !Same(nil, nil) || Same(nil, &one) || Same(&one, nil) || Same(&one, &other) || !Same(&one, &Scope{[]string{"a/b"}, []string{Pull}}) {
		t.Error("Same mixes them up")
	}
}
