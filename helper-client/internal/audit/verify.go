package audit

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"vouch.dev/client/internal/strictjson"
)

// Unproven says what no verification of chains alone can show.
const Unproven = "records cut from the end of a chain, and a change to the newest record of a chain, show only once a sealed log exists"

// keptFindings and keptOrphans bound a result; the counts stay exact.
const (
	keptFindings = 100
	keptOrphans  = 100
)

// Result is what verification found. Findings are in the order of the log; the first is the one to look at first.
type Result struct {
	Verified     bool      `json:"verified"`
	Issuer       string    `json:"issuer"`
	ExportedAt   string    `json:"exported_at,omitempty"`
	Writers      int       `json:"writers"`
	Records      int64     `json:"records"`
	Keys         int64     `json:"keys"`
	Logins       int64     `json:"logins"`
	Credentials  int64     `json:"credentials"`
	Refusals     int64     `json:"refusals"`
	OrphanCount  int64     `json:"orphan_count"`
	Orphans      []string  `json:"orphans"` // intents without an outcome, oldest first, at most 100
	FindingCount int64     `json:"finding_count"`
	Findings     []Finding `json:"findings"` // at most 100
	Unproven     string    `json:"unproven"`
}

// First is the finding that comes first in the log, and nil where there is none.
func (r Result) First() *Finding {
	if len(r.Findings) == 0 {
		return nil
	}
	return &r.Findings[0]
}

// Verifier takes a log line by line, in the order of an export, and holds only what later lines can refer to.
type Verifier struct {
	result Result
	rp     relyingParty
	chains map[string]*chain
	ledger ledger
	// waiting holds, per phase, the checks whose reference has not come yet; they are done at the end.
	waiting [phases][]func()
	scratch []strictjson.Member
}

// The phases of what waits: each refers only to those before it.
const (
	logins = iota
	sessions
	intents
	outcomes
	phases
)

// NewVerifier begins the verification of a log of issuer (an address like https://vouch.example.com).
func NewVerifier(issuer string) (*Verifier, error) {
	rp, err := newRelyingParty(issuer)
	if err != nil {
		return nil, err
	}
	return &Verifier{
		rp: rp, scratch: make([]strictjson.Member, 0, 32), chains: map[string]*chain{}, ledger: newLedger(),
		result: Result{Issuer: issuer, Orphans: []string{}, Findings: []Finding{}, Unproven: Unproven},
	}, nil
}

// VerifyExport verifies an export. An error means that it could not be read; what is wrong with it is in the result.
func VerifyExport(r io.Reader) (Result, error) {
	in := &lineReader{in: bufio.NewReaderSize(r, maxLine)}
	first, err := in.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return Result{}, fmt.Errorf("read the export: %w", err)
	}
	header, err := parseHeader(first)
	if err != nil {
		return malformedExport(header, err), nil
	}
	verifier, err := NewVerifier(header.Issuer)
	if err != nil {
		return malformedExport(header, err), nil
	}
	verifier.result.ExportedAt = header.ExportedAt
	for {
		data, err := in.next()
		if errors.Is(err, io.EOF) {
			return verifier.Result(), nil
		}
		if err != nil {
			return Result{}, fmt.Errorf("read the export: %w", err)
		}
		verifier.line(in.number, data)
	}
}

func malformedExport(header Header, err error) Result {
	finding := Finding{Code: ExportMalformed, Line: 1, Detail: err.Error()}
	return Result{
		Issuer: header.Issuer, Orphans: []string{}, FindingCount: 1, Findings: []Finding{finding}, Unproven: Unproven,
	}
}

func (v *Verifier) line(number int64, data []byte) {
	parsed, err := parseLine(data)
	switch {
	case err != nil:
		v.report(number, "", faultf(LineMalformed, "%v", err))
	case parsed.birth != nil:
		v.Birth(number, *parsed.birth)
	default:
		v.Entry(number, parsed.entry)
	}
}

