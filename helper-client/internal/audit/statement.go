package audit

import (
	"time"

	"vouch.dev/client/internal/strictjson"
)

// statement is what a key signs: its SHA-256 is the challenge of the ceremony.
type statement struct {
	jkt, user string
	issued    time.Time
	lifetime  time.Duration
}

// latest keeps arithmetic with times from a hostile statement inside what time.Time holds.
const latest = 1 << 40

// statementMembers lists the members of each purpose in their order.
var statementMembers = map[string][]string{
	"login": {"v", "purpose", "iss", "request", "jkt", "iat", "lifetime", "nonce"},
	"enrol": {"v", "purpose", "iss", "user", "invitation", "iat", "nonce"},
}

// statement reads a payload of the given purpose.
func (rp relyingParty) statement(payload []byte, purpose string) (statement, *fault) {
	members, err := strictjson.Compact(payload, make([]strictjson.Member, 0, 8))
	if err != nil {
		return statement{}, faultf(StatementMalformed, "the statement is not JSON: %v", err)
	}
	texts, numbers := values(members)
	// The purpose and the issuer come first: they say whose statement it is, and so which members it has.
	if texts["purpose"] != purpose {
		return statement{}, faultf(StatementPurposeMismatch, "the statement is for %q, not for %q", texts["purpose"], purpose)
	}
	if texts["iss"] != rp.issuer {
		return statement{}, faultf(StatementIssuerMismatch, "the statement is of %q, the log of %q", texts["iss"], rp.issuer)
	}
	if f := checkMembers(members, statementMembers[purpose]); f != nil {
		return statement{}, f
	}
	if numbers["v"] != 1 || numbers["iat"] <= 0 || numbers["iat"] > latest {
		return statement{}, faultf(StatementMalformed, "the statement is not of version 1, or has no time")
	}
	lifetime := numbers["lifetime"]
	if purpose == "login" && (lifetime < 1 || lifetime > int64(maxLifetime/time.Second)) {
		return statement{}, faultf(StatementLifetime, "the statement asks for %d s, a session has 1 s to %s", lifetime, maxLifetime)
	}
	return statement{
		jkt: texts["jkt"], user: texts["user"],
		issued: time.Unix(numbers["iat"], 0), lifetime: time.Duration(lifetime) * time.Second,
	}, nil
}

// values are the members that are texts and whole numbers, by name.
func values(members []strictjson.Member) (texts map[string]string, numbers map[string]int64) {
	texts, numbers = map[string]string{}, map[string]int64{}
	for _, member := range members {
		if text, err := strictjson.Text(member.Value); err == nil {
			texts[string(member.Name)] = text
		} else if number, err := strictjson.Whole(member.Value); err == nil {
			numbers[string(member.Name)] = number
		}
	}
	return texts, numbers
}

func checkMembers(members []strictjson.Member, names []string) *fault {
	if len(members) != len(names) {
		return faultf(StatementMalformed, "the statement has %d members and not %d", len(members), len(names))
	}
	for i, name := range names {
		if string(members[i].Name) != name {
			return faultf(StatementMalformed, "member %d of the statement is %q and not %q", i+1, members[i].Name, name)
		}
	}
	return nil
}
