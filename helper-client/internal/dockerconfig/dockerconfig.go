// Package dockerconfig reads and edits Docker's config.json. An edit changes one
// entry and keeps every other byte, the order of keys, and the file's mode. A
// file that is malformed, or reached by a link, is left as it is.
package dockerconfig

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"vouch.dev/client/internal/atomicfile"
	"vouch.dev/client/internal/registryhost"
)

// maxSize bounds a config.json, in bytes.
const maxSize = 4 << 20

var (
	// ErrSymlink means that config.json is a symbolic link.
	ErrSymlink = errors.New("it is a symbolic link")
	// ErrNotRegular means that config.json is not a file.
	ErrNotRegular = errors.New("it is not a regular file")
	// ErrNotOwned means that config.json belongs to another user.
	ErrNotOwned = errors.New("it belongs to another user")
	// ErrTooLarge means that config.json is not one that a person has.
	ErrTooLarge = errors.New("it is larger than 4 MiB")
	// ErrChanged means that somebody else wrote the file meanwhile.
	ErrChanged = errors.New("it was changed by another program meanwhile")
	// ErrNoHome means that the environment names no home folder.
	ErrNoHome = errors.New("neither DOCKER_CONFIG nor HOME is set")
)

// Report is what the file says about one host.
type Report struct {
	Helper string // credHelpers[host]
	Store  string // credsStore
	Plain  bool   // a password or token for the host is in auths
}

// Path is the config.json that Docker would read.
func Path(getenv func(string) string) (string, error) {
	if folder := getenv("DOCKER_CONFIG"); folder != "" {
		return filepath.Join(folder, "config.json"), nil
	}
	if home := getenv("HOME"); home != "" {
		return filepath.Join(home, ".docker", "config.json"), nil
	}
	return "", ErrNoHome
}

// Inspect reads what the file says about the host. Without a file it is nothing.
func Inspect(path string, host registryhost.Host) (Report, error) {
	data, err := peruse(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Report{}, nil
	}
	if err != nil {
		return Report{}, err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return Report{}, nil
	}
	if err := checkSyntax(data); err != nil {
		return Report{}, err
	}
	values, err := decode(data)
	if err != nil {
		return Report{}, err
	}
	return report(values, host), nil
}

func report(values map[string]any, host registryhost.Host) Report {
	var told Report
	told.Store, _ = values[storeKey].(string)
	if helpers, isObject := values[helpersKey].(map[string]any); isObject {
		told.Helper, _ = helpers[string(host)].(string)
	}
	auths, _ := values[authsKey].(map[string]any)
	for name, value := range auths {
		entry, _ := value.(map[string]any)
		if parsed, err := registryhost.Parse(name); err == nil && parsed == host && holdsSecret(entry) {
			told.Plain = true
		}
	}
	return told
}

func holdsSecret(entry map[string]any) bool {
	for _, name := range []string{"auth", "password", "identitytoken", "registrytoken"} {
		if text, _ := entry[name].(string); text != "" {
			return true
		}
	}
	return false
}

// Configure makes helper the credential helper of host. It tells whether the
// file changed.
func Configure(path string, host registryhost.Host, helper string) (bool, error) {
	before, info, err := load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, create(path, host, helper)
	}
	if err != nil {
		return false, err
	}
	after, err := setHelper(before, string(host), helper)
	if err != nil {
		return false, err
	}
	if bytes.Equal(before, after) {
		return false, nil
	}
	if err := unchanged(path, before, info); err != nil {
		return false, err
	}
	return true, atomicfile.Write(path, after, info.Mode().Perm())
}

func create(path string, host registryhost.Host, helper string) error {
	data, err := setHelper(nil, string(host), helper)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make its folder: %w", err)
	}
	return atomicfile.Write(path, data, 0o600)
}

// load reads the file, and refuses one that a rename would not replace in place.
func load(path string) ([]byte, fs.FileInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("look at it: %w", err)
	}
	if err := check(info); err != nil {
		return nil, nil, err
	}
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("open it: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	data, err := all(file)
	return data, info, err
}

// peruse reads the file as Docker would, also through a link; a pipe in its place
// is not waited for.
func peruse(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("look at it: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, ErrNotRegular
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open it: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	return all(file)
}

func all(file io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read it: %w", err)
	}
	if len(data) > maxSize {
		return nil, ErrTooLarge
	}
	return data, nil
}

func check(info fs.FileInfo) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return ErrSymlink
	case !info.Mode().IsRegular():
		return ErrNotRegular
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || int(stat.Uid) != os.Geteuid() {
		return ErrNotOwned
	}
	return nil
}

// unchanged looks once more before the rename, so that a `docker login` in
// another terminal is not undone.
func unchanged(path string, before []byte, info fs.FileInfo) error {
	now, again, err := load(path)
	if err != nil {
		return err
	}
	if !os.SameFile(info, again) || !bytes.Equal(before, now) {
		return ErrChanged
	}
	return nil
}
