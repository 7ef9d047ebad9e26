package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"testing"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/brokertest"
	"vouch.dev/client/internal/home"
)

// impatient starts an agent whose callers may be silent for a moment only.
func impatient(t *testing.T) home.Home {
	t.Helper()
	places := newHome(t)
	agent := New(places, "1.2.3")
	agent.silence = 50 * time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- agent.Run(ctx, func() { close(ready) }) }()
	<-ready
	t.Cleanup(func() { cancel(); <-ended })
	return places
}

// isCutOff reads until the agent ends the connection; a hang fails the test.
func isCutOff(t *testing.T, conn net.Conn) {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the agent still waits")
	}
}

func TestACallerWhoFallsSilentIsCutOff(t *testing.T) {
	places := impatient(t)
	for name, speak := range map[string]func(net.Conn){
		"at once":            func(net.Conn) {},
		"in a request":       func(conn net.Conn) { _, _ = conn.Write([]byte(`{"v":1`)) },
		"after an answer":    func(conn net.Conn) { say(t, conn, `{"v":1,"op":"status"}`) },
		"after two answers":  func(conn net.Conn) { say(t, conn, `{"v":1,"op":"status"}`); say(t, conn, `{"v":1,"op":"status"}`) },
		"after wrong answer": func(conn net.Conn) { say(t, conn, `hello`) },
	} {
		t.Run(name, func(t *testing.T) {
			conn := dial(t, places)
			speak(conn)
			isCutOff(t, conn)
		})
	}
}

func TestCallersBeyondTheLimitWaitForTheirTurn(t *testing.T) {
	places := impatient(t)
	for range maxConnections {
		dial(t, places) // silent: each leaves its place when its time is over
	}
	conn, err := agentproto.Dial(places.Socket(), time.Now().Add(10*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answer, err := conn.Call(agentproto.Request{Op: agentproto.OpStatus}, time.Now().Add(10*time.Second))
	if err != nil || answer.Problem == nil || answer.Problem.Code != agentproto.CodeNoSession {
		t.Errorf("%+v, %v", answer, err)
	}
}

func TestTheSocketOfALaterAgentIsLeft(t *testing.T) {
	places := newHome(t)
	first, err := Listen(t.Context(), places)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(places.RunFolder); err != nil { // as a session manager does
		t.Fatal(err)
	}
	second, err := Listen(t.Context(), places)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	first.Close()
	conn, err := net.Dial("unix", places.Socket())
	if err != nil {
		t.Fatalf("the later agent cannot be reached: %v", err)
	}
	_ = conn.Close()
}

func TestOfManyAgentsOneWinsAndTheOthersLeaveItsSocket(t *testing.T) {
	places := newHome(t)
	const contenders = 16
	type outcome struct {
		endpoint *Endpoint
		err      error
	}
	outcomes := make(chan outcome, contenders)
	for range contenders {
		go func() {
			endpoint, err := Listen(context.Background(), places)
			outcomes <- outcome{endpoint, err}
		}()
	}
	won := 0
	for range contenders {
		switch got := <-outcomes; {
		case got.err == nil:
			won++
			defer got.endpoint.Close()
		case !errors.Is(got.err, ErrRunning):
			t.Error(got.err)
		}
	}
	if won != 1 {
		t.Error(strconv.Itoa(won) + " agents serve")
	}
	if conn, err := net.Dial("unix", places.Socket()); err != nil {
		t.Error(err)
	} else {
		_ = conn.Close()
	}
}

// The caller's next request may come before the agent has finished writing its answer to the last one. What
// bounds the silence between the two must not be left on a login, which a person takes minutes for.
func TestALoginTakesLongerThanACallerMayBeSilent(t *testing.T) {
	server := brokertest.New(t)
	places := impatient(t)
	begin := func() error {
		conn, err := agentproto.Dial(places.Socket(), time.Now().Add(10*time.Second))
		if err != nil {
			return err
		}
		defer conn.Close()
		begin := agentproto.Request{Op: agentproto.OpLoginBegin, Server: server.URL}
		if answer, err := conn.Call(begin, time.Now().Add(10*time.Second)); err != nil || answer.Problem != nil {
			return fmt.Errorf("the login did not begin: %+v, %w", answer.Problem, errors.Join(err))
		}
		answer, err := conn.Call(agentproto.Request{Op: agentproto.OpLoginWait}, time.Now().Add(150*time.Millisecond))
		if !errors.Is(err, agentproto.ErrDeadline) {
			return fmt.Errorf("the login has ended: %+v, %w", answer.Problem, errors.Join(err))
		}
		return nil
	}
	ended := make(chan error)
	for range 8 {
		go func() {
			for range 10 {
				if err := begin(); err != nil {
					ended <- err
					return
				}
			}
			ended <- nil
		}()
	}
	for range 8 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}
