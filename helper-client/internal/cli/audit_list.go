package cli

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/audit"
	"vouch.dev/client/internal/message"
)

// listFlags choose which records are listed.
type listFlags struct {
	limit int
	since string
	user  string
	kind  string
}

func newAuditListCommand(flags *iamFlags) *cobra.Command {
	var chosen listFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the newest records, oldest first",
		Long:    "List the newest records, oldest first. A record that cannot be read is always listed: it must not hide\nbehind a choice.",
		Example: "  vouch audit list --since 24h --user user@example.com\n  vouch audit list --type credential.refused --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			since, err := parseSince(chosen.since, time.Now())
			if err != nil {
				return err
			}
			if chosen.limit < 0 {
				return message.New(message.LimitNegative, nil)
			}
			remote, err := flags.audit(cmd.Context())
			if err != nil {
				return err
			}
			return flags.env.listAudit(cmd.Context(), remote, chosen, since, asJSON)
		},
	}
	cmd.Flags().IntVar(&chosen.limit, "limit", 50, "how many of the newest records that match; 0 for all")
	cmd.Flags().StringVar(&chosen.since, "since", "", "only records from then on: 90m, 24h, 7d, 2026-11-21 or 2026-11-21T10:00:00Z")
	cmd.Flags().StringVar(&chosen.user, "user", "", "only records about this person")
	cmd.Flags().StringVar(&chosen.kind, "type", "", "only records of this type, such as credential.issued, or of one kind, such as credential")
	_ = cmd.RegisterFlagCompletionFunc("user", flags.completeUserFlag)
	addJSON(cmd, &asJSON)
	return cmd
}

// listed is a record that matches, with its line.
type listed struct {
	entry   audit.Entry
	summary audit.Summary
}

func (env Env) listAudit(ctx context.Context, remote audit.Remote, chosen listFlags, since time.Time, asJSON bool) error {
	summaries := audit.NewSummaries()
	var newest []listed
	err := remote.Entries(ctx, func(entry audit.Entry) error {
		summary := summaries.Of(entry)
		if !chosen.match(summary, since) {
			return nil
		}
		newest = append(newest, listed{entry, summary})
		if chosen.limit > 0 && len(newest) >= 2*chosen.limit {
			newest = append([]listed(nil), newest[len(newest)-chosen.limit:]...)
		}
		return nil
	})
	if err != nil {
		return iamTrouble("cannot list the audit log", err)
	}
	if chosen.limit > 0 {
		newest = newest[max(0, len(newest)-chosen.limit):]
	}
	if asJSON {
		return env.printRecords(newest)
	}
	rows := newTable(env.Stdout, "TIME", "TYPE", "USER", "REGISTRY AND REPOSITORIES", "DECISION", "RULE", "ID")
	for _, row := range newest {
		s := row.summary
		rows.row(clock(s.At), s.Type, s.User, s.Target, s.Decision, s.Rule, s.ID)
	}
	return rows.flush()
}

// match lets an unreadable record pass every choice: it must not hide behind one.
func (f listFlags) match(summary audit.Summary, since time.Time) bool {
	if summary.At.IsZero() {
		return true
	}
	return !summary.At.Before(since) &&
		(f.user == "" || strings.EqualFold(f.user, summary.User)) &&
		(f.kind == "" || f.kind == summary.Type || strings.HasPrefix(summary.Type, f.kind+"."))
}

// recordJSON is a record in --json: its exact bytes where they are JSON, as they nearly always are.
type recordJSON struct {
	ID     string          `json:"id"`
	Hash   string          `json:"hash"`
	Record json.RawMessage `json:"record"`
}

func (env Env) printRecords(rows []listed) error {
	records := make([]recordJSON, 0, len(rows))
	for _, row := range rows {
		record := recordJSON{row.entry.ID, row.entry.HashText(), row.entry.Record}
		if !json.Valid(record.Record) {
			record.Record = json.RawMessage("null")
		}
		records = append(records, record)
	}
	return env.printJSON(map[string]any{"records": records})
}

// parseSince reads a time, or a duration before now in which d is a day.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	if days, found := strings.CutSuffix(text, "d"); found {
		if count, err := strconv.ParseUint(days, 10, 16); err == nil {
			return now.AddDate(0, 0, -int(count)), nil
		}
	}
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	return time.Time{}, message.New(message.SinceMalformed, nil, "since", text)
}
