package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch.dev/client/internal/iamtest"
	"vouch.dev/client/internal/message"
)

// adminRun runs one command line against a server that answers one route, and returns what the server got.
type adminRun struct {
	status         message.Exit
	stdout, stderr string
	got            string // method and request line
	body           string
	contentType    string
}

func runAgainst(t *testing.T, answer http.HandlerFunc, args ...string) adminRun {
	t.Helper()
	iamtest.Identify(t)
	var run adminRun
	server := iamtest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		run.got, run.body, run.contentType = r.Method+" "+r.RequestURI, string(body), r.Header.Get("Content-Type")
		answer(w, r)
	}))
	run.status, run.stdout, run.stderr = runIn(t, map[string]string{"VOUCH_SERVER": server.URL, "VOUCH_HOME": t.TempDir()}, args...)
	return run
}

func answers(status int, document string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if status == http.StatusNoContent {
			w.WriteHeader(status)
			return
		}
		iamtest.JSON(w, status, document)
	}
}

const (
	userJSON    = `{"user":{"id":"user@example.com","groups":["platform"],"status":"active","keys":1,"created_at":"2026-11-21T10:00:00Z"}}`
	sessionJSON = `{"id":"s1","user":"user@example.com","key":"k1","created_at":"2026-11-21T10:00:00Z","expires_at":"2026-11-21T18:00:00Z"}`
)

func TestAdministrationCallsItsRouteAndSaysWhatWasDone(t *testing.T) {
	for _, c := range []struct {
		args   string
		status int
		answer string
		call   string
		out    string
	}{
		{
			"admin users invite New@example.com -g platform --group ops", 201,
			`{"user":{"id":"new@example.com","groups":["platform","ops"],"status":"invited","created_at":"2026-11-21T10:00:00Z"},"invitation":{"url":"https://v.example/enroll#x","expires_at":"2026-11-24T10:00:00Z"}}`,
			"POST /admin/users",
			"invited new@example.com (groups platform, ops)\nhttps://v.example/enroll#x\nGive this link to that person only: it works once, until 2026-11-24 10:00:00Z.\n",
		},
		{
			"admin users list", 200,
			`{"users":[{"id":"user@example.com","groups":["a","b"],"status":"active","keys":2,"created_at":"2026-11-21T10:00:00Z"},{"id":"x@example.com","groups":[],"status":"invited","keys":0,"created_at":"2026-11-21T10:00:00Z"}]}`,
			"GET /admin/users",
			"USER              STATUS   KEYS  GROUPS  CREATED\n" +
				"user@example.com  active   2     a,b     2026-11-21 10:00:00Z\n" +
				"x@example.com     invited  0     -       2026-11-21 10:00:00Z\n",
		},
		{
			"admin users disable User@example.com", 200, userJSON, "POST /admin/users/user%40example.com/disable",
			"disabled user@example.com: every request is refused from now on; what is out ends with its short authority\n",
		},
		{
			"admin users enable user@example.com", 200, userJSON, "POST /admin/users/user%40example.com/enable",
			"enabled user@example.com: it may log in and enrol again; earlier sessions stay ended\n",
		},
		{
			"admin keys list user@example.com", 200, `{"keys":[{"id":"k1","model":"YubiKey 5","aaguid":"2fc0","created_at":"2026-11-21T10:00:00Z"}]}`,
			"GET /admin/users/user%40example.com/keys",
			"KEY  MODEL      ENROLLED              AAGUID\nk1   YubiKey 5  2026-11-21 10:00:00Z  2fc0\n",
		},
		{
			"admin keys remove user@example.com k/1", 204, "", "DELETE /admin/users/user%40example.com/keys/k%2F1",
			"removed the key k/1 of user@example.com: its sessions end at their next request\n",
		},
		{
			"admin sessions list", 200, `{"sessions":[` + sessionJSON + `]}`, "GET /admin/sessions",
			"SESSION  USER              STARTED               ENDS                  KEY\n" +
				"s1       user@example.com  2026-11-21 10:00:00Z  2026-11-21 18:00:00Z  k1\n",
		},
		{
			"admin sessions list --user user+x@example.com", 200,
			`{"sessions":[` + strings.Replace(sessionJSON, `}`, `,"revoked_at":"2026-11-21T11:00:00Z"}`, 1) + `]}`,
			"GET /admin/sessions?user=user%2Bx%40example.com",
			"SESSION  USER              STARTED               ENDS                          KEY\n" +
				"s1       user@example.com  2026-11-21 10:00:00Z  revoked 2026-11-21 11:00:00Z  k1\n",
		},
		{
			"admin sessions revoke s1", 200, `{"session":` + sessionJSON + `}`, "POST /admin/sessions/s1/revoke",
			"revoked the session s1 of user@example.com: every request is refused from now on; what is out ends with its short authority\n",
		},
		{
			"admin policy show", 200, `{"hash":"h","applied_at":"2026-11-21T10:00:00Z","applied_by":"arn:aws:iam::1:role/a","source":"grants: []\n"}`,
			"GET /admin/policy", "grants: []\n",
		},
	} {
		run := runAgainst(t, answers(c.status, c.answer), strings.Fields(c.args)...)
		if run.status != message.ExitOK || run.got != c.call || run.stdout != c.out {
			t.Errorf("vouch %s: status %d, called %q, printed:\n%s%s\nwant:\n%s", c.args, run.status, run.got, run.stdout, run.stderr, c.out)
		}
	}
}

