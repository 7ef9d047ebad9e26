package cli

import (
	"errors"
	"fmt"

	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/registryhost"
)

// places are this user's files.
func (env Env) places() (home.Home, error) {
	places, err := home.From(env.Getenv)
	if err != nil {
		return home.Home{}, &message.Error{What: "there is no place for Vouch's files", Why: err.Error(), Run: "export HOME=/your/home", Err: err}
	}
	return places, nil
}

// servedHosts reads which registries the server serves.
func (env Env) servedHosts() (hostsfile.List, error) {
	places, err := env.places()
	if err != nil {
		return nil, err
	}
	list, err := hostsfile.Read(places.HostsFile)
	if errors.Is(err, hostsfile.ErrNone) {
		return nil, &message.Error{
			What: "no list of registries yet", Why: "nobody has logged in on this machine", Run: "vouch login", Err: err,
		}
	}
	if err != nil {
		return nil, &message.Error{What: "the list of registries cannot be used", Why: err.Error(), Run: "vouch login", Err: err}
	}
	return list, nil
}

// findServed returns the entry for what a person typed as a host.
func findServed(list hostsfile.List, text string) (hostsfile.Entry, error) {
	host, err := registryhost.Parse(text)
	if err != nil {
		return hostsfile.Entry{}, &message.Error{
			What: fmt.Sprintf("registry %q is not supported by Vouch", text), Why: err.Error(), Err: err,
		}
	}
	entry, found := list.Find(host)
	switch {
	case found:
		return entry, nil
	case host.IsECR() && !list.HasAWS():
		return hostsfile.Entry{}, &message.Error{What: "AWS integration is not configured for this Vouch server"}
	}
	return hostsfile.Entry{}, &message.Error{What: fmt.Sprintf("registry %q is not supported by Vouch", host)}
}
