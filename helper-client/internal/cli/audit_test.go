package cli

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/iamtest"
	"vouch.dev/client/internal/message"
)

const exampleLog = "../audit/testdata/complete.jsonl"

// auditServer serves the writers and records of an export in pages of five.
type auditServer struct {
	births, entries []string
	pages           int
	late            bool // the last writer is born while the records are read
	unlisted        int  // the place of a record that no page has; 0 for none
}

func readExample(t *testing.T) (*auditServer, []byte) {
	t.Helper()
	data, err := os.ReadFile(exampleLog)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	return &auditServer{births: lines[1:4], entries: lines[4:]}, data
}

func (s *auditServer) serve(w http.ResponseWriter, r *http.Request) {
	const size = 5
	switch path := r.URL.Path; path {
	case "/audit/writers":
		births := s.births
		if s.late && s.pages == 0 {
			births = births[:len(births)-1]
		}
		iamtest.JSON(w, 200, `{"writers":[`+strings.Join(births, ",")+`]}`)
	case "/audit/records":
		s.pages++
		from := 0
		_, _ = fmt.Sscanf(r.URL.Query().Get("cursor"), "from %d/", &from)
		end, next := from+size, fmt.Sprintf(`"from %d/+=&"`, from+size)
		if end >= len(s.entries) {
			end, next = len(s.entries), "null"
		}
		iamtest.JSON(w, 200, `{"records":[`+strings.Join(s.listed(from, end), ",")+`],"next":`+next+`}`)
	default:
		id := strings.TrimPrefix(path, "/audit/records/")
		for _, entry := range s.entries {
			if strings.HasPrefix(entry, `{"id":"`+id+`"`) {
				iamtest.JSON(w, 200, entry)
				return
			}
		}
		iamtest.Problem(w, http.StatusNotFound, "record_unknown", "There is no record "+id+".")
	}
}

func (s *auditServer) listed(from, end int) []string {
	if s.unlisted < from || s.unlisted >= end || s.unlisted == 0 {
		return s.entries[from:end]
	}
	return slices.Concat(s.entries[from:s.unlisted], s.entries[s.unlisted+1:end])
}

func runAudit(t *testing.T, server *auditServer, args ...string) (status message.Exit, stdout, stderr string) {
	t.Helper()
	iamtest.Identify(t)
	url := iamtest.Serve(t, http.HandlerFunc(server.serve)).URL
	return runIn(t, map[string]string{"VOUCH_HOME": t.TempDir()}, append(append([]string{"audit"}, args...), "--server", url)...)
}

