package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// program is one way to call a helper, with what must come back.
type program struct {
	name  string
	path  string
	args  []string
	env   []string
	input string
	wants string // what standard output must hold, or the figure would be of an error
}

// caller starts programs one at a time. Standard input and output are files, so
// that nothing of this process runs while the clock does.
type caller struct {
	input, output *os.File
}

func newCaller(folder string) (*caller, error) {
	input, err := os.Create(filepath.Join(folder, "input"))
	if err != nil {
		return nil, fmt.Errorf("make the input: %w", err)
	}
	output, err := os.Create(filepath.Join(folder, "output"))
	if err != nil {
		return nil, fmt.Errorf("make the output: %w", err)
	}
	return &caller{input, output}, nil
}

func (c *caller) close() {
	_ = c.input.Close()
	_ = c.output.Close()
}

// call runs the program once and returns the time from before the fork until the
// end of the process is known, and the processor time that the process took.
func (c *caller) call(p program) (took, processor time.Duration, err error) {
	if err := c.ready(p.input); err != nil {
		return 0, 0, err
	}
	argv := append([]string{p.path}, p.args...)
	attributes := &syscall.ProcAttr{Dir: "/", Env: p.env, Files: []uintptr{c.input.Fd(), c.output.Fd(), c.output.Fd()}}
	begin := time.Now()
	pid, err := syscall.ForkExec(p.path, argv, attributes) //nolint:gosec // the programs under comparison
	if err != nil {
		return 0, 0, fmt.Errorf("start %s: %w", p.path, err)
	}
	var usage syscall.Rusage
	for {
		_, err = syscall.Wait4(pid, nil, 0, &usage)
		if err != syscall.EINTR {
			break
		}
	}
	took = time.Since(begin)
	if err != nil {
		return 0, 0, fmt.Errorf("wait for %s: %w", p.path, err)
	}
	return took, time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), c.check(p)
}

func (c *caller) ready(input string) error {
	if err := c.output.Truncate(0); err != nil {
		return fmt.Errorf("empty the output: %w", err)
	}
	if err := c.input.Truncate(int64(len(input))); err != nil {
		return fmt.Errorf("empty the input: %w", err)
	}
	if _, err := c.input.WriteAt([]byte(input), 0); err != nil {
		return fmt.Errorf("write the input: %w", err)
	}
	for _, file := range []*os.File{c.input, c.output} {
		if _, err := file.Seek(0, 0); err != nil {
			return fmt.Errorf("rewind: %w", err)
		}
	}
	return nil
}

func (c *caller) check(p program) error {
	said, err := os.ReadFile(c.output.Name())
	if err != nil {
		return fmt.Errorf("read the output: %w", err)
	}
	if !bytes.Contains(said, []byte(p.wants)) {
		return fmt.Errorf("%s: %w: %q", p.name, errOther, said)
	}
	return nil
}
