package e2e

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"vouch.dev/client/internal/brokertest"
)

// onAFullDisk runs a command line of the shell where nothing more can be written:
// a file system that is full where root can mount one, or a limit of no bytes.
func (m *machine) onAFullDisk(line string) (string, error) {
	m.t.Helper()
	script := "ulimit -f 0\n" + line
	command := exec.CommandContext(m.t.Context(), "/bin/sh", "-c", script)
	if os.Getuid() == 0 {
		script = "set -e; mkdir -p $VOUCH_HOME; mount -t tmpfs -o size=16k,mode=700 none $VOUCH_HOME; mkdir -m 700 $VOUCH_HOME/run\n" +
			"dd if=/dev/zero of=$VOUCH_HOME/filler bs=1k count=64 2>/dev/null || true\nset +e\n" + line
		command = exec.CommandContext(m.t.Context(), "/bin/sh", "-c", script)
		command.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	}
	command.Env = m.command("", "vouch").Env
	command.Env = append(command.Env, "PATH="+binaries+":/usr/sbin:/usr/bin:/sbin:/bin", "SERVER="+m.broker.URL, "REGISTRY="+brokertest.Host)
	out, err := command.CombinedOutput()
	return string(out), err
}

func TestAFullDiskIsToldAndLeavesNoSessionAndNoHalfFile(t *testing.T) {
	m := newMachine(t)
	out, err := m.onAFullDisk(`
vouch login --server $SERVER; echo "login $?"
echo "left:" $(ls -A $VOUCH_HOME | grep -v filler)
printf %s $REGISTRY | docker-credential-vouch get; echo "get $?"
vouch logout`)
	if !strings.Contains(out, "free some space, then: vouch login") || !strings.Contains(out, "login 6") || !strings.Contains(out, "get 1") ||
		strings.Contains(out, "canary") || !strings.Contains(out, "left: run\n") {
		t.Errorf("%s\n%v", out, err)
	}
	m.eventually("the session that could not be kept is revoked", func() bool { return m.broker.LiveSessions() == 0 })
	m.login()
	if got := m.get(brokertest.Host); got.status != 0 {
		t.Errorf("with space again: %+v", got)
	}
}
