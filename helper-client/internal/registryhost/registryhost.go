// Package registryhost turns what clients send for a registry into its one
// name. Clients write the same registry as H, https://H, https://H/v2/, H:443,
// http://H or H/owner/name; everything else is refused before anything is asked.
package registryhost

import (
	"errors"
	"strings"
)

// Host is a registry's name in its one form: lower-case host, and the port
// when it is not 443. Only Parse makes one from outside text.
type Host string

// Reasons why a text names no registry.
var (
	ErrEmpty     = errors.New("the name is empty")
	ErrCharacter = errors.New("the name holds a character that no registry name has")
	ErrUpperCase = errors.New("the name holds upper-case letters")
	ErrUserInfo  = errors.New("the name holds user information")
	ErrLabel     = errors.New("the name is not a host name")
	ErrPort      = errors.New("the port is not a number from 1 to 65535")
	ErrTooLong   = errors.New("the name is too long")
)

const (
	maxText  = 2048
	maxHost  = 253
	maxLabel = 63
)

// Parse reads one of the forms that clients send. White space that a shell
// leaves at the end is dropped; white space elsewhere is refused.
func Parse(text string) (Host, error) {
	if len(text) > maxText {
		return "", ErrTooLong
	}
	rest := strings.TrimRight(text, " \r\n")
	if rest == "" {
		return "", ErrEmpty
	}
	for i := range len(rest) {
		if c := rest[i]; c <= ' ' || c >= 0x7f || c == '\\' || c == '?' || c == '#' || c == '%' {
			return "", ErrCharacter
		}
	}
	if after, found := strings.CutPrefix(rest, "https://"); found {
		rest = after
	} else if after, found := strings.CutPrefix(rest, "http://"); found {
		rest = after
	}
	authority, _, _ := strings.Cut(rest, "/")
	return parseAuthority(authority)
}

func parseAuthority(authority string) (Host, error) {
	if strings.Contains(authority, "@") {
		return "", ErrUserInfo
	}
	name, port, hasPort := strings.Cut(authority, ":")
	if err := checkName(name); err != nil {
		return "", err
	}
	if !hasPort {
		return Host(name), nil
	}
	if !isPort(port) {
		return "", ErrPort
	}
	if port == "443" {
		return Host(name), nil
	}
	return Host(name + ":" + port), nil
}

func checkName(name string) error {
	if name == "" {
		return ErrEmpty
	}
	if len(name) > maxHost {
		return ErrTooLong
	}
	if strings.ToLower(name) != name {
		return ErrUpperCase
	}
	for label := range strings.SplitSeq(name, ".") {
		if !isLabel(label) {
			return ErrLabel
		}
	}
	return nil
}

func isLabel(label string) bool {
	if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for i := range len(label) {
		c := label[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

func isPort(port string) bool {
	if port == "" || len(port) > 5 || port[0] == '0' {
		return false
	}
	number := 0
	for i := range len(port) {
		if port[i] < '0' || port[i] > '9' {
			return false
		}
		number = number*10 + int(port[i]-'0')
	}
	return number <= 65535
}

// ecrSuffixes are the domains of private ECR registries, one per AWS partition
// and address family (design facts on AWS; https://docs.aws.amazon.com/general/latest/gr/ecr.html).
func ecrSuffixes() []string {
	return []string{
		"amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "on.aws", "on.amazonwebservices.com.cn",
		"sc2s.sgov.gov", "c2s.ic.gov", "cloud.adc-e.uk", "csp.hci.ic.gov",
	}
}

// IsECR tells whether the host has the shape of an Amazon ECR registry, private
// or public.
func (h Host) IsECR() bool {
	name := string(h)
	if name == "public.ecr.aws" || name == "ecr-public.aws.com" {
		return true
	}
	if len(name) < 13 || !isAccount(name[:12]) {
		return false
	}
	rest := name[12:]
	after, found := strings.CutPrefix(rest, ".dkr.ecr")
	if !found {
		if after, found = strings.CutPrefix(rest, ".dkr-ecr"); !found {
			return false
		}
	}
	after = strings.TrimPrefix(after, "-fips")
	after, found = strings.CutPrefix(after, ".")
	if !found {
		return false
	}
	region, suffix, found := strings.Cut(after, ".")
	if !found || region == "" {
		return false
	}
	for _, known := range ecrSuffixes() {
		if suffix == known {
			return true
		}
	}
	return false
}

func isAccount(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}
