// Package strictjson decodes JSON that came from outside: one document, no
// duplicate member at any depth, nothing after it. Unknown members are passed
// over, so that a newer server can say more.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

var (
	// ErrDuplicate means that an object names a member twice.
	ErrDuplicate = errors.New("a member appears twice")
	// ErrTrailing means that something follows the document.
	ErrTrailing = errors.New("something follows the document")
	// ErrNotUTF8 means that the bytes are not UTF-8.
	ErrNotUTF8 = errors.New("the text is not UTF-8")
)

// Decode checks data and decodes it into value.
func Decode(data []byte, value any) error {
	if !utf8.Valid(data) {
		return ErrNotUTF8
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if err := checkValue(decoder); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return ErrTrailing
	}
	if err := json.Unmarshal(data, value); err != nil {
		return fmt.Errorf("not the JSON expected: %w", err)
	}
	return nil
}

func checkValue(decoder *json.Decoder) error {
	token, err := decoder.Token()
	if err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	switch token {
	case json.Delim('{'):
		err = checkObject(decoder)
	case json.Delim('['):
		err = checkArray(decoder)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := decoder.Token(); err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	return nil
}

func checkObject(decoder *json.Decoder) error {
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return fmt.Errorf("not JSON: %w", err)
		}
		name, ok := token.(string)
		if !ok || seen[name] {
			return ErrDuplicate
		}
		seen[name] = true
		if err := checkValue(decoder); err != nil {
			return err
		}
	}
	return nil
}

func checkArray(decoder *json.Decoder) error {
	for decoder.More() {
		if err := checkValue(decoder); err != nil {
			return err
		}
	}
	return nil
}
