package cli

import (
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/cli/browser"
)

// openBrowser opens the address with BROWSER, or else with the system's own
// browser. It does not wait: some commands stay as long as the browser does, and
// the login goes on meanwhile. The channel gets a value when none opened.
func (env Env) openBrowser(url string) <-chan struct{} {
	failed := make(chan struct{}, 1)
	commands := browserCommands(env.Getenv("BROWSER"), url)
	go func() {
		if len(commands) == 0 && openSystemBrowser(url) {
			return
		}
		for _, command := range commands {
			if env.runBrowser(command) {
				return
			}
		}
		failed <- struct{}{}
	}()
	return failed
}

func openSystemBrowser(url string) bool {
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return browser.OpenURL(url) == nil
}

// runBrowser runs one command to its end and tells whether it succeeded.
func (env Env) runBrowser(command []string) bool {
	//nolint:gosec,noctx // BROWSER is the person's own setting, and may outlive this process
	program := exec.Command(command[0], command[1:]...)
	if file, isFile := env.Stderr.(*os.File); isFile {
		program.Stderr = file
	}
	return program.Run() == nil
}

// browserCommands reads the BROWSER convention: commands with colons between
// them, each with %s for the address, or with the address added at the end.
func browserCommands(setting, url string) [][]string {
	var commands [][]string
	for part := range strings.SplitSeq(setting, ":") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		if !strings.Contains(part, "%s") {
			words = append(words, "%s")
		}
		for i, word := range words {
			words[i] = strings.ReplaceAll(word, "%s", url)
		}
		commands = append(commands, words)
	}
	return commands
}