func TestListsARecordALineInAlignedColumns(t *testing.T) {
	server, _ := readExample(t)
	status, stdout, stderr := runAudit(t, server, "list", "--limit", "6")
	want := `TIME                  TYPE                 USER              REGISTRY AND REPOSITORIES                                        DECISION                RULE            ID
2026-11-21 10:00:07Z  credential.intended  user@example.com  123456789012.dkr.ecr.us-east-1.amazonaws.com pull team-a/**  allowed                 platform-pulls  vendawsvendawsvend22-1
2026-11-21 10:00:08Z  credential.issued    user@example.com  123456789012.dkr.ecr.us-east-1.amazonaws.com pull team-a/**  issued                  platform-pulls  vendawsvendawsvend22-2
2026-11-21 10:00:09Z  credential.refused   user@example.com  123456789012.dkr.ecr.eu-west-1.amazonaws.com                 refused: no_grant       -               vendawsvendawsvend22-3
2026-11-21 10:00:10Z  credential.intended  user@example.com  123456789012.dkr.ecr.us-east-1.amazonaws.com pull team-a/**  allowed                 platform-pulls  vendawsvendawsvend22-4
2026-11-21 10:00:11Z  credential.failed    user@example.com  123456789012.dkr.ecr.us-east-1.amazonaws.com pull team-a/**  failed: sts_unavailable platform-pulls  vendawsvendawsvend22-5
2026-11-21 10:00:12Z  credential.refused   user@example.com  x                                                            refused: no_grant       denial n (o)    vendawsvendawsvend22-6
`
	if status != message.ExitOK || squeeze(stdout) != squeeze(want) {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
	column := strings.Index(stdout, "DECISION")
	for line := range strings.Lines(stdout) {
		if line[column-2:column] != "  " || line[column] == ' ' {
			t.Errorf("not aligned: %s", line)
		}
	}
}

// squeeze makes runs of spaces one, so that a width is not listed twice.
func squeeze(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}

func TestListsOnlyWhatIsAskedFor(t *testing.T) {
	for args, want := range map[string]int{
		"":                                  12,
		"--limit 0":                         12,
		"--limit 1":                         1,
		"--limit 3":                         3,
		"--type credential.refused":         2,
		"--type credential":                 6,
		"--type cred":                       0,
		"--user USER@example.com":           9,
		"--user other@example.com":          0,
		"--since 2026-11-21T10:00:10Z":      3,
		"--since 2026-11-21":                12,
		"--since 2026-11-22":                0,
		"--type session.started --user x@y": 0,
	} {
		server, _ := readExample(t)
		status, stdout, stderr := runAudit(t, server, append([]string{"list"}, strings.Fields(args)...)...)
		if got := strings.Count(stdout, "\n") - 1; status != message.ExitOK || got != want {
			t.Errorf("list %s: status %d, %d records and not %d\n%s%s", args, status, got, want, stdout, stderr)
		}
	}
}

func TestAChangedRecordDoesNotHideBehindAChoice(t *testing.T) {
	server, _ := readExample(t)
	for _, i := range []int{7, 8} {
		hash := strings.Index(server.entries[i], `"hash":"`) + len(`"hash":"`)
		server.entries[i] = server.entries[i][:hash] + "A_A" + server.entries[i][hash+3:]
	}
	_, stdout, _ := runAudit(t, server, "list", "--user", "nobody@example.com")
	if strings.Count(stdout, "(unreadable)") != 2 {
		t.Errorf("%s", stdout)
	}
}

func TestListJSONHoldsTheExactRecords(t *testing.T) {
	server, _ := readExample(t)
	status, stdout, _ := runAudit(t, server, "list", "--json", "--limit", "1")
	if status != message.ExitOK || !strings.Contains(stdout, `"id": "vendawsvendawsvend22-6"`) ||
		!strings.Contains(stdout, `"reason": "no_grant"`) || !sameJSON(t, stdout, stdout) {
		t.Errorf("status %d, %s", status, stdout)
	}
}

func TestSinceIsATimeOrADuration(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"":                          {},
		"90m":                       now.Add(-90 * time.Minute),
		"7d":                        now.AddDate(0, 0, -7),
		"2026-11-20":                time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC),
		"2026-11-20T10:00:00+01:00": time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
	} {
		if got, err := parseSince(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"x", "-1h", "-1d", "1.5d", "d", "2026-13-01"} {
		if got, err := parseSince(text, now); err == nil {
			t.Errorf("took %q for %v", text, got)
		}
	}
}

