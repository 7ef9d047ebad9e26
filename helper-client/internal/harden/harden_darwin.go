package harden

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Process refuses debuggers (PT_DENY_ATTACH) and core files. macOS lets a
// process of the same user no further than that: reading the memory of a process
// needs its task port, which is for root and for debuggers with an entitlement.
func Process() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("forbid core files: %w", err)
	}
	if err := unix.PtraceDenyAttach(); err != nil {
		return fmt.Errorf("forbid debuggers: %w", err)
	}
	return nil
}
