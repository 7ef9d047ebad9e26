package audit

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/iam"
)

// pageSize is how many records one request asks for; the server may answer with fewer.
const pageSize = 500

// Log takes an audit log in the order of an export: a writer before its records. An error ends the reading.
type Log interface {
	Birth(birth Birth) error
	Entry(entry Entry) error
}

// Remote reads the audit log of a server.
type Remote struct{ client *iam.Client }

// NewRemote makes a Remote that calls through client.
func NewRemote(client *iam.Client) Remote { return Remote{client} }

// Issuer is the server whose log it is.
func (r Remote) Issuer() string { return r.client.Server() }

// Record reads one record.
func (r Remote) Record(ctx context.Context, id string) (Entry, error) {
	var entry Entry
	err := r.client.Call(ctx, iam.Request{Method: http.MethodGet, Path: []string{"audit", "records", id}}, &entry)
	return entry, err
}

// Read gives the whole log to log, oldest records first but for those that the pages lacked, which come last. A writer
// that is born meanwhile is told of before its first record.
func (r Remote) Read(ctx context.Context, log Log) error {
	known := map[string]bool{}
	if err := r.births(ctx, known, log); err != nil {
		return err
	}
	seen := newGaps()
	visit := func(entry Entry) error {
		seen.saw(entry.ID)
		if writer, _, ok := splitID(entry.ID); ok && !known[writer] {
			if err := r.births(ctx, known, log); err != nil {
				return err
			}
			known[writer] = true // unlisted writers are asked for once; verification names them
		}
		return log.Entry(entry)
	}
	if err := r.Entries(ctx, visit); err != nil {
		return err
	}
	return seen.fill(ctx, r, log.Entry)
}

func (r Remote) births(ctx context.Context, known map[string]bool, log Log) error {
	var answer struct{ Writers []Birth }
	if err := r.client.Call(ctx, iam.Request{Method: http.MethodGet, Path: []string{"audit", "writers"}}, &answer); err != nil {
		return err
	}
	for _, birth := range answer.Writers {
		if known[birth.Writer] {
			continue
		}
		known[birth.Writer] = true
		if err := log.Birth(birth); err != nil {
			return err
		}
	}
	return nil
}

// Entries visits all records, oldest first.
func (r Remote) Entries(ctx context.Context, visit func(Entry) error) error {
	query := url.Values{"limit": {strconv.Itoa(pageSize)}}
	for {
		var page struct {
			Records []Entry
			Next    *string
		}
		err := r.client.Call(ctx, iam.Request{Method: http.MethodGet, Path: []string{"audit", "records"}, Query: query}, &page)
		if err != nil {
			return err
		}
		for _, entry := range page.Records {
			if err := visit(entry); err != nil {
				return err
			}
		}
		if page.Next == nil || *page.Next == "" {
			return nil
		}
		if *page.Next == query.Get("cursor") {
			return &broker.Garbage{Server: r.Issuer(), Reason: "the pages of the audit log have no end"}
		}
		query.Set("cursor", *page.Next)
	}
}

// VerifyRemote verifies the log as the server gives it now.
func VerifyRemote(ctx context.Context, remote Remote) (Result, error) {
	verifier, err := NewVerifier(remote.Issuer())
	if err != nil {
		return Result{}, err
	}
	log := &numbered{verifier: verifier, line: 1}
	if err := remote.Read(ctx, log); err != nil {
		return Result{}, err
	}
	return verifier.Result(), nil
}

// numbered counts lines as the export of the same log would have them.
type numbered struct {
	verifier *Verifier
	line     int64
}

func (n *numbered) Birth(birth Birth) error {
	n.line++
	n.verifier.Birth(n.line, birth)
	return nil
}

func (n *numbered) Entry(entry Entry) error {
	n.line++
	n.verifier.Entry(n.line, entry)
	return nil
}
