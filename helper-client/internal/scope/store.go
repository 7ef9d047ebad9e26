package scope

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vouch.dev/client/internal/atomicfile"
	"vouch.dev/client/internal/ownfile"
	"vouch.dev/client/internal/registryhost"
	"vouch.dev/client/internal/strictjson"
)

// Folder keeps the chosen scopes: one small file for each registry that has one,
// so that two changes never meet in one file.
type Folder string

const (
	extension = ".json"
	maxSize   = 64 << 10
)

// Unreadable means that a scope was chosen and cannot be told any more. It is
// never taken for "no scope": that would widen what somebody narrowed.
type Unreadable struct {
	Host registryhost.Host
	Err  error
}

func (u *Unreadable) Error() string { return u.Err.Error() }

func (u *Unreadable) Unwrap() error { return u.Err }

// Read is the scope chosen for a registry, or nil for none.
func (f Folder) Read(host registryhost.Host) (*Scope, error) {
	data, err := ownfile.Read(f.file(host), maxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no scope is an answer
	}
	var read Scope
	if err == nil {
		err = strictjson.Decode(data, &read)
	}
	if err == nil {
		err = read.check()
	}
	if err != nil {
		return nil, &Unreadable{host, fmt.Errorf("%s: %w", f.file(host), err)}
	}
	return &read, nil
}

// Write chooses a scope for a registry.
func (f Folder) Write(host registryhost.Host, chosen Scope) error {
	if err := ownfile.MakeFolder(string(f)); err != nil {
		return fmt.Errorf("make the folder of scopes: %w", err)
	}
	data, err := json.MarshalIndent(chosen, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the scope: %w", err)
	}
	if err := atomicfile.Write(f.file(host), append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the scope: %w", err)
	}
	return nil
}

// Clear forgets the scope of a registry, and tells whether there was one.
func (f Folder) Clear(host registryhost.Host) (bool, error) {
	err := os.Remove(f.file(host))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("remove the scope: %w", err)
	}
	return true, nil
}

// Hosts lists the registries that have a scope, sorted by name.
func (f Folder) Hosts() ([]registryhost.Host, error) {
	entries, err := os.ReadDir(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the scopes: %w", err)
	}
	var hosts []registryhost.Host
	for _, entry := range entries {
		name, found := strings.CutSuffix(entry.Name(), extension)
		if host, err := registryhost.Parse(name); found && err == nil && string(host) == name {
			hosts = append(hosts, host)
		}
	}
	return hosts, nil
}

func (f Folder) file(host registryhost.Host) string {
	return filepath.Join(string(f), string(host)+extension)
}
