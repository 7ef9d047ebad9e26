// Package hostsfile keeps the list of registry hosts that the server serves, so
// that the helper can tell a foreign host in a millisecond, without the agent.
// The file holds no secret: one line per host with its provider and whether
// anonymous access is allowed.
package hostsfile

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"vouch.dev/client/internal/atomicfile"
	"vouch.dev/client/internal/ownfile"
	"vouch.dev/client/internal/registryhost"
)

// Entry is one served registry.
type Entry struct {
	Host      registryhost.Host
	Provider  string // "ecr"
	Anonymous bool   // without a session the registry may be used anonymously
}

// List is the served registries, in the catalogue's order.
type List []Entry

const (
	header  = "vouch-hosts 1"
	maxSize = 256 << 10
)

var (
	// ErrNone means that there is no file: nobody has logged in here yet.
	ErrNone = errors.New("no list of served hosts yet")
	// ErrMalformed means that the file is not one that Vouch wrote.
	ErrMalformed = errors.New("the list of served hosts is damaged")
)

// Read loads the file.
func Read(path string) (List, error) {
	data, err := ownfile.Read(path, maxSize)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrNone
	case errors.Is(err, ownfile.ErrTooLong), errors.Is(err, ownfile.ErrNotRegular):
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	case err != nil:
		return nil, fmt.Errorf("read the list of served hosts: %w", err)
	}
	return decode(string(data))
}

func decode(text string) (List, error) {
	body, found := strings.CutPrefix(text, header+"\n")
	if !found || (body != "" && !strings.HasSuffix(body, "\n")) {
		return nil, ErrMalformed
	}
	var list List
	for line := range strings.Lines(body) {
		fields := strings.Fields(line)
		if len(fields) != 3 || (fields[2] != "allow" && fields[2] != "deny") {
			return nil, ErrMalformed
		}
		host, err := registryhost.Parse(fields[0])
		if err != nil || string(host) != fields[0] {
			return nil, ErrMalformed
		}
		list = append(list, Entry{Host: host, Provider: fields[1], Anonymous: fields[2] == "allow"})
	}
	return list, nil
}

// Write replaces the file. Only the user may read it: which registries somebody
// works with is nobody else's business.
func Write(path string, list List) error {
	if err := atomicfile.Write(path, []byte(encode(list)), 0o600); err != nil {
		return fmt.Errorf("write the list of served hosts: %w", err)
	}
	return nil
}

func encode(list List) string {
	var text strings.Builder
	text.WriteString(header + "\n")
	for _, entry := range list {
		anonymous := "deny"
		if entry.Anonymous {
			anonymous = "allow"
		}
		fmt.Fprintf(&text, "%s %s %s\n", entry.Host, entry.Provider, anonymous)
	}
	return text.String()
}

// Find returns the entry of a host. The comparison is exact.
func (l List) Find(host registryhost.Host) (Entry, bool) {
	for _, entry := range l {
		if entry.Host == host {
			return entry, true
		}
	}
	return Entry{}, false
}

// HasAWS tells whether any registry is served by the AWS provider.
func (l List) HasAWS() bool {
	for _, entry := range l {
		if entry.Provider == "ecr" || entry.Provider == "ecr-public" {
			return true
		}
	}
	return false
}

// Username is the user name that goes with the provider's credentials.
func (e Entry) Username() string {
	if e.Provider == "ecr" || e.Provider == "ecr-public" {
		return "AWS"
	}
	return "vouch"
}
