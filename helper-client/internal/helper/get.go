package helper

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/peer"
	"vouch.dev/client/internal/registryhost"
)

// get decides with the small hosts file alone whether the host is Vouch's
// business. Only for a served host does it open the agent's socket.
func get(getenv func(string) string, stdin input) outcome {
	text, err := stdin.text()
	if err != nil {
		return stdin.unread(err)
	}
	host, err := registryhost.Parse(text)
	if errors.Is(err, registryhost.ErrEmpty) && strings.TrimSpace(text) == "" {
		return failure(missingURL)
	}
	if err != nil {
		return failure(notFound)
	}
	places, err := home.From(getenv)
	if err != nil {
		return hinted(host, message.New(message.NoHome, err, "why", err.Error()))
	}
	served, err := hostsfile.Read(places.HostsFile)
	if errors.Is(err, hostsfile.ErrNone) {
		return hinted(host, message.New(message.NobodyYet, err))
	}
	if err != nil {
		return trouble(message.New(message.RegistriesUnusable, err, "why", err.Error()))
	}
	entry, found := served.Find(host)
	if !found {
		return failure(notFound)
	}
	return fromAgent(places.Socket(), entry, strings.TrimRight(text, " \r\n"), stdin.end)
}

// hinted answers when it is not known which registries are served. The client goes
// on; the hint is for somebody who has just set up a private registry.
func hinted(host registryhost.Host, told *message.Error) outcome {
	result := failure(notFound)
	if host.IsECR() {
		result.stderr = trouble(told).stderr
	}
	return result
}

func fromAgent(socket string, entry hostsfile.Entry, serverURL string, end time.Time) outcome {
	conn, err := agentproto.Dial(socket, end)
	if err != nil {
		return unreachable(entry, err)
	}
	defer conn.Close()
	answer, err := conn.Credential(string(entry.Host), end)
	if err != nil {
		return unreachable(entry, err)
	}
	if problem := answer.Problem; problem != nil {
		if problem.Code == agentproto.CodeNoSession && entry.Anonymous {
			return failure(notFound)
		}
		return trouble(problem.Told())
	}
	if answer.Credential == nil || answer.Credential.Secret.IsEmpty() || answer.Credential.Username == "" {
		return unreachable(entry, agentproto.ErrGarbage)
	}
	if !time.Now().Before(answer.Credential.ExpiresAt) {
		return trouble(message.New(message.CredentialOver, nil, "registry", string(entry.Host)))
	}
	return printed(serverURL, *answer.Credential)
}

// printed writes the protocol's answer to get, in the protocol's order. It writes
// the strings one by one: a struct would cost encoding/json a look at its type.
func printed(serverURL string, credential agentproto.Credential) outcome {
	var line []byte
	for _, member := range []struct{ name, value string }{
		{`{"ServerURL":`, serverURL},
		{`,"Username":`, credential.Username},
		{`,"Secret":`, credential.Secret.Reveal()}, // handing it to the client is the helper's work
	} {
		value, err := json.Marshal(member.value)
		if err != nil {
			return trouble(message.New(message.OutputFailed, err, "why", err.Error()))
		}
		line = append(append(line, member.name...), value...)
	}
	return outcome{stdout: string(line) + "}\n"}
}

func unreachable(entry hostsfile.Entry, err error) outcome {
	registry := string(entry.Host)
	var notOwn *peer.NotOwn
	switch {
	case errors.Is(err, agentproto.ErrNoAgent) && entry.Anonymous:
		return failure(notFound)
	case errors.Is(err, agentproto.ErrNoAgent):
		return trouble(message.New(message.GetNoAgent, err, "registry", registry, "why", err.Error()))
	case errors.As(err, &notOwn), errors.Is(err, peer.ErrStranger):
		return trouble(message.New(message.GetUntrusted, err, "registry", registry, "why", err.Error()))
	}
	return trouble(message.New(message.GetFailed, err, "registry", registry, "why", err.Error()))
}
