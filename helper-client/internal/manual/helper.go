package main

import "github.com/spf13/cobra"

// helperCommand describes docker-credential-vouch, which is no command of cobra's:
// it has no flags, and starts too often to carry a library for them.
func helperCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:               "docker-credential-vouch get|store|erase|list|version",
		Short:             "Give container clients the credentials that vouch has logged in for",
		Long:              helperText,
		Example:           helperExample,
		DisableAutoGenTag: true,
		Run:               func(*cobra.Command, []string) {},
	}
	cmd.InitDefaultHelpFlag()
	cmd.Flags().Lookup("help").Hidden = true // it has none
	return cmd
}

const helperText = `docker-credential-vouch speaks the Docker credential-helper protocol. docker, podman, helm, crane and
other clients run it by themselves once their configuration names it; vouch setup docker writes that.

**get** reads a registry's address from standard input and writes a credential for it. It asks the
agent of **vouch login**, which asks the server when it has none in memory.

**store** and **erase** succeed and do nothing: no credential is ever kept on this machine.

**list** writes the registries that Vouch serves here, without asking anybody.

**version** writes the version.

A call ends within 10 seconds.

# EXIT STATUS

0: done. 1: there is no credential. For a registry that Vouch does not serve, standard output has the
protocol's "credentials not found in native keychain", and the client goes on without one. For a registry
that it serves, standard output has one line, and standard error says why and what to run.

# ENVIRONMENT

**VOUCH_HOME**: the folder of the settings and of the agent's socket, as for **vouch**(1).

# SEE ALSO

**vouch**(1), **vouch-setup-docker**(1), **vouch-status**(1)`

const helperExample = `  echo 123456789012.dkr.ecr.us-east-1.amazonaws.com | docker-credential-vouch get
  docker-credential-vouch list`
