package message

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

const errorsDocument = "../../../docs/errors.md"

// TestErrorsDocument holds docs/errors.md equal to the API's description and to
// the catalogue of this package; with -update it writes the document.
func TestErrorsDocument(t *testing.T) {
	want := document(description(t))
	if *update {
		if err := os.WriteFile(errorsDocument, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(errorsDocument)
	if err != nil || string(got) != want {
		t.Errorf("docs/errors.md is not current (run make docs): %v", err)
	}
}

func TestTheClientKnowsEveryCodeOfTheServer(t *testing.T) {
	known := map[string]bool{}
	for _, code := range ServerCodes() {
		known[code] = true
	}
	described := map[string]bool{}
	for _, group := range groups(description(t)) {
		for code := range group.codes {
			described[code] = true
			if !known[code] {
				t.Errorf("the client does not know %s", code)
			}
		}
	}
	for code := range known {
		if !described[code] {
			t.Errorf("infra/openapi.yaml does not explain %s", code)
		}
	}
}

func description(t *testing.T) *openapi3.T {
	t.Helper()
	text, err := os.ReadFile("../../../infra/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	return api
}

func document(api *openapi3.T) string {
	var text strings.Builder
	text.WriteString(`# Errors

Written by ` + "`make docs`" + ` from infra/openapi.yaml and the client's messages. Do not edit it.

Every refusal has a code that is stable. The server sends its own as a problem (RFC 9457,
` + "`application/problem+json`" + `) with the members ` + "`code`, `detail` and `help`" + `; the client shows them, and has codes
of its own for what goes wrong on the machine. The exit statuses are in [client.md](client.md).

## From the server
`)
	statuses := statusesByCode(api)
	for _, group := range groups(api) {
		fmt.Fprintf(&text, "\n### %s\n\n", group.about)
		if group.note != "" {
			fmt.Fprintf(&text, "%s\n\n", group.note)
		}
		text.WriteString("| code | HTTP status | what it means | what to do |\n| --- | --- | --- | --- |\n")
		for _, code := range slices.Sorted(maps.Keys(group.codes)) {
			told := group.codes[code]
			fmt.Fprintf(&text, "| `%s` | %s | %s | %s |\n", code, among(statuses[code]), cell(told["means"]), cell(told["help"]))
		}
	}
	text.WriteString("\n## From the client\n\n| code | exit status | what happened | what to do |\n| --- | --- | --- | --- |\n")
	entries := Catalogue()
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(string(a.Code), string(b.Code)) })
	for _, entry := range entries {
		fmt.Fprintf(&text, "| `%s` | %d | %s | %s |\n", entry.Code, entry.Exit, cell(entry.What), cell(entry.Run))
	}
	return text.String()
}

type group struct {
	about, note string
	codes       map[string]map[string]any
}

// groups are the parts of the list at the end of the description.
func groups(api *openapi3.T) []group {
	var all []group
	for _, part := range api.Extensions["x-codes"].([]any) {
		members := part.(map[string]any)
		found := group{about: members["about"].(string), codes: map[string]map[string]any{}}
		found.note, _ = members["note"].(string)
		for code, told := range members["codes"].(map[string]any) {
			found.codes[code] = told.(map[string]any)
		}
		all = append(all, found)
	}
	return all
}

func statusesByCode(api *openapi3.T) map[string]map[string]bool {
	all := map[string]map[string]bool{
		"method_not_allowed": {"405": true}, "refused_at_the_door": {"4xx": true}, // also of no route
	}
	for _, path := range api.Paths.Map() {
		for _, operation := range path.Operations() {
			for status, response := range operation.Responses.Map() {
				media := response.Value.Content["application/problem+json"]
				if media == nil {
					continue
				}
				for _, code := range codesOf(media.Schema) {
					if all[code] == nil {
						all[code] = map[string]bool{}
					}
					all[code][status] = true
				}
			}
		}
	}
	return all
}

func codesOf(schema *openapi3.SchemaRef) []string {
	var codes []string
	if code := schema.Value.Properties["code"]; code != nil {
		codes = values(code)
	}
	for _, part := range slices.Concat(schema.Value.AllOf, schema.Value.AnyOf) {
		codes = append(codes, codesOf(part)...)
	}
	return codes
}

func values(schema *openapi3.SchemaRef) []string {
	var all []string
	for _, value := range schema.Value.Enum {
		all = append(all, value.(string))
	}
	for _, part := range schema.Value.AnyOf {
		all = append(all, values(part)...)
	}
	return all
}

func among(statuses map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(statuses)), ", ")
}

func cell(text any) string {
	return strings.NewReplacer("|", `\|`, "{", "‹", "}", "›", "<", "&lt;").Replace(fmt.Sprint(text))
}
