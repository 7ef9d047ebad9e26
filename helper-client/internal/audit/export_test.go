package audit

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestAnExportIsReadBackAsWritten(t *testing.T) {
	log := completeLog(t)
	var out bytes.Buffer
	w, err := NewExportWriter(&out, issuer, time.Date(2026, 11, 21, 13, 0, 0, 0, time.FixedZone("", 3600)))
	if err != nil {
		t.Fatal(err)
	}
	for _, birth := range log.births {
		if err := w.Birth(birth); err != nil {
			t.Fatal(err)
		}
	}
	for _, entry := range log.entries {
		if err := w.Entry(entry); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out.Bytes(), log.export(t)) {
		t.Error("the writer's export differs from the expected bytes")
	}
	if !strings.HasPrefix(out.String(), `{"vouch_audit_export":1,"issuer":"https://vouch.example.com","exported_at":"2026-11-21T12:00:00Z"}`+"\n") {
		t.Errorf("first line %q", out.String()[:100])
	}
	if result := verified(t, out.Bytes()); !result.Verified || result.ExportedAt != "2026-11-21T12:00:00Z" {
		t.Errorf("%+v", result)
	}
}

func TestAnEntryIsReadBackAsWritten(t *testing.T) {
	entry := completeLog(t).entries[0]
	data, err := json.Marshal(entry)
	if err != nil {
		t.Fatal(err)
	}
	var back Entry
	if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, entry) || !back.Intact() {
		t.Errorf("%v, %v", back, err)
	}
}

func TestRefusesAFileThatIsNotAnExport(t *testing.T) {
	header := `{"vouch_audit_export":1,"issuer":"https://vouch.example.com","exported_at":"2026-11-21T12:00:00Z"}`
	for name, first := range map[string]string{
		"empty file":                "",
		"other JSON":                `{"a":1}`,
		"no JSON":                   "hello",
		"another version":           strings.Replace(header, ":1", ":2", 1),
		"duplicate issuer":          strings.Replace(header, `"issuer"`, `"issuer":"https://evil.example","issuer"`, 1),
		"issuer without TLS":        strings.Replace(header, "https", "http", 1),
		"issuer with a path":        strings.Replace(header, ".com", ".com/a", 1),
		"no time":                   strings.Replace(header, "2026-11-21T12:00:00Z", "today", 1),
		"text behind the object":    header + "x",
		"issuer that is no address": strings.Replace(header, "https://vouch.example.com", "vouch", 1),
	} {
		result := verified(t, []byte(first))
		if finding := result.First(); result.Verified || finding == nil || finding.Code != ExportMalformed || finding.Line != 1 {
			t.Errorf("%s: %v", name, finding)
		}
	}
}

func TestNamesTheLineThatIsNotOne(t *testing.T) {
	export := completeLog(t).export(t)
	parts := bytes.SplitAfter(export, []byte("\n"))
	for name, bad := range map[string]string{
		"empty line":             "\n",
		"no JSON":                "x\n",
		"birth of a bad writer":  `{"writer":"w","function":"f","started_at":"2026-11-21T10:00:00Z"}` + "\n",
		"birth without time":     `{"writer":"` + vend + `","function":"f","started_at":"x"}` + "\n",
		"member more":            strings.Replace(string(parts[5]), `"id"`, `"x":"y","id"`, 1),
		"duplicate member":       strings.Replace(string(parts[5]), `"id"`, `"id":"y","id"`, 1),
		"hash too short":         strings.Replace(string(parts[5]), `"hash":"`, `"hash":"A","x":"`, 1),
		"record with line feeds": strings.Replace(string(parts[5]), `"record":"`, `"record":"\n`, 1),
		"overlong line":          strings.Repeat("x", maxLine+1) + "\n",
	} {
		file := append(append(bytes.Join(parts[:4], nil), bad...), bytes.Join(parts[4:], nil)...)
		result := verified(t, file)
		if finding := result.First(); finding == nil || finding.Code != LineMalformed || finding.Line != 5 {
			t.Errorf("%s: %v", name, finding)
		}
	}
}

// FuzzVerifyExport holds that no input stops verification, and that nothing short of the whole log verifies as one
// with a credential in it.
func FuzzVerifyExport(f *testing.F) {
	export := completeLog(f).export(f)
	f.Add(export)
	f.Add(export[:len(export)/2])
	for i := range bytes.Count(export, []byte("\n")) {
		f.Add(bytes.Join(append(bytes.SplitAfter(export, []byte("\n"))[:i:i], bytes.SplitAfter(export, []byte("\n"))[i+1:]...), nil))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		result, err := VerifyExport(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("reading from memory failed: %v", err)
		}
		if result.Verified != (result.FindingCount == 0) || (result.FindingCount > 0) != (result.First() != nil) {
			t.Errorf("the result contradicts itself: %+v", result)
		}
	})
}

// FuzzParseRecord holds that what is read strictly is JSON to everybody, with the same values.
func FuzzParseRecord(f *testing.F) {
	for _, entry := range completeLog(f).entries {
		f.Add(entry.Record)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		record, err := ParseRecord(data)
		if err != nil {
			return
		}
		var plain map[string]any
		if err := json.Unmarshal(data, &plain); err != nil {
			t.Fatalf("read what is not JSON: %v", err)
		}
		if plain["id"] != record.ID || plain["writer"] != record.Writer || plain["type"] != record.Type {
			t.Errorf("read %+v from %s", record, data)
		}
		if len(plain) != len(commonMembers)+len(shapes[record.Type]) {
			t.Errorf("passed over a member of %s", data)
		}
	})
}

// The file was made by an earlier run of these tests. It holds the format still: what once verified must go on to.
func TestAnExportThatWasKeptStillVerifies(t *testing.T) {
	data, err := os.ReadFile("testdata/complete.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if result := verified(t, data); !result.Verified || result.Records != 12 {
		t.Errorf("%+v", result)
	}
}
