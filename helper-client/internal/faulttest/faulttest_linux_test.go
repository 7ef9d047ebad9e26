package faulttest

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// touch is a program with effects that are known: it makes a file and writes to it.
func touch(path string) Trace {
	return Trace{
		Program: []string{"/bin/sh", "-c", "echo one > " + path + "; echo two >> " + path},
		Env:     []string{"PATH=/bin:/usr/bin"}, Within: 20 * time.Second,
	}
}

func TestTheCallsOfAProgramAreSeenInOrder(t *testing.T) {
	report, err := Run(touch(filepath.Join(t.TempDir(), "file")))
	want := []string{"openat(O_CREAT)", "write", "openat(O_CREAT)", "write", "exit_group"}
	if err != nil || !report.Status.Exited() || report.Status.ExitStatus() != 0 || report.Sent || report.Late || !slices.Equal(report.Calls, want) {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestASignalArrivesBeforeTheCallIsMade(t *testing.T) {
	for at, want := range []string{1: "", 2: "", 3: "one\n", 4: "one\n", 5: "one\ntwo\n"} {
		if at == 0 {
			continue
		}
		path := filepath.Join(t.TempDir(), "file")
		trace := touch(path)
		trace.At, trace.Signal = at, syscall.SIGKILL
		report, err := Run(trace)
		if err != nil || !report.Sent || !report.Status.Signaled() || report.Status.Signal() != syscall.SIGKILL || len(report.Calls) != at {
			t.Errorf("at %d: %+v, %v", at, report, err)
		}
		data, err := os.ReadFile(path)
		if string(data) != want || (err == nil) != (at > 1) {
			t.Errorf("at %d: %q, %v", at, data, err)
		}
	}
}

func TestAProgramThatDoesNotEndIsKilled(t *testing.T) {
	trace := Trace{Program: []string{"/bin/sleep", "60"}, Within: 100 * time.Millisecond}
	if report, err := Run(trace); err != nil || !report.Late || !report.Status.Signaled() {
		t.Errorf("%+v, %v", report, err)
	}
}
