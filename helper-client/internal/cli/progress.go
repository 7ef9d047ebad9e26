package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"vouch.dev/client/internal/message"
)

// firstWord is how long something takes before anything is told about it. After
// that each word comes after twice the time.
const firstWord = time.Second

// watching is where progress is told: standard error, if a person looks at it and
// has not asked for JSON.
func (env Env) watching(args []string) io.Writer {
	isTerminal := env.IsTerminal
	if isTerminal == nil {
		isTerminal = term.IsTerminal
	}
	file, isFile := env.Stderr.(*os.File)
	if slices.Contains(args, "--json") || !isFile || !isTerminal(int(file.Fd())) {
		return io.Discard
	}
	return file
}

// progress tells how far a long reading is.
type progress struct {
	to    io.Writer
	now   func() time.Time
	start time.Time
	next  time.Duration
	count int64
}

func newProgress(to io.Writer, now func() time.Time) *progress {
	return &progress{to: to, now: now, start: now(), next: firstWord}
}

func (p *progress) step() {
	p.count++
	if spent := p.now().Sub(p.start); spent >= p.next {
		_, _ = fmt.Fprintf(p.to, "%d records after %s\n", p.count, spent.Round(time.Second))
		p.next *= 2
	}
}

// patience is the annotation of a command that says what a person waits for.
const patience = "patience"

// waitingFor makes the annotation; "" tells nothing, for a command that tells its own progress.
func waitingFor(what string) map[string]string { return map[string]string{patience: what} }

// waits is what a command without the annotation tells.
func waits(cmd *cobra.Command) string {
	if what, found := cmd.Annotations[patience]; found {
		return what
	}
	return "still waiting for the server"
}

// patiently tells that something is under way, until the returned function is called.
func (env Env) patiently(what string) (done func()) {
	if what == "" || env.watched == io.Discard {
		return func() {}
	}
	ended := make(chan struct{})
	var ticking sync.WaitGroup
	ticking.Go(func() {
		start := time.Now()
		for wait := firstWord; ; wait *= 2 {
			timer := time.NewTimer(time.Until(start.Add(wait)))
			select {
			case <-timer.C:
				_, _ = fmt.Fprintf(env.watched, "%s (%s)\n", message.Plain(what), span(wait))
			case <-ended:
				timer.Stop()
				return
			}
		}
	})
	return sync.OnceFunc(func() { close(ended); ticking.Wait() })
}
