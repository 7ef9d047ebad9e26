package dockerconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"vouch.dev/client/internal/registryhost"
)

// FuzzSetHelper edits any text. An edit sets the one entry, changes the text in
// one place only, and leaves every other value as the bytes that it was.
func FuzzSetHelper(f *testing.F) {
	for _, text := range []string{
		``, `{}`, "{\n}\n", `{"auths":{}}`, `{"credHelpers":{}}`, `{"credHelpers":null}`, `{"credHelpers":{"ghcr.io":"x"}}`,
		`{"credHelpers":{"ghcr.io":"x"},"credHelpers":{}}`, `{"credHelpers":"x"}`, `{"credHelpers":[]}`, `[]`, `null`, `{"a":1} x`,
		"{\n\t\"auths\": {\n\t\t\"ghcr.io\": {\"auth\": \"eDp5\"}\n\t},\n\t\"HttpHeaders\": {\"a\": 1e400, \"b\": 12345678901234567890}\n}\n",
		`{"credHelpers":{"` + "\\u0067hcr.io" + `":"x"}}`, "\xef\xbb\xbf{}", `{"a":"` + "\xff" + `"}`, `{"credHelpers":{"a":{"b":[1,2]}},"z":"\u2028"}`,
	} {
		f.Add([]byte(text), "123456789012.dkr.ecr.us-east-1.amazonaws.com")
		f.Add([]byte(text), "ghcr.io")
	}
	f.Fuzz(func(t *testing.T, before []byte, name string) {
		host, err := registryhost.Parse(name)
		if err != nil {
			return
		}
		after, err := setHelper(before, string(host), "vouch")
		if errors.Is(err, errEdit) {
			t.Fatalf("%q: %v", before, err)
		}
		if err != nil {
			return
		}
		if again, err := setHelper(after, string(host), "vouch"); err != nil || !bytes.Equal(again, after) {
			t.Errorf("a second edit of %q gives %q, %v", after, again, err)
		}
		if values, err := decode(after); err != nil || report(values, host).Helper != "vouch" {
			t.Errorf("%q: %+v, %v", after, values, err)
		}
		if len(bytes.TrimSpace(before)) == 0 {
			return
		}
		checkOnePlace(t, before, after, host)
		checkOthers(t, before, after)
	})
}

// checkOnePlace: what is not a common beginning or end is the entry alone.
func checkOnePlace(t *testing.T, before, after []byte, host registryhost.Host) {
	t.Helper()
	from := 0
	for from < len(before) && from < len(after) && before[from] == after[from] {
		from++
	}
	end := 0
	for end < len(before)-from && end < len(after)-from && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	lost := before[from : len(before)-end]
	var was struct {
		Helpers map[string]json.RawMessage `json:"credHelpers"`
	}
	if err := json.Unmarshal(before, &was); err != nil {
		t.Fatal(err)
	}
	old, replaced := was.Helpers[string(host)]
	switch {
	case replaced && len(lost) <= len(old):
	case !replaced && (len(bytes.TrimSpace(lost)) == 0 || was.Helpers == nil && bytes.Contains([]byte("null"), lost)):
	default:
		t.Errorf("%q lost %q", before, lost)
	}
}

// checkOthers compares the raw bytes of every other member.
func checkOthers(t *testing.T, before, after []byte) {
	t.Helper()
	var was, is map[string]json.RawMessage
	if json.Unmarshal(before, &was) != nil || json.Unmarshal(after, &is) != nil {
		t.Fatalf("%q, %q", before, after)
	}
	for name, value := range was {
		if name != helpersKey && !bytes.Equal(is[name], value) {
			t.Errorf("%q was %s and is %s", name, value, is[name])
		}
	}
	delete(is, helpersKey)
	delete(was, helpersKey)
	if len(is) != len(was) {
		t.Errorf("%d other members, want %d", len(is), len(was))
	}
}
