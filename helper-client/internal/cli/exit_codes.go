package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/message"
)

// newExitCodesTopic is `vouch help exit-codes`.
func newExitCodesTopic() *cobra.Command {
	var text strings.Builder
	text.WriteString("Every failure has a stable code (shown with --json) and one of these exit statuses:\n\n")
	for _, exit := range message.Exits() {
		fmt.Fprintf(&text, "    %-4d %s\n", exit.Status, exit.Meaning)
	}
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit statuses mean",
		Long:  strings.TrimSuffix(text.String(), "\n"),
	}
}
