package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"vouch.dev/client/internal/brokertest"
)

const (
	// attackMark makes this test binary play a process of the same user that reads
	// another one's memory.
	attackMark = "VOUCH_TEST_ATTACK"
	// holdMark makes it play an ordinary process with a secret, which nothing protects.
	holdMark   = "VOUCH_TEST_HOLD"
	heldSecret = "canary-held-by-an-ordinary-process"
)

// play is what this binary does when it is not the test.
func play() {
	switch {
	case os.Getenv(browserMark) != "":
		os.Exit(browse(os.Args[len(os.Args)-1]))
	case os.Getenv(attackMark) != "":
		attack(os.Getenv(attackMark))
		os.Exit(0)
	case os.Getenv(holdMark) != "":
		held := []byte(strings.Repeat("-", 1) + heldSecret)
		fmt.Println("holding")
		_, _ = io.Copy(io.Discard, os.Stdin)
		runtime.KeepAlive(held)
		os.Exit(0)
	}
}

// attack tells what of a process can be had.
func attack(pid string) {
	environ, err := os.ReadFile("/proc/" + pid + "/environ")
	fmt.Printf("environ readable=%v bytes=%v\n", err == nil, len(environ) > 0)
	found, err := search(pid)
	fmt.Printf("memory readable=%v canaries=%v\n", err == nil, found > 0)
	runtime.LockOSThread()
	number, _ := strconv.Atoi(pid)
	err = syscall.PtraceAttach(number)
	fmt.Printf("trace allowed=%v\n", err == nil)
	if err == nil {
		_, _ = syscall.Wait4(number, nil, 0, nil)
		_ = syscall.PtraceDetach(number)
	}
}

// search counts canaries in all the memory of a process.
func search(pid string) (int, error) {
	maps, err := os.ReadFile("/proc/" + pid + "/maps")
	if err != nil {
		return 0, err
	}
	memory, err := os.Open("/proc/" + pid + "/mem")
	if err != nil {
		return 0, err
	}
	defer memory.Close()
	count := 0
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &rights); err != nil || rights[:2] != "rw" || to-from > 1<<30 {
			continue
		}
		data, _ := io.ReadAll(io.NewSectionReader(memory, from, to-from))
		count += bytes.Count(data, []byte("canary-"))
	}
	return count, nil
}

// asNobody is this binary in one of its roles, as the user that asUser runs programs as.
func (m *machine) asNobody(mark, value string) *exec.Cmd {
	m.t.Helper()
	command := exec.CommandContext(m.t.Context(), m.browser)
	command.Env, command.Dir = []string{mark + "=" + value, "GORACE=atexit_sleep_ms=0"}, m.homeOf(0o700)
	if os.Getuid() == 0 {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return command
}

func (m *machine) attacked(pid int) string {
	m.t.Helper()
	out, err := m.asNobody(attackMark, strconv.Itoa(pid)).CombinedOutput()
	if err != nil {
		m.t.Fatalf("%s, %v", out, err)
	}
	return string(out)
}

// holder is an ordinary process of the user, with a secret in its memory.
func (m *machine) holder(prepare func(*exec.Cmd)) *exec.Cmd {
	m.t.Helper()
	command := m.asNobody(holdMark, heldSecret)
	prepare(command)
	input, err := command.StdinPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _, _ = input.Close(), command.Wait() })
	if line, err := bufio.NewReader(output).ReadString('\n'); err != nil {
		m.t.Fatal(line, err)
	}
	return command
}

// loggedInAsUser logs the user in, gets a credential, and returns the agent's process.
func (m *machine) loggedInAsUser(env []string) int {
	m.t.Helper()
	if got := m.asUser(env, "", "vouch", "login", "--server", m.broker.URL); got.status != 0 {
		m.t.Fatalf("login: %+v", got)
	}
	m.t.Cleanup(func() { m.asUser(env, "", "vouch", "logout") })
	if got := m.asUser(env, brokertest.Host, "docker-credential-vouch", "get"); got.status != 0 {
		m.t.Fatalf("get: %+v", got)
	}
	folder, _ := strings.CutPrefix(env[0], "VOUCH_HOME=")
	return m.agentOf(filepath.Join(folder, "run", "agent.sock"))
}

// agentOf asks the kernel who listens on a socket.
func (m *machine) agentOf(socket string) int {
	m.t.Helper()
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		m.t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.SyscallConn()
	if err != nil {
		m.t.Fatal(err)
	}
	pid := 0
	err = raw.Control(func(fd uintptr) {
		if credentials, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			pid = int(credentials.Pid)
		}
	})
	if err != nil || pid == 0 {
		m.t.Fatal(pid, err)
	}
	return pid
}

