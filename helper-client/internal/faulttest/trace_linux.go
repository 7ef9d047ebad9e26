package faulttest

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Run runs the program to its end.
func Run(trace Trace) (Report, error) {
	type result struct {
		report Report
		err    error
	}
	done := make(chan result, 1)
	go func() {
		runtime.LockOSThread() // ptrace knows a thread; this one ends with the goroutine
		report, err := run(trace)
		done <- result{report, err}
	}()
	got := <-done
	return got.report, got.err
}

func run(trace Trace) (Report, error) {
	pid, err := start(trace)
	if err != nil {
		return Report{}, err
	}
	t := tracer{trace: trace, pid: pid}
	var late atomic.Bool
	timer := time.AfterFunc(trace.Within, func() {
		late.Store(true)
		_ = unix.Kill(pid, unix.SIGKILL)
	})
	defer timer.Stop()
	err = t.follow()
	t.report.Late = late.Load()
	return t.report, err
}

// start makes the process, in a process group of its own: that is how its threads
// are told from other children of the test.
func start(trace Trace) (int, error) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	files := make([]uintptr, 0, 3)
	for _, file := range []*os.File{trace.Stdin, trace.Stdout, trace.Stderr} {
		if file == nil {
			file = null
		}
		files = append(files, file.Fd())
	}
	pid, err := syscall.ForkExec(trace.Program[0], trace.Program, &syscall.ProcAttr{
		Dir: trace.Dir, Env: trace.Env, Files: files,
		Sys: &syscall.SysProcAttr{Ptrace: true, Setpgid: true},
	})
	if err != nil {
		return 0, fmt.Errorf("start under trace (is ptrace allowed here?): %w", err)
	}
	return pid, nil
}

type tracer struct {
	trace  Trace
	pid    int
	began  bool
	report Report
}

// follow lets every thread go on from each of its stops until the process ends.
func (t *tracer) follow() error {
	for {
		var status syscall.WaitStatus
		tid, err := syscall.Wait4(-t.pid, &status, syscall.WALL, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil {
			return fmt.Errorf("wait for the program: %w", err)
		}
		if status.Exited() || status.Signaled() {
			if tid != t.pid {
				continue
			}
			t.report.Status = status
			return nil
		}
		signal, err := t.stopped(tid, status)
		if err != nil {
			return err
		}
		// ESRCH: killed meanwhile; the next wait tells.
		if err := syscall.PtraceSyscall(tid, int(signal)); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("let the program go on: %w", err)
		}
	}
}

// sysgood marks the stops at a system call (PTRACE_O_TRACESYSGOOD).
const sysgood = syscall.SIGTRAP | 0x80

// stopped looks at a stop and returns the signal to pass on.
func (t *tracer) stopped(tid int, status syscall.WaitStatus) (syscall.Signal, error) {
	if !t.began { // at the program's first instruction
		t.began = true
		const options = unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_TRACESYSGOOD | unix.PTRACE_O_TRACEEXEC | unix.PTRACE_O_EXITKILL
		if err := syscall.PtraceSetOptions(tid, options); err != nil {
			return 0, fmt.Errorf("set the options of the trace: %w", err)
		}
		if t.trace.Started != nil {
			t.trace.Started(t.pid)
		}
		return 0, nil
	}
	switch signal := status.StopSignal(); signal {
	case sysgood:
		return 0, t.called(tid)
	case syscall.SIGTRAP, syscall.SIGSTOP: // an event, a new thread
		return 0, nil
	default:
		return signal, nil
	}
}

// info is the kernel's struct ptrace_syscall_info, for the entry of a call.
type info struct {
	op        uint8
	_         [3]uint8
	arch      uint32
	_, _      uint64 // instruction and stack pointer
	number    uint64
	arguments [6]uint64
	_         [4]uint64
}

// called counts a call that is watched, at its entry, and sends the signal when
// its turn has come. ESRCH means killed meanwhile: the next wait tells.
func (t *tracer) called(tid int) error {
	var at info
	_, _, errno := unix.RawSyscall6(unix.SYS_PTRACE, unix.PTRACE_GET_SYSCALL_INFO, uintptr(tid),
		unsafe.Sizeof(at), uintptr(unsafe.Pointer(&at)), 0, 0)
	switch {
	case errno == unix.ESRCH:
		return nil
	case errno != 0:
		return fmt.Errorf("ask which call it is: %w", errno)
	case at.op != unix.PTRACE_SYSCALL_INFO_ENTRY:
		return nil
	}
	name := watched(at.number, at.arguments)
	if name == "" {
		return nil
	}
	t.report.Calls = append(t.report.Calls, name)
	if len(t.report.Calls) == t.trace.At {
		t.report.Sent = true
		if err := unix.Kill(t.pid, t.trace.Signal); err != nil {
			return fmt.Errorf("send the signal: %w", err)
		}
	}
	return nil
}
