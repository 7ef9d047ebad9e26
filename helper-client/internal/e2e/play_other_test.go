//go:build !linux

package e2e

import "os"

// play is what this binary does when it is not the test.
func play() {
	if os.Getenv(browserMark) != "" {
		os.Exit(browse(os.Args[len(os.Args)-1]))
	}
}
