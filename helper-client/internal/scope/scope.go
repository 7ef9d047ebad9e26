// Package scope is what a person wants of all that the policy allows in one
// registry: repositories and actions. A scope takes away and never adds, and the
// server decides what is left. It is no secret.
package scope

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The actions. With push there is always pull: a push asks first which layers are there.
const (
	Pull = "pull"
	Push = "push"
)

// MaxRepositories is the server's limit of one scope.
const MaxRepositories = 50

const (
	suffix    = "/**"
	minName   = 2
	maxName   = 256
	maxPrefix = maxName - 2
)

// Scope names repositories, exactly or with everything under a path (team-a/**), and actions.
type Scope struct {
	Repositories []string `json:"repositories"`
	Actions      []string `json:"actions"`
}

// Reasons why a scope is refused.
var (
	ErrRepositories = fmt.Errorf("a scope names 1 to %d repositories", MaxRepositories)
	ErrActions      = errors.New("a scope has the actions pull, or pull and push")
)

// PatternError means that a text names no repository and no path of repositories.
type PatternError struct{ Text string }

func (p *PatternError) Error() string {
	return fmt.Sprintf("%q is no repository such as team-a/app, and no path such as team-a/**", p.Text)
}

// New makes a scope in its one form: sorted, nothing twice, push with pull.
func New(repositories, actions []string) (Scope, error) {
	made := Scope{Repositories: sorted(repositories), Actions: sorted(actions)}
	if slices.Contains(made.Actions, Push) {
		made.Actions = []string{Pull, Push}
	}
	return made, made.check()
}

func (s Scope) check() error {
	if len(s.Repositories) == 0 || len(s.Repositories) > MaxRepositories {
		return ErrRepositories
	}
	for _, text := range s.Repositories {
		if !isPattern(text) {
			return &PatternError{text}
		}
	}
	if !slices.Equal(s.Actions, []string{Pull}) && !slices.Equal(s.Actions, []string{Pull, Push}) {
		return ErrActions
	}
	return nil
}

// Holds tells whether the scope names the action on the repository.
func (s Scope) Holds(repository, action string) bool {
	return slices.Contains(s.Actions, action) && slices.ContainsFunc(s.Repositories, func(pattern string) bool {
		prefix, isPath := strings.CutSuffix(pattern, suffix)
		return pattern == repository || (isPath && strings.HasPrefix(repository, prefix+"/"))
	})
}

// String is how people see a scope.
func (s Scope) String() string {
	return strings.Join(s.Actions, " and ") + " of " + strings.Join(s.Repositories, ", ")
}

// Same tells whether two scopes are one; nil is no scope at all.
func Same(one, other *Scope) bool {
	if one == nil || other == nil {
		return one == other
	}
	return slices.Equal(one.Repositories, other.Repositories) && slices.Equal(one.Actions, other.Actions)
}

func sorted(texts []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(texts)))
}

func isPattern(text string) bool {
	if prefix, isPath := strings.CutSuffix(text, suffix); isPath {
		return len(prefix) <= maxPrefix && isRepositoryPath(prefix)
	}
	return len(text) >= minName && len(text) <= maxName && isRepositoryPath(text)
}

// isRepositoryPath is ECR's grammar without the length: no separator first, last, or beside another.
func isRepositoryPath(text string) bool {
	separated := true
	for i := range len(text) {
		switch c := text[i]; {
		case c == '.' || c == '_' || c == '-' || c == '/':
			if separated {
				return false
			}
			separated = true
		case (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'):
			separated = false
		default:
			return false
		}
	}
	return !separated
}
