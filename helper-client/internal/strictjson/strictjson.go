// Package strictjson reads JSON that came from outside, and objects whose exact bytes matter: audit records, the
// statements that keys sign, and the lines of an export.
//
// encoding/json takes the last of two members with one name, takes names in any case, and mends broken UTF-8. Two
// readers of such a text can see two different records behind one hash. Here it is refused: duplicate names at any
// depth, broken UTF-8, lone surrogates, anything after the object, and nesting or member counts out of proportion.
// A value is kept as the slice of the input that it is, so reading a record allocates almost nothing.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

const (
	maxDepth   = 16
	maxMembers = 256
)

// Member is one member of an object: its decoded name, and its value exactly as it stands in the input.
type Member struct {
	Name  []byte
	Value []byte
}

// Error says where a text stops being acceptable JSON, as an offset in bytes, and why.
type Error struct {
	Offset  int
	Problem string
}

func (e *Error) Error() string { return fmt.Sprintf("%s at byte %d", e.Problem, e.Offset) }

// Object reads the single object that data must be and appends its members to into, in their order.
func Object(data []byte, into []Member) ([]Member, error) {
	return read(&scanner{data: data}, into)
}

// Compact is Object for canonical texts, in which no white space stands between tokens.
func Compact(data []byte, into []Member) ([]Member, error) {
	return read(&scanner{data: data, compact: true}, into)
}

func read(s *scanner, into []Member) ([]Member, error) {
	start := len(into)
	s.space()
	members, err := s.object(into, start)
	if err != nil {
		return into, err
	}
	s.space()
	if s.at != len(s.data) {
		return into, s.problem("something follows the object")
	}
	return members, nil
}

// Decode reads the single document that data must be, with the same strictness, into value. Unknown members are passed
// over, so that a newer server can say more. Two names that differ by case only are refused too: encoding/json would
// put both into one field.
func Decode(data []byte, value any) error {
	if err := document(data); err != nil {
		return err
	}
	if err := json.Unmarshal(data, value); err != nil {
		return fmt.Errorf("is not the JSON expected: %w", err)
	}
	return nil
}

// DecodeKnown is Decode between two parties of one version: an unknown member is refused.
func DecodeKnown(data []byte, value any) error {
	if err := document(data); err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return fmt.Errorf("is not the JSON expected: %w", err)
	}
	return nil
}

func document(data []byte) error {
	s := &scanner{data: data, fold: true}
	s.space()
	if err := s.value(); err != nil {
		return err
	}
	s.space()
	if s.at != len(data) {
		return s.problem("something follows the document")
	}
	return nil
}

// IsNull tells whether a value is null.
func IsNull(value []byte) bool { return string(value) == "null" }

// Text decodes a value that must be a string.
func Text(value []byte) (string, error) {
	raw, err := TextBytes(value)
	return string(raw), err
}

// TextBytes is Text without a copy where the string has no escapes; the result may share the input's memory.
func TextBytes(value []byte) ([]byte, error) {
	if len(value) < 2 || value[0] != '"' {
		return nil, errors.New("is not a string")
	}
	return unescape(value)
}

func unescape(quoted []byte) ([]byte, error) {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1], nil
	}
	var text string
	if err := json.Unmarshal(quoted, &text); err != nil {
		return nil, fmt.Errorf("is not a string: %w", err)
	}
	return []byte(text), nil
}

// Whole decodes a value that must be a whole number written without fraction, exponent or minus zero.
func Whole(value []byte) (int64, error) {
	number, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil || string(value) == "-0" {
		return 0, errors.New("is not a whole number")
	}
	return number, nil
}

// Texts decodes a value that must be an array of strings.
func Texts(value []byte) ([]string, error) {
	if len(value) == 0 || value[0] != '[' {
		return nil, errors.New("is not an array of strings")
	}
	s := &scanner{data: value, at: 1}
	texts := []string{}
	for s.space(); s.peek() != ']'; s.space() {
		if s.peek() == ',' {
			s.at++
			s.space()
		}
		from := s.at
		if err := s.text(); err != nil {
			return nil, errors.New("is not an array of strings")
		}
		text, err := unescape(value[from:s.at])
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
