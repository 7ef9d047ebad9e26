package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/audit"
	"vouch.dev/client/internal/message"
)

func newAuditShowCommand(flags *iamFlags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "show ID",
		Short:   "Show one record, and whether its hash is right",
		Long:    "Show one record, and whether its hash is right. With --json the output is the record's exact bytes, so\nthat anything can compute the hash again.",
		Example: "  vouch audit show vendawsvendawsvend22-5\n  vouch audit show vendawsvendawsvend22-5 --json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			remote, err := flags.audit(cmd.Context())
			if err != nil {
				return err
			}
			entry, err := remote.Record(cmd.Context(), args[0])
			if err != nil {
				return iamTrouble("cannot show the record "+args[0], err)
			}
			return flags.env.showEntry(entry, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the record's exact bytes, whose SHA-256 is its hash, and a line feed")
	return cmd
}

func (env Env) showEntry(entry audit.Entry, asJSON bool) error {
	show := env.showRecord
	if asJSON {
		show = env.printExact
	}
	if err := show(entry); err != nil {
		return err
	}
	if !entry.Intact() {
		return message.New(message.RecordChanged, nil)
	}
	return nil
}

func (env Env) printExact(entry audit.Entry) error {
	if _, err := fmt.Fprintf(env.Stdout, "%s\n", entry.Record); err != nil {
		return outputFailed(err)
	}
	return nil
}

func (env Env) showRecord(entry audit.Entry) error {
	rows := newFields(env.Stdout)
	record, err := audit.ParseRecord(entry.Record)
	if record.Type == "" {
		rows.row("id", entry.ID)
		rows.row("unreadable", err.Error())
		return rows.flush()
	}
	rows.row("id", entry.ID)
	rows.row("time", record.At.Format("2006-01-02 15:04:05.000Z"))
	rows.row("type", record.Type)
	rows.row("function", record.Function)
	for _, member := range record.Readable() {
		rows.row(member.Name, member.Value)
	}
	hash := entry.HashText()
	if entry.Intact() {
		hash += " (is the SHA-256 of the record)"
	}
	rows.row("hash", hash)
	rows.row("prev", record.Prev)
	return rows.flush()
}
