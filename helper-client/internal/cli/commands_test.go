package cli

import (
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/message"
)

// everyCommand visits the commands that vouch has, without cobra's own.
func everyCommand(t *testing.T, visit func(cmd *cobra.Command)) {
	t.Helper()
	var walk func(cmd *cobra.Command)
	count := 0
	walk = func(cmd *cobra.Command) {
		count++
		visit(cmd)
		for _, child := range cmd.Commands() {
			walk(child)
		}
	}
	walk(newRootCommand(Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }}))
	if count < 25 {
		t.Fatalf("only %d commands", count)
	}
}

func TestEveryCommandExplainsItselfWithAnExample(t *testing.T) {
	everyCommand(t, func(cmd *cobra.Command) {
		if cmd.IsAdditionalHelpTopicCommand() {
			return
		}
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") || cmd.Long == "" || cmd.Example == "" {
			t.Errorf("%s: Short %q, Long %q, Example %q", cmd.CommandPath(), cmd.Short, cmd.Long, cmd.Example)
		}
		for line := range strings.Lines(cmd.Long + "\n" + cmd.Example) {
			if len(line) > 140 {
				t.Errorf("%s: a line of %d characters", cmd.CommandPath(), len(line))
			}
		}
	})
}

func TestEveryExampleIsACommandLineThatParses(t *testing.T) {
	everyCommand(t, func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.Example) {
			for part := range strings.SplitSeq(line, "|") {
				words := strings.Fields(strings.ReplaceAll(strings.Split(part, ">")[0], "'", ""))
				if len(words) == 0 || words[0] != "vouch" {
					t.Fatalf("%s: %q", cmd.CommandPath(), line)
				}
				found, rest, err := cmd.Root().Find(words[1:])
				if err == nil {
					err = found.ParseFlags(rest)
				}
				if err == nil && found.Args != nil {
					err = found.Args(found, found.Flags().Args())
				}
				if err != nil {
					t.Errorf("%s: %q: %v", cmd.CommandPath(), line, err)
				}
			}
		}
	})
}

// reading are the commands that only tell something.
func TestEveryReadingCommandHasJSON(t *testing.T) {
	var reading []string
	everyCommand(t, func(cmd *cobra.Command) {
		switch cmd.Name() {
		case "status", "why", "list", "show", "verify", "version":
			reading = append(reading, cmd.CommandPath())
			if cmd.Flags().Lookup("json") == nil {
				t.Errorf("%s has no --json", cmd.CommandPath())
			}
		}
	})
	if len(reading) < 11 {
		t.Errorf("only %v", reading)
	}
}

func TestTheExitStatusesAreDocumented(t *testing.T) {
	_, out, _ := runIn(t, nil, "help", "exit-codes")
	for _, exit := range message.Exits() {
		if !strings.Contains(out, exit.Meaning) {
			t.Errorf("%d is missing in\n%s", exit.Status, out)
		}
	}
}