// Birth takes the row that says that a writer exists. It must come before the writer's records.
func (v *Verifier) Birth(line int64, birth Birth) {
	writer := strings.Clone(birth.Writer)
	if known, twice := v.chains[writer]; twice && known.line != 0 {
		v.report(line, "", faultf(WriterDuplicate, "the writer %s is listed twice", writer))
		return
	} else if known != nil { // too late: its first record has been reported
		known.birth, known.line = birth, line
	} else {
		v.chains[writer] = &chain{birth: birth, line: line}
	}
	v.result.Writers++
}

// Entry takes the next record. It keeps nothing of the entry's memory.
func (v *Verifier) Entry(line int64, entry Entry) {
	v.result.Records++
	exact := sha256.Sum256(entry.Record)
	found := link{id: entry.ID, line: line, hash: exact, stored: entry.Hash}
	if exact != entry.Hash {
		v.report(line, entry.ID, faultf(RecordHashMismatch, "the bytes hash to %s, the log says %s",
			base64url.EncodeToString(exact[:]), entry.HashText()))
		v.placeUnread(found)
		return
	}
	record, err := parseCommon(entry.Record, v.scratch)
	if err != nil {
		v.report(line, entry.ID, faultf(RecordMalformed, "%v", err))
		v.placeUnread(found)
		return
	}
	if record.ID != entry.ID || record.ID != recordID(record.Writer, record.Seq) {
		v.report(line, entry.ID, faultf(IDMismatch, "the record says id %s, writer %s and seq %d",
			record.ID, record.Writer, record.Seq))
	}
	found.id, found.seq, found.prev = record.ID, record.Seq, record.Prev
	v.place(record.Writer, found)
	v.writer(found, record)
	if f := typeFault(record.checkType()); f != nil {
		v.reportLink(found, f)
		return
	}
	v.content(found, record)
}

func typeFault(err error) *fault {
	if err == nil {
		return nil
	}
	if unknown := unknownType(""); errors.As(err, &unknown) {
		return faultf(RecordTypeUnknown, "%v", err)
	}
	return faultf(RecordMalformed, "%v", err)
}

// placeUnread keeps the place in its chain of a record whose content cannot be believed.
func (v *Verifier) placeUnread(found link) {
	writer, seq, ok := splitID(found.id)
	if !ok {
		return
	}
	found.seq, found.opaque = seq, true
	v.place(writer, found)
}

func (v *Verifier) place(writer string, found link) {
	owner, known := v.chains[writer]
	if !known {
		v.report(found.line, found.id, faultf(WriterUnregistered, "the log lists no writer %s", writer))
		owner = &chain{birth: Birth{Writer: strings.Clone(writer)}}
		v.chains[owner.birth.Writer] = owner
	}
	owner.add(found, v.reportLink)
}

// writer checks what each record says of its writer.
func (v *Verifier) writer(found link, record Record) {
	birth := v.chains[record.Writer].birth
	if birth.Function != "" && birth.Function != record.Function {
		v.reportLink(found, faultf(FunctionMismatch, "the writer was started as %s, the record says %s", birth.Function, record.Function))
	}
	if starts := record.Type == typeWriterStarted; starts && record.Seq != 0 {
		v.reportLink(found, faultf(WriterStartRepeated, "writer.started stands at %d, only 0 is its place", record.Seq))
	} else if !starts && record.Seq == 0 {
		v.reportLink(found, faultf(WriterStartMissing, "the chain begins with %s and not with writer.started", record.Type))
	}
}

