package agentproto

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"syscall"
	"time"

	"vouch.dev/client/internal/peer"
)

var (
	// ErrNoAgent means that no agent listens.
	ErrNoAgent = errors.New("no agent is running")
	// ErrDeadline means that the agent did not answer in time.
	ErrDeadline = errors.New("the agent did not answer in time")
	// ErrClosed means that the agent ended the connection without an answer.
	ErrClosed = errors.New("the agent closed the connection")
	// ErrGarbage means that the agent's answer is not one of this protocol.
	ErrGarbage = errors.New("the agent's answer is not understood")
)

// Conn is a connection to the agent. It uses the system calls themselves: the
// net package would double the helper's size and add to every start of it.
type Conn struct {
	mu     sync.Mutex // guards fd against Close while Interrupt runs
	fd     int
	closed bool
}

// Dial connects to the agent of this user. It refuses a socket that is not the
// user's own, before and after connecting.
func Dial(socket string, deadline time.Time) (*Conn, error) {
	if err := peer.CheckSocket(socket); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, ErrNoAgent
		}
		return nil, err
	}
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, fmt.Errorf("make a socket: %w", err)
	}
	syscall.CloseOnExec(fd)
	conn := &Conn{fd: fd}
	if err := conn.connect(socket, deadline); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

func (c *Conn) connect(socket string, deadline time.Time) error {
	err := c.retry(syscall.SO_SNDTIMEO, deadline, func() error {
		return syscall.Connect(c.fd, &syscall.SockaddrUnix{Name: socket})
	})
	switch {
	case errors.Is(err, ErrDeadline):
		return err
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ENOENT):
		return ErrNoAgent
	case errors.Is(err, syscall.EAGAIN):
		return ErrDeadline
	case err != nil:
		return fmt.Errorf("connect to the agent: %w", err)
	}
	return peer.Check(c.fd)
}

// Call sends a request and waits for its answer until the deadline.
func (c *Conn) Call(request Request, deadline time.Time) (Answer, error) {
	request.Version = Version
	line, err := Encode(request)
	if err != nil {
		return Answer{}, err
	}
	if err := c.write(line, deadline); err != nil {
		return Answer{}, err
	}
	reply, err := c.readLine(deadline)
	if err != nil {
		return Answer{}, err
	}
	return answered(reply)
}

func (c *Conn) write(data []byte, deadline time.Time) error {
	for len(data) > 0 {
		var n int
		err := c.retry(syscall.SO_SNDTIMEO, deadline, func() (err error) { n, err = syscall.Write(c.fd, data); return err })
		if err != nil {
			return ioError("write to the agent", err)
		}
		data = data[n:]
	}
	return nil
}

func (c *Conn) readLine(deadline time.Time) ([]byte, error) {
	line := make([]byte, 0, 4096)
	for {
		if len(line) == cap(line) {
			if len(line) >= MaxLine {
				return nil, ErrTooLong
			}
			line = append(make([]byte, 0, 2*cap(line)), line...)
		}
		var n int
		err := c.retry(syscall.SO_RCVTIMEO, deadline, func() (err error) {
			n, err = syscall.Read(c.fd, line[len(line):cap(line)])
			return err
		})
		if err != nil {
			return nil, ioError("read from the agent", err)
		}
		if n == 0 {
			return nil, ErrClosed
		}
		line = line[:len(line)+n]
		switch end := bytes.IndexByte(line, '\n'); {
		case end == len(line)-1:
			return line, nil
		case end >= 0:
			return nil, ErrGarbage
		}
	}
}

// Interrupt ends a Call that waits in another goroutine.
func (c *Conn) Interrupt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		_ = syscall.Shutdown(c.fd, syscall.SHUT_RDWR)
	}
}

// Close ends the connection. A second Close does nothing.
func (c *Conn) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.closed = true
		_ = syscall.Close(c.fd)
	}
}

func (c *Conn) setTimeout(option int, deadline time.Time) error {
	left := time.Until(deadline)
	if left <= 0 {
		return ErrDeadline
	}
	// A zero timeval would mean "for ever".
	timeout := syscall.NsecToTimeval(max(left, time.Millisecond).Nanoseconds())
	if err := syscall.SetsockoptTimeval(c.fd, syscall.SOL_SOCKET, option, &timeout); err != nil {
		return fmt.Errorf("set the socket's timeout: %w", err)
	}
	return nil
}

// retry repeats a system call that a signal interrupted, for what is left of the
// time: with the whole of it again, signals could keep a call waiting for ever.
func (c *Conn) retry(option int, deadline time.Time, call func() error) error {
	for {
		if err := c.setTimeout(option, deadline); err != nil {
			return err
		}
		if err := call(); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

func ioError(what string, err error) error {
	switch {
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, ErrDeadline):
		return ErrDeadline
	case errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.ECONNRESET):
		return ErrClosed
	}
	return fmt.Errorf("%s: %w", what, err)
}
