package cli

import (
	"errors"

	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
	"vouch.dev/client/internal/registryhost"
)

// places are this user's files.
func (env Env) places() (home.Home, error) {
	places, err := home.From(env.Getenv)
	if err != nil {
		return home.Home{}, message.New(message.NoHome, err, "why", err.Error())
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
		return nil, message.New(message.NoRegistries, err)
	}
	if err != nil {
		return nil, message.New(message.RegistriesUnusable, err, "why", err.Error())
	}
	return list, nil
}

// findServed returns the entry for what a person typed as a host.
func findServed(list hostsfile.List, text string) (hostsfile.Entry, error) {
	host, err := registryhost.Parse(text)
	if err != nil {
		return hostsfile.Entry{}, message.New(message.RegistryMalformed, err, "registry", text, "why", err.Error())
	}
	entry, found := list.Find(host)
	switch {
	case found:
		return entry, nil
	case host.IsECR() && !list.HasAWS():
		return hostsfile.Entry{}, message.New(message.AWSNotConfigured, nil)
	}
	return hostsfile.Entry{}, message.New(message.RegistryUnsupported, nil, "registry", string(host))
}
