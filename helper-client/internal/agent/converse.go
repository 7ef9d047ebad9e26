package agent

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/login"
	"vouch.dev/client/internal/peer"
	"vouch.dev/client/internal/strictjson"
)

// conversation is one connection. A login belongs to the connection that began
// it: when vouch goes away, its login ends.
type conversation struct {
	agent   *Agent
	conn    *net.UnixConn
	attempt *attempt
}

// converse answers one caller until it leaves.
func (a *Agent) converse(ctx context.Context, conn *net.UnixConn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer conn.Close() //nolint:errcheck // nothing to save
	if checkPeer(conn) != nil {
		return // another user: not a word
	}
	talk := &conversation{agent: a, conn: conn}
	defer talk.endLogin()
	requests := make(chan []byte)
	go talk.read(ctx, cancel, requests)
	for {
		select {
		case line := <-requests:
			if !talk.say(talk.answer(ctx, line)) {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

func checkPeer(conn *net.UnixConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	checked := errors.New("not checked")
	if err := raw.Control(func(fd uintptr) { checked = peer.Check(int(fd)) }); err != nil {
		return err
	}
	return checked
}

// read takes requests while they are answered, so that a caller who leaves in
// the middle of a login is noticed.
func (c *conversation) read(ctx context.Context, left context.CancelFunc, requests chan<- []byte) {
	defer left()
	reader := bufio.NewReaderSize(io.LimitReader(c.conn, 4*agentproto.MaxLine), agentproto.MaxLine)
	_ = c.conn.SetReadDeadline(time.Now().Add(c.agent.silence))
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return
		}
		_ = c.conn.SetReadDeadline(time.Time{})
		select {
		case requests <- bytes.Clone(line):
		case <-ctx.Done():
			return
		}
	}
}

// say writes an answer and tells whether the conversation goes on.
func (c *conversation) say(answer agentproto.Answer) bool {
	line, err := agentproto.Encode(answer)
	if err != nil {
		line, _ = agentproto.Encode(agentproto.Answer{Problem: protocol("the answer is too long")})
	}
	// Both before the answer is out: the caller may have it, and read the next request and lift this
	// deadline, before Write returns. Set afterwards, it would end a login that takes longer.
	_ = c.conn.SetDeadline(time.Now().Add(c.agent.silence)) // read waits for the next request already
	_, err = c.conn.Write(line)
	return err == nil && !answer.Done
}

func (c *conversation) answer(ctx context.Context, line []byte) agentproto.Answer {
	request, wrong := parse(line)
	if wrong != nil {
		return refusal(wrong)
	}
	asked := time.Now()
	answer := c.do(ctx, request)
	c.agent.note(request, answer, time.Since(asked))
	return answer
}

func (c *conversation) do(ctx context.Context, request agentproto.Request) agentproto.Answer {
	switch request.Op {
	case agentproto.OpCredential:
		return c.agent.credential(ctx, request)
	case agentproto.OpExplain:
		return c.agent.explain(ctx, request)
	case agentproto.OpPreview:
		return c.agent.preview(ctx, request)
	case agentproto.OpStatus:
		return c.agent.status(ctx)
	case agentproto.OpLoginBegin:
		return c.loginBegin(ctx, request)
	case agentproto.OpLoginWait:
		return c.loginWait(ctx)
	case agentproto.OpLogout:
		return c.agent.logout(ctx)
	}
	return refusal(protocol("the operation is not known"))
}

// parse reads one request. A member that this version does not know, or one that
// stands twice, is refused: the caller meant something else than would be done.
func parse(line []byte) (agentproto.Request, *agentproto.Problem) {
	var request agentproto.Request
	if err := strictjson.DecodeKnown(line, &request); err != nil {
		return agentproto.Request{}, protocol("the request is not understood")
	}
	if request.Version != agentproto.Version {
		return agentproto.Request{}, protocol("the request is of another version of the protocol")
	}
	return request, nil
}

func refusal(problem *agentproto.Problem) agentproto.Answer {
	return agentproto.Answer{Problem: problem}
}

// attempt is a login under way.
type attempt struct {
	*login.Attempt
	server *broker.Client
}

func (c *conversation) endLogin() {
	if c.attempt != nil {
		c.attempt.Close()
		c.attempt = nil
	}
}