func TestShowsARecordAndItsHash(t *testing.T) {
	server, _ := readExample(t)
	status, stdout, stderr := runAudit(t, server, "show", "authenticateauthen22-1")
	for _, want := range []string{
		"id authenticateauthen22-1\n", "type login.completed\n", "client_host laptop\n", `"purpose":"login"`, `"type":"webauthn.get"`,
		"(is the SHA-256 of the record)\n", "prev cuiRpeRPrc5HYw-sMRS32lJbdiu6gUz4QlIisKVzjoo\n",
	} {
		if !strings.Contains(squeeze(stdout), want) {
			t.Errorf("%q is not in\n%s%s", want, stdout, stderr)
		}
	}
	if status != message.ExitOK {
		t.Errorf("status %d", status)
	}
	status, stdout, _ = runAudit(t, server, "show", "authenticateauthen22-0", "--json")
	if status != message.ExitOK || !strings.HasPrefix(stdout, `{"v":1,"id":"authenticateauthen22-0",`) || !strings.HasSuffix(stdout, "}\n") {
		t.Errorf("status %d, %s", status, stdout)
	}
	if status, _, stderr = runAudit(t, server, "show", "nowhere-1"); status != message.ExitFailed || !strings.Contains(stderr, "code record_unknown") {
		t.Errorf("status %d, %s", status, stderr)
	}
	server.entries[0] = strings.Replace(server.entries[0], `"hash":"-6`, `"hash":"A6`, 1)
	if status, _, stderr = runAudit(t, server, "show", "enrollenrollenroll22-0"); status != message.ExitFailed || !strings.Contains(stderr, "error: the record was changed") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestAnExportHoldsTheWholeLog(t *testing.T) {
	for _, late := range []bool{false, true} {
		server, data := readExample(t)
		server.late = late
		file := filepath.Join(t.TempDir(), "log.jsonl")
		if err := os.WriteFile(file, []byte("before"), 0o644); err != nil {
			t.Fatal(err)
		}
		status, stdout, stderr := runAudit(t, server, "export", "-o", file)
		if status != message.ExitOK || stdout != "" || !strings.HasPrefix(stderr, "exported 12 records to ") {
			t.Fatalf("status %d, %s%s", status, stdout, stderr)
		}
		exported, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.SplitN(exported, []byte("\n"), 2)[1]; !late && !bytes.Equal(got, bytes.SplitN(data, []byte("\n"), 2)[1]) {
			t.Errorf("the export differs from the log:\n%s", got)
		}
		if bytes.Count(exported, []byte("\n")) != bytes.Count(data, []byte("\n")) {
			t.Errorf("late %v: %d lines", late, bytes.Count(exported, []byte("\n")))
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
		// The test's server has another address than the ceremonies, and that must show; the chains must not.
		status, stdout, _ = runIn(t, nil, "audit", "verify", "--from", file)
		if status != message.ExitFailed || !strings.Contains(stdout, "origin_mismatch") || strings.Contains(stdout, "writer_") {
			t.Errorf("late %v: status %d, %s", late, status, stdout)
		}
	}
}

// The pages come from an index that may be behind the table.
func TestARecordThatNoPageHasIsReadByItsID(t *testing.T) {
	server, data := readExample(t)
	server.unlisted = 6
	_, stdout, _ := runAudit(t, server, "export")
	if sorted(stdout) != sorted(string(data[bytes.IndexByte(data, '\n')+1:])) {
		t.Errorf("the export lacks a record:\n%s", stdout)
	}
	if _, stdout, _ = runAudit(t, server, "verify"); strings.Contains(stdout, "sequence_gap") {
		t.Errorf("a gap that is none:\n%s", stdout)
	}
	server.entries[6] = strings.Replace(server.entries[6], `{"id":"`, `{"id":"gone`, 1)
	if _, stdout, _ = runAudit(t, server, "verify"); !strings.Contains(stdout, "sequence_gap") {
		t.Errorf("a record that is gone must show as a gap:\n%s", stdout)
	}
}

// sorted is the lines of an export after the first.
func sorted(export string) string {
	lines := strings.Split(export, "\n")
	if strings.Contains(lines[0], "vouch_audit_export") {
		lines = lines[1:]
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestAnExportGoesToStandardOutput(t *testing.T) {
	server, _ := readExample(t)
	status, stdout, stderr := runAudit(t, server, "export")
	if status != message.ExitOK || strings.Count(stdout, "\n") != 16 || stderr != "" {
		t.Errorf("status %d, %d lines, %s", status, strings.Count(stdout, "\n"), stderr)
	}
}

func TestAnExportThatFailsLeavesTheFileAsItWas(t *testing.T) {
	server, _ := readExample(t)
	server.entries[7] = `{"id":"x"}`
	folder := t.TempDir()
	file := filepath.Join(folder, "log.jsonl")
	if err := os.WriteFile(file, []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	status, _, stderr := runAudit(t, server, "export", "-o", file)
	left, err := os.ReadFile(file)
	entries, _ := os.ReadDir(folder)
	if status != message.ExitProtocol || err != nil || string(left) != "before" || len(entries) != 1 || !strings.Contains(stderr, "error: cannot export the audit log") {
		t.Errorf("status %d, %q, %v, %s", status, left, entries, stderr)
	}
	status, _, stderr = runAudit(t, server, "export", "-o", filepath.Join(folder, "no", "such", "folder"))
	if status != message.ExitLocal || !strings.Contains(stderr, "error: cannot write the export") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestALongReadingTellsHowFarItIs(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := newProgress(&out, func() time.Time { return now })
	for range 50 {
		p.step()
		now = now.Add(100 * time.Millisecond)
	}
	if want := "11 records after 1s\n21 records after 2s\n41 records after 4s\n"; out.String() != want {
		t.Errorf("%q", out.String())
	}
}

func TestVerifiesAnExportWithoutServerOrIdentity(t *testing.T) {
	status, stdout, stderr := runIn(t, nil, "audit", "verify", "--from", exampleLog)
	want := `verified: the log of https://vouch.example.com exported at 2026-11-21T12:00:00Z
  12 records by 3 writers: 1 key, 1 login, 1 credential, 2 refusals
  each credential goes back to a touch of the key enrolled for its user
  not shown by any of this: records cut from the end of a chain, and a change to the newest record of a chain, show only once a sealed log exists
`
	if status != message.ExitOK || stdout != want || stderr != "" {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
	status, stdout, _ = runIn(t, nil, "audit", "verify", "--json", "--from", exampleLog)
	if status != message.ExitOK || !strings.Contains(stdout, `"verified": true`) || !strings.Contains(stdout, `"findings": []`) {
		t.Errorf("status %d\n%s", status, stdout)
	}
}

func TestABadExportIsStatusOneAndItsFirstBadRecordIsNamed(t *testing.T) {
	_, data := readExample(t)
	lines := bytes.SplitAfter(data, []byte("\n"))
	cut := bytes.Join(append(append([][]byte{}, lines[:13]...), lines[14:15]...), nil) // without vend 4, cut before vend 6
	file := filepath.Join(t.TempDir(), "log.jsonl")
	if err := os.WriteFile(file, cut, 0o600); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := runIn(t, nil, "audit", "verify", "--from", file)
	want := "  first: record vendawsvendawsvend22-5 (line 14): sequence_gap: the records before it from vendawsvendawsvend22-4 on are missing (1)\n"
	if status != message.ExitFailed || !strings.HasPrefix(stdout, "NOT VERIFIED: ") || !strings.Contains(stdout, want) || stderr != "" {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
	status, stdout, _ = runIn(t, nil, "audit", "verify", "--json", "--from", file)
	if status != message.ExitFailed || !strings.Contains(stdout, `"code": "sequence_gap"`) {
		t.Errorf("status %d\n%s", status, stdout)
	}
}

func TestAnIntentWithoutOutcomeIsNamed(t *testing.T) {
	_, data := readExample(t)
	lines := bytes.SplitAfter(data, []byte("\n"))
	var out, errs bytes.Buffer
	status := message.Exit(Run(t.Context(), Env{
		Stdin: bytes.NewReader(bytes.Join(lines[:14], nil)), Stdout: &out, Stderr: &errs,
		Getenv: func(string) string { return "" },
	}, []string{"audit", "verify", "--from", "-"}))
	want := "  1 intent without an outcome, so the log shows no credential for it: vendawsvendawsvend22-4\n"
	if status != message.ExitOK || !strings.Contains(out.String(), want) {
		t.Errorf("status %d\n%s%s", status, out.String(), errs.String())
	}
}

func TestVerifiesWhatTheServerHas(t *testing.T) {
	server, _ := readExample(t)
	status, stdout, stderr := runAudit(t, server, "verify")
	if status != message.ExitFailed || !strings.Contains(stdout, "first: record enrollenrollenroll22-1 (line 6): origin_mismatch") {
		t.Errorf("the server has another address than the ceremonies: status %d\n%s%s", status, stdout, stderr)
	}
}

func TestPagesWithoutEndAreGivenUp(t *testing.T) {
	run := runAgainst(t, answers(200, `{"records":[],"writers":[],"next":"again"}`), "audit", "list")
	if run.status != message.ExitProtocol || !strings.Contains(run.stderr, "the pages of the audit log have no end") {
		t.Errorf("status %d, %s", run.status, run.stderr)
	}
}

func TestAFileThatIsNoExportIsStatusOne(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log.jsonl")
	if err := os.WriteFile(file, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, stdout, _ := runIn(t, nil, "audit", "verify", "--from", file)
	if status != message.ExitFailed || !strings.HasPrefix(stdout, "NOT VERIFIED: this is no export of a log\n  first: line 1: export_malformed: ") {
		t.Errorf("status %d\n%s", status, stdout)
	}
}
