package helper

import (
	"errors"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"vouch.dev/client/internal/message"
)

// input is standard input until the deadline. It waits with poll and not in a
// goroutine of its own: a second thread costs a tenth of the whole call.
type input struct {
	file   *os.File
	within time.Duration
	end    time.Time
}

var (
	errTooMuch = errors.New("standard input is too long")
	errOpen    = errors.New("standard input stayed open")
)

// Read waits for something to read, and returns errOpen once the time is over.
func (i input) Read(data []byte) (int, error) {
	for {
		left := time.Until(i.end)
		if left <= 0 {
			return 0, errOpen
		}
		wait := []unix.PollFd{{Fd: int32(i.file.Fd()), Events: unix.POLLIN}} //nolint:gosec // a descriptor is a small number
		_, err := unix.Poll(wait, int((left+time.Millisecond-1)/time.Millisecond))
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return 0, err
		case wait[0].Revents != 0:
			return i.file.Read(data)
		}
	}
}

// text reads all of it.
func (i input) text() (string, error) {
	data, err := io.ReadAll(io.LimitReader(i, maxInput+1))
	if err != nil {
		return "", err
	}
	if len(data) > maxInput {
		return "", errTooMuch
	}
	return string(data), nil
}

// unread is the outcome when text has failed.
func (i input) unread(err error) outcome {
	if errors.Is(err, errOpen) {
		return trouble(message.New(message.InputOpen, err, "within", i.within.String(), "why", err.Error()))
	}
	return trouble(message.New(message.InputUnreadable, err, "why", err.Error()))
}