func TestAnInvitationSendsTheAddressAndTheGroups(t *testing.T) {
	run := runAgainst(t, answers(201, `{"user":{"id":"a@example.com"},"invitation":{}}`), "admin", "users", "invite", "a@example.com")
	if run.body != `{"email":"a@example.com","groups":[]}` || run.contentType != "application/json" {
		t.Errorf("sent %s as %s", run.body, run.contentType)
	}
}

func TestReadingCommandsPrintJSONWithTheServersMembers(t *testing.T) {
	for args, document := range map[string]string{
		"admin users list --json":    `{"users":[{"created_at":"2026-11-21T10:00:00Z","groups":["a"],"id":"u@example.com","keys":0,"status":"invited"}]}`,
		"admin keys list u --json":   `{"keys":[{"aaguid":"x","created_at":"2026-11-21T10:00:00Z","id":"k","model":"m"}]}`,
		"admin sessions list --json": `{"sessions":[` + sessionJSON + `]}`,
		"admin policy show --json":   `{"applied_at":"2026-11-21T10:00:00Z","applied_by":"a","hash":"h","source":"s"}`,
	} {
		run := runAgainst(t, answers(200, document), strings.Fields(args)...)
		if run.status != message.ExitOK || !sameJSON(t, run.stdout, document) {
			t.Errorf("vouch %s: status %d, %s%s", args, run.status, run.stdout, run.stderr)
		}
	}
	for args, want := range map[string]string{"admin users list --json": `{"users":[]}`, "admin sessions list --json": `{"sessions":[]}`} {
		if run := runAgainst(t, answers(200, want), strings.Fields(args)...); !sameJSON(t, run.stdout, want) {
			t.Errorf("vouch %s: an empty list is %s", args, run.stdout)
		}
	}
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal([]byte(a), &x); err != nil {
		t.Errorf("%q is not JSON", a)
	}
	if err := json.Unmarshal([]byte(b), &y); err != nil {
		t.Fatal(err)
	}
	left, _ := json.Marshal(x)
	right, _ := json.Marshal(y)
	return bytes.Equal(left, right)
}

func TestAPolicyIsSentAsTheBytesOfItsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "policy.yaml")
	source := "grants:\r\n  - name: x # é\n"
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	run := runAgainst(t, answers(200, `{"hash":"h","applied_at":"2026-11-21T10:00:00Z","changed":true}`), "admin", "policy", "apply", file)
	if run.got != "PUT /admin/policy" || run.body != source || run.contentType != "application/yaml" ||
		run.stdout != "applied the policy h; it decides every request from now on\n" {
		t.Errorf("%+v", run)
	}
	run = runAgainst(t, answers(200, `{"hash":"h","applied_at":"2026-11-21T10:00:00Z","changed":false}`), "admin", "policy", "apply", file)
	if run.stdout != "unchanged: the policy h has been in force since 2026-11-21 10:00:00Z\n" {
		t.Errorf("%+v", run)
	}
}

