package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/atomicfile"
	"vouch.dev/client/internal/audit"
	"vouch.dev/client/internal/message"
)

func newAuditExportCommand(flags *iamFlags) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:         "export",
		Short:       "Write the whole log as JSON lines, to be verified anywhere",
		Long:        "Write the whole log as JSON lines, to be verified anywhere: vouch audit verify --from FILE. A file is\nreplaced only by a whole export.",
		Example:     "  vouch audit export -o log.jsonl\n  vouch audit export | vouch audit verify --from -",
		Annotations: waitingFor(""), // it counts the records
		Args:        cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			remote, err := flags.audit(cmd.Context())
			if err != nil {
				return err
			}
			return flags.env.export(cmd.Context(), remote, file)
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "the file, replaced only by a whole export (default: standard output)")
	return cmd
}

func (env Env) export(ctx context.Context, remote audit.Remote, file string) error {
	log := &exported{progress: newProgress(env.watched, time.Now)}
	fill := func(w io.Writer) error {
		out, err := audit.NewExportWriter(w, remote.Issuer(), time.Now())
		if err != nil {
			return err
		}
		log.out = out
		return remote.Read(ctx, log)
	}
	if file == "" {
		out := bufio.NewWriter(env.Stdout)
		if err := fill(out); err != nil {
			return exportTrouble(err)
		}
		if err := out.Flush(); err != nil {
			return exportTrouble(err)
		}
		return nil
	}
	if err := atomicfile.Stream(file, 0o600, fill); err != nil {
		return exportTrouble(err)
	}
	_, _ = fmt.Fprintf(env.Stderr, "exported %d records to %s; check them with: vouch audit verify --from %s\n",
		log.progress.count, message.Plain(file), message.Plain(file))
	return nil
}

func exportTrouble(err error) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		return message.New(message.ExportUnwritten, err, "why", err.Error())
	}
	return iamTrouble("cannot export the audit log", err)
}

// exported writes what is read, and counts it.
type exported struct {
	out      *audit.ExportWriter
	progress *progress
}

func (e *exported) Birth(birth audit.Birth) error { return e.out.Birth(birth) }

func (e *exported) Entry(entry audit.Entry) error {
	e.progress.step()
	return e.out.Entry(entry)
}
