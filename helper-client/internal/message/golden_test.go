package message

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// sample fills every placeholder with a name that shows where it goes.
func sample(entry Entry) *Error {
	var pairs []string
	for _, name := range placeholders(entry) {
		pairs = append(pairs, name, "‹"+name+"›")
	}
	return New(entry.Code, errors.New("the cause"), pairs...)
}

func placeholders(entry Entry) []string {
	names := map[string]bool{}
	for _, found := range regexp.MustCompile(`\{([a-z]+)\}`).FindAllStringSubmatch(entry.What+entry.Why+entry.Run, -1) {
		names[found[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// messages are all that a person can be told, by the name of the golden file.
func messages() map[string]*Error {
	all := map[string]*Error{}
	for _, entry := range Catalogue() {
		all["local-"+string(entry.Code)] = sample(entry)
	}
	for _, code := range ServerCodes() {
		all["server-"+code] = Refused("‹what was asked for›", Refusal{Code: code, Status: 401, Detail: "‹The server's words›."}, nil)
	}
	return all
}

func TestEveryMessageHasItsGoldenFile(t *testing.T) {
	for name, told := range messages() {
		path := filepath.Join("testdata", name+".golden")
		got := fmt.Sprintf("%sexit: %d\n", told.Text("error: "), told.Exit)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || got != string(want) {
			t.Errorf("%s (go test ./internal/message -update): %v\n%s", name, err, got)
		}
	}
}

func TestEveryGoldenFileHasItsMessage(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	all := messages()
	for _, file := range files {
		if _, found := all[strings.TrimSuffix(filepath.Base(file), ".golden")]; !found {
			t.Errorf("%s belongs to no message", file)
		}
	}
}

func TestACodeNamesOneMessage(t *testing.T) {
	seen := map[string]bool{}
	for _, entry := range Catalogue() {
		if seen[string(entry.Code)] {
			t.Errorf("%s is there twice", entry.Code)
		}
		seen[string(entry.Code)] = true
	}
	for _, code := range ServerCodes() {
		if seen[code] {
			t.Errorf("%s is there twice, or is the server's and a local one", code)
		}
		seen[code] = true
	}
}

// A message is a phrase without a full stop, and a failure never ends with status 0.
func TestEveryMessageHasTheForm(t *testing.T) {
	documented := map[Exit]bool{}
	for _, exit := range Exits() {
		documented[exit.Status] = true
	}
	for name, told := range messages() {
		for part, text := range map[string]string{"what": told.What, "why": told.Why, "run": told.Run} {
			if strings.HasSuffix(text, ".") || strings.ContainsAny(text, "\n\t") || strings.Contains(text, "{") {
				t.Errorf("%s: %s is %q", name, part, text)
			}
		}
		if told.What == "" || told.Exit == ExitOK || !documented[told.Exit] {
			t.Errorf("%s: %+v", name, told)
		}
	}
}
