// Program bench measures the credential helper beside amazon-ecr-credential-helper
// and prints a section of docs/benchmarks.md. `make bench` runs it. Both helpers
// answer from stubs in this process, one after the other in turn, so that
// whatever else the machine does falls on both.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
)

func main() {
	if len(os.Args) == 2 && strings.HasPrefix(os.Args[1], "http://127.0.0.1:") {
		os.Exit(browse(os.Args[1]))
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: bench -vouch FOLDER -peer FILE [-calls N] [-rounds N]")

func run() error {
	vouch := flag.String("vouch", "", "folder of vouch and docker-credential-vouch")
	peer := flag.String("peer", "", "docker-credential-ecr-login")
	calls := flag.Int("calls", 1000, "calls of each kind")
	rounds := flag.Int("rounds", 10, "rounds of parallel misses")
	flag.Parse()
	if *vouch == "" || *peer == "" || *calls < 1 || *rounds < 1 {
		return errUsage
	}
	runtime.LockOSThread() // the one that forks and waits
	m, err := newMachine(*vouch, *peer)
	if err != nil {
		return err
	}
	defer m.close()
	if err := m.login(); err != nil {
		return err
	}
	single, err := measureCalls(m, *calls)
	if err != nil {
		return err
	}
	parallel, err := measureMisses(m, *rounds)
	if err != nil {
		return err
	}
	_, err = os.Stdout.WriteString(single.text() + "\n" + parallel.text())
	return err
}
