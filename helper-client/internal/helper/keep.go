package helper

import (
	"encoding/json"
	"errors"
	"strings"

	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
)

// store succeeds and keeps nothing: `docker login` fails when store does. What
// is not a credential is refused with the protocol's own texts.
func store(stdin input) outcome {
	text, err := stdin.text()
	if err != nil {
		return stdin.unread(err)
	}
	var credential struct {
		ServerURL string `json:"ServerURL"`
		Username  string `json:"Username"`
	}
	if json.Unmarshal([]byte(text), &credential) != nil || credential.ServerURL == "" {
		return failure(missingURL)
	}
	if credential.Username == "" {
		return failure(missingUsername)
	}
	return outcome{}
}

// erase succeeds: nothing was kept. `docker logout` calls it up to four times.
func erase(stdin input) outcome {
	text, err := stdin.text()
	if err != nil {
		return stdin.unread(err)
	}
	if strings.TrimSpace(text) == "" {
		return failure(missingURL)
	}
	return outcome{}
}

// list tells the served hosts from the hosts file. It does not touch standard
// input, which clients leave open.
func list(getenv func(string) string) outcome {
	names := map[string]string{}
	places, err := home.From(getenv)
	if err != nil {
		return outcome{stdout: "{}\n"}
	}
	served, err := hostsfile.Read(places.HostsFile)
	if err != nil && !errors.Is(err, hostsfile.ErrNone) {
		return trouble(message.New(message.RegistriesUnusable, err, "why", err.Error()))
	}
	for _, entry := range served {
		names[string(entry.Host)] = entry.Username()
	}
	text, err := json.Marshal(names)
	if err != nil {
		return trouble(message.New(message.OutputFailed, err, "why", err.Error()))
	}
	return outcome{stdout: string(text) + "\n"}
}
