// Package home knows where Vouch keeps its few files on this machine. None of
// them holds a secret.
package home

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"vouch.dev/client/internal/ownfile"
)

// Home names the places of one user's Vouch.
type Home struct {
	ConfigFile string // which server to use
	HostsFile  string // which registry hosts that server serves
	RunFolder  string // 0700; holds the agent's socket and locks
	LogFile    string // the agent's log, when the configuration asks for one
}

const logName = "agent.log"

// ErrNoHome means that the environment names no home folder.
var ErrNoHome = errors.New("neither VOUCH_HOME nor HOME is set to an absolute path")

// From reads VOUCH_HOME, or the XDG folders and HOME.
func From(getenv func(string) string) (Home, error) {
	if own := getenv("VOUCH_HOME"); own != "" {
		if !filepath.IsAbs(own) {
			return Home{}, fmt.Errorf("VOUCH_HOME is not an absolute path: %w", ErrNoHome)
		}
		return Home{
			ConfigFile: filepath.Join(own, "config.json"),
			HostsFile:  filepath.Join(own, "hosts"),
			RunFolder:  filepath.Join(own, "run"),
			LogFile:    filepath.Join(own, "log", logName),
		}, nil
	}
	base := getenv("HOME")
	if !filepath.IsAbs(base) {
		return Home{}, ErrNoHome
	}
	config := filepath.Join(folderOr(getenv("XDG_CONFIG_HOME"), defaultConfig(base)), "vouch")
	state := filepath.Join(folderOr(getenv("XDG_STATE_HOME"), filepath.Join(base, ".local", "state")), "vouch")
	run := state
	if runtimeFolder := getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(runtimeFolder) {
		run = filepath.Join(runtimeFolder, "vouch")
	}
	return Home{
		ConfigFile: filepath.Join(config, "config.json"),
		HostsFile:  filepath.Join(config, "hosts"),
		RunFolder:  run,
		LogFile:    filepath.Join(state, "log", logName),
	}, nil
}

// Socket is where the agent listens.
func (h Home) Socket() string { return filepath.Join(h.RunFolder, "agent.sock") }

// AgentLock is held by the agent as long as it lives.
func (h Home) AgentLock() string { return filepath.Join(h.RunFolder, "agent.lock") }

// StartLock is held while an agent is being started.
func (h Home) StartLock() string { return filepath.Join(h.RunFolder, "start.lock") }

// ScopesFolder holds the scope that the person chose for each registry.
func (h Home) ScopesFolder() string { return filepath.Join(filepath.Dir(h.ConfigFile), "scopes") }

// MakeConfigFolder makes the folder of ConfigFile and HostsFile, for the user only.
func (h Home) MakeConfigFolder() error {
	return ownfile.MakeFolder(filepath.Dir(h.ConfigFile))
}

func folderOr(folder, otherwise string) string {
	if filepath.IsAbs(folder) {
		return folder
	}
	return otherwise
}

func defaultConfig(base string) string {
	if runtime.GOOS == "darwin" {
		return filepath.Join(base, "Library", "Application Support")
	}
	return filepath.Join(base, ".config")
}
