package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/cli"
	"vouch.dev/client/internal/message"
)

func written(t *testing.T) string {
	t.Helper()
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	folder := t.TempDir()
	if err := write([]string{"1.2.3", folder}); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestEveryCommandHasItsPage(t *testing.T) {
	folder, count := written(t), 0
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.IsAdditionalHelpTopicCommand() {
			return
		}
		count++
		page := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
		text, err := os.ReadFile(filepath.Join(folder, "man", page+".1"))
		if err != nil || !strings.Contains(string(text), `"Vouch 1.2.3"`) || !strings.Contains(string(text), "Nov 2023") {
			t.Errorf("%s: %v\n%s", page, err, text)
		}
		for _, child := range cmd.Commands() {
			walk(child)
		}
	}
	walk(cli.Commands(cli.Env{}))
	if count < 25 {
		t.Errorf("only %d commands", count)
	}
}

func TestTheFirstPageHasTheExitStatuses(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(written(t), "man", "vouch.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, exit := range message.Exits() {
		if words := strings.Fields(exit.Meaning); !strings.Contains(string(text), words[len(words)-1]) {
			t.Errorf("%d is missing in\n%s", exit.Status, text)
		}
	}
}

func TestTheHelperHasItsPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(written(t), "man", "docker-credential-vouch.1"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, part := range []string{
		`"Vouch 1.2.3"`, "Nov 2023", ".SH EXIT STATUS", ".SH SEE ALSO", "docker-credential-vouch get|store|erase|list|version",
		"\\fBstore\\fP", "credentials not found in native keychain",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is missing in\n%s", part, text)
		}
	}
	if strings.Contains(text, "help for") {
		t.Errorf("a flag that the helper does not have:\n%s", text)
	}
}

func TestTheSameSourceGivesTheSamePages(t *testing.T) {
	one, other := written(t), written(t)
	err := filepath.WalkDir(one, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		first, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		second, err := os.ReadFile(strings.Replace(path, one, other, 1))
		if string(first) != string(second) {
			t.Errorf("%s differs", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestEveryShellHasItsScript(t *testing.T) {
	folder := written(t)
	for _, name := range []string{"vouch.bash", "_vouch", "vouch.fish"} {
		if info, err := os.Stat(filepath.Join(folder, "completions", name)); err != nil || info.Size() < 1000 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// The generator and its libraries are for the build, not for people's machines.
func TestNoneOfItIsLinkedIntoTheBinaries(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "vouch.dev/client/cmd/...").Output()
	if err != nil || !strings.Contains(string(out), "vouch.dev/client/internal/cli\n") {
		t.Fatal(err, len(out))
	}
	for _, library := range []string{"cobra/doc", "go-md2man", "blackfriday", "internal/manual", "internal/bench", "brokertest", "iamtest"} {
		if strings.Contains(string(out), library) {
			t.Errorf("%s is linked in", library)
		}
	}
}

func TestAWrongCallIsRefused(t *testing.T) {
	if err := write(nil); err == nil || cli.Commands(cli.Env{}).Name() != "vouch" {
		t.Error(err)
	}
}
