package audit

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

// BenchmarkVerifyChains measures what verification costs for each record: read a line, hash, parse, link. The budget
// is 200,000 records a second.
func BenchmarkVerifyChains(b *testing.B) {
	const writers, length = 20, 1000
	s := newScene(b)
	s.births = nil
	for w := range writers {
		writer := fmt.Sprintf("vendwriter%cxxxxxxxxx", 'a'+w)
		s.births = append(s.births, Birth{writer, "vend-aws", "2026-11-21T10:00:00Z"})
		s.records = append(s.records, &entrySpec{"", writer, "vend-aws", typeWriterStarted, start, fields{
			{"abandoned", nil}, {"checkpoint", nil},
		}})
	}
	for i := range writers * (length - 1) {
		s.records = append(s.records, &entrySpec{
			"", s.births[i%writers].Writer, "vend-aws", TypeCredentialRefused, start.Add(time.Duration(i) * time.Millisecond), fields{
				{"user", user},
				{"key", sum("key")},
				{"session", sum("session")},
				{"registry", "123456789012.dkr.ecr.us-east-1.amazonaws.com"},
				{"reason", "denied_by_rule"},
				{"rule", map[string]string{"kind": "denial", "name": "no-secrets", "owner": "platform@example.com"}},
			},
		})
	}
	export := s.seal(b).export(b)
	b.SetBytes(int64(len(export)))
	for b.Loop() {
		result, err := VerifyExport(bytes.NewReader(export))
		if err != nil || !result.Verified {
			b.Fatal(err, result.First())
		}
	}
	b.ReportMetric(float64(b.N)*writers*length/b.Elapsed().Seconds(), "records/s")
}
