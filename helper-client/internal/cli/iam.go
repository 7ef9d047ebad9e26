package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/iam"
	"vouch.dev/client/internal/message"
)

// iamFlags are those of every command that an AWS identity authorizes.
type iamFlags struct {
	env    Env
	server string
	region string
}

// addTo adds the flags to a command and all below it.
func (f *iamFlags) addTo(cmd *cobra.Command) {
	cmd.PersistentFlags().StringVar(&f.server, "server", "",
		"the Vouch server, https://HOST (default: VOUCH_SERVER, then the server of the last login)")
	cmd.PersistentFlags().StringVar(&f.region, "region", "", "the AWS Region of the server (default: the one of your AWS settings)")
}

// client makes the client of one command.
func (f *iamFlags) client(ctx context.Context) (*iam.Client, error) {
	named := f.server
	if named == "" {
		named = f.env.Getenv("VOUCH_SERVER")
	}
	places, err := f.env.places()
	if err != nil && named == "" {
		return nil, err
	}
	server, err := chooseServer(places, named)
	if err != nil {
		return nil, err
	}
	client, err := iam.New(ctx, iam.Settings{Server: server, Region: f.region, Version: f.env.Version})
	if err != nil {
		return nil, iamTrouble("the request cannot be signed", err)
	}
	return client, nil
}

// iamTrouble tells what went wrong with a signed request in the one form of messages.
func iamTrouble(what string, err error) error {
	var refusal *broker.Refusal
	var unreachable *broker.Unreachable
	var garbage *broker.Garbage
	var nobody *iam.NoIdentity
	why := err.Error()
	switch {
	case errors.As(err, &refusal):
		return message.Refused(what, refusal.Words(), err)
	case errors.As(err, &unreachable):
		return message.New(message.Code(unreachable.Code()), err, "what", what, "why", why)
	case errors.As(err, &garbage):
		return message.New(message.Code(garbage.Code()), err, "what", what, "why", why)
	case errors.As(err, &nobody):
		return message.New(message.NoIdentity, err, "what", what, "why", why)
	case errors.Is(err, iam.ErrNoRegion):
		return message.New(message.NoRegion, err, "what", what, "why", why)
	}
	return message.New(message.Failed, err, "what", what, "why", why)
}

// table writes aligned columns; cells are made safe for a terminal, and an empty one shows as a dash.
type table struct{ out *tabwriter.Writer }

func newTable(w io.Writer, headings ...string) *table {
	t := newFields(w)
	t.row(headings...)
	return t
}

// newFields writes a name and a value a line.
func newFields(w io.Writer) *table { return &table{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)} }

func (t *table) row(cells ...string) {
	for i, cell := range cells {
		cell = message.Plain(cell)
		if cell == "" {
			cell = "-"
		}
		if i < len(cells)-1 {
			cell += "\t"
		}
		_, _ = io.WriteString(t.out, cell) // held in memory until flush
	}
	_, _ = io.WriteString(t.out, "\n")
}

func (t *table) flush() error {
	if err := t.out.Flush(); err != nil {
		return outputFailed(err)
	}
	return nil
}

// clock is the form in which people see times.
func clock(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05Z") }

// addJSON adds --json.
func addJSON(cmd *cobra.Command, asJSON *bool) {
	cmd.Flags().BoolVar(asJSON, "json", false, "print JSON")
}

// group is a command that only holds others: alone it is a wrong command line.
func group(use, short, example string, children ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Long: short + ".", Example: "  " + example,
		Args: func(cmd *cobra.Command, args []string) error {
			what := fmt.Sprintf("%s wants one of its commands", cmd.CommandPath())
			if len(args) > 0 {
				what = fmt.Sprintf("unknown command %q for %q", args[0], cmd.CommandPath())
			}
			return message.New(message.Usage, nil, "what", what, "command", cmd.CommandPath())
		},
		RunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.AddCommand(children...)
	return cmd
}
