package atomicfile

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"vouch.dev/client/internal/faulttest"
)

const (
	oldText = "the old bytes\n"
	kills   = 25
	others  = 2 // a writer does nothing about the other signals, so they end it as a kill does
)

func newText() string { return strings.Repeat("the new bytes\n", 1000) }

// TestMain plays the writer that is killed, when it is asked to.
func TestMain(m *testing.M) {
	if path := os.Getenv("VOUCH_TEST_WRITE"); path != "" {
		if Write(path, []byte(newText()), 0o600) != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func writer(t *testing.T, path string) faulttest.Trace {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return faulttest.Trace{
		Program: []string{self}, Env: []string{"VOUCH_TEST_WRITE=" + path, "GORACE=atexit_sleep_ms=0"}, Within: 30 * time.Second,
	}
}

func run(t *testing.T, trace faulttest.Trace) faulttest.Report {
	t.Helper()
	report, err := faulttest.Run(trace)
	if err != nil || report.Late {
		t.Fatalf("%+v, %v", report, err)
	}
	return report
}

// TestAWriterKilledAnywhereLeavesTheOldBytesOrTheNew kills it before each of its
// calls, many times, and then lets another writer finish the work.
func TestAWriterKilledAnywhereLeavesTheOldBytesOrTheNew(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	whole := run(t, writer(t, path))
	if len(whole.Calls) < 8 || whole.Status.ExitStatus() != 0 {
		t.Fatalf("the case without a kill: %+v", whole)
	}
	for signal, times := range map[syscall.Signal]int{syscall.SIGKILL: kills, syscall.SIGTERM: others, syscall.SIGINT: others} {
		leftOver := 0
		for at := 1; at <= len(whole.Calls); at++ {
			for range times {
				leftOver += killOnce(t, path, at, signal)
			}
		}
		if leftOver == 0 {
			t.Errorf("%s left no temporary file: the test does not reach what it is about", signal)
		}
	}
	t.Logf("%d points, killed %d times each: %v", len(whole.Calls), kills, whole.Calls)
}

func killOnce(t *testing.T, path string, at int, signal syscall.Signal) (leftOver int) {
	t.Helper()
	if err := os.WriteFile(path, []byte(oldText), 0o600); err != nil {
		t.Fatal(err)
	}
	trace := writer(t, path)
	trace.At, trace.Signal = at, signal
	report := run(t, trace)
	data, err := os.ReadFile(path)
	if text := string(data); err != nil || (text != oldText && text != newText()) {
		t.Fatalf("%s before call %d (%v): %d bytes, %v", signal, at, report.Calls, len(data), err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(path, []byte("next"), 0o600); err != nil {
		t.Fatalf("the next write: %v", err)
	}
	after, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(after) != 1 {
		t.Fatalf("%s before call %d: left behind %v, %v", signal, at, after, err)
	}
	return len(entries) - 1
}
