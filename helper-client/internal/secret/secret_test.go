package secret

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestASecretShowsOnlyWhenRevealed(t *testing.T) {
	const canary = "canary-8f31"
	type holder struct {
		Public Text
		hidden Text
	}
	value := holder{New(canary), New(canary)}
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(encoded), canary) {
		t.Errorf("JSON shows it: %s", encoded)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, shown := range []any{value, &value, value.Public, value.hidden} {
			text := fmt.Sprintf(verb, shown)
			if strings.Contains(text, canary) || strings.Contains(text, hex.EncodeToString([]byte(canary))) {
				t.Errorf("%s shows it: %s", verb, text)
			}
		}
	}
	if value.hidden.Reveal() != canary || !(Text{}).IsEmpty() || value.Public.IsEmpty() {
		t.Error("Reveal or IsEmpty is wrong")
	}
}
