package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func seeds(f *testing.F) {
	f.Helper()
	for _, text := range []string{
		`{}`, `{"a":1}`, `{"a":1,"a":2}`, `{"a":1,"A":2}`, `{"a":{"b":[1,2,{"c":null}]}}`, ` { "a" : true } `, `{"\u0061":1,"a":2}`,
		`{"a":"\ud800"}`, `{"a":"\ud83d\ude00"}`, `{"a":"` + "\xff" + `"}`, `{"a":01}`, `{"a":-0}`, `{"a":1e5}`, `{"a":1.}`, `{"a":tru}`,
		`{"a":"x","b":["p","q"]}`, `{"a":9223372036854775808}`, `[]`, `null`, `{"a":1}x`, `{"a":1,}`, `{"a"}`, strings.Repeat(`{"a":`, 20) + "1" + strings.Repeat("}", 20),
		strings.Repeat("[", 20), `{"a":[1 2]}`, `{"K":1,"` + "\u212a" + `":2}`,
	} {
		f.Add([]byte(text))
	}
}

// allowed are the reasons for which valid JSON is refused.
var allowed = []string{"duplicate member", "broken UTF-8", "lone surrogate", "nested too deeply", "too many members"}

func isStricter(err error) bool {
	var told *Error
	if !errors.As(err, &told) {
		return false
	}
	for _, reason := range allowed {
		if strings.HasPrefix(told.Problem, reason) {
			return true
		}
	}
	return false
}

// FuzzDecode compares with encoding/json: everything taken is valid, nothing
// valid is refused but for the reasons above, and no value changes.
func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var got any
		err := Decode(data, &got)
		valid := json.Valid(data)
		var range64 *json.UnmarshalTypeError // a number that no float64 holds
		switch {
		case err == nil && (!valid || !utf8.Valid(data)):
			t.Fatalf("%q was taken", data)
		case err != nil && valid && !isStricter(err) && !errors.As(err, &range64):
			t.Fatalf("%q: %v", data, err)
		}
		if err != nil {
			return
		}
		var want any
		if err := json.Unmarshal(data, &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", data, got, want)
		}
	})
}

// FuzzObject holds the slices of an object against encoding/json's reading.
func FuzzObject(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		members, err := Object(data, nil)
		var want map[string]json.RawMessage
		plain := json.Unmarshal(data, &want)
		if err != nil {
			if plain == nil && want != nil && !isStricter(err) {
				t.Fatalf("%q: %v", data, err)
			}
			return
		}
		if plain != nil || len(want) != len(members) {
			t.Fatalf("%q: %d members, want %d, %v", data, len(members), len(want), plain)
		}
		for _, member := range members {
			if !bytes.Equal(want[string(member.Name)], member.Value) {
				t.Errorf("%q: %q is %q, want %q", data, member.Name, member.Value, want[string(member.Name)])
			}
			checkValue(t, member.Value)
		}
		checkCompact(t, data, members)
	})
}

func checkValue(t *testing.T, value []byte) {
	t.Helper()
	var text string
	wantText := value[0] == '"' && json.Unmarshal(value, &text) == nil
	if got, err := Text(value); (err == nil) != wantText || got != text {
		t.Errorf("text %q: %q, %v", value, got, err)
	}
	var texts []string
	wantTexts := value[0] == '[' && json.Unmarshal(value, &texts) == nil && !bytes.Contains(value, []byte("null"))
	if got, err := Texts(value); wantTexts && (err != nil || !reflect.DeepEqual(got, texts)) {
		t.Errorf("texts %q: %q, %v", value, got, err)
	}
	number, err := strconv.ParseInt(string(value), 10, 64)
	wantNumber := err == nil && string(value) != "-0"
	if got, err := Whole(value); (err == nil) != wantNumber || got != number && wantNumber {
		t.Errorf("whole %q: %d, %v", value, got, err)
	}
}

// checkCompact: Compact takes exactly the texts in which nothing can be left out.
func checkCompact(t *testing.T, data []byte, members []Member) {
	t.Helper()
	var squeezed bytes.Buffer
	if err := json.Compact(&squeezed, data); err != nil {
		t.Fatal(err)
	}
	compact, err := Compact(data, nil)
	if (err == nil) != bytes.Equal(squeezed.Bytes(), data) {
		t.Errorf("%q: %v", data, err)
	}
	if err == nil && !reflect.DeepEqual(compact, members) {
		t.Errorf("%q: %v, want %v", data, compact, members)
	}
}
