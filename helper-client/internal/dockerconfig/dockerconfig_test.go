package dockerconfig

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vouch.dev/client/internal/registryhost"
)

const host registryhost.Host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"

func TestAnEditKeepsEveryOtherByte(t *testing.T) {
	for name, row := range map[string]struct{ before, after string }{
		"as docker writes": {
			"{\n\t\"auths\": {\n\t\t\"ghcr.io\": {}\n\t},\n\t\"credsStore\": \"desktop\"\n}",
			"{\n\t\"auths\": {\n\t\t\"ghcr.io\": {}\n\t},\n\t\"credsStore\": \"desktop\",\n\t\"credHelpers\": {\n\t\t\"HOST\": \"vouch\"\n\t}\n}",
		},
		"with helpers, in the middle": {
			"{\n  \"credHelpers\": {\n    \"ghcr.io\": \"gh\"\n  },\n  \"z\": 1.0,\n  \"a\": 1e400\n}\n",
			"{\n  \"credHelpers\": {\n    \"ghcr.io\": \"gh\",\n    \"HOST\": \"vouch\"\n  },\n  \"z\": 1.0,\n  \"a\": 1e400\n}\n",
		},
		"with no helpers in the object": {
			"{\n    \"credHelpers\": {},\n    \"z\": [1, 2]\n}\n",
			"{\n    \"credHelpers\": {\n        \"HOST\": \"vouch\"\n    },\n    \"z\": [1, 2]\n}\n",
		},
		"another helper": {
			"{\n  \"credHelpers\" : { \"HOST\" : \"ecr-login\" , \"x\" : \"y\" }\n}",
			"{\n  \"credHelpers\" : { \"HOST\" : \"vouch\" , \"x\" : \"y\" }\n}",
		},
		"null helpers": {
			"{\"credHelpers\":null,\"a\":\"\\u00e9\"}",
			"{\"credHelpers\":{\"HOST\":\"vouch\"},\"a\":\"\\u00e9\"}",
		},
		"on one line": {
			`{"auths":{"ghcr.io":{"auth":"eA=="}}}`,
			`{"auths":{"ghcr.io":{"auth":"eA=="}},"credHelpers":{"HOST":"vouch"}}`,
		},
		"on one line, spaced": {
			`{ "a": 1, "b": 2 }`,
			`{ "a": 1, "b": 2, "credHelpers": { "HOST": "vouch" } }`,
		},
		"with carriage returns": {
			"{\r\n  \"a\": 1\r\n}\r\n",
			"{\r\n  \"a\": 1,\r\n  \"credHelpers\": {\r\n    \"HOST\": \"vouch\"\r\n  }\r\n}\r\n",
		},
		"empty object": {"{}", "{\n\t\"credHelpers\": {\n\t\t\"HOST\": \"vouch\"\n\t}\n}"},
		"empty file":   {"", "{\n\t\"credHelpers\": {\n\t\t\"HOST\": \"vouch\"\n\t}\n}\n"},
		"a key that looks like it, deeper": {
			`{"plugins":{"credHelpers":{"HOST":"x"}}}`,
			`{"plugins":{"credHelpers":{"HOST":"x"}},"credHelpers":{"HOST":"vouch"}}`,
		},
		"a key written with escapes": {
			`{"cred\u0048elpers":{"x":"y"}}`,
			`{"cred\u0048elpers":{"x":"y","HOST":"vouch"}}`,
		},
		"set up already": {
			"{ \"credHelpers\": {\"HOST\":\"vouch\"}}",
			"{ \"credHelpers\": {\"HOST\":\"vouch\"}}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := strings.ReplaceAll(row.before, "HOST", string(host))
			want := strings.ReplaceAll(row.after, "HOST", string(host))
			path := written(t, before, 0o640)
			changed, err := Configure(path, host, "vouch")
			if err != nil || changed != (before != want) {
				t.Fatalf("changed %v, %v", changed, err)
			}
			if got := read(t, path); got != want {
				t.Errorf("\n%s\nwant\n%s", got, want)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			if changed, err := Configure(path, host, "vouch"); err != nil || changed {
				t.Errorf("the second time: changed %v, %v", changed, err)
			}
			if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
				t.Errorf("left behind: %v, %v", entries, err)
			}
		})
	}
}

func written(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAMalformedFileIsLeftAndThePlaceIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"{\n  \"a\": 1,\n}":        "line 3, column 1: invalid character '}'",
		"{\n\t\"a\": tru\n}":       "line 2, column 10: invalid character '\\n'",
		"{\"é\": x}":               "line 1, column 7: invalid character 'x'",
		"{":                        "line 1, column 1: unexpected end of JSON input",
		"{}\n{}":                   "line 2, column 1: invalid character '{' after top-level value",
		"{} // comment":            "line 1, column 4: invalid character '/'",
		"[]":                       "line 1, column 1: this is not an object",
		"\"text\"":                 "line 1, column 1: this is not an object",
		"{\"credHelpers\": []}":    "line 1, column 17: this is not an object",
		"{\"credHelpers\": \"x\"}": "line 1, column 17: this is not an object",
		"{\"credHelpers\":{},\n\"credHelpers\":{}}":   "line 2, column 1: \"credHelpers\" appears twice",
		"{\"credHelpers\":{\"H\":\"a\",\"H\":\"b\"}}": "line 1, column 68: \"H\" appears twice",
		"\ufeff{}": "line 1, column 1: invalid character",
	} {
		text, want = strings.ReplaceAll(text, `"H"`, `"`+string(host)+`"`), strings.ReplaceAll(want, `"H"`, `"`+string(host)+`"`)
		path := written(t, text, 0o600)
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		changed, err := Configure(path, host, "vouch")
		var malformed *Malformed
		if changed || !errors.As(err, &malformed) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: changed %v, %v, want %s", text, changed, err, want)
		}
		after, err := os.Stat(path)
		if err != nil || read(t, path) != text || !os.SameFile(before, after) || !after.ModTime().Equal(before.ModTime()) {
			t.Errorf("%q was touched", text)
		}
	}
}

