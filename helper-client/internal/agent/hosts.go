package agent

import (
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/hostsfile"
)

func writeHosts(places home.Home, registries []broker.Registry) error {
	list := make(hostsfile.List, 0, len(registries))
	for _, registry := range registries {
		list = append(list, hostsfile.Entry{
			Host: registry.Host, Provider: registry.Provider, Anonymous: registry.Anonymous,
		})
	}
	if err := places.MakeConfigFolder(); err != nil {
		return err
	}
	return hostsfile.Write(places.HostsFile, list)
}
