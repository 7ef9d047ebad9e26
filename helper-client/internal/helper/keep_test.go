package helper

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStoreAndEraseSucceedAndKeepNothing(t *testing.T) {
	d := newDesk(t)
	before := d.files()
	for range 4 {
		stored := d.call(holding(t, `{"ServerURL":"https://`+served+`","Username":"<token>","Secret":"canary"}`), "store")
		erased := d.call(holding(t, "https://"+served), "erase")
		if stored != (said{}) || erased != (said{}) {
			t.Errorf("store %+v, erase %+v", stored, erased)
		}
	}
	if after := d.files(); after != before {
		t.Errorf("files changed:\n%s\n%s", before, after)
	}
}

func (d *desk) files() string {
	var all strings.Builder
	_ = filepath.WalkDir(d.home, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			data, _ := os.ReadFile(path)
			all.WriteString(path + "\n" + string(data) + "\n")
		}
		return err
	})
	return all.String()
}

func TestStoreAndEraseUseTheProtocolsOwnErrors(t *testing.T) {
	d := newDesk(t)
	for input, want := range map[string]string{
		`{"Username":"a","Secret":"b"}`:                "no credentials server URL\n",
		`{"ServerURL":"https://ghcr.io","Secret":"b"}`: "no credentials username\n",
		`not JSON`: "no credentials server URL\n",
		``:         "no credentials server URL\n",
		`{"ServerURL":"https://ghcr.io","Username":"a"} x`: "no credentials server URL\n",
	} {
		if got := d.call(holding(t, input), "store"); got != (said{want, "", 1}) {
			t.Errorf("store %q: %+v", input, got)
		}
	}
	if got := d.call(holding(t, "\n"), "erase"); got != (said{"no credentials server URL\n", "", 1}) {
		t.Errorf("erase: %+v", got)
	}
}
