package harden

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Process keeps other processes of the user from tracing this one or reading its
// memory, and the kernel from writing a core file. Only root still can.
func Process() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("forbid core files: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("forbid tracing: %w", err)
	}
	return nil
}
