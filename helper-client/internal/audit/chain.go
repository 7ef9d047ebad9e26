package audit

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
)

// link is what a chain needs to know of one record.
type link struct {
	id   string
	line int64
	seq  int64
	prev string
	hash [sha256.Size]byte // of the bytes

	// stored is the hash kept beside the record. Where it is not the hash of the bytes, the record has its finding
	// already, nothing in it is believed, and the next record may name either hash: one change, one finding.
	stored [sha256.Size]byte
	opaque bool // the content could not be read or believed; only its place in the chain counts
}

// chain is the records of one writer in the order of their numbers.
type chain struct {
	birth Birth
	line  int64
	last  link
	next  int64 // the number that continues the chain
	// parked holds records that came before their turn: an export is in order of time, and several records of one
	// writer can share a millisecond.
	parked map[int64]link
}

// add puts a record into its place and reports what does not fit.
func (c *chain) add(record link, report func(link, *fault)) {
	_, parked := c.parked[record.seq]
	switch {
	case record.seq < c.next || parked:
		report(record, faultf(RecordDuplicate, "record %d of this writer is in the log twice", record.seq))
	case record.seq > c.next:
		if c.parked == nil {
			c.parked = map[int64]link{}
		}
		c.parked[record.seq] = record
	default:
		c.follow(record, report)
		for {
			following, found := c.parked[c.next]
			if !found {
				return
			}
			delete(c.parked, following.seq)
			c.follow(following, report)
		}
	}
}

// follow checks a record against the one before it, which is there.
func (c *chain) follow(record link, report func(link, *fault)) {
	if !record.opaque && !c.continues(record) {
		report(record, faultf(PreviousMismatch, "prev is %s, but %s", orNull(record.prev), c.tip()))
	}
	c.last, c.next = record, record.seq+1
}

func (c *chain) continues(record link) bool {
	if record.seq == 0 {
		return record.prev == ""
	}
	var encoded [sha256.Size*4/3 + 1]byte
	for _, sum := range [...]*[sha256.Size]byte{&c.last.hash, &c.last.stored} {
		base64.RawURLEncoding.Encode(encoded[:], sum[:])
		if record.prev == string(encoded[:]) {
			return true
		}
	}
	return false
}

func (c *chain) tip() string {
	if c.next == 0 {
		return "the first record of a chain has none before it"
	}
	return fmt.Sprintf("the hash of %s is %s", c.last.id, base64url.EncodeToString(c.last.hash[:]))
}

// finish reports the gaps before records that never got their turn, and checks the links behind each gap.
func (c *chain) finish(report func(link, *fault)) {
	for _, seq := range slices.Sorted(maps.Keys(c.parked)) {
		record := c.parked[seq]
		if seq == c.next {
			c.follow(record, report)
			continue
		}
		report(record, faultf(SequenceGap, "the records before it from %s on are missing (%d)",
			recordID(c.birth.Writer, c.next), seq-c.next))
		c.last, c.next = record, seq+1
	}
	c.parked = nil
}

func orNull(hash string) string {
	if hash == "" {
		return "null"
	}
	return hash
}
