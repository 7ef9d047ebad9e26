package audit

import (
	"strings"
	"time"

	"vouch.dev/client/internal/strictjson"
)

// Summary is a record in one line, for people.
type Summary struct {
	ID       string
	At       time.Time
	Type     string
	User     string
	Target   string // registry and repositories
	Decision string
	Rule     string // grants, the rule that refused, or who changed something
}

// Summaries makes summaries of records in the order of the log: an outcome is told in the words of its intent.
type Summaries struct{ intents map[string]Summary }

// NewSummaries begins with the first record of a log.
func NewSummaries() *Summaries { return &Summaries{intents: map[string]Summary{}} }

// Of summarizes the next record. Where the bytes cannot be read the type says so.
func (s *Summaries) Of(entry Entry) Summary {
	record, err := ParseRecord(entry.Record)
	if record.Type == "" || !entry.Intact() {
		return Summary{ID: entry.ID, Type: "(unreadable)", Decision: "verify the log"}
	}
	summary := Summary{ID: entry.ID, At: record.At, Type: record.Type, User: record.Text("user")}
	if err != nil {
		return summary
	}
	s.fill(&summary, record)
	return summary
}

func (s *Summaries) fill(summary *Summary, record Record) {
	switch record.Type {
	case TypeCredentialIntended:
		summary.Target = target(record)
		summary.Decision, summary.Rule = "allowed", strings.Join(record.Texts("grants"), ", ")
		s.intents[record.ID] = *summary
	case TypeCredentialIssued, TypeCredentialFailed:
		intended := s.intents[record.Text("intent")]
		delete(s.intents, record.Text("intent"))
		summary.User, summary.Target, summary.Rule = intended.User, intended.Target, intended.Rule
		summary.Decision = decision("issued", record.Text("reason"))
		if record.Type == TypeCredentialFailed {
			summary.Decision = decision("failed", record.Text("reason"))
		}
	case TypeCredentialRefused:
		summary.Target, summary.Rule = record.Text("registry"), rule(record)
		summary.Decision = decision("refused", record.Text("reason"))
	case "login.refused":
		summary.Decision = decision("refused", record.Text("reason"))
	case "session.ended":
		summary.Decision = decision("ended", record.Text("reason"))
	default:
		if actor := record.Text("actor"); actor != "" {
			summary.Rule = "by " + actor
		}
	}
}

func decision(verb, reason string) string {
	if reason == "" {
		return verb
	}
	return verb + ": " + reason
}

// target is the registry with what may be done in it: pull before push.
func target(record Record) string {
	parts := []string{record.Text("registry")}
	for _, action := range record.Object("scope") {
		repositories, err := strictjson.Texts(action.Value)
		if err == nil && len(repositories) > 0 {
			parts = append(parts, string(action.Name)+" "+strings.Join(repositories, ","))
		}
	}
	return strings.Join(parts, " ")
}

// rule is the rule that refused, which is an object or a plain name.
func rule(record Record) string {
	if name := record.Text("rule"); name != "" {
		return name
	}
	texts := map[string]string{}
	for _, member := range record.Object("rule") {
		if text, err := strictjson.Text(member.Value); err == nil {
			texts[string(member.Name)] = text
		}
	}
	named := strings.TrimSpace(texts["kind"] + " " + texts["name"])
	if owner := texts["owner"]; owner != "" {
		named += " (" + owner + ")"
	}
	return named
}
