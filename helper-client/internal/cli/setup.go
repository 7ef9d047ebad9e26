package cli

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/dockerconfig"
	"vouch.dev/client/internal/hostsfile"
	"vouch.dev/client/internal/message"
)

// helperName is what stands in config.json; docker runs docker-credential-<name>.
const helperName = "vouch"

func newSetupCommand(env Env) *cobra.Command {
	cmd := group("setup", "Set up clients to use Vouch", "vouch setup docker", newSetupDockerCommand(env))
	cmd.Long = "Set up the clients that are to ask Vouch for credentials."
	return cmd
}

func newSetupDockerCommand(env Env) *cobra.Command {
	var host string
	cmd := &cobra.Command{
		Use:   "docker",
		Short: "Show or make the change in Docker's config.json",
		Long: "Show what to add to Docker's config.json, or add it for one registry. The file is\n" +
			"$DOCKER_CONFIG/config.json or ~/.docker/config.json. Every other key, the order and\n" +
			"the file's mode stay; a malformed or symlinked file is left as it is.",
		Example: "  vouch setup docker\n  vouch setup docker --configure 123456789012.dkr.ecr.us-east-1.amazonaws.com",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list, err := env.servedHosts()
			if err != nil {
				return err
			}
			path, err := dockerconfig.Path(env.Getenv)
			if err != nil {
				return message.New(message.DockerNoPlace, err, "why", err.Error())
			}
			if host != "" {
				return env.configureDocker(path, list, host)
			}
			return env.explainDocker(path, list)
		},
	}
	cmd.Flags().StringVar(&host, "configure", "", "add this registry `HOST` to config.json")
	_ = cmd.RegisterFlagCompletionFunc("configure", env.completeHostFlag)
	return cmd
}

func (env Env) explainDocker(path string, list hostsfile.List) error {
	if len(list) == 0 {
		return message.New(message.NoneServed, nil)
	}
	var lines []string
	for _, entry := range list {
		lines = append(lines, fmt.Sprintf("    %q: %q", entry.Host, helperName))
	}
	_, err := fmt.Fprintf(env.Stdout, "Add this to %s:\n\n{\n  \"credHelpers\": {\n%s\n  }\n}\n\nor run: vouch setup docker --configure %s\n",
		path, strings.Join(lines, ",\n"), list[0].Host)
	if err != nil {
		return err
	}
	env.checkHelper()
	for _, entry := range list {
		report, err := dockerconfig.Inspect(path, entry.Host)
		if err != nil {
			return dockerTrouble(path, string(entry.Host), err)
		}
		if report.Helper != helperName && report.Store != "" && report.Store != helperName {
			env.warn("credsStore %q answers for %s as long as credHelpers does not name it", report.Store, entry.Host)
		}
		env.warnOfReport(path, entry, report)
	}
	return nil
}

func (env Env) configureDocker(path string, list hostsfile.List, host string) error {
	entry, err := findServed(list, host)
	if err != nil {
		return err
	}
	before, err := dockerconfig.Inspect(path, entry.Host)
	if err != nil {
		return dockerTrouble(path, host, err)
	}
	changed, err := dockerconfig.Configure(path, entry.Host, helperName)
	if err != nil {
		return dockerTrouble(path, host, err)
	}
	said := "is set up already"
	if changed {
		said = "is set up"
	}
	if _, err := fmt.Fprintf(env.Stdout, "%s %s in %s.\n", entry.Host, said, path); err != nil {
		return err
	}
	env.checkHelper()
	if before.Helper != "" && before.Helper != helperName {
		env.warn("the credential helper %q was set for %s and has been replaced", before.Helper, entry.Host)
	}
	if before.Store != "" && before.Store != helperName {
		env.warn("credsStore %q shadows Vouch in clients that read no credHelpers; for %s Docker now asks Vouch", before.Store, entry.Host)
	}
	env.warnOfReport(path, entry, before)
	return nil
}

func (env Env) warnOfReport(path string, entry hostsfile.Entry, report dockerconfig.Report) {
	if report.Plain {
		env.warn("a plain credential for %s is stored in %s; remove it: docker logout %s", entry.Host, path, entry.Host)
	}
}

// checkHelper warns when docker could not run the helper.
func (env Env) checkHelper() {
	const program = "docker-credential-" + helperName
	if _, err := exec.LookPath(program); err != nil {
		env.warn("%s is not on PATH: docker cannot run it", program)
	}
}

func (env Env) warn(format string, values ...any) {
	_, _ = fmt.Fprintf(env.Stderr, "warning: %s\n", message.Plain(fmt.Sprintf(format, values...)))
}

// dockerTrouble tells why config.json was left as it is, and the remedy.
func dockerTrouble(path, host string, err error) error {
	var malformed *dockerconfig.Malformed
	why := err.Error()
	switch {
	case errors.As(err, &malformed):
		return message.New(message.DockerMalformed, err, "path", path, "why", why)
	case errors.Is(err, dockerconfig.ErrSymlink):
		return message.New(message.DockerLink, err, "path", path, "why", why, "remedy", symlinkRemedy(path, host))
	case errors.Is(err, dockerconfig.ErrNotOwned):
		return message.New(message.DockerNotOwned, err, "path", path, "why", why)
	case errors.Is(err, dockerconfig.ErrChanged):
		return message.New(message.DockerChanged, err, "path", path, "why", why, "registry", host)
	}
	return message.New(message.DockerUnusable, err, "path", path, "why", why)
}

// symlinkRemedy edits the file that the link leads to, if it can be named so, or
// puts a copy in the link's place.
func symlinkRemedy(path, host string) string {
	target, err := filepath.EvalSymlinks(path)
	switch {
	case err != nil:
		return "rm " + path
	case filepath.Base(target) == filepath.Base(path):
		return fmt.Sprintf("DOCKER_CONFIG=%s vouch setup docker --configure %s", filepath.Dir(target), host)
	}
	return fmt.Sprintf("cp %s %s.new && mv %s.new %s", target, path, path, path)
}
