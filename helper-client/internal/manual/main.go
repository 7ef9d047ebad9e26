// Command manual writes the man pages of vouch and docker-credential-vouch, and the
// shell completions of vouch, from its commands. It runs at build time; none of it is linked into vouch.
//
//	manual VERSION FOLDER
//
// The date in the pages is SOURCE_DATE_EPOCH, so that the same source gives the same pages.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"vouch.dev/client/internal/cli"
)

func main() {
	if err := write(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

func write(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: manual VERSION FOLDER")
	}
	version, folder := args[0], args[1]
	root := cli.Commands(cli.Env{Getenv: func(string) string { return "" }, Version: version})
	if err := pages(root, version, filepath.Join(folder, "man")); err != nil {
		return err
	}
	return completions(root, filepath.Join(folder, "completions"))
}

func pages(root *cobra.Command, version, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // to be installed for everybody
		return fmt.Errorf("make the folder: %w", err)
	}
	root.DisableAutoGenTag = true
	for _, child := range root.Commands() {
		if child.IsAdditionalHelpTopicCommand() { // it gets no page of its own
			root.Long += "\n\n# " + strings.ToUpper(child.Short) + "\n\n" + child.Long
		}
	}
	header := &doc.GenManHeader{Section: "1", Source: "Vouch " + version, Manual: "Vouch"}
	if err := doc.GenManTree(root, header, folder); err != nil {
		return fmt.Errorf("write the pages: %w", err)
	}
	helper := helperCommand()
	return file(filepath.Join(folder, helper.Name()+".1"), func(w io.Writer) error { return doc.GenMan(helper, header, w) })
}

func completions(root *cobra.Command, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // to be installed for everybody
		return fmt.Errorf("make the folder: %w", err)
	}
	for name, generate := range map[string]func(io.Writer) error{
		"vouch.bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"_vouch":     root.GenZshCompletion,
		"vouch.fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
	} {
		if err := file(filepath.Join(folder, name), generate); err != nil {
			return err
		}
	}
	return nil
}

func file(path string, generate func(io.Writer) error) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644) //nolint:gosec // to be installed for everybody
	if err != nil {
		return fmt.Errorf("make the script: %w", err)
	}
	if err := errors.Join(generate(out), out.Close()); err != nil {
		return fmt.Errorf("write the script: %w", err)
	}
	return nil
}
