// Package audit reads Vouch's audit log and verifies it with no trust in the server that kept it.
//
// A record is the exact bytes of one canonical JSON text; its hash is their SHA-256. Each process that records is a
// writer with its own chain: records are numbered from 0 without gap and each names the hash of the one before it.
// record.go reads a record, export.go a file of them, chain.go holds the chains, ceremony.go follows a login to the
// touch of an enrolled key, vend.go follows a credential to its login, and verify.go puts these together. Each
// finding has a stable code (finding.go).
package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"

	"vouch.dev/client/internal/strictjson"
)

// The record types that verification gives a meaning beyond their shape.
const (
	typeWriterStarted      = "writer.started"
	typeKeyEnrolled        = "key.enrolled"
	typeLoginCompleted     = "login.completed"
	typeSessionStarted     = "session.started"
	TypeCredentialIntended = "credential.intended"
	TypeCredentialIssued   = "credential.issued"
	TypeCredentialFailed   = "credential.failed"
	TypeCredentialRefused  = "credential.refused"
)

// atLayout is the one form of a record's time: UTC, milliseconds always written.
const atLayout = "2006-01-02T15:04:05.000Z"

// Record is one audit record, read strictly: the common members in their order and form, and exactly the members of
// its type. It keeps slices of the bytes it was read from.
type Record struct {
	ID       string
	Writer   string
	Seq      int64
	Prev     string // hash of the record before, base64url; empty at the start of a chain
	At       time.Time
	Function string
	Type     string

	exact   []byte
	members []strictjson.Member
}

// commonMembers stand first in every record, in this order.
var commonMembers = [...]string{"v", "id", "writer", "seq", "prev", "at", "function", "type"}

// unknownType is a record of a type that this program does not know, and so cannot vouch for.
type unknownType string

func (t unknownType) Error() string {
	return fmt.Sprintf("this program does not know the type %q", string(t))
}

// ParseRecord reads the exact bytes of one record.
func ParseRecord(exact []byte) (Record, error) {
	record, err := parseCommon(exact, nil)
	if err != nil {
		return Record{}, err
	}
	return record, record.checkType()
}

// parseCommon reads what a record needs for its place in a chain; checkType is then for its own members. The record
// is good until the memory of exact or scratch is used again.
func parseCommon(exact []byte, scratch []strictjson.Member) (Record, error) {
	members, err := strictjson.Compact(exact, scratch[:0])
	if err != nil {
		return Record{}, err
	}
	if len(members) < len(commonMembers) {
		return Record{}, fmt.Errorf("has %d members, a record has at least %d", len(members), len(commonMembers))
	}
	for i, name := range commonMembers {
		if string(members[i].Name) != name {
			return Record{}, fmt.Errorf("member %d is %q and not %q", i+1, members[i].Name, name)
		}
	}
	record, err := commonPart(members)
	record.exact, record.members = exact, members[len(commonMembers):]
	return record, err
}

func (r Record) checkType() error {
	shape, known := shapes[r.Type]
	if !known {
		return unknownType(r.Type)
	}
	return checkShape(shape, r.members)
}

func commonPart(members []strictjson.Member) (Record, error) {
	var r Record
	if string(members[0].Value) != "1" {
		return Record{}, fmt.Errorf("v is %s; this program reads version 1", members[0].Value)
	}
	texts := [...]struct {
		member int
		into   *string
	}{{1, &r.ID}, {2, &r.Writer}, {6, &r.Function}, {7, &r.Type}}
	for _, text := range texts {
		value, err := strictjson.Text(members[text.member].Value)
		if err != nil {
			return Record{}, fmt.Errorf("%s %w", commonMembers[text.member], err)
		}
		*text.into = value
	}
	if !isWriter(r.Writer) {
		return Record{}, fmt.Errorf("writer %q is not 20 characters of a-z and 2-7", r.Writer)
	}
	var err error
	if r.Seq, err = strictjson.Whole(members[3].Value); err != nil || r.Seq < 0 {
		return Record{}, fmt.Errorf("seq %s is not a number from 0", members[3].Value)
	}
	if r.Prev, err = previous(members[4].Value); err != nil {
		return Record{}, err
	}
	if r.At, err = recordTime(members[5].Value); err != nil {
		return Record{}, err
	}
	return r, nil
}

