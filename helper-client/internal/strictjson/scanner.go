package strictjson

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// scanner walks the grammar of RFC 8259 once, from left to right.
type scanner struct {
	data    []byte
	at      int
	depth   int
	compact bool
	fold    bool // names that differ by case only are duplicates
}

func (s *scanner) problem(what string) error { return &Error{Offset: s.at, Problem: what} }

// peek returns the next byte, and 0 at the end: no token starts with it.
func (s *scanner) peek() byte {
	if s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}

func (s *scanner) space() {
	for !s.compact && s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

func (s *scanner) expect(token byte) error {
	if s.peek() != token {
		return s.problem("expected " + strconv.QuoteRune(rune(token)))
	}
	s.at++
	return nil
}

// object appends the members to into; those from index start on belong to this object.
func (s *scanner) object(into []Member, start int) ([]Member, error) {
	if err := s.expect('{'); err != nil {
		return nil, err
	}
	if s.depth++; s.depth > maxDepth {
		return nil, s.problem("nested too deeply")
	}
	defer func() { s.depth-- }()
	if s.space(); s.peek() == '}' {
		s.at++
		return into, nil
	}
	for {
		member, err := s.member(into[start:])
		if err != nil {
			return nil, err
		}
		into = append(into, member)
		if s.peek() == '}' {
			s.at++
			return into, nil
		}
		if err := s.expect(','); err != nil {
			return nil, err
		}
		s.space()
	}
}

func (s *scanner) member(earlier []Member) (Member, error) {
	from := s.at
	if err := s.text(); err != nil {
		return Member{}, err
	}
	name, err := unescape(s.data[from:s.at])
	if err != nil {
		return Member{}, err
	}
	for i := range earlier {
		if s.same(earlier[i].Name, name) {
			s.at = from
			return Member{}, s.problem("duplicate member " + strconv.Quote(string(name)))
		}
	}
	if len(earlier) == maxMembers {
		return Member{}, s.problem("too many members")
	}
	s.space()
	if err := s.expect(':'); err != nil {
		return Member{}, err
	}
	s.space()
	from = s.at
	if err := s.value(); err != nil {
		return Member{}, err
	}
	value := s.data[from:s.at]
	s.space()
	return Member{Name: name, Value: value}, nil
}

func (s *scanner) same(earlier, name []byte) bool {
	return bytes.Equal(earlier, name) || (s.fold && bytes.EqualFold(earlier, name))
}

func (s *scanner) value() error {
	switch c := s.peek(); {
	case c == '"':
		return s.text()
	case c == '{':
		_, err := s.object(nil, 0)
		return err
	case c == '[':
		return s.array()
	case c == '-' || (c >= '0' && c <= '9'):
		return s.number()
	}
	for _, word := range [...]string{"null", "true", "false"} {
		if bytes.HasPrefix(s.data[s.at:], []byte(word)) {
			s.at += len(word)
			return nil
		}
	}
	return s.problem("expected a value")
}

func (s *scanner) array() error {
	s.at++
	if s.depth++; s.depth > maxDepth {
		return s.problem("nested too deeply")
	}
	defer func() { s.depth-- }()
	if s.space(); s.peek() == ']' {
		s.at++
		return nil
	}
	for {
		if err := s.value(); err != nil {
			return err
		}
		if s.space(); s.peek() == ']' {
			s.at++
			return nil
		}
		if err := s.expect(','); err != nil {
			return err
		}
		s.space()
	}
}

func (s *scanner) number() error {
	if s.peek() == '-' {
		s.at++
	}
	if s.peek() == '0' {
		s.at++
	} else if err := s.digits(); err != nil {
		return err
	}
	if s.peek() == '.' {
		s.at++
		if err := s.digits(); err != nil {
			return err
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		return s.digits()
	}
	return nil
}

func (s *scanner) digits() error {
	from := s.at
	for c := s.peek(); c >= '0' && c <= '9'; c = s.peek() {
		s.at++
	}
	if s.at == from {
		return s.problem("expected a digit")
	}
	return nil
}

// text passes one string, quotes included.
func (s *scanner) text() error {
	if err := s.expect('"'); err != nil {
		return err
	}
	for s.at < len(s.data) {
		switch c := s.data[s.at]; {
		case c == '"':
			s.at++
			return nil
		case c == '\\':
			if err := s.escape(); err != nil {
				return err
			}
		case c < 0x20:
			return s.problem("control character in a string")
		case c < utf8.RuneSelf:
			s.at++
		default:
			r, size := utf8.DecodeRune(s.data[s.at:])
			if r == utf8.RuneError && size == 1 {
				return s.problem("broken UTF-8")
			}
			s.at += size
		}
	}
	return s.problem("string without end")
}

func (s *scanner) escape() error {
	s.at++
	switch s.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.at++
		return nil
	case 'u':
		return s.unicode()
	}
	return s.problem("unknown escape")
}

func (s *scanner) unicode() error {
	first, err := s.hex()
	if err != nil || !utf16.IsSurrogate(first) {
		return err
	}
	if s.peek() != '\\' {
		return s.problem("lone surrogate")
	}
	if s.at++; s.peek() != 'u' {
		return s.problem("lone surrogate")
	}
	second, err := s.hex()
	if err != nil {
		return err
	}
	if utf16.DecodeRune(first, second) == utf8.RuneError {
		return s.problem("lone surrogate")
	}
	return nil
}

// hex passes u and four hexadecimal digits.
func (s *scanner) hex() (rune, error) {
	if len(s.data)-s.at < 5 {
		return 0, s.problem("unknown escape")
	}
	code, err := strconv.ParseUint(string(s.data[s.at+1:s.at+5]), 16, 16)
	if err != nil {
		return 0, s.problem("unknown escape")
	}
	s.at += 5
	return rune(code), nil
}
