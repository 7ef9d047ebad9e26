package agent

import (
	"bytes"
	"encoding/json"
	"testing"

	"vouch.dev/client/internal/agentproto"
)

// FuzzRequest gives the agent any line. What it takes must be one document that
// encoding/json reads the same way, in which every member is known and written once.
func FuzzRequest(f *testing.F) {
	for _, line := range []string{
		`{"v":1,"op":"credential","host":"123456789012.dkr.ecr.us-east-1.amazonaws.com"}`,
		`{"v":1,"op":"explain","host":"h","repository":"r","action":"pull"}`, `{"v":1,"op":"status"}` + "\n",
		`{"v":1,"op":"login-begin","server":"https://vouch.example"}`, `{"v":2}`, `{"v":1,"op":"status","OP":"logout"}`,
		`{"v":1,"op":"status","op":"logout"}`, `{"v":1} {"v":1}`, `{"v":1,"x":1}`, `null`, `[]`, ``, "\xff", `{"v":1.0}`, `{"v":1e0}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		request, wrong := parse(line)
		if wrong != nil {
			if wrong.Code != agentproto.CodeProtocol || wrong.What == "" || wrong.Run == "" {
				t.Errorf("%+v", wrong)
			}
			return
		}
		again, err := agentproto.Encode(request)
		if err != nil {
			return // longer when escaped than a line may be
		}
		if second, wrong := parse(again); wrong != nil || !sameRequest(t, second, request) {
			t.Errorf("%s became %s", line, again)
		}
		var plain agentproto.Request
		if err := json.Unmarshal(line, &plain); err != nil || !sameRequest(t, plain, request) {
			t.Errorf("read otherwise by encoding/json: %+v, %v", plain, err)
		}
	})
}

func sameRequest(t *testing.T, a, b agentproto.Request) bool {
	t.Helper()
	one, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	two, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(one, two)
}
