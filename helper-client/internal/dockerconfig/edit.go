package dockerconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
)

const (
	helpersKey = "credHelpers"
	storeKey   = "credsStore"
	authsKey   = "auths"
)

var errEdit = errors.New("the edit would have changed something else; nothing was written")

// setHelper returns data with credHelpers[host] = helper and every other byte as
// it was.
func setHelper(data []byte, host, helper string) ([]byte, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		data = []byte("{}\n") // Docker reads an empty file as an empty configuration
	}
	if err := checkSyntax(data); err != nil {
		return nil, err
	}
	edited, err := edit(data, host, helper)
	if err != nil {
		return nil, err
	}
	if err := checkEdit(data, edited, host, helper); err != nil {
		return nil, err
	}
	return edited, nil
}

func edit(data []byte, host, helper string) ([]byte, error) {
	root, err := parseObject(data, 0, len(data))
	if err != nil {
		return nil, err
	}
	layout := styleOf(data, root, style{})
	if len(root.members) == 0 {
		layout = docker()
	}
	helpers, found, err := root.findFolded(data, helpersKey)
	if err != nil {
		return nil, err
	}
	inner := layout.inside()
	fresh := "{" + inner.before + quote(host) + inner.colon + quote(helper) + inner.after + "}"
	if !found {
		return insert(data, root, layout, helpersKey, fresh), nil
	}
	if string(data[helpers.value:helpers.valueTo]) == "null" {
		return replace(data, helpers.value, helpers.valueTo, fresh), nil
	}
	return editInside(data, helpers, layout, host, helper)
}

// editInside changes or adds the host's entry in the object that is there.
func editInside(data []byte, helpers member, layout style, host, helper string) ([]byte, error) {
	nested, err := parseObject(data, helpers.value, helpers.valueTo)
	if err != nil {
		return nil, err
	}
	entry, found, err := nested.find(data, host)
	if err != nil {
		return nil, err
	}
	if found {
		return replace(data, entry.value, entry.valueTo, quote(helper)), nil
	}
	return insert(data, nested, styleOf(data, nested, layout), host, quote(helper)), nil
}

// checkEdit reads both texts as JSON: they must differ in the one entry only.
func checkEdit(before, after []byte, host, helper string) error {
	want, err := decode(before)
	if err != nil {
		return err
	}
	helpers, isObject := want[helpersKey].(map[string]any)
	if !isObject {
		helpers = map[string]any{}
		want[helpersKey] = helpers
	}
	helpers[host] = helper
	got, err := decode(after)
	if err != nil || !reflect.DeepEqual(got, want) {
		return errEdit
	}
	return nil
}

func decode(data []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	value := map[string]any{}
	if err := decoder.Decode(&value); err != nil {
		return nil, malformed(data, int(decoder.InputOffset()), err.Error())
	}
	return value, nil
}
