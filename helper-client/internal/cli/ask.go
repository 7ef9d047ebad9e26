package cli

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/home"
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
		return agentproto.Answer{}, message.New(message.Interrupted, ctx.Err(), "why", "")
	}
	if err != nil {
		return agentproto.Answer{}, agentTrouble(err)
	}
	if problem := answer.Problem; problem != nil {
		return answer, problem.Told()
	}
	return answer, nil
}

// agentTrouble tells why the agent cannot be asked.
func agentTrouble(err error) error {
	var notOwn *peer.NotOwn
	switch {
	case errors.Is(err, agentproto.ErrNoAgent), errors.Is(err, fs.ErrNotExist):
		return message.New(message.NoAgent, err)
	case errors.As(err, &notOwn):
		return message.New(message.SocketUntrusted, err, "why", notOwn.Error(), "path", notOwn.Path)
	case errors.Is(err, peer.ErrStranger):
		return message.New(message.AgentUntrusted, err, "why", err.Error())
	}
	if errors.Is(err, agentproto.ErrGarbage) {
		return message.New(message.VersionsDiffer, err, "what", err.Error())
	}
	if storage := home.Trouble("the agent cannot be reached", err); storage != nil {
		return storage
	}
	return message.New(message.AgentSilent, err, "why", err.Error())
}
