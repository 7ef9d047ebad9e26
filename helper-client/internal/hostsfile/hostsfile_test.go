package hostsfile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vouch.dev/client/internal/registryhost"
)

func sample() List {
	return List{
		{Host: "123456789012.dkr.ecr.us-east-1.amazonaws.com", Provider: "ecr"},
		{Host: "localhost:5000", Provider: "registry"},
		{Host: "public.ecr.aws", Provider: "ecr-public", Anonymous: true},
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hosts")
	for _, list := range []List{sample(), nil} {
		if err := Write(path, list); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(path); err != nil || !slices.Equal(got, list) {
			t.Errorf("%v, %v, want %v", got, err, list)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestNoFileIsAnAnswerOfItsOwn(t *testing.T) {
	if _, err := Read(filepath.Join(t.TempDir(), "hosts")); !errors.Is(err, ErrNone) {
		t.Errorf("%v", err)
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hosts")
	for _, text := range []string{
		"", "{}", "vouch-hosts 2\n", "vouch-hosts 1", "vouch-hosts 1\nghcr.io github deny", "vouch-hosts 1\nghcr.io github\n",
		"vouch-hosts 1\nghcr.io github maybe\n", "vouch-hosts 1\nGHCR.io github deny\n", "vouch-hosts 1\nghcr.io:443 github deny\n",
		"vouch-hosts 1\n\n", "vouch-hosts 1\na b deny c\n", "vouch-hosts 1\n" + strings.Repeat("a b deny\n", maxSize/9+1),
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if list, err := Read(path); !errors.Is(err, ErrMalformed) {
			t.Errorf("%.40q: %v, %v", text, list, err)
		}
	}
}

func TestAHostIsFoundByItsExactName(t *testing.T) {
	if entry, found := sample().Find("public.ecr.aws"); !found || !entry.Anonymous || entry.Username() != "AWS" {
		t.Errorf("%+v", entry)
	}
	for _, host := range []string{"public.ecr.aws.evil.example", "ecr.aws", ""} {
		if entry, found := sample().Find(registryhost.Host(host)); found {
			t.Errorf("%q: %+v", host, entry)
		}
	}
	if !sample().HasAWS() || sample()[1:2].HasAWS() || sample()[1].Username() != "vouch" {
		t.Error("HasAWS or Username is wrong")
	}
}
