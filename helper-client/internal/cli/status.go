package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/registryhost"
	"vouch.dev/client/internal/scope"
)

// statusAnswer is `vouch status --json`.
type statusAnswer struct {
	LoggedIn bool         `json:"logged_in"`
	Code     message.Code `json:"code,omitempty"`   // why not
	Reason   string       `json:"reason,omitempty"` // the same for people
	*agentproto.Status
	Remaining  int64            `json:"remaining,omitempty"` // of the session, in seconds
	Registries []statusRegistry `json:"registries,omitempty"`
}

// statusRegistry is one registry: what is chosen, what that leaves, what is in memory.
type statusRegistry struct {
	agentproto.Registry
	Scope   *scope.Scope        `json:"scope"`             // null: all that is allowed
	Allowed *agentproto.Allowed `json:"allowed"`           // null: could not be told
	Trouble string              `json:"trouble,omitempty"` // why not
}

func newStatusCommand(env Env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show who is logged in, with which key, until when, and for what",
		Long: "Show who is logged in, with which security key and until when; and for each registry what may be\n" +
			"pulled and pushed now, the scope that you chose (vouch scope), and the credential in memory.",
		Example: "  vouch status\n  vouch status --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := env.ask(cmd.Context(), agentproto.Request{Op: agentproto.OpStatus})
			if err == nil && answer.Status == nil {
				err = agentTrouble(agentproto.ErrGarbage)
			}
			if err != nil {
				return env.notLoggedIn(err, asJSON)
			}
			registries, err := env.survey(cmd.Context(), answer.Status.Registries)
			if err != nil {
				return err
			}
			now := time.Now()
			if asJSON {
				left := int64(answer.Status.ExpiresAt.Sub(now).Seconds())
				return env.printJSON(statusAnswer{LoggedIn: true, Status: answer.Status, Remaining: left, Registries: registries})
			}
			return env.printStatus(*answer.Status, registries, now)
		},
	}
	addJSON(cmd, &asJSON)
	return cmd
}

// notLoggedIn is a result, and the only document that --json gives. Any other
// failure leaves open whether somebody is logged in, and is an error as everywhere.
func (env Env) notLoggedIn(failure error, asJSON bool) error {
	told := message.Of(failure)
	if !asJSON || told.Exit != message.ExitNotLoggedIn {
		return failure
	}
	if err := env.printJSON(statusAnswer{Code: told.Code, Reason: failure.Error()}); err != nil {
		return err
	}
	return &saidAlready{told.Exit}
}

// survey asks about each registry, some at the same time.
func (env Env) survey(ctx context.Context, registries []agentproto.Registry) ([]statusRegistry, error) {
	places, err := env.places()
	if err != nil {
		return nil, err
	}
	scopes := scope.Folder(places.ScopesFolder())
	told := make([]statusRegistry, len(registries))
	slots := make(chan struct{}, 8)
	var asked sync.WaitGroup
	for i, registry := range registries {
		asked.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			told[i] = env.surveyed(ctx, scopes, registry)
		})
	}
	asked.Wait()
	return told, nil
}

func (env Env) surveyed(ctx context.Context, scopes scope.Folder, registry agentproto.Registry) statusRegistry {
	told := statusRegistry{Registry: registry}
	chosen, err := scopes.Read(registryhost.Host(registry.Host))
	if err != nil {
		told.Trouble = err.Error()
		return told
	}
	told.Scope = chosen
	answer, err := env.ask(ctx, agentproto.Request{Op: agentproto.OpPreview, Host: registry.Host})
	switch {
	case err != nil:
		told.Trouble = err.Error()
	case answer.Allowed == nil:
		told.Trouble = agentproto.ErrGarbage.Error()
	default:
		told.Allowed = answer.Allowed
	}
	return told
}

func (env Env) printStatus(status agentproto.Status, registries []statusRegistry, now time.Time) error {
	if err := env.say("Logged in to %s as %s", status.Server, status.User); err != nil {
		return err
	}
	rows := newFields(env.Stdout)
	rows.row("  until", until(status.ExpiresAt, now)+confirmation(status))
	rows.row("  key", keyText(status.Key))
	rows.row("  groups", strings.Join(status.Groups, ", "))
	for _, registry := range registries {
		rows.row()
		rows.row(fmt.Sprintf("%s (%s)", registry.Host, registry.Provider))
		registry.show(rows, now)
	}
	return rows.flush()
}

func (r statusRegistry) show(rows *table, now time.Time) {
	if r.Trouble != "" {
		rows.row("  unknown", r.Trouble)
	}
	if r.Allowed != nil {
		rows.row("  pull", patterns(r.Allowed.Pull, r.Allowed.NoPull))
		rows.row("  push", patterns(r.Allowed.Push, append(append([]string{}, r.Allowed.NoPull...), r.Allowed.NoPush...)))
	}
	chosen := "all that is allowed"
	if r.Scope != nil {
		chosen = "only " + r.Scope.String()
	}
	rows.row("  scope", chosen)
	cached := "none"
	if r.CachedUntil != nil {
		cached = "until " + until(*r.CachedUntil, now)
	}
	rows.row("  credential in memory", cached)
}

func confirmation(status agentproto.Status) string {
	if status.Confirmed {
		return ""
	}
	return "; the server could not be asked just now"
}

func keyText(key *agentproto.Key) string {
	if key == nil {
		return "unknown as long as the server cannot be asked"
	}
	return fmt.Sprintf("%s (%s)", key.Model, key.ID)
}

// patterns is a list of repositories for a person.
func patterns(allowed, except []string) string {
	if len(allowed) == 0 {
		return "nothing"
	}
	text := strings.Join(allowed, ", ")
	if len(except) > 0 {
		text += ", but not " + strings.Join(except, ", ")
	}
	return text
}

// until is a time and how far away it is.
func until(at, now time.Time) string {
	left := at.Sub(now).Truncate(time.Second)
	if left <= 0 {
		return at.Local().Format(time.DateTime) + " (over)"
	}
	return fmt.Sprintf("%s (in %s)", at.Local().Format(time.DateTime), span(left))
}

// span is a duration as people say it: the two largest units.
func span(d time.Duration) string {
	hours, minutes, seconds := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	switch {
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	case minutes > 0:
		return fmt.Sprintf("%d min %d s", minutes, seconds)
	}
	return fmt.Sprintf("%d s", seconds)
}

func (env Env) say(format string, args ...any) error {
	_, err := fmt.Fprintln(env.Stdout, message.Plain(fmt.Sprintf(format, args...)))
	if err != nil {
		return outputFailed(err)
	}
	return nil
}
