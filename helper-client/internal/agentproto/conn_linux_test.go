package agentproto

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A signal interrupts a call that waits on a socket. What is left of the time then
// is less than before.
func TestSignalsDoNotPutTheDeadlineOff(t *testing.T) {
	const within, every = 300 * time.Millisecond, 20 * time.Millisecond
	conn, _ := connected(t)
	thread, took := make(chan int), make(chan time.Duration)
	var got error
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		thread <- unix.Gettid()
		began := time.Now()
		_, got = conn.Call(Request{Op: OpStatus}, began.Add(within))
		took <- time.Since(began)
	}()
	waits := <-thread
	signal, enough := time.NewTicker(every), time.After(10*within)
	defer signal.Stop()
	for {
		select {
		case <-signal.C:
			if err := unix.Tgkill(unix.Getpid(), waits, unix.SIGURG); err != nil {
				t.Fatal(err)
			}
		case <-enough:
			signal.Stop()
			enough = nil
		case ran := <-took:
			if !errors.Is(got, ErrDeadline) || ran > 5*within {
				t.Errorf("%v after %v", got, ran)
			}
			return
		}
	}
}
