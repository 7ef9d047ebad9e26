package audit

import "testing"

func TestSummarizesEachKindInOneLine(t *testing.T) {
	s := newScene(t)
	s.perform(t)
	s.add("invited", enroll, "enroll", "user.invited", fields{
		{"actor", "arn:aws:iam::123456789012:role/admin"},
		{"user", user},
		{"groups", []string{"platform"}},
		{"invitation_expires_at", "2026-11-24T10:00:00Z"},
	})
	s.add("loginRefused", authent, "authenticate", "login.refused", fields{{"user", user}, {"key", sum("k")}, {"reason", "user_disabled"}})
	s.add("ended", authent, "authenticate", "session.ended", fields{{"user", user}, {"session", sum("session")}, {"reason", "logout"}})
	s.add("strange", authent, "authenticate", "session.lent", fields{{"user", user}})
	log := s.seal(t)
	const registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com pull team-a/**"
	want := map[string]Summary{
		"key":          {Type: "key.enrolled", User: user},
		"login":        {Type: "login.completed", User: user},
		"intended":     {Type: "credential.intended", User: user, Target: registry, Decision: "allowed", Rule: "platform-pulls"},
		"issued":       {Type: "credential.issued", User: user, Target: registry, Decision: "issued", Rule: "platform-pulls"},
		"failed":       {Type: "credential.failed", User: user, Target: registry, Decision: "failed: sts_unavailable", Rule: "platform-pulls"},
		"last":         {Type: "credential.refused", User: user, Target: "x", Decision: "refused: no_grant", Rule: "denial n (o)"},
		"invited":      {Type: "user.invited", User: user, Rule: "by arn:aws:iam::123456789012:role/admin"},
		"loginRefused": {Type: "login.refused", User: user, Decision: "refused: user_disabled"},
		"ended":        {Type: "session.ended", User: user, Decision: "ended: logout"},
		"strange":      {Type: "session.lent", User: user},
	}
	summaries := NewSummaries()
	for i, entry := range log.entries {
		got := summaries.Of(entry)
		expected, listed := want[log.names[i]]
		if !listed {
			continue
		}
		expected.ID, expected.At = entry.ID, s.records[i].at
		if got != expected {
			t.Errorf("%s:\n got %+v\nwant %+v", log.names[i], got, expected)
		}
		delete(want, log.names[i])
	}
	if len(want) > 0 {
		t.Errorf("never summarized: %v", want)
	}
}

func TestAChangedRecordIsNotSummarizedAsWhatItSays(t *testing.T) {
	entry := completeLog(t).entries[1]
	entry.Hash[0] ^= 1
	if got := NewSummaries().Of(entry); got.Type != "(unreadable)" || got.User != "" || got.ID != entry.ID {
		t.Errorf("%+v", got)
	}
}
