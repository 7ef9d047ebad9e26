package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/admin"
	"vouch.dev/client/internal/hostsfile"
)

// completionTime is how long a shell waits for names from the server, at most.
const completionTime = 2 * time.Second

// completeHost completes the first argument with the served hosts. Like every
// completion it is silent when it knows nothing.
func (env Env) completeHost(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return starting(env.hostNames(), typed), cobra.ShellCompDirectiveNoFileComp
}

// completeReference completes HOST/, and leaves the repository to the person.
func (env Env) completeReference(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 || strings.Contains(typed, "/") {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names := env.hostNames()
	for i, name := range names {
		names[i] = name + "/"
	}
	return starting(names, typed), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completeHostFlag is completeHost for a flag's value.
func (env Env) completeHostFlag(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return starting(env.hostNames(), typed), cobra.ShellCompDirectiveNoFileComp
}

func (env Env) hostNames() []string {
	places, err := env.places()
	if err != nil {
		return nil
	}
	list, err := hostsfile.Read(places.HostsFile)
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(list))
	for _, entry := range list {
		names = append(names, string(entry.Host))
	}
	return names
}

// completeUser completes the first argument with the users, where the server
// answers soon.
func (f *iamFlags) completeUser(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return f.userNames(cmd, typed)
}

// completeUserFlag is completeUser for a flag's value.
func (f *iamFlags) completeUserFlag(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return f.userNames(cmd, typed)
}

// completeGroupFlag completes with the groups that somebody is in.
func (f *iamFlags) completeGroupFlag(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var groups []string
	for _, user := range f.users(cmd) {
		groups = append(groups, user.Groups...)
	}
	slices.Sort(groups)
	return starting(slices.Compact(groups), typed), cobra.ShellCompDirectiveNoFileComp
}

func (f *iamFlags) userNames(cmd *cobra.Command, typed string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, user := range f.users(cmd) {
		names = append(names, user.ID)
	}
	return starting(names, typed), cobra.ShellCompDirectiveNoFileComp
}

// users are those of the server, or none when it does not answer soon.
func (f *iamFlags) users(cmd *cobra.Command) []admin.User {
	ctx, cancel := context.WithTimeout(cmd.Context(), completionTime)
	defer cancel()
	server, err := f.admin(ctx)
	if err != nil {
		return nil
	}
	users, err := server.Users(ctx)
	if err != nil {
		return nil
	}
	return users
}

func starting(names []string, typed string) []string {
	var kept []string
	for _, name := range names {
		if strings.HasPrefix(name, typed) {
			kept = append(kept, name)
		}
	}
	return kept
}
