package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/scope"
)

// shape is the names and types of a document, so that an example and an answer can
// be compared. An empty array or object fits any.
func shape(value any) string {
	switch value := value.(type) {
	case map[string]any:
		var members []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			members = append(members, name+":"+shape(value[name]))
		}
		return "{" + strings.Join(members, ",") + "}"
	case []any:
		if len(value) == 0 {
			return "[]"
		}
		return "[" + shape(value[0]) + "]"
	}
	return fmt.Sprintf("%T", value)
}

func shapeOf(t *testing.T, text string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return shape(value)
}

// documented are the examples of docs/client.md by their headings.
func documented(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../../../docs/client.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := map[string]string{}
	for _, section := range strings.Split(string(page), "\n### ")[1:] {
		heading, rest, _ := strings.Cut(section, "\n")
		if block := regexp.MustCompile("(?s)```json\n(.*?)```").FindStringSubmatch(rest); block != nil {
			examples[strings.TrimSuffix(strings.TrimPrefix(heading, "vouch "), " --json")] = block[1]
		}
	}
	return examples
}

func TestEveryDocumentedJSONIsWhatTheCommandPrints(t *testing.T) {
	later := time.Now().Add(time.Hour)
	allowed := &agentproto.Allowed{Pull: []string{"team-a/app"}, Push: []string{}, NoPull: []string{"team-a/secret/**"}, NoPush: []string{}, Lifetime: 3600}
	agent, _ := agentSays(t, agentproto.Answer{
		Explanation: explained("refused").Explanation, Allowed: allowed,
		Status: &agentproto.Status{
			Server: "https://v.example", User: "u", Groups: []string{"g"}, Key: &agentproto.Key{ID: "k", Model: "m", AAGUID: "a"},
			Session: "s", ExpiresAt: later, Confirmed: true,
			Registries: []agentproto.Registry{{Host: ecr, Provider: "ecr", CachedUntil: &later}},
		},
	})
	chosen, err := scope.New([]string{"team-a/app"}, []string{scope.Push})
	if err == nil {
		err = scopesOf(agent).Write(ecr, chosen)
	}
	if err != nil {
		t.Fatal(err)
	}
	local := func(environment map[string]string, args ...string) string {
		_, out, _ := runIn(t, environment, args...)
		return out
	}
	remote := func(answer string, args ...string) string { return runAgainst(t, answers(200, answer), args...).stdout }
	revoked := strings.Replace(sessionJSON, "}", `,"revoked_at":"2026-11-21T12:00:00Z"}`, 1)
	printed := map[string]string{
		"status":              local(agent, "status", "--json"),
		"why":                 local(agent, "why", ecr+"/team-a/app", "--push", "--json"),
		"scope show":          local(agent, "scope", "show", "--json"),
		"version":             local(nil, "version", "--json"),
		"audit verify":        local(nil, "audit", "verify", "--json", "--from", exampleLog),
		"admin users list":    remote(strings.Replace(`{"users":[X]}`, "X", strings.TrimSuffix(strings.TrimPrefix(userJSON, `{"user":`), "}"), 1), "admin", "users", "list", "--json"),
		"admin keys list":     remote(`{"keys":[{"id":"k","model":"m","aaguid":"a","created_at":"2026-11-21T10:00:00Z"}]}`, "admin", "keys", "list", "u@x.y", "--json"),
		"admin sessions list": remote(`{"sessions":[`+revoked+`]}`, "admin", "sessions", "list", "--json"),
		"admin policy show": remote(`{"hash":"h","applied_at":"2026-11-21T10:00:00Z","applied_by":"a","source":"s"}`,
			"admin", "policy", "show", "--json"),
		"audit list": auditListing(t),
	}
	examples := documented(t)
	for command, out := range printed {
		if got, want := shapeOf(t, out), shapeOf(t, examples[command]); got != want {
			t.Errorf("vouch %s --json prints\n%s\nand docs/client.md says\n%s", command, got, want)
		}
	}
	if len(examples) != len(printed) {
		t.Errorf("%d examples, %d commands: %v", len(examples), len(printed), slices.Sorted(maps.Keys(examples)))
	}
}

// auditListing leaves the record itself out: its members depend on its type.
func auditListing(t *testing.T) string {
	t.Helper()
	server, _ := readExample(t)
	_, out, _ := runAudit(t, server, "list", "--json", "--limit", "1")
	return regexp.MustCompile(`(?s)"record": \{.*?\n      \}`).ReplaceAllString(out, `"record": {}`)
}