func TestAnotherProcessOfTheUserCannotLookIntoTheAgent(t *testing.T) {
	m := newMachine(t)
	pid := m.loggedInAsUser([]string{"VOUCH_HOME=" + m.homeOf(0o700)})
	want := "environ readable=false bytes=false\nmemory readable=false canaries=false\ntrace allowed=false\n"
	if got := m.attacked(pid); got != want {
		t.Errorf("the agent: %s", got)
	}
	// The same attack on a process that nothing protects: what is refused above is not
	// refused to everybody.
	ordinary := m.holder(func(*exec.Cmd) {})
	got := m.attacked(ordinary.Process.Pid)
	if !strings.Contains(got, "environ readable=true bytes=true") {
		t.Errorf("an ordinary process: %s", got)
	}
	if scope, err := os.ReadFile("/proc/sys/kernel/yama/ptrace_scope"); err == nil && strings.TrimSpace(string(scope)) != "0" {
		t.Logf("Yama keeps processes from each other here: %s", got)
	} else if !strings.Contains(got, "memory readable=true canaries=true\ntrace allowed=true") {
		t.Errorf("an ordinary process: %s", got)
	}
	if os.Getuid() == 0 { // root may look, and finds it: it is there to be found
		if found, err := search(strconv.Itoa(pid)); err != nil || found == 0 {
			t.Errorf("%d canaries in the agent's memory, %v", found, err)
		}
	}
}

func TestTheAgentLeavesNoCore(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGABRT, syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGQUIT} {
		m := newMachine(t)
		ordinary := m.holder(dumping)
		if err := ordinary.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = ordinary.Wait()
		if status := ordinary.ProcessState.Sys().(syscall.WaitStatus); !status.CoreDump() {
			t.Logf("no process leaves a core here (%v): ulimit -Hc?", status)
		}
		env := []string{"VOUCH_HOME=" + m.homeOf(0o700)}
		agent := m.command("", "vouch", "agent")
		agent.Env, agent.Dir = append(agent.Env, env...), m.homeOf(0o700)
		if os.Getuid() == 0 {
			agent.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		dumping(agent)
		if err := agent.Start(); err != nil {
			t.Fatal(err)
		}
		folder, _ := strings.CutPrefix(env[0], "VOUCH_HOME=")
		m.eventually("the agent serves", func() bool {
			_, err := os.Lstat(filepath.Join(folder, "run", "agent.sock"))
			return err == nil
		})
		if pid := m.loggedInAsUser(env); pid != agent.Process.Pid {
			t.Fatalf("process %d answers, not %d", pid, agent.Process.Pid)
		}
		if err := agent.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = agent.Wait()
		if status := agent.ProcessState.Sys().(syscall.WaitStatus); status.CoreDump() || status.ExitStatus() == 0 || !empty(t, agent.Dir) {
			t.Errorf("%s: %v, core %v", signal, status, status.CoreDump())
		}
	}
}

func TestTheHelperLeavesNoCore(t *testing.T) {
	m := newMachine(t)
	helper := m.command("", "docker-credential-vouch", "get")
	helper.Dir = m.homeOf(0o700)
	reader, writer, err := os.Pipe() // which stays open: the helper waits
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer writer.Close()
	helper.Stdin = reader
	dumping(helper)
	if err := helper.Start(); err != nil {
		t.Fatal(err)
	}
	m.eventually("the helper is closed to others", func() bool {
		limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", helper.Process.Pid))
		return err == nil && regexp.MustCompile(`Max core file size +0 +0 `).Match(limits)
	})
	if err := helper.Process.Signal(syscall.SIGABRT); err != nil {
		t.Fatal(err)
	}
	_ = helper.Wait()
	if status := helper.ProcessState.Sys().(syscall.WaitStatus); status.CoreDump() || !empty(t, helper.Dir) {
		t.Errorf("%v, core %v", status, status.CoreDump())
	}
}

// dumping makes a Go program end by a signal that writes a core, without a limit.
func dumping(command *exec.Cmd) {
	command.Env = append(command.Env, "GOTRACEBACK=crash")
	command.Args = append([]string{"sh", "-c", `ulimit -c "$(ulimit -H -c)"; exec "$0" "$@"`, command.Path}, command.Args[1:]...)
	command.Path = "/bin/sh"
}

func TestNoSecretIsInTheAgentsEnvironmentOrArguments(t *testing.T) {
	m := newMachine(t)
	env := []string{"VOUCH_HOME=" + m.homeOf(0o700), "GITHUB_TOKEN=canary-inherited"}
	pid := m.loggedInAsUser(env)
	arguments, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil || string(arguments) != "vouch\x00agent\x00--ready-fd=3\x00" {
		t.Errorf("%q, %v", arguments, err)
	}
	if os.Getuid() != 0 {
		t.Log("only root can read the agent's environment; what it gets: launch.TestAnAgentGetsNoSecretsFromTheEnvironment")
		return
	}
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil || !bytes.Contains(environment, []byte("VOUCH_HOME=")) || bytes.Contains(environment, []byte("canary")) {
		t.Errorf("%q, %v", environment, err)
	}
}
