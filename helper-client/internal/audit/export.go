package audit

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"vouch.dev/client/internal/strictjson"
)

// exportVersion is the number after "vouch_audit_export" in the first line.
const exportVersion = 1

// maxLine bounds one line of an export: a table item holds 400 KB at most.
const maxLine = 1 << 20

// Header is the first line of an export.
type Header struct {
	Version    int    `json:"vouch_audit_export"`
	Issuer     string `json:"issuer"`
	ExportedAt string `json:"exported_at"`
}

// Birth tells that a writer exists. It is kept apart from the records, so that a whole chain cannot go unnoticed.
type Birth struct {
	Writer    string `json:"writer"`
	Function  string `json:"function"`
	StartedAt string `json:"started_at"`
}

// Entry is a record as it is kept: its id, the hash stored beside it, and its exact bytes.
type Entry struct {
	ID     string
	Hash   [sha256.Size]byte
	Record []byte
}

// HashText is the stored hash in the form that records and receipts use.
func (e Entry) HashText() string { return base64url.EncodeToString(e.Hash[:]) }

// Intact tells whether the stored hash is the hash of the bytes.
func (e Entry) Intact() bool { return sha256.Sum256(e.Record) == e.Hash }

type entryJSON struct {
	ID     string `json:"id"`
	Hash   string `json:"hash"`
	Record []byte `json:"record"`
}

// MarshalJSON writes the form of the export's lines and of the server's answers: the bytes in base64.
func (e Entry) MarshalJSON() ([]byte, error) {
	return json.Marshal(entryJSON{ID: e.ID, Hash: e.HashText(), Record: e.Record})
}

// UnmarshalJSON reads what MarshalJSON writes, strictly.
func (e *Entry) UnmarshalJSON(data []byte) error {
	members, err := strictjson.Object(data, make([]strictjson.Member, 0, 3))
	if err != nil {
		return err
	}
	entry, err := entryOf(members)
	*e = entry
	return err
}

func entryOf(members []strictjson.Member) (Entry, error) {
	var values [3][]byte
	if err := named(members, values[:], "id", "hash", "record"); err != nil {
		return Entry{}, err
	}
	sum, err := decodeHash(values[1])
	if err != nil {
		return Entry{}, fmt.Errorf("hash %w", err)
	}
	exact, err := decodeBase64(base64.StdEncoding.Strict(), values[2])
	if err != nil {
		return Entry{}, fmt.Errorf("record: %w", err)
	}
	return Entry{ID: string(values[0]), Hash: sum, Record: exact}, nil
}

// named wants exactly the named members, all strings, and decodes them into values.
func named(members []strictjson.Member, values [][]byte, names ...string) error {
	if len(members) != len(names) {
		return fmt.Errorf("has %d members and not %d", len(members), len(names))
	}
	for i, name := range names {
		raw, found := valueOf(name, i, members)
		if !found {
			return fmt.Errorf("member %q is missing", name)
		}
		value, err := strictjson.TextBytes(raw)
		if err != nil {
			return fmt.Errorf("%s %w", name, err)
		}
		values[i] = value
	}
	return nil
}

// line is one line of an export after the first: a birth or an entry.
type line struct {
	birth *Birth
	entry Entry
}

func parseLine(data []byte) (line, error) {
	members, err := strictjson.Object(data, make([]strictjson.Member, 0, 3))
	if err != nil {
		return line{}, err
	}
	if _, isEntry := valueOf("record", 2, members); isEntry {
		entry, err := entryOf(members)
		return line{entry: entry}, err
	}
	var values [3][]byte
	if err := named(members, values[:], "writer", "function", "started_at"); err != nil {
		return line{}, err
	}
	birth := Birth{Writer: string(values[0]), Function: string(values[1]), StartedAt: string(values[2])}
	return line{birth: &birth}, birth.check()
}

func (b Birth) check() error {
	if !isWriter(b.Writer) {
		return fmt.Errorf("writer %q is not 20 characters of a-z and 2-7", b.Writer)
	}
	if _, err := time.Parse(time.RFC3339, b.StartedAt); err != nil {
		return errors.New("started_at is not an RFC 3339 time")
	}
	return nil
}

func parseHeader(data []byte) (Header, error) {
	members, err := strictjson.Object(data, nil)
	if err != nil {
		return Header{}, err
	}
	if len(members) == 0 || string(members[0].Name) != "vouch_audit_export" {
		return Header{}, errors.New(`does not begin with "vouch_audit_export": this is not an export of Vouch`)
	}
	if string(members[0].Value) != "1" {
		return Header{}, fmt.Errorf("is of version %s, this program reads version %d", members[0].Value, exportVersion)
	}
	var values [2][]byte
	if err := named(members[1:], values[:], "issuer", "exported_at"); err != nil {
		return Header{}, err
	}
	if _, err := time.Parse(time.RFC3339, string(values[1])); err != nil {
		return Header{}, errors.New("exported_at is not an RFC 3339 time")
	}
	return Header{Version: exportVersion, Issuer: string(values[0]), ExportedAt: string(values[1])}, nil
}

// lineReader gives an export's lines without their ends. What it gives is good until the next call.
type lineReader struct {
	in     *bufio.Reader
	number int64
}

// next returns io.EOF behind the last line. An overlong line is returned cut, which no reader takes for JSON.
func (l *lineReader) next() ([]byte, error) {
	data, err := l.in.ReadSlice('\n')
	if len(data) > 0 {
		l.number++
	}
	for full := err; errors.Is(full, bufio.ErrBufferFull); {
		data, err = []byte("longer than a line can be"), nil
		_, full = l.in.ReadSlice('\n')
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(data) == 0) {
		return nil, err
	}
	return bytes.TrimSuffix(data, []byte("\n")), nil
}

// ExportWriter writes an export: the header at once, then births and entries as they come. A birth must be written
// before the first entry of its writer.
type ExportWriter struct{ out *json.Encoder }

// NewExportWriter writes the header for a log of issuer, read at the given time.
func NewExportWriter(w io.Writer, issuer string, at time.Time) (*ExportWriter, error) {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	e := &ExportWriter{out: out}
	return e, e.write(Header{exportVersion, issuer, at.UTC().Format(time.RFC3339)})
}

// Birth writes the line of one writer.
func (e *ExportWriter) Birth(b Birth) error { return e.write(b) }

// Entry writes the line of one record.
func (e *ExportWriter) Entry(entry Entry) error { return e.write(entry) }

func (e *ExportWriter) write(value any) error {
	if err := e.out.Encode(value); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return nil
}
