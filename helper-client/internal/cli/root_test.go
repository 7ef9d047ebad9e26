package cli

import (
	"bytes"
	"strings"
	"testing"

	"vouch.dev/client/internal/message"
)

// runIn runs one command line and returns its exit status and both outputs.
func runIn(t *testing.T, environment map[string]string, args ...string) (status message.Exit, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = message.Exit(Run(t.Context(), Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(name string) string { return environment[name] }, Version: "1.2.3",
	}, args))
	return status, out.String(), errs.String()
}

func TestVersionIsPrintedByCommandAndFlag(t *testing.T) {
	for _, arg := range []string{"version", "--version"} {
		if status, out, _ := runIn(t, nil, arg); status != message.ExitOK || out != "vouch 1.2.3\n" {
			t.Errorf("%s: status %d, output %q", arg, status, out)
		}
	}
}

func TestAWrongCommandLineIsStatusTwo(t *testing.T) {
	for _, args := range [][]string{{"nonsense"}, {"version", "--nonsense"}, {"version", "extra"}} {
		status, out, errs := runIn(t, nil, args...)
		if status != message.ExitUsage || out != "" || !strings.HasPrefix(errs, "error: ") {
			t.Errorf("%v: status %d, output %q, errors %q", args, status, out, errs)
		}
	}
}
