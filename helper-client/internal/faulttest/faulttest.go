// Package faulttest runs a program and sends it a signal at a chosen system call:
// just before it would write, rename, connect or do anything else that others can
// see. The program is the real one, without a seam for tests.
//
// The test traces the program with ptrace and counts the calls that are watched, of
// all its threads. Children of the program are left alone. Linux only.
package faulttest

import (
	"os"
	"syscall"
	"time"
)

// Trace is one run of a program.
type Trace struct {
	Program []string // the path first
	Env     []string
	Dir     string
	Stdin   *os.File // nil for /dev/null, as below
	Stdout  *os.File
	Stderr  *os.File
	At      int            // the watched call before which the signal is sent, from 1; 0 for never
	Signal  syscall.Signal // which one
	Within  time.Duration  // for the whole run; what still runs then is killed
	// Started is told the process id before the program's first instruction.
	Started func(pid int)
}

// Report is what became of the run.
type Report struct {
	Calls  []string // the watched calls made, in order
	Sent   bool     // the signal was sent
	Status syscall.WaitStatus
	Late   bool // killed because the time was over
}
