package strictjson

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

func TestReadsAnObjectAsItStands(t *testing.T) {
	members, err := Object([]byte(` {"a" : "x\u00e9\ud83d\ude00" ,"b\"":[1, {"c":null}],"d":-1.5e+3,"é":true, "f":{}, "g":[] } `), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, member := range members {
		got = append(got, string(member.Name), string(member.Value))
	}
	want := []string{"a", `"x\u00e9\ud83d\ude00"`, `b"`, `[1, {"c":null}]`, "d", "-1.5e+3", "é", "true", "f", "{}", "g", "[]"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	if text, err := Text(members[0].Value); err != nil || text != "xé😀" {
		t.Errorf("text %q, %v", text, err)
	}
}

func TestAppendsToTheMembersItIsGiven(t *testing.T) {
	first, err := Object([]byte(`{"a":1}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	both, err := Object([]byte(`{"a":2}`), first)
	if err != nil || len(both) != 2 {
		t.Errorf("%v, %v: names of two objects are no duplicates", both, err)
	}
}

func TestSaysWhatIsWrongAndWhere(t *testing.T) {
	deep := strings.Repeat(`{"a":`, maxDepth) + "{}" + strings.Repeat("}", maxDepth)
	lists := `{"a":` + strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth) + "}"
	for text, want := range map[string]string{
		``:                      `expected '{' at byte 0`,
		`[]`:                    `expected '{' at byte 0`,
		`{"a":1}{}`:             `something follows the object at byte 7`,
		`{"a":1,}`:              `expected '"' at byte 7`,
		`{"a" 1}`:               `expected ':' at byte 5`,
		`{"a":1 "b":2}`:         `expected ',' at byte 7`,
		`{"a":1,"a":2}`:         `duplicate member "a" at byte 7`,
		`{"a":1,"\u0061":2}`:    `duplicate member "a" at byte 7`,
		`{"x":{"a":1,"a":2}}`:   `duplicate member "a" at byte 12`,
		`{"x":[{"a":1,"a":2}]}`: `duplicate member "a" at byte 13`,
		`{"a":01}`:              `expected ',' at byte 6`,
		`{"a":-}`:               `expected a digit at byte 6`,
		`{"a":1.}`:              `expected a digit at byte 7`,
		`{"a":1e}`:              `expected a digit at byte 7`,
		`{"a":+1}`:              `expected a value at byte 5`,
		`{"a":nul}`:             `expected a value at byte 5`,
		`{"a":[1,]}`:            `expected a value at byte 8`,
		`{"a":[1 2]}`:           `expected ',' at byte 8`,
		`{"a":"`:                `string without end at byte 6`,
		"{\"a\":\"\n\"}":        `control character in a string at byte 6`,
		"{\"a\":\"\xff\"}":      `broken UTF-8 at byte 6`,
		`{"a":"\x"}`:            `unknown escape at byte 7`,
		`{"a":"\u12"}`:          `unknown escape at byte 7`,
		`{"a":"\u00"`:           `unknown escape at byte 7`,
		`{"a":"\ud800"}`:        `lone surrogate at byte 12`,
		`{"a":"\ud800\n"}`:      `lone surrogate at byte 13`,
		`{"a":"\ud800\u0061"}`:  `lone surrogate at byte 18`,
		`{"a":"\udc00\ud800"}`:  `lone surrogate at byte 18`,
		deep:                    `nested too deeply at byte 81`,
		lists:                   `nested too deeply at byte 21`,
	} {
		var problem *Error
		if _, err := Object([]byte(text), nil); !errors.As(err, &problem) || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestRefusesObjectsOutOfProportion(t *testing.T) {
	var text strings.Builder
	for i := range maxMembers + 1 {
		text.WriteString(`,"m` + strconv.Itoa(i) + `":0`)
	}
	if _, err := Object([]byte("{"+text.String()[1:]+"}"), nil); err == nil || !strings.HasPrefix(err.Error(), "too many members") {
		t.Errorf("%v", err)
	}
}

func TestCompactRefusesWhiteSpaceAnywhere(t *testing.T) {
	if _, err := Compact([]byte(`{"a":[1,{"b":" "}]}`), nil); err != nil {
		t.Errorf("refused a compact text: %v", err)
	}
	for _, text := range []string{` {}`, `{} `, `{ }`, `{ "a":1}`, `{"a" :1}`, `{"a": 1}`, `{"a":1 }`, `{"a":1, "b":1}`, `{"a":[ 1]}`, `{"a":[1 ]}`, `{"a":[1, 1]}`} {
		if _, err := Compact([]byte(text), nil); err == nil {
			t.Errorf("took %q", text)
		}
	}
}

func TestReadsAValueOnlyAsItsOwnKind(t *testing.T) {
	for _, value := range []string{`1`, `null`, `["a"]`, `{}`, ``} {
		if _, err := Text([]byte(value)); err == nil {
			t.Errorf("took %q for a string", value)
		}
	}
	for _, value := range []string{`"1"`, `1.0`, `1e3`, `-0`, `null`, `9223372036854775808`, ``} {
		if _, err := Whole([]byte(value)); err == nil {
			t.Errorf("took %q for a whole number", value)
		}
	}
	for _, value := range []string{`"a"`, `[1]`, `["a",null]`, `[["a"]]`, `{}`, ``, `["a"`} {
		if _, err := Texts([]byte(value)); err == nil {
			t.Errorf("took %q for strings", value)
		}
	}
	if number, err := Whole([]byte(`-12`)); err != nil || number != -12 {
		t.Errorf("%d, %v", number, err)
	}
	if texts, err := Texts([]byte(`[ "a" , "b\n" ]`)); err != nil || !reflect.DeepEqual(texts, []string{"a", "b\n"}) {
		t.Errorf("%q, %v", texts, err)
	}
	if texts, err := Texts([]byte(`[]`)); err != nil || len(texts) != 0 {
		t.Errorf("%q, %v", texts, err)
	}
}

func TestDecodesOneDocumentAndPassesOverUnknownMembers(t *testing.T) {
	var value struct {
		A string
		B struct{ C []int }
	}
	err := Decode([]byte(` {"A":"x","B":{"C":[1,2]},"later":[{"n":null},true]} `+"\n"), &value)
	if err != nil || value.A != "x" || len(value.B.C) != 2 {
		t.Fatalf("%+v, %v", value, err)
	}
}

func TestRefusesToDecodeWhatIsNotExactlyOneDocument(t *testing.T) {
	for text, want := range map[string]string{
		`{"A":"x","A":"x"}`:         `duplicate member "A" at byte 9`,
		`{"later":[{"n":1,"n":2}]}`: `duplicate member "n" at byte 17`,
		`{"A":"x"}{}`:               `something follows the document at byte 9`,
		"{\"A\":\"\xff\"}":          `broken UTF-8 at byte 6`,
		``:                          `expected a value at byte 0`,
		`{`:                         `expected '"' at byte 1`,
		`<html>`:                    `expected a value at byte 0`,
		strings.Repeat(`[`, 20_000): `nested too deeply at byte 17`,
	} {
		var value any
		if err := Decode([]byte(text), &value); err == nil || err.Error() != want {
			t.Errorf("Decode(%.40q) = %v, want %s", text, err, want)
		}
	}
	var value struct{ A string }
	if err := Decode([]byte(`{"A":1}`), &value); err == nil || !strings.HasPrefix(err.Error(), "is not the JSON expected") {
		t.Errorf("took a number for a string: %v", err)
	}
}
