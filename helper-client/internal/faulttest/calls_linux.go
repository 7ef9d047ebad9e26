package faulttest

import "golang.org/x/sys/unix"

// watched names a call by which a process changes what others see, and is empty
// for every other: waiting, reading, memory.
func watched(number uint64, arguments [6]uint64) string {
	if number == unix.SYS_OPENAT && arguments[2]&unix.O_CREAT == 0 {
		return ""
	}
	return map[uint64]string{
		unix.SYS_OPENAT:     "openat(O_CREAT)",
		unix.SYS_WRITE:      "write",
		unix.SYS_SENDMSG:    "sendmsg",
		unix.SYS_SENDTO:     "sendto",
		unix.SYS_FSYNC:      "fsync",
		unix.SYS_FTRUNCATE:  "ftruncate",
		unix.SYS_FCHMOD:     "fchmod",
		unix.SYS_FCHMODAT:   "fchmodat",
		unix.SYS_RENAMEAT:   "renameat",
		unix.SYS_RENAMEAT2:  "renameat2",
		unix.SYS_UNLINKAT:   "unlinkat",
		unix.SYS_MKDIRAT:    "mkdirat",
		unix.SYS_FLOCK:      "flock",
		unix.SYS_PIPE2:      "pipe2",
		unix.SYS_SOCKET:     "socket",
		unix.SYS_BIND:       "bind",
		unix.SYS_LISTEN:     "listen",
		unix.SYS_CONNECT:    "connect",
		unix.SYS_ACCEPT4:    "accept4",
		unix.SYS_SHUTDOWN:   "shutdown",
		unix.SYS_EXIT_GROUP: "exit_group",
	}[number]
}