func TestALinkIsLeftAsItIs(t *testing.T) {
	target := written(t, "{}", 0o600)
	link := filepath.Join(t.TempDir(), "config.json")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if changed, err := Configure(link, host, "vouch"); changed || !errors.Is(err, ErrSymlink) {
		t.Errorf("%v, %v", changed, err)
	}
	if to, err := os.Readlink(link); err != nil || to != target || read(t, target) != "{}" {
		t.Errorf("the link leads to %s, %v; the file is %q", to, err, read(t, target))
	}
	if err := os.Remove(target); err != nil {
		t.Fatal(err)
	}
	if changed, err := Configure(link, host, "vouch"); changed || !errors.Is(err, ErrSymlink) {
		t.Errorf("a link to nothing: %v, %v", changed, err)
	}
}

func TestAFolderInItsPlaceIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.json")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if changed, err := Configure(path, host, "vouch"); changed || !errors.Is(err, ErrNotRegular) {
		t.Errorf("%v, %v", changed, err)
	}
}

func TestAFileThatChangesMeanwhileIsNotOverwritten(t *testing.T) {
	path := written(t, "{}", 0o600)
	before, info, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := unchanged(path, before, info); err != nil {
		t.Errorf("nothing changed: %v", err)
	}
	if err := os.WriteFile(path, []byte(`{"auths":{}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := unchanged(path, before, info); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
}

func TestAMissingFileIsMadeForTheUserOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "docker", "config.json")
	if changed, err := Configure(path, host, "vouch"); err != nil || !changed {
		t.Fatalf("%v, %v", changed, err)
	}
	file, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil || file.Mode().Perm() != 0o600 || folder.Mode().Perm() != 0o700 {
		t.Errorf("modes %v, %v, %v", file.Mode(), folder.Mode(), err)
	}
	if report, err := Inspect(path, host); err != nil || report.Helper != "vouch" {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestInspectSeesWhatStandsInTheWay(t *testing.T) {
	for text, want := range map[string]Report{
		``:                                     {},
		`{}`:                                   {},
		`{"credsStore":"desktop"}`:             {Store: "desktop"},
		`{"credHelpers":{"HOST":"ecr-login"}}`: {Helper: "ecr-login"},
		`{"auths":{"HOST":{"auth":"eA=="}}}`:   {Plain: true},
		`{"auths":{"https://HOST/v2/":{"identitytoken":"x"}}}`:    {Plain: true},
		`{"auths":{"HOST":{}}}`:                                   {},
		`{"auths":{"HOST.evil.example":{"auth":"eA=="}}}`:         {},
		`{"auths":{"ghcr.io":{"auth":"eA=="}},"credsStore":null}`: {},
		`{"auths":[],"credHelpers":7,"credsStore":7}`:             {},
	} {
		path := written(t, strings.ReplaceAll(text, "HOST", string(host)), 0o600)
		if got, err := Inspect(path, host); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	if got, err := Inspect(filepath.Join(t.TempDir(), "none"), host); err != nil || got != (Report{}) {
		t.Errorf("no file: %+v, %v", got, err)
	}
}

func TestDockerConfigNamesTheFolder(t *testing.T) {
	for _, row := range []struct {
		values map[string]string
		want   string
	}{
		{map[string]string{"DOCKER_CONFIG": "/d", "HOME": "/h"}, "/d/config.json"},
		{map[string]string{"HOME": "/h"}, "/h/.docker/config.json"},
		{nil, ""},
	} {
		got, err := Path(func(name string) string { return row.values[name] })
		if got != row.want || (err == nil) != (row.want != "") {
			t.Errorf("%v: %q, %v", row.values, got, err)
		}
	}
}

func TestWhatIsNoFileIsLeftAndNotWaitedFor(t *testing.T) {
	for name, place := range map[string]func(path string) error{
		"a pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		path := filepath.Join(t.TempDir(), "config.json")
		if err := place(path); err != nil {
			t.Fatal(err)
		}
		if _, err := Inspect(path, "ghcr.io"); !errors.Is(err, ErrNotRegular) {
			t.Errorf("inspect %s: %v", name, err)
		}
		if _, err := Configure(path, "ghcr.io", "vouch"); !errors.Is(err, ErrNotRegular) {
			t.Errorf("configure %s: %v", name, err)
		}
	}
}

func TestAFileThatIsTooLargeIsNotInspected(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.json")
	for size, want := range map[int]error{maxSize: nil, maxSize + 1: ErrTooLarge} {
		if err := os.WriteFile(path, append([]byte("{}"), bytes.Repeat([]byte(" "), size-2)...), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Inspect(path, "ghcr.io"); !errors.Is(err, want) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}
