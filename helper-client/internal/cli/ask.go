package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/peer"
)

// within bounds a question to the agent.
const within = 10 * time.Second

// ask puts one question to the agent that runs; it starts none.
func (env Env) ask(ctx context.Context, request agentproto.Request) (agentproto.Answer, error) {
	places, err := env.places()
	if err != nil {
		return agentproto.Answer{}, err
	}
	end := time.Now().Add(within)
	conn, err := agentproto.Dial(places.Socket(), end)
	if err != nil {
		return agentproto.Answer{}, agentTrouble(err)
	}
	defer conn.Close()
	return converse(ctx, conn, request, end)
}

// converse asks on a connection; ctx interrupts it.
func converse(ctx context.Context, conn *agentproto.Conn, request agentproto.Request, end time.Time) (agentproto.Answer, error) {
	stop := context.AfterFunc(ctx, conn.Interrupt)
	defer stop()
	answer, err := conn.Call(request, end)
	if ctx.Err() != nil {
		return agentproto.Answer{}, &message.Error{What: "interrupted", Err: ctx.Err()}
	}
	if err != nil {
		return agentproto.Answer{}, agentTrouble(err)
	}
	if problem := answer.Problem; problem != nil {
		return answer, &message.Error{What: problem.What, Why: problem.Why, Run: problem.Run, Err: &agentProblem{problem.Code}}
	}
	return answer, nil
}

// agentProblem carries the code of the agent's answer.
type agentProblem struct{ code string }

func (p *agentProblem) Error() string { return p.code }

// agentTrouble tells why the agent cannot be asked.
func agentTrouble(err error) error {
	var notOwn *peer.NotOwn
	switch {
	case errors.Is(err, agentproto.ErrNoAgent), errors.Is(err, fs.ErrNotExist):
		return &message.Error{What: "not logged in", Why: "no agent is running", Run: "vouch login", Err: err}
	case errors.As(err, &notOwn):
		return &message.Error{
			What: "the agent's socket is not to be trusted", Why: notOwn.Error(),
			Run: fmt.Sprintf("look at it with `ls -ld %s`, remove it if it is not yours to keep, then: vouch login", notOwn.Path), Err: err,
		}
	case errors.Is(err, peer.ErrStranger):
		return &message.Error{What: "the agent's socket is not to be trusted", Why: err.Error(), Run: "vouch login", Err: err}
	}
	return &message.Error{What: "the agent does not answer", Why: err.Error(), Run: "vouch login", Err: err}
}