func (v *Verifier) content(found link, record Record) {
	switch record.Type {
	case typeKeyEnrolled:
		v.result.Keys++
		v.enrol(found, record)
	case typeLoginCompleted:
		v.result.Logins++
		_, known := v.ledger.keys[record.Text("key")]
		v.check(known, logins, record, func(record Record) { v.login(found, record) })
	case typeSessionStarted:
		_, known := v.ledger.logins[record.Text("login")]
		v.check(known, sessions, record, func(record Record) { v.reportLink(found, v.ledger.startSession(record)) })
	case TypeCredentialIntended:
		v.ledger.intents[record.ID] = &intent{line: found.line, expires: record.expires()}
		_, known := v.ledger.logins[record.Text("login")]
		_, started := v.ledger.sessions[record.Text("session")]
		v.check(known && started, intents, record, func(record Record) { v.reportLink(found, v.ledger.checkIntent(record)) })
	case TypeCredentialIssued, TypeCredentialFailed:
		if record.Type == TypeCredentialIssued {
			v.result.Credentials++
		}
		_, known := v.ledger.intents[record.Text("intent")]
		v.check(known, outcomes, record, func(record Record) { v.reportLink(found, v.ledger.closeIntent(record)) })
	case TypeCredentialRefused:
		v.result.Refusals++
	}
}

// check runs a check now if what it refers to is known, and else when the whole log has been read.
func (v *Verifier) check(known bool, phase int, record Record, run func(Record)) {
	if known {
		run(record)
		return
	}
	kept := record.kept()
	v.waiting[phase] = append(v.waiting[phase], func() { run(kept) })
}

func (v *Verifier) enrol(found link, record Record) {
	key, f := v.rp.enrolment(record)
	v.reportLink(found, f)
	id := record.Text("key")
	if earlier, twice := v.ledger.keys[id]; twice && (earlier.spki != key.spki || earlier.user != key.user) {
		v.reportLink(found, faultf(KeyEnrolledTwice, "the key was enrolled before, for another person or with another public key"))
		return
	}
	v.ledger.keys[id] = key
}

func (v *Verifier) login(found link, record Record) {
	key, known := v.ledger.keys[record.Text("key")]
	result := login{}
	var f *fault
	switch {
	case !known:
		f = faultf(KeyUnknown, "no key.enrolled tells of the key %s", record.Text("key"))
	case key.public == nil:
		f = faultf(PublicKeyUnusable, "the enrolment of its key has no usable public key")
	default:
		result, f = v.rp.login(record, key)
	}
	v.ledger.logins[record.ID] = result
	v.reportLink(found, f)
}

// Result ends the verification: what waited is checked, and gaps and missing writers are reported.
func (v *Verifier) Result() Result {
	for _, chain := range v.chains {
		if chain.next == 0 && len(chain.parked) == 0 {
			v.report(chain.line, "", faultf(WriterMissing, "the writer %s is listed, and none of its records is here", chain.birth.Writer))
		}
		chain.finish(v.reportLink)
	}
	// After the chains: where a record is missing, that is the cause, and what refers to it only follows.
	for _, waiting := range v.waiting {
		for _, run := range waiting {
			run()
		}
	}
	v.orphans()
	v.keepFirst()
	v.result.Verified = v.result.FindingCount == 0
	return v.result
}

func (v *Verifier) orphans() {
	type orphan struct {
		id   string
		line int64
	}
	var open []orphan
	for id, intended := range v.ledger.intents {
		if !intended.outcome {
			open = append(open, orphan{id, intended.line})
		}
	}
	slices.SortFunc(open, func(a, b orphan) int { return cmp.Compare(a.line, b.line) })
	v.result.OrphanCount = int64(len(open))
	for _, o := range open[:min(len(open), keptOrphans)] {
		v.result.Orphans = append(v.result.Orphans, o.id)
	}
}

func (v *Verifier) reportLink(found link, f *fault) { v.report(found.line, found.id, f) }

func (v *Verifier) report(line int64, record string, f *fault) {
	if f == nil {
		return
	}
	v.result.FindingCount++
	v.result.Findings = append(v.result.Findings, Finding{Code: f.code, Record: record, Line: line, Detail: f.detail})
	if len(v.result.Findings) > 2*keptFindings {
		v.keepFirst()
	}
}

// keepFirst puts the findings in the order of the log and keeps as many as a result shows.
func (v *Verifier) keepFirst() {
	slices.SortStableFunc(v.result.Findings, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	v.result.Findings = v.result.Findings[:min(len(v.result.Findings), keptFindings)]
}