// previous is the hash of the record before, and empty at the head of a chain.
func previous(value []byte) (string, error) {
	if strictjson.IsNull(value) {
		return "", nil
	}
	if err := checkValue(hash, value); err != nil {
		return "", fmt.Errorf("prev %w", err)
	}
	return string(value[1 : len(value)-1]), nil
}

func recordTime(value []byte) (time.Time, error) {
	text, err := strictjson.TextBytes(value)
	if err != nil {
		return time.Time{}, fmt.Errorf("at %w", err)
	}
	at, err := time.Parse(atLayout, string(text))
	if err != nil || len(text) != len(atLayout) {
		return time.Time{}, fmt.Errorf("at %q is not a time like %s", text, atLayout)
	}
	return at, nil
}

// kept is the record in memory of its own.
func (r Record) kept() Record {
	r.exact = bytes.Clone(r.exact)
	members, err := strictjson.Compact(r.exact, nil)
	if err != nil {
		panic(fmt.Sprintf("a record that was read cannot be read again: %v", err))
	}
	r.members = members[len(commonMembers):]
	return r
}

// Text returns a member that is a string, and "" where it is absent or null.
func (r Record) Text(name string) string {
	text, err := strictjson.Text(r.raw(name))
	if err != nil {
		return ""
	}
	return text
}

// Texts returns a member that is an array of strings, and nil where it is not.
func (r Record) Texts(name string) []string {
	texts, err := strictjson.Texts(r.raw(name))
	if err != nil {
		return nil
	}
	return texts
}

// Object returns the members of a member that is an object, and nil where it is not.
func (r Record) Object(name string) []strictjson.Member {
	members, err := strictjson.Compact(r.raw(name), nil)
	if err != nil {
		return nil
	}
	return members
}

// bytes returns a member that the shape has shown to be base64url.
func (r Record) bytes(name string) []byte {
	decoded, err := decodeBase64(base64url, []byte(r.Text(name)))
	if err != nil {
		return nil
	}
	return decoded
}

func (r Record) expires() time.Time {
	at, err := time.Parse(time.RFC3339, r.Text("expires_at"))
	if err != nil {
		return time.Time{}
	}
	return at
}

func (r Record) raw(name string) []byte {
	for _, member := range r.members {
		if string(member.Name) == name {
			return member.Value
		}
	}
	return nil
}

// base64url is the one base64 of records: no padding, and no bits left over, or one hash would have two spellings.
var base64url = base64.RawURLEncoding.Strict()

// decodeBase64 also refuses the line ends that Go's decoder passes over.
func decodeBase64(encoding *base64.Encoding, encoded []byte) ([]byte, error) {
	if bytes.IndexByte(encoded, '\n') >= 0 || bytes.IndexByte(encoded, '\r') >= 0 {
		return nil, errors.New("base64: a line end")
	}
	decoded := make([]byte, encoding.DecodedLen(len(encoded)))
	n, err := encoding.Decode(decoded, encoded)
	if err != nil {
		return nil, fmt.Errorf("base64: %w", err)
	}
	return decoded[:n], nil
}

// decodeHash reads the base64url of a SHA-256.
func decodeHash(encoded []byte) (sum [sha256.Size]byte, err error) {
	decoded, err := decodeBase64(base64url, encoded)
	if err != nil || len(decoded) != len(sum) {
		return sum, errors.New("is not base64url of 32 bytes")
	}
	return [sha256.Size]byte(decoded), nil
}

const writerLength = 20

func isWriter(text string) bool {
	if len(text) != writerLength {
		return false
	}
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < '2' || c > '7') {
			return false
		}
	}
	return true
}

// recordID is the one spelling of a record's id.
func recordID(writer string, seq int64) string { return writer + "-" + strconv.FormatInt(seq, 10) }

// splitID takes a record's id apart; ok is false for any other spelling.
func splitID(id string) (writer string, seq int64, ok bool) {
	if len(id) < writerLength+2 || id[writerLength] != '-' {
		return "", 0, false
	}
	writer = id[:writerLength]
	seq, err := strconv.ParseInt(id[writerLength+1:], 10, 64)
	return writer, seq, err == nil && seq >= 0 && isWriter(writer) && recordID(writer, seq) == id
}
