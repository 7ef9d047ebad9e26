package hostsfile

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vouch.dev/client/internal/registryhost"
)

// FuzzDecode reads any text. What is taken can be written and read again as the
// same list; nothing else is.
func FuzzDecode(f *testing.F) {
	const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	for _, text := range []string{
		"", header, header + "\n", header + "\n" + host + " ecr deny\n", header + "\n" + host + " ecr allow\npublic.ecr.aws ecr-public allow\n",
		header + "\n" + host + " ecr deny", header + "\n" + host + " ecr perhaps\n", header + "\n\n", header + "\r\n", "vouch-hosts 2\n",
		header + "\nHOST ecr deny\n", header + "\n" + host + "  ecr\tdeny\n", header + "\n" + host + " ecr deny more\n", "\x00",
	} {
		f.Add(text)
	}
	path := filepath.Join(f.TempDir(), "hosts")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := decode(text)
		if err != nil {
			return
		}
		for _, entry := range list {
			if host, err := registryhost.Parse(string(entry.Host)); err != nil || host != entry.Host || entry.Provider == "" {
				t.Fatalf("%q gave %+v", text, entry)
			}
		}
		again, err := decode(encode(list))
		if err != nil || !slices.Equal(again, list) {
			t.Fatalf("%q became %+v, %v, want %+v", text, again, err, list)
		}
		if os.WriteFile(path, []byte(text), 0o600) == nil {
			if read, err := Read(path); err != nil || !slices.Equal(read, list) {
				t.Errorf("%q: %+v, %v", text, read, err)
			}
		}
	})
}
