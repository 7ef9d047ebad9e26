package strictjson

import (
	"errors"
	"strings"
	"testing"
)

type sample struct {
	A string
	B struct{ C []int }
}

func TestDecodesOneDocument(t *testing.T) {
	var value sample
	err := Decode([]byte(` {"A":"x","B":{"C":[1,2]},"later":[{"n":null},true]} `+"\n"), &value)
	if err != nil || value.A != "x" || len(value.B.C) != 2 {
		t.Fatalf("%+v, %v", value, err)
	}
}

func TestRefusesWhatIsNotExactlyOneDocument(t *testing.T) {
	for text, want := range map[string]error{
		`{"A":"x","A":"x"}`:            ErrDuplicate,
		`{"A":"x","\u0041":"x"}`:       ErrDuplicate,
		`{"later":[{"n":1,"n":2}]}`:    ErrDuplicate,
		`{"A":"x"}{}`:                  ErrTrailing,
		`{"A":"x"} x`:                  ErrTrailing,
		"{\"A\":\"\xff\"}":             ErrNotUTF8,
		``:                             nil,
		`{`:                            nil,
		`{"A":1}`:                      nil,
		`[]`:                           nil,
		`{"A":"x",}`:                   nil,
		`<html>`:                       nil,
		strings.Repeat(`[`, 20_000):    nil,
	} {
		var value sample
		err := Decode([]byte(text), &value)
		if err == nil || (want != nil && !errors.Is(err, want)) {
			t.Errorf("Decode(%.40q) = %v, want %v", text, err, want)
		}
	}
}
