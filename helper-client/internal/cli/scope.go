package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/registryhost"
	"vouch.dev/client/internal/scope"
)

func newScopeCommand(env Env) *cobra.Command {
	cmd := group("scope", "Choose a narrower scope for the credentials of a registry", "vouch scope show",
		newScopeSetCommand(env), newScopeShowCommand(env), newScopeClearCommand(env))
	cmd.Long = "Choose a narrower scope for the credentials of a registry.\n\n" +
		"Without one a credential is good for all that the policy allows you in its registry. With one it is\n" +
		"good for what the policy allows and the scope names. A scope never allows more, holds from the next\n" +
		"pull or push on, and stays until it is cleared."
	cmd.Example = "  vouch scope set 123456789012.dkr.ecr.us-east-1.amazonaws.com team-a/app --actions pull\n  vouch scope show"
	return cmd
}

func (env Env) scopes() (scope.Folder, error) {
	places, err := env.places()
	return scope.Folder(places.ScopesFolder()), err
}

func newScopeSetCommand(env Env) *cobra.Command {
	var actions []string
	cmd := &cobra.Command{
		Use:   "set HOST REPOSITORY...",
		Short: "Narrow the credentials of a registry to these repositories",
		Long: "Narrow the credentials of a registry to these repositories, each a name such as team-a/app, or a\n" +
			"path such as 'team-a/**', and with --actions pull to pulls. It replaces the scope chosen before.",
		Example: "  vouch scope set 123456789012.dkr.ecr.us-east-1.amazonaws.com team-a/app 'team-b/**'\n" +
			"  vouch scope set 123456789012.dkr.ecr.us-east-1.amazonaws.com team-a/app --actions pull",
		Args:              cobra.MinimumNArgs(2),
		ValidArgsFunction: env.completeHost,
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.setScope(cmd.Context(), args[0], args[1:], actions)
		},
	}
	cmd.Flags().StringSliceVar(&actions, "actions", []string{scope.Pull, scope.Push}, "pull, or pull,push")
	_ = cmd.RegisterFlagCompletionFunc("actions", cobra.FixedCompletions([]string{scope.Pull, "pull,push"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (env Env) setScope(ctx context.Context, host string, repositories, actions []string) error {
	list, err := env.servedHosts()
	if err != nil {
		return err
	}
	entry, err := findServed(list, host)
	if err != nil {
		return err
	}
	chosen, err := scope.New(repositories, actions)
	if err != nil {
		return message.New(message.ScopeMalformed, err, "why", err.Error())
	}
	folder, err := env.scopes()
	if err != nil {
		return err
	}
	if err := folder.Write(entry.Host, chosen); err != nil {
		return message.New(message.ScopeUnwritten, err, "registry", string(entry.Host), "why", err.Error())
	}
	if err := env.say("%s: from now on only %s", entry.Host, chosen); err != nil {
		return err
	}
	return env.sayWhatIsLeft(ctx, entry.Host)
}

// sayWhatIsLeft shows what a scope leaves of what is allowed. Nobody has to be
// logged in to choose a scope, so that it cannot be told is no failure.
func (env Env) sayWhatIsLeft(ctx context.Context, host registryhost.Host) error {
	answer, err := env.ask(ctx, agentproto.Request{Op: agentproto.OpPreview, Host: string(host)})
	if err != nil || answer.Allowed == nil {
		return nil //nolint:nilerr // see above
	}
	left := *answer.Allowed
	if len(left.Pull) == 0 {
		env.warn("nothing that the policy allows you is in this scope; undo it with: vouch scope clear %s", host)
		return nil
	}
	if err := env.say("  pull: %s", patterns(left.Pull, left.NoPull)); err != nil {
		return err
	}
	return env.say("  push: %s", patterns(left.Push, append(left.NoPull, left.NoPush...)))
}

// scopeLine is one registry in `vouch scope show --json`.
type scopeLine struct {
	Host   registryhost.Host `json:"host"`
	Served bool              `json:"served"`
	Scope  *scope.Scope      `json:"scope"` // null: all that is allowed
}

func newScopeShowCommand(env Env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "show [HOST]",
		Aliases:           []string{"list"},
		Short:             "Show the chosen scope of each registry",
		Long:              "Show the chosen scope of each registry, or of one. vouch status shows what it leaves.",
		Example:           "  vouch scope show\n  vouch scope list --json",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: env.completeHost,
		RunE: func(_ *cobra.Command, args []string) error {
			lines, err := env.scopeLines(args)
			if err != nil {
				return err
			}
			if asJSON {
				return env.printJSON(map[string]any{"registries": lines})
			}
			rows := newTable(env.Stdout, "REGISTRY", "SCOPE")
			for _, line := range lines {
				rows.row(string(line.Host), line.text())
			}
			return rows.flush()
		},
	}
	addJSON(cmd, &asJSON)
	return cmd
}

func (l scopeLine) text() string {
	text := "all that is allowed"
	if l.Scope != nil {
		text = "only " + l.Scope.String()
	}
	if !l.Served {
		text += " (the server does not serve this registry)"
	}
	return text
}

// scopeLines has the served registries first, then those that only have a scope.
func (env Env) scopeLines(args []string) ([]scopeLine, error) {
	list, err := env.servedHosts()
	if err != nil {
		return nil, err
	}
	if len(args) == 1 {
		entry, err := findServed(list, args[0])
		if err != nil {
			return nil, err
		}
		list = hostsfile.List{entry}
	}
	folder, err := env.scopes()
	if err != nil {
		return nil, err
	}
	lines := make([]scopeLine, 0, len(list))
	for _, entry := range list {
		lines = append(lines, scopeLine{Host: entry.Host, Served: true})
	}
	if len(args) == 0 {
		if lines, err = unserved(folder, lines); err != nil {
			return nil, err
		}
	}
	for i, line := range lines {
		if lines[i].Scope, err = folder.Read(line.Host); err != nil {
			return nil, message.New(message.ScopeUnreadable, err, "registry", string(line.Host), "why", err.Error())
		}
	}
	return lines, nil
}

func unserved(folder scope.Folder, lines []scopeLine) ([]scopeLine, error) {
	hosts, err := folder.Hosts()
	if err != nil {
		return nil, message.New(message.ScopeUnreadable, err, "registry", "any registry", "why", err.Error())
	}
	for _, host := range hosts {
		if !slices.ContainsFunc(lines, func(line scopeLine) bool { return line.Host == host }) {
			lines = append(lines, scopeLine{Host: host})
		}
	}
	return lines, nil
}

func newScopeClearCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use:               "clear HOST",
		Short:             "Make the credentials of a registry good for all that is allowed again",
		Long:              "Forget the chosen scope of a registry: its credentials are good for all that is allowed again.",
		Example:           "  vouch scope clear 123456789012.dkr.ecr.us-east-1.amazonaws.com",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: env.completeHost,
		RunE: func(_ *cobra.Command, args []string) error {
			host, err := registryhost.Parse(args[0]) // a registry that is served no more may have one too
			if err != nil {
				return message.New(message.RegistryMalformed, err, "registry", args[0], "why", err.Error())
			}
			folder, err := env.scopes()
			if err != nil {
				return err
			}
			was, err := folder.Clear(host)
			switch {
			case err != nil:
				return message.New(message.ScopeUnwritten, err, "registry", string(host), "why", err.Error())
			case !was:
				return env.say("%s: no scope was chosen", host)
			}
			return env.say("%s: from now on all that is allowed", host)
		},
	}
}
