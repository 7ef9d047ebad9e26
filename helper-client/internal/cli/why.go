package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/registryhost"
	"vouch.dev/client/internal/scope"
)

// whyAnswer is `vouch why --json`.
type whyAnswer struct {
	Registry   string `json:"registry"`
	Repository string `json:"repository"`
	Action     string `json:"action"`
	*agentproto.Explanation
	Scope   *scope.Scope `json:"scope"` // the chosen one; null: all that is allowed
	InScope bool         `json:"in_scope"`
}

func newWhyCommand(env Env) *cobra.Command {
	var push, asJSON bool
	cmd := &cobra.Command{
		Use:   "why HOST/REPOSITORY",
		Short: "Explain why a pull or a push is allowed or refused",
		Long: "Explain why a pull (or, with --push, a push) is allowed or refused: the decision, the\n" +
			"rule and its owner. No credential is made. Exit status 0 means allowed, 4 refused, by the policy\n" +
			"or by the scope that you chose.",
		Example:           "  vouch why 123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app --push",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: env.completeReference,
		RunE: func(cmd *cobra.Command, args []string) error {
			asked := whyAnswer{Action: "pull"}
			if push {
				asked.Action = "push"
			}
			if err := env.explain(cmd, args[0], &asked); err != nil {
				return err
			}
			return env.printWhy(asked, asJSON)
		},
	}
	cmd.Flags().BoolVar(&push, "push", false, "ask about a push")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (env Env) explain(cmd *cobra.Command, reference string, asked *whyAnswer) error {
	host, repository, found := splitReference(reference)
	if !found {
		return message.New(message.ReferenceForm, nil, "reference", reference)
	}
	list, err := env.servedHosts()
	if err != nil {
		return err
	}
	entry, err := findServed(list, host)
	if err != nil {
		return err
	}
	asked.Registry, asked.Repository = string(entry.Host), repository
	answer, err := env.ask(cmd.Context(), agentproto.Request{
		Op: agentproto.OpExplain, Host: asked.Registry, Repository: repository, Action: asked.Action,
	})
	if err != nil {
		return err
	}
	if answer.Explanation == nil {
		return agentTrouble(agentproto.ErrGarbage)
	}
	asked.Explanation = answer.Explanation
	return env.compareScope(entry.Host, asked)
}

// compareScope tells whether the next credential covers what the policy allows.
func (env Env) compareScope(host registryhost.Host, asked *whyAnswer) error {
	folder, err := env.scopes()
	if err != nil {
		return err
	}
	asked.Scope, err = folder.Read(host)
	if err != nil {
		return message.New(message.ScopeUnreadable, err, "registry", string(host), "why", err.Error())
	}
	asked.InScope = asked.Scope == nil || asked.Scope.Holds(asked.Repository, asked.Action)
	return nil
}

// splitReference takes an image reference apart; tag and digest do not matter.
func splitReference(reference string) (host, repository string, found bool) {
	for _, scheme := range []string{"https://", "http://", "oci://"} {
		reference = strings.TrimPrefix(reference, scheme)
	}
	host, repository, _ = strings.Cut(reference, "/")
	repository, _, _ = strings.Cut(repository, "@")
	repository, _, _ = strings.Cut(repository, ":")
	repository = strings.TrimSuffix(repository, "/")
	return host, repository, host != "" && repository != ""
}

func (env Env) printWhy(asked whyAnswer, asJSON bool) error {
	var err error
	if asJSON {
		err = env.printJSON(asked)
	} else {
		_, err = fmt.Fprint(env.Stdout, asked.text())
	}
	if err == nil && (asked.Decision != "allowed" || !asked.InScope) {
		return &saidAlready{message.ExitRefused}
	}
	return err
}

func (asked whyAnswer) text() string {
	var text strings.Builder
	line := func(format string, values ...any) {
		text.WriteString(message.Plain(fmt.Sprintf(format, values...)) + "\n")
	}
	line("%s: %s %s/%s", asked.Decision, asked.Action, asked.Registry, asked.Repository)
	if rule := asked.Rule; rule != nil {
		owner := ""
		if rule.Owner != "" {
			owner = ", owned by " + rule.Owner
		}
		line("  rule: %s %q%s", rule.Kind, rule.Name, owner)
	}
	if asked.Detail != "" {
		line("  why: %s (%s)", asked.Detail, asked.Reason)
	} else {
		line("  why: %s", asked.Reason)
	}
	if asked.Help != "" {
		line("  help: %s", asked.Help)
	}
	if !asked.InScope {
		line("  scope: you chose only %s; to widen it: vouch scope clear %s", asked.Scope, asked.Registry)
	}
	return text.String()
}
