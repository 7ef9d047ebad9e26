package audit

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"vouch.dev/client/internal/strictjson"
)

// kind is what a member's value must be.
type kind int

const (
	text       kind = iota // a string that is not empty
	maybeText              // a string or null
	base64Text             // base64url of at least one byte
	hash                   // base64url of 32 bytes
	instant                // RFC 3339, UTC
	texts                  // an array of strings
	object                 // an object
	anything               // any value, null included
)

type member struct {
	name string
	kind kind
}

// shapes lists each record type with all of its own members. A member that is missing or not listed makes a record
// malformed: what this program does not understand, it does not call verified.
var shapes = map[string][]member{
	typeWriterStarted: {{"abandoned", maybeText}, {"checkpoint", anything}},

	"user.invited":    {{"actor", text}, {"user", text}, {"groups", texts}, {"invitation_expires_at", instant}},
	"user.disabled":   {{"actor", text}, {"user", text}},
	"user.enabled":    {{"actor", text}, {"user", text}},
	"key.removed":     {{"actor", text}, {"user", text}, {"key", text}},
	"session.revoked": {{"actor", text}, {"user", text}, {"session", text}},
	"policy.applied":  {{"actor", text}, {"hash", text}, {"previous", maybeText}},

	typeKeyEnrolled: {
		{"user", text},
		{"key", hash},
		{"aaguid", text},
		{"model", maybeText},
		{"credential_id", base64Text},
		{"public_key", base64Text},
		{"attestation_object", base64Text},
		{"client_data_json", base64Text},
		{"statement", base64Text},
	},

	typeLoginCompleted: {
		{"user", text},
		{"key", hash},
		{"jkt", hash},
		{"statement", base64Text},
		{"authenticator_data", base64Text},
		{"client_data_json", base64Text},
		{"signature", base64Text},
		{"client_host", maybeText},
	},
	"login.refused": {{"user", text}, {"key", text}, {"reason", text}},
	typeSessionStarted: {
		{"user", text}, {"key", hash}, {"session", hash}, {"login", text}, {"expires_at", instant},
	},
	"session.ended": {{"user", text}, {"session", text}, {"reason", text}},

	TypeCredentialIntended: {
		{"user", text},
		{"key", hash},
		{"session", hash},
		{"login", text},
		{"jkt", hash},
		{"registry", text},
		{"provider", text},
		{"policy", text},
		{"grants", texts},
		{"denials", texts},
		{"scope", object},
		{"expires_at", instant},
		{"idempotency_key", maybeText},
	},
	TypeCredentialIssued: {
		{"intent", text}, {"secret_sha256", hash}, {"upstream", object}, {"expires_at", instant},
	},
	TypeCredentialFailed: {{"intent", text}, {"reason", text}},
	TypeCredentialRefused: {
		{"user", text}, {"key", text}, {"session", text}, {"registry", text}, {"reason", text}, {"rule", anything},
	},
}

// checkShape wants exactly the members of shape, each once (the scanner has refused doubles), in any order.
func checkShape(shape []member, members []strictjson.Member) error {
	for i, want := range shape {
		value, found := valueOf(want.name, i, members)
		if !found {
			return fmt.Errorf("member %q is missing", want.name)
		}
		if err := checkValue(want.kind, value); err != nil {
			return fmt.Errorf("%s %w", want.name, err)
		}
	}
	if len(members) > len(shape) {
		return fmt.Errorf("has members that are not of its type: %s", unlisted(shape, members))
	}
	return nil
}

// valueOf looks at the listed place first, where the member nearly always is.
func valueOf(name string, place int, members []strictjson.Member) ([]byte, bool) {
	if place < len(members) && string(members[place].Name) == name {
		return members[place].Value, true
	}
	for _, member := range members {
		if string(member.Name) == name {
			return member.Value, true
		}
	}
	return nil, false
}

func unlisted(shape []member, members []strictjson.Member) string {
	var names []string
	for _, have := range members {
		listed := false
		for _, want := range shape {
			listed = listed || want.name == string(have.Name)
		}
		if !listed {
			names = append(names, string(have.Name))
		}
	}
	return strings.Join(names, ", ")
}

func checkValue(want kind, value []byte) error {
	switch want {
	case anything:
		return nil
	case object:
		if value[0] != '{' {
			return errors.New("is not an object")
		}
		return nil
	case texts:
		_, err := strictjson.Texts(value)
		return err
	case maybeText:
		if strictjson.IsNull(value) {
			return nil
		}
		fallthrough
	default:
		decoded, err := strictjson.TextBytes(value)
		if err != nil {
			return err
		}
		return checkText(want, decoded)
	}
}

func checkText(want kind, value []byte) error {
	if len(value) == 0 {
		return errors.New("is empty")
	}
	switch want {
	case base64Text, hash:
		return checkBase64(want, value)
	case instant:
		if _, err := time.Parse(time.RFC3339, string(value)); err != nil || value[len(value)-1] != 'Z' {
			return errors.New("is not an RFC 3339 time in UTC")
		}
		return nil
	default:
		return nil
	}
}

func checkBase64(want kind, value []byte) error {
	if want == hash {
		_, err := decodeHash(value)
		return err
	}
	if _, err := decodeBase64(base64url, value); err != nil {
		return errors.New("is not base64url without padding")
	}
	return nil
}
