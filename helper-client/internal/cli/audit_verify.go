package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/audit"
	"vouch.dev/client/internal/message"
)

func newAuditVerifyCommand(flags *iamFlags) *cobra.Command {
	var from string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Verify chains, and follow each credential to the touch of an enrolled key",
		Long: "Verify that no record was changed, taken out or put in, and that each credential goes back to\n" +
			"a touch of the security key that was enrolled for its user.\n\n" +
			"Exit status: 0 verified, 1 not verified (the first bad record is named); see vouch help exit-codes.",
		Example:     "  vouch audit verify\n  vouch audit verify --from log.jsonl --json",
		Annotations: waitingFor("reading and verifying the log"),
		Args:        cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			result, err := flags.verify(cmd.Context(), from)
			if err != nil {
				return err
			}
			if asJSON {
				err = flags.env.printJSON(result)
			} else {
				err = flags.env.showResult(result)
			}
			if err == nil && !result.Verified {
				err = &saidAlready{message.ExitFailed}
			}
			return err
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "an export to verify, - for standard input (default: what the server has now)")
	addJSON(cmd, &asJSON)
	return cmd
}

func (f *iamFlags) verify(ctx context.Context, from string) (audit.Result, error) {
	if from == "" {
		remote, err := f.audit(ctx)
		if err != nil {
			return audit.Result{}, err
		}
		result, err := audit.VerifyRemote(ctx, remote)
		if err != nil {
			return audit.Result{}, iamTrouble("cannot read the audit log", err)
		}
		return result, nil
	}
	in := f.env.Stdin
	if from != "-" {
		file, err := os.Open(from)
		if err != nil {
			return audit.Result{}, message.New(message.ExportMissing, err, "why", err.Error())
		}
		defer file.Close() //nolint:errcheck // only read
		in = io.Reader(file)
	}
	result, err := audit.VerifyExport(in)
	if err != nil {
		return audit.Result{}, message.New(message.ExportUnreadable, err, "why", err.Error())
	}
	return result, nil
}

func (env Env) showResult(result audit.Result) error {
	source := "the log of " + result.Issuer
	if result.Issuer == "" {
		source = "this is no export of a log"
	}
	if result.ExportedAt != "" {
		source += " exported at " + result.ExportedAt
	}
	text := verdict(result, source)
	text = append(text, fmt.Sprintf("  %s by %s: %s, %s, %s, %s",
		count(result.Records, "record"), count(int64(result.Writers), "writer"), count(result.Keys, "key"),
		count(result.Logins, "login"), count(result.Credentials, "credential"), count(result.Refusals, "refusal")))
	if result.Verified && result.Credentials > 0 {
		text = append(text, "  each credential goes back to a touch of the key enrolled for its user")
	}
	if result.OrphanCount > 0 {
		text = append(text, fmt.Sprintf("  %s without an outcome, so the log shows no credential for it: %s",
			count(result.OrphanCount, "intent"), orphans(result)))
	}
	text = append(text, "  not shown by any of this: "+result.Unproven)
	for _, line := range text {
		if err := env.say("%s", line); err != nil {
			return err
		}
	}
	return nil
}

func verdict(result audit.Result, source string) []string {
	first := result.First()
	if first == nil {
		return []string{"verified: " + source}
	}
	text := []string{"NOT VERIFIED: " + source, "  first: " + first.String()}
	for _, finding := range result.Findings[1:] {
		text = append(text, "  also:  "+finding.String())
	}
	if more := result.FindingCount - int64(len(result.Findings)); more > 0 {
		text = append(text, fmt.Sprintf("  and %d more", more))
	}
	return text
}

const shownOrphans = 5

func orphans(result audit.Result) string {
	shown := result.Orphans[:min(len(result.Orphans), shownOrphans)]
	text := strings.Join(shown, ", ")
	if more := result.OrphanCount - int64(len(shown)); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

func count(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
