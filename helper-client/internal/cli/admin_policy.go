package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/admin"
	"vouch.dev/client/internal/message"
)

// maxPolicy is far above what a policy can be, and keeps a wrong file from being sent.
const maxPolicy = 4 << 20

func newPolicyCommand(flags *iamFlags) *cobra.Command {
	return group("policy", "Apply and show the policy", "vouch admin policy show", newPolicyApplyCommand(flags), newPolicyShowCommand(flags))
}

func newPolicyApplyCommand(flags *iamFlags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "apply FILE",
		Short:   "Put a policy file in force (- for standard input)",
		Long:    "Put a policy file in force, - for standard input. The server takes a whole valid policy or none of it,\nand names every problem with its line.",
		Example: "  vouch admin policy apply policy.yaml\n  vouch admin policy show | vouch admin policy apply -",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			source, err := flags.env.readPolicy(args[0])
			if err != nil {
				return message.New(message.PolicyUnreadable, err, "why", err.Error())
			}
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			applied, err := server.ApplyPolicy(cmd.Context(), source)
			var invalid *admin.InvalidPolicy
			if errors.As(err, &invalid) {
				return flags.env.showProblems(args[0], invalid.Problems, asJSON)
			}
			if err != nil {
				return iamTrouble("cannot apply the policy", err)
			}
			return flags.env.showApplied(applied, asJSON)
		},
	}
	addJSON(cmd, &asJSON)
	return cmd
}

func (env Env) showApplied(applied admin.Applied, asJSON bool) error {
	switch {
	case asJSON:
		return env.printJSON(applied)
	case !applied.Changed:
		return env.say("unchanged: the policy %s has been in force since %s", applied.Hash, clock(applied.AppliedAt))
	}
	return env.say("applied the policy %s; it decides every request from now on", applied.Hash)
}

func (env Env) readPolicy(name string) ([]byte, error) {
	in := env.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close() //nolint:errcheck // only read
		in = file
	}
	source, err := io.ReadAll(io.LimitReader(in, maxPolicy+1))
	if err == nil && len(source) > maxPolicy {
		err = fmt.Errorf("%s is longer than %d bytes", name, maxPolicy)
	}
	return source, err
}

// showProblems prints what is wrong as compilers do, one line each, on standard output: it is the result.
func (env Env) showProblems(name string, problems []admin.PolicyProblem, asJSON bool) error {
	if asJSON {
		if err := env.printJSON(map[string]any{"problems": problems}); err != nil {
			return err
		}
		return &saidAlready{message.ExitFailed}
	}
	for _, problem := range problems {
		place := name
		if problem.Line > 0 {
			place = fmt.Sprintf("%s:%d", name, problem.Line)
		}
		if err := env.say("%s: %s: %s [%s]", place, problem.Path, problem.Message, problem.Code); err != nil {
			return err
		}
	}
	count := fmt.Sprintf("%d problems", len(problems))
	if len(problems) == 1 {
		count = "1 problem"
	}
	return message.New(message.PolicyProblems, nil, "count", count, "file", name)
}

func newPolicyShowCommand(flags *iamFlags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "show",
		Short:   "Print the policy in force, as it was applied",
		Long:    "Print the policy in force, byte for byte as it was applied. Its hash, when it was applied and by whom\ngo to standard error.",
		Example: "  vouch admin policy show > policy.yaml\n  vouch admin policy show --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			server, err := flags.admin(cmd.Context())
			if err != nil {
				return err
			}
			policy, err := server.Policy(cmd.Context())
			if err != nil {
				return iamTrouble("cannot show the policy", err)
			}
			if asJSON {
				return flags.env.printJSON(policy)
			}
			// The source alone goes to standard output, so that it can be edited and applied again.
			_, _ = fmt.Fprintln(flags.env.Stderr, message.Plain(fmt.Sprintf("policy %s, applied %s by %s",
				policy.Hash, clock(policy.AppliedAt), policy.AppliedBy)))
			if _, err := io.WriteString(flags.env.Stdout, policy.Source); err != nil {
				return outputFailed(err)
			}
			return nil
		},
	}
	addJSON(cmd, &asJSON)
	return cmd
}
