package cli

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/cobra"
)

func TestProgressIsForATerminalAndNeverBesideJSON(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "terminal")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	terminal := func(int) bool { return true }
	for name, row := range map[string]struct {
		env   Env
		args  []string
		quiet bool
	}{
		"a terminal":  {Env{Stderr: file, IsTerminal: terminal}, []string{"status"}, false},
		"with --json": {Env{Stderr: file, IsTerminal: terminal}, []string{"status", "--json"}, true},
		"a file":      {Env{Stderr: file}, []string{"status"}, true},
		"a pipe":      {Env{Stderr: &bytes.Buffer{}, IsTerminal: terminal}, []string{"status"}, true},
	} {
		if quiet := row.env.watching(row.args) == io.Discard; quiet != row.quiet {
			t.Errorf("%s: quiet %v", name, quiet)
		}
	}
}

func TestWaitingIsToldAfterASecondAndThenAtTwiceTheTime(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		999 * time.Millisecond:  "",
		1001 * time.Millisecond: "w (1 s)\n",
		4500 * time.Millisecond: "w (1 s)\nw (2 s)\nw (4 s)\n",
	} {
		synctest.Test(t, func(t *testing.T) {
			var told bytes.Buffer
			done := Env{watched: &told}.patiently("w")
			time.Sleep(wait) // the bubble's clock: no time passes outside
			done()
			if told.String() != want {
				t.Errorf("after %s: %q", wait, told.String())
			}
		})
	}
}

func TestACommandThatTellsItsOwnProgressTellsNoOther(t *testing.T) {
	quiet := map[string]bool{}
	everyCommand(t, func(cmd *cobra.Command) {
		if cmd.RunE != nil && waits(cmd) == "" {
			quiet[strings.TrimPrefix(cmd.CommandPath(), "vouch ")] = true
		}
	})
	if len(quiet) != 2 || !quiet["agent"] || !quiet["audit export"] {
		t.Errorf("%v", quiet)
	}
}
