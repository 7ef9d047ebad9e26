package dockerconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Malformed says where a config.json is not what Docker reads.
type Malformed struct {
	Line, Column int
	Reason       string
}

func (m *Malformed) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", m.Line, m.Column, m.Reason)
}

// malformed makes a Malformed for the byte at offset.
func malformed(data []byte, offset int, reason string) *Malformed {
	before := string(data[:max(0, min(offset, len(data)))])
	return &Malformed{
		Line:   1 + strings.Count(before, "\n"),
		Column: 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]),
		Reason: reason,
	}
}

// member is one member of an object, with the place of its parts in the file.
type member struct {
	name                           string
	start, nameEnd, value, valueTo int
}

// object is a JSON object in the file: where its braces are, and its members.
type object struct {
	open, end int // of '{', and after '}'
	members   []member
}

// find returns the member of that name. Two of them are refused: a reader and
// this editor could mean different ones.
func (o object) find(data []byte, name string) (member, bool, error) {
	var found member
	count := 0
	for _, candidate := range o.members {
		if candidate.name == name {
			found = candidate
			count++
		}
	}
	if count > 1 {
		return member{}, false, malformed(data, found.start, fmt.Sprintf("%q appears twice", name))
	}
	return found, count == 1, nil
}

// findFolded is find for a member that Docker reads in any case: another spelling
// of it is refused, since Docker would take the two for one.
func (o object) findFolded(data []byte, name string) (member, bool, error) {
	for _, candidate := range o.members {
		if candidate.name != name && strings.EqualFold(candidate.name, name) {
			return member{}, false, malformed(data, candidate.start, fmt.Sprintf("%q is %q in another spelling", candidate.name, name))
		}
	}
	return o.find(data, name)
}

// checkSyntax refuses what is not one JSON document, with the position.
func checkSyntax(data []byte) error {
	var document json.RawMessage
	err := json.Unmarshal(data, &document)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return malformed(data, int(syntax.Offset)-1, syntax.Error())
	}
	if err != nil {
		return malformed(data, 0, err.Error())
	}
	return nil
}

// parseObject reads the object at data[from:to]. The syntax has been checked.
func parseObject(data []byte, from, to int) (object, error) {
	from += leading(data[from:to])
	if from >= to || data[from] != '{' {
		return object{}, malformed(data, from, "this is not an object")
	}
	decoder := json.NewDecoder(bytes.NewReader(data[from:to]))
	at := func() int { return from + int(decoder.InputOffset()) }
	if _, err := decoder.Token(); err != nil {
		return object{}, malformed(data, from, err.Error())
	}
	parsed := object{open: from}
	for decoder.More() {
		next, err := parseMember(data, decoder, at)
		if err != nil {
			return object{}, err
		}
		parsed.members = append(parsed.members, next)
	}
	if _, err := decoder.Token(); err != nil {
		return object{}, malformed(data, at(), err.Error())
	}
	parsed.end = at()
	return parsed, nil
}

// parseMember reads the next member; at tells where in data the decoder is.
func parseMember(data []byte, decoder *json.Decoder, at func() int) (member, error) {
	start := at()
	token, err := decoder.Token()
	name, isText := token.(string)
	if err != nil || !isText {
		return member{}, malformed(data, at(), "this is not a member's name")
	}
	nameEnd := at()
	var value json.RawMessage
	if err := decoder.Decode(&value); err != nil {
		return member{}, malformed(data, at(), err.Error())
	}
	start += bytes.IndexByte(data[start:nameEnd], '"')
	return member{name, start, nameEnd, at() - len(value), at()}, nil
}

func leading(data []byte) int { return len(data) - len(bytes.TrimLeft(data, " \t\r\n")) }

// style is how an object of the file is laid out.
type style struct {
	before string // white space before each member
	after  string // white space before the closing brace
	colon  string // between name and value
}

// styleOf reads the layout from the object's own members. parent is the layout
// around it, for an object without members.
func styleOf(data []byte, o object, parent style) style {
	if len(o.members) == 0 {
		return parent.inside()
	}
	first, last := o.members[0], o.members[len(o.members)-1]
	return style{
		before: string(data[o.open+1 : first.start]),
		after:  string(data[last.valueTo : o.end-1]),
		colon:  string(data[first.nameEnd:first.value]),
	}
}

// inside is the layout one level deeper. The step is the indentation that a
// member has over its object's closing brace.
func (s style) inside() style {
	step := strings.TrimPrefix(s.before, s.after)
	if !strings.Contains(s.before, "\n") {
		return style{s.before, s.after, s.colon}
	}
	return style{before: s.before + step, after: s.before, colon: s.colon}
}

// docker is the layout that Docker itself writes.
func docker() style { return style{before: "\n\t", after: "\n", colon: ": "} }

// insert puts a member at the end of the object.
func insert(data []byte, o object, layout style, name, value string) []byte {
	text := layout.before + quote(name) + layout.colon + value
	if len(o.members) == 0 {
		return replace(data, o.open+1, o.end-1, text+layout.after)
	}
	at := o.members[len(o.members)-1].valueTo
	return replace(data, at, at, ","+text)
}

func replace(data []byte, from, to int, text string) []byte {
	edited := make([]byte, 0, len(data)+len(text))
	edited = append(edited, data[:from]...)
	edited = append(edited, text...)
	return append(edited, data[to:]...)
}

// quote encodes names that hold nothing to escape: hosts and fixed words.
func quote(text string) string { return `"` + text + `"` }
