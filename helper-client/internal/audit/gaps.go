package audit

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"vouch.dev/client/internal/broker"
)

// gaps keeps which records of each writer have been seen. The server's pages come from an index that may be a moment
// behind the table, so a page can lack a record that is there; what is missing between two records is then read by its
// id, from the table itself. A record that is not there either is left to verification, which names the gap.
type gaps struct {
	next  map[string]int64          // up to here all were seen
	ahead map[string]map[int64]bool // seen beyond that
}

func newGaps() gaps { return gaps{map[string]int64{}, map[string]map[int64]bool{}} }

func (g gaps) saw(id string) {
	writer, seq, ok := splitID(id)
	if !ok || seq < g.next[writer] {
		return
	}
	if g.ahead[writer] == nil {
		g.ahead[writer] = map[int64]bool{}
	}
	seen := g.ahead[writer]
	seen[seq] = true
	for seen[g.next[writer]] {
		delete(seen, g.next[writer])
		g.next[writer]++
	}
}

// fill reads what is missing, writer by writer.
func (g gaps) fill(ctx context.Context, remote Remote, visit func(Entry) error) error {
	for _, writer := range slices.Sorted(maps.Keys(g.ahead)) {
		for len(g.ahead[writer]) > 0 {
			id := recordID(writer, g.next[writer])
			entry, err := remote.Record(ctx, id)
			if isUnknown(err) {
				break
			}
			if err == nil {
				err = visit(entry)
			}
			if err != nil {
				return err
			}
			g.saw(id)
		}
	}
	return nil
}

func isUnknown(err error) bool {
	refusal, ok := errors.AsType[*broker.Refusal](err)
	return ok && refusal.Status == http.StatusNotFound && refusal.Code == "record_unknown"
}
