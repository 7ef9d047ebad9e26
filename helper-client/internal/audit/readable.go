package audit

import (
	"encoding/json"

	"vouch.dev/client/internal/strictjson"
)

// ReadableMember is one of a record's own members for people: a text as it is, base64 of JSON decoded, and any other
// value as the JSON that it is.
type ReadableMember struct{ Name, Value string }

// Readable gives the members of the record's type in their order.
func (r Record) Readable() []ReadableMember {
	members := make([]ReadableMember, 0, len(r.members))
	for _, member := range r.members {
		value, err := strictjson.Text(member.Value)
		switch {
		case strictjson.IsNull(member.Value):
			value = ""
		case err != nil:
			value = string(member.Value)
		}
		if name := string(member.Name); name == "statement" || name == "client_data_json" {
			if decoded, err := decodeBase64(base64url, []byte(value)); err == nil && json.Valid(decoded) {
				value = string(decoded)
			}
		}
		members = append(members, ReadableMember{string(member.Name), value})
	}
	return members
}