func TestAPolicyThatIsRefusedIsPrintedWithPathAndLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.yaml")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuse := func(w http.ResponseWriter, _ *http.Request) {
		iamtest.Problem(w, http.StatusUnprocessableEntity, "policy_invalid", "The policy is not valid.",
			`,"problems":[{"path":"grants[0].when","code":"not_supported","message":"when is not supported yet","line":7},{"path":"registries","code":"missing","message":"is missing"}]`)
	}
	run := runAgainst(t, refuse, "admin", "policy", "apply", file)
	want := file + ":7: grants[0].when: when is not supported yet [not_supported]\n" + file + ": registries: is missing [missing]\n"
	if run.status != message.ExitFailed || run.stdout != want || !strings.Contains(run.stderr, "error: the policy has 2 problems, and the one in force stays\n") {
		t.Errorf("status %d\n%s%s", run.status, run.stdout, run.stderr)
	}
	run = runAgainst(t, refuse, "admin", "policy", "apply", file, "--json")
	if run.status != message.ExitFailed || run.stderr != "" || !strings.Contains(run.stdout, `"code": "not_supported"`) {
		t.Errorf("status %d\n%s%s", run.status, run.stdout, run.stderr)
	}
}

func TestARefusalIsToldAsWhatWhyAndWhatToRun(t *testing.T) {
	run := runAgainst(t, func(w http.ResponseWriter, _ *http.Request) {
		iamtest.Problem(w, http.StatusNotFound, "user_unknown", "There is no user x@example.com.\x1b[31m")
	}, "admin", "users", "disable", "x@example.com")
	want := "error: cannot disable x@example.com\n  why: There is no user x@example.com. [31m; code user_unknown\n  run: Do better.\n"
	if run.status != message.ExitFailed || run.stderr != want || run.stdout != "" {
		t.Errorf("status %d, %q", run.status, run.stderr)
	}
}

func TestWhatIsMissingForASignedRequestIsNamed(t *testing.T) {
	iamtest.Identify(t)
	home := t.TempDir()
	environment := map[string]string{"VOUCH_HOME": home}
	for _, c := range []struct {
		name, value string
		args        []string
		want        string
	}{
		{"", "", nil, "error: no server is known yet"},
		{"", "", []string{"--server", "http://vouch.example.com"}, "must begin with https://"},
		{"AWS_REGION", "", []string{"--server", "http://127.0.0.1:1"}, "no AWS Region is set\n  run: name it with --region"},
		{"AWS_ACCESS_KEY_ID", "", []string{"--server", "http://127.0.0.1:1", "--region", "eu-central-1"}, "run: aws sso login"},
	} {
		if c.name != "" {
			t.Setenv(c.name, c.value)
		}
		status, _, stderr := runIn(t, environment, append([]string{"admin", "users", "list"}, c.args...)...)
		if status == message.ExitOK || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: status %d, %s", c, status, stderr)
		}
	}
}

func TestAnIncompleteCommandLineIsStatusTwo(t *testing.T) {
	for _, args := range []string{
		"admin", "admin nonsense", "admin users", "admin users nonsense", "admin users invite", "admin users disable",
		"admin users disable a b", "admin keys", "admin keys remove a", "admin sessions", "admin sessions revoke",
		"admin policy", "admin policy apply", "audit", "audit nonsense", "audit show", "audit list extra",
		"audit list --limit -1", "audit list --since yesterday", "audit verify extra", "audit verify --from /nonexistent/file",
	} {
		status, stdout, stderr := runIn(t, map[string]string{"VOUCH_HOME": t.TempDir()}, strings.Fields(args)...)
		if status != message.ExitUsage || stdout != "" || !strings.HasPrefix(stderr, "error: ") {
			t.Errorf("vouch %s: status %d, %q, %q", args, status, stdout, stderr)
		}
	}
}
